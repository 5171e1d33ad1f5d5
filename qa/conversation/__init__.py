"""A follow-up question, rewritten so that it stands on its own.

Comes in: a question and the answers before it.
Goes out: a question that needs no history.
"""
