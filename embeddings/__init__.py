"""Encoders, which turn text into vectors, and nearest-neighbour search. Knows nothing of news.

Comes in: texts.
Goes out: unit vectors, and the rows of an index that lie closest to a query.
"""
