"""From answer candidates to an answer with citations, or to a refusal with suggestions.

Comes in: the output of a reader.
Goes out: an `Answer`, its record as plain data, and its text.
"""
