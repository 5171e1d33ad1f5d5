"""From answer candidates to an answer that can be cited; or to a refusal with ways on.

Comes in: what the reader made of the passages.
Goes out: an `Answer`, its record as plain data, and its text.
"""
