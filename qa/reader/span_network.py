"""The form of the network that scores spans: what its training and its use must agree on.

A row is `<s> question </s> passage </s>`. Each token is scored as the start and the end of a span,
and gets two vectors; the product of a first token's and a last one's is what both score together.
Numbers and names only: `span_model` reads with the network, `qa.reader.training` trains it.
"""

BEGIN, END = 0, 2
"""The ids of `<s>` and `</s>` in the encoder's vocabulary."""

MAX_QUESTION_TOKENS = 64
"""The rest of a longer question is left out."""

MAX_SPAN_TOKENS = 64
"""A longer span is no answer."""

HEAD = ("ends", "first", "last")
"""The parts of the head, in the order of their columns: start and end, then the two vectors."""

PAIR_DIM = 64
"""The length of each of the two vectors."""
