"""Metrics: what an answer is worth, and statistics over many.

Comes in: answers and gold answers.
Goes out: numbers, with intervals.
"""
