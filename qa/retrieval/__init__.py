"""From a question to the passages that may answer it.

Comes in: a question, and filters that a user set.
Goes out: ranked passages, and the search filter that the question itself names.
"""
