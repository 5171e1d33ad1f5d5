"""A language model, where there is one: it only writes, and is never trusted.

Comes in: an answer with its quotations.
Goes out: the sentences that the quotations support; `verify` decides which.
"""
