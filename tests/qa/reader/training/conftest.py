"""A small invented data folder, and a small BERT model's folder that knows its words."""

import json
import re
import string
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch

from embeddings.tokenizer import save_tokenizer
from embeddings.weights import Vocabulary
from qa.reader.training.network import LAYER_NAMES, Layer, Network, Shape, write_tensors

PEOPLE = ("Siti", "Budi", "Rina", "Joko", "Dewi", "Agus", "Tono", "Wati")
CITIES = ("Bogor", "Medan", "Ambon", "Solo", "Kupang", "Palu", "Bima", "Tegal")
INDONESIAN = ("facqa", "idk-mrc", "squad2-mt-id")
ENGLISH = ("tydiqa-en", "squadshifts-wiki", "qamr-wikinews")
TEXT = {
    "id": "{who} tiba di {city} pada {day} Juni 2024. {other} menunggu di sana. Hujan turun.",
    "en": "{who} arrived in {city} on {day} June 2024. {other} waited there. It rained.",
}
ASKED = {
    "id": ("Siapa yang tiba di {city}?", "Siapa yang pergi dari {city}?"),
    "en": ("Who arrived in {city}?", "Who left {city}?"),
}


def facts(count: int) -> Iterator[dict[str, str]]:
    for number in range(count):
        who, other = PEOPLE[number % 8], PEOPLE[(number + 1 + number // 8) % 8]
        yield {
            "who": who,
            "other": other if other != who else "Made",
            "city": CITIES[number // 8 % 8],
            "day": str(1 + number % 28),
        }


def reading_rows(name: str, language: str, count: int, refused: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number, fact in enumerate(facts(count)):
        passage = TEXT[language].format(**fact)
        for none in (False, True) if refused else (False,):
            question = ASKED[language][none].format(**fact)
            answers = [] if none else [{"text": fact["who"], "start": 0}]
            row = {"id": f"{name}-{number}-{none}", "language": language, "question": question}
            rows.append(row | {"passage": passage, "answers": answers})
    return rows


def parallel_rows(count: int) -> list[dict[str, str]]:
    return [
        {"document": str(number // 4), "en": en, "id": id_}
        for number, fact in enumerate(facts(count))
        for en, id_ in [(TEXT["en"].format(**fact), TEXT["id"].format(**fact))]
    ]


def joined_rows(count: int) -> list[dict[str, str]]:
    return [
        {
            "id": str(number),
            "question_en": ASKED["en"][0].format(**fact),
            "question_id": ASKED["id"][0].format(**fact),
            "passage": TEXT["id"].format(**fact),
            "answer_id": fact["who"],
        }
        for number, fact in enumerate(facts(count))
    ]


def write_rows(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Networks so small are slower on several threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def training_data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name in (*INDONESIAN, *ENGLISH):
        language = "id" if name in INDONESIAN else "en"
        rows = reading_rows(name, language, 48, refused=name in ("idk-mrc", "squad2-mt-id"))
        write_rows(folder / f"{name}.train.jsonl", rows)
    for name in ("facqa", "idk-mrc"):
        rows = reading_rows(name, "id", 6, refused=name == "idk-mrc")
        write_rows(folder / f"{name}.valid.jsonl", rows)
    for name in ("ntrex", "tico19", "tatoeba"):
        write_rows(folder / f"{name}.en-id.jsonl", parallel_rows(12))
    write_rows(folder / "xlingual.valid.jsonl", joined_rows(6))
    return folder


@pytest.fixture(scope="session")
def small_model(tmp_path_factory, training_data: Path) -> Path:
    folder = tmp_path_factory.mktemp("model")
    texts = "".join(path.read_text("utf-8") for path in sorted(training_data.iterdir()))
    words = sorted({f"▁{word}" for word in re.findall(r"[A-Za-z]+", texts)})
    letters = sorted({*string.ascii_letters, *string.digits, *string.punctuation, "▁"})
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *words, *letters, "<mask>"]
    scored = tuple((piece, -1.0 - 5 * (len(piece) == 1)) for piece in pieces)
    characters = (("\u200b", ""), ("\t", " "))
    vocabulary = Vocabulary(scored, characters, begin=0, end=2, padding=1, unknown=3)
    save_tokenizer(vocabulary, folder / "tokenizer.json")
    shape = Shape(
        hidden=32, layers=2, heads=2, feed_forward=64, vocabulary=len(pieces), positions=96
    )
    write_tensors(checkpoint(shape), folder / "model.safetensors")
    config = {
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "layer_norm_eps": shape.norm_epsilon,
    }
    (folder / "config.json").write_text(json.dumps(config))
    return folder


def checkpoint(shape: Shape) -> dict[str, torch.Tensor]:
    """Random weights by the names of a BERT checkpoint."""
    torch.manual_seed(0)
    network = Network(shape)
    tensors = {
        "embeddings.word_embeddings.weight": network.words.weight,
        "embeddings.position_embeddings.weight": network.positions.weight,
        "embeddings.token_type_embeddings.weight": network.segments.weight,
        "embeddings.LayerNorm.weight": network.norm.weight,
        "embeddings.LayerNorm.bias": network.norm.bias,
    }
    for number, layer in enumerate(network.layers):
        assert isinstance(layer, Layer)
        for long, short in LAYER_NAMES.items():
            for kind, tensor in getattr(layer, short).named_parameters():
                tensors[f"encoder.layer.{number}.{long}.{kind}"] = tensor
    return {name: tensor.detach() for name, tensor in tensors.items()}
