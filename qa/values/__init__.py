"""What dates, numbers, quantities and names stand for, so that they compare by value.

Comes in: words of a sentence, and the day that they were published.
Goes out: moments, periods, numbers, quantities, names, and how two of them stand to each other.
"""
