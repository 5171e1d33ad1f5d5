"""Nearest-neighbour search, by FAISS: `vector_index` over a flat and an IVF index.

Comes in: vectors by row number.
Goes out: rows with scores, best first.
"""
