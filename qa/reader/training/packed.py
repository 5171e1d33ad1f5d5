"""The reader's weights as they are kept in the package: int8 or 4-bit, without what is shared.

`python -m qa.reader.training.packed --encoder FOLDER --weights FILE --out FILE` packs one.

A matrix is kept as integers and a float16 scale, for each of its rows (int8) or for each 32 of its
weights (4-bit, the layout Q4_0 of the encoder's own weights); anything else as float16. A tensor
that training left as the encoder has it is not kept at all. Runs nothing.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from qa.reader.training.network import Shape, from_encoder, read_tensors, write_tensors

BLOCK = 32
VALUES, SCALES, NIBBLES = ".int8", ".scale", ".int4"


def packed(
    tensors: Mapping[str, Tensor], shared: Mapping[str, Tensor], bits: int
) -> dict[str, Tensor]:
    """Return what is to be written of `tensors`: all that is not the same in `shared`."""
    kept: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if name in shared and torch.equal(tensor, shared[name]):
            continue
        if tensor.dim() < 2 or tensor.shape[1] % BLOCK or not name.startswith("layers."):
            kept[name] = tensor.half()
        elif bits == 8:
            kept |= _int8(name, tensor)
        else:
            kept |= _int4(name, tensor)
    return kept


def unpacked(kept: Mapping[str, Tensor], shared: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return float32 tensors: what `packed` kept, and the rest from `shared`."""
    tensors = {name: tensor for name, tensor in shared.items() if not name.startswith("words.")}
    for name, tensor in kept.items():
        if name.endswith(VALUES):
            stem = name.removesuffix(VALUES)
            tensors[stem] = tensor.float() * kept[stem + SCALES].float()
        elif name.endswith(NIBBLES):
            stem = name.removesuffix(NIBBLES)
            values = torch.stack([tensor & 15, tensor >> 4], 2).flatten(1).float() - 8
            blocks = values.view(len(values), -1, BLOCK) * kept[stem + SCALES].float()[:, :, None]
            tensors[stem] = blocks.flatten(1)
        elif not name.endswith(SCALES):
            tensors[name] = tensor.float()
    return tensors


def _int8(name: str, tensor: Tensor) -> dict[str, Tensor]:
    scales = (tensor.abs().amax(1, keepdim=True) / 127).clamp_min(1e-6).half()
    values = (tensor / scales.float()).round().clamp(-127, 127).to(torch.int8)
    return {name + VALUES: values, name + SCALES: scales}


def _int4(name: str, tensor: Tensor) -> dict[str, Tensor]:
    blocks = tensor.view(len(tensor), -1, BLOCK)
    scales = _best_scales(blocks).half()
    values = (blocks / scales.float()[:, :, None]).round().clamp(-8, 7) + 8
    pairs = values.to(torch.uint8).flatten(1).view(len(tensor), -1, 2)
    return {name + NIBBLES: pairs[:, :, 0] | pairs[:, :, 1] << 4, name + SCALES: scales}


def _best_scales(blocks: Tensor) -> Tensor:
    # The largest weight is best clipped a little: its loss is less than that of the others' steps.
    at = blocks.abs().argmax(2, keepdim=True)
    largest = blocks.gather(2, at)[:, :, 0]
    best = torch.zeros_like(largest)
    least = torch.full_like(largest, torch.inf)
    for part in torch.linspace(0.75, 1.05, 13):
        scale = largest * part / -8
        scale = torch.where(scale.abs() < 1e-6, torch.full_like(scale, 1e-6), scale)
        values = (blocks / scale[:, :, None]).round().clamp(-8, 7) * scale[:, :, None]
        error = ((values - blocks) ** 2).sum(2)
        better = error < least
        best, least = torch.where(better, scale, best), torch.where(better, error, least)
    return best


def write_packed(
    tensors: Mapping[str, Tensor], shared: Mapping[str, Tensor], bits: int, path: Path
) -> None:
    """Write the packed weights as safetensors."""
    write_tensors(packed(tensors, shared, bits), path)


def read_packed(path: Path, shared: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the float32 weights of a packed file."""
    return unpacked(read_tensors(path), shared)


def main() -> None:
    """Pack a trained reader as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder's model folder")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bits", type=int, choices=(4, 8), default=8)
    options = parser.parse_args()
    shared = from_encoder(options.encoder, Shape()).kept()
    write_packed(read_tensors(options.weights), shared, options.bits, options.out)


if __name__ == "__main__":
    main()
