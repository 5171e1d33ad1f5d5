"""Normalized values of dates, numbers, quantities and names, so that they compare by value.

Comes in: words of a sentence, and the day on which it was published.
Goes out: moments, periods, numbers, quantities, names, and the relation of two of them.
"""
