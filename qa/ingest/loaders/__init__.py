"""Loaders: one function for each kind of file.

Comes in: a path.
Goes out: raw documents, or why there is none.
"""
