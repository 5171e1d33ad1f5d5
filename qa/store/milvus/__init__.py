"""A library on a Milvus server.

Comes in and goes out: what a `Library` takes and gives; `pymilvus` is met in `server` alone.
"""
