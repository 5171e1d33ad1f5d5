"""The nearest of many vectors, by FAISS.

Comes in: vectors by row.
Goes out: rows with scores, best first.
"""
