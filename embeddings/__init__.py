"""Text to vectors, and the nearest of many vectors. Knows nothing of news.

Comes in: texts.
Goes out: unit vectors, and the rows of an index that lie closest to one.
"""
