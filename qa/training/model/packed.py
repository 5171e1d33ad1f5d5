"""The reader's weights as they are kept in the package: in 8 bits, without what is shared.

Written under the names that the graph is made of (see `qa.reader.weights`): matrices as
integers with a scale for each row, those after GELU with a scale for each 32 weights, everything
else as float16. A tensor that training left as the encoder has it is not kept at all. Runs nothing.
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
    read_tensors,
    restore,
    shape_of,
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


def packed(tensors: Mapping[str, Tensor], shared: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return what is to be written of `tensors`: all that is not the same in `shared`."""
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


def unpacked(kept: Mapping[str, Tensor], shared: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return float32 tensors by the network's names: what `packed` kept, the rest of `shared`."""
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
    write_tensors(packed(tensors, shared), path)


def read_packed(path: Path, shared: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the float32 weights of a packed file."""
    return unpacked(read_tensors(path), shared)


def packed_network(encoder: Path, path: Path) -> Network:
    """Return the network with the packed weights of a file."""
    network = from_encoder(encoder, shape_of(encoder))
    network.load_state_dict(read_packed(path, network.kept()), strict=False)
    return network


def open_network(encoder: Path, weights: Path | None) -> Network:
    """Return the network with its weights.

    Args:
        encoder: the encoder's model folder.
        weights: a file of them, packed or float32; None for the encoder's own and a new head.
    """
    if weights is None:
        return from_encoder(encoder, shape_of(encoder))
    if any(PACKED_LAYER.match(name) for name in read_tensors(weights)):
        return packed_network(encoder, weights)
    return restore(encoder, weights, shape_of(encoder))


def _short(name: str) -> str | None:
    """Return the graph's name of a layer's tensor; None for what is no part of a layer."""
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
