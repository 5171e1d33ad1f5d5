"""Where a library's articles, passages and vectors are kept, and the searches over them.

Comes in: indexed documents; vectors and terms that are looked for.
Goes out: rows with scores, passages and articles. SQLite (or Milvus) is the truth; the FAISS and
term indexes are made from it.
"""
