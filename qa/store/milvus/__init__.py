"""A library that a Milvus server keeps.

Comes in: what any library is given.
Goes out: what any library gives; only `server` meets `pymilvus`.
"""
