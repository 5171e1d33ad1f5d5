"""From a question and its passages to exact answers, or to "no answer".

Comes in: retrieved passages.
Goes out: answer candidates with their spans and scores, and one calibrated confidence.
"""
