"""Packed weights: the reader's weights in 8 bits, without those that it shares with the encoder.

They have the names of the ONNX graph (see `qa.reader.weights`). Matrices are integers with a scale
for each row, those after GELU with a scale for each 32 weights; other tensors are float16. A tensor
that is the same as the encoder's is left out.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from embeddings.e5.onnx_export import BLOCK_WEIGHTS
from qa.reader.weights import HEAD, SCALES, VALUES
from qa.training.model.network import (
    Network,
    from_encoder,
    read_bert_config,
    read_tensors,
    restore,
    write_tensors,
)

INT8_RANGE = 127
# A layer's parts: here, and in the graph.
PARTS = {
    "query": "q",
    "key": "k",
    "value": "v",
    "attended": "ao",
    "widen": "fi",
    "narrow": "fo",
    "attended_norm": "aln",
    "narrow_norm": "oln",
}
PACKED_LAYER = re.compile(r"l\d+\.")
LAYER = re.compile(r"layers\.(\d+)\.(\w+)\.(weight|bias)")
BY_BLOCKS = ".fo.w"


def pack(tensors: Mapping[str, Tensor], shared: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Quantise the tensors that are not the same in `shared`, and name them as the graph does."""
    kept: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if name in shared and torch.equal(tensor, shared[name]):
            continue
        short = _short(name)
        if short is None and not name.startswith(HEAD):
            raise ValueError(f"{name} was trained; the graph takes the encoder's own")
        if short is None or tensor.dim() < 2:
            kept[short or name] = tensor.half()
        else:
            columns = BLOCK_WEIGHTS if short.endswith(BY_BLOCKS) else tensor.shape[1]
            kept |= _quantised(short, tensor, columns)
    return kept


def unpack(kept: Mapping[str, Tensor], shared: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return float32 tensors by the network's names: those packed, the others from `shared`."""
    tensors = {name: tensor for name, tensor in shared.items() if not name.startswith("words.")}
    names = [*shared, *(f"{part}.{kind}" for part in HEAD for kind in ("weight", "bias"))]
    for name in names:
        short = _short(name) or name
        if short in kept:
            tensors[name] = kept[short].float()
        elif short + VALUES in kept:
            values, scales = kept[short + VALUES], kept[short + SCALES]
            blocks = values.reshape(len(scales), -1).float() * scales[:, None]
            tensors[name] = blocks.reshape(values.shape)
    return tensors


def write_packed(tensors: Mapping[str, Tensor], shared: Mapping[str, Tensor], path: Path) -> None:
    """Write the packed weights as safetensors."""
    write_tensors(pack(tensors, shared), path)


def read_packed(path: Path, shared: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the float32 weights of a packed file."""
    return unpack(read_tensors(path), shared)


def open_packed(encoder: Path, path: Path) -> Network:
    """Return the network with the packed weights of a file."""
    network = from_encoder(encoder, read_bert_config(encoder))
    network.load_state_dict(read_packed(path, network.trained_tensors()), strict=False)
    return network


def open_network(encoder: Path, weights: Path | None) -> Network:
    """Return the network with its weights.

    Args:
        encoder: the encoder's model folder.
        weights: a file of them, packed or float32; None for the encoder's own and a new head.
    """
    if weights is None:
        return from_encoder(encoder, read_bert_config(encoder))
    if any(PACKED_LAYER.match(name) for name in read_tensors(weights)):
        return open_packed(encoder, weights)
    return restore(encoder, weights, read_bert_config(encoder))


def _short(name: str) -> str | None:
    """Return the graph's name of a layer's tensor; None for a tensor of no layer."""
    match = LAYER.fullmatch(name)
    if match is None:
        return None
    number, part, kind = match.groups()
    return f"l{number}.{PARTS[part]}.{'w' if kind == 'weight' else 'b'}"


def _quantised(name: str, tensor: Tensor, columns: int) -> dict[str, Tensor]:
    rows = tensor.reshape(-1, columns)
    scales = (rows.abs().amax(1) / INT8_RANGE).clamp_min(1e-8)
    values = (rows / scales[:, None]).round().to(torch.int8)
    return {name + VALUES: values.reshape(tensor.shape), name + SCALES: scales}
