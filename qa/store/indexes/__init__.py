"""The indexes of a library, derived from its store: vectors, terms, and what they were made from.

Comes in: the passages and vectors of the store.
Goes out: the rows that two searches find; rebuilt where a file is damaged.
"""
