"""The storage of a library: its articles, passages and vectors, and the searches over them.

Comes in: indexed documents; query vectors and query terms.
Goes out: rows with scores, passages and articles. SQLite (or Milvus) is the truth; the vector and
term indexes are derived from it.
"""
