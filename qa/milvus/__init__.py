"""A library that a Milvus server keeps: its tables, and the two searches over them."""
