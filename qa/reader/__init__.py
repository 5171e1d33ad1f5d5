"""Reading comprehension: exact answer spans in retrieved passages, or "no answer".

Comes in: retrieved passages.
Goes out: answer candidates with their spans and scores, and one calibrated confidence.
"""
