"""A small collection with gold questions and reading rows, and an encoder without a model."""

import json

import pytest
from fakes.hashing_encoder import HashingEncoder

from qa.evaluation.runner import evaluate
from qa.evaluation.runs import EvaluationPlan, SavedRun
from qa.schema.passage import RetrievedPassage
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span
from qa.settings import AnswerSettings, Settings

ARTICLES = {
    "tiba.txt": "Presiden Putin tiba di Pyongyang pada hari Rabu pagi. Kim Jong Un menyambutnya.\n",
    "panen.txt": "Petani di Jawa Tengah memanen padi lebih awal. Harga beras turun di pasar.\n",
    "bola.txt": "Timnas Indonesia menang dua gol atas Vietnam. Pelatih memuji para pemain.\n",
}
SAYS = "Kim Jong Un menyambutnya."
READING = [
    {
        "id": f"r{n}",
        "language": "id",
        "question": question,
        "passage": passage,
        "answers": [{"text": answer, "start": passage.index(answer)}] if answer else [],
    }
    for n, (question, passage, answer) in enumerate(
        [
            (
                "Siapa yang menyambut Putin?",
                "Kim Jong Un menyambut Putin di bandara.",
                "Kim Jong Un",
            ),
            ("Berapa gol Timnas Indonesia?", "Timnas Indonesia menang dua gol semalam.", "dua"),
            ("Siapa presiden Prancis?", "Harga beras turun di pasar induk pagi ini.", ""),
            ("Apa yang dipanen petani?", "Petani memanen padi lebih awal tahun ini.", "padi"),
        ]
    )
]


def gold_row(id_, twin, language, question, answerable=True, history=()):
    start = ARTICLES["tiba.txt"].index(SAYS)
    place = {"article": "tiba.txt", "start": start, "end": start + len(SAYS), "text": SAYS}
    return {
        "id": id_,
        "twin": twin,
        "kind": "who" if answerable else "unanswerable",
        "language": language,
        "question": question,
        "history": list(history),
        "items": [{"name": "Kim", "spellings": ["Kim Jong Un"]}] if answerable else [],
        "evidence": [place] if answerable else [],
        "split": "test",
        **({} if answerable else {"trap": "near_miss"}),
    }


GOLD = [
    gold_row("host-en", "host-id", "en", "Who met Putin in Pyongyang?"),
    gold_row("host-id", "host-en", "id", "Siapa menyambut Presiden Putin yang tiba di Pyongyang?"),
    gold_row("wife-en", "wife-id", "en", "What is the <b>name</b> of the wife?", answerable=False),
    gold_row("wife-id", "wife-en", "id", "Siapa nama istri Putin?", answerable=False),
    gold_row("then-id", "then-en", "id", "Siapa menyambutnya?", history=["Kapan Putin tiba?"]),
]


class BackwardReader:
    """A reader that puts the last passage first, and keeps what it was given."""

    def __init__(self, confidence=0.5):
        self.given = []
        self._confidence = confidence

    def read(self, question, passages):
        self.given.append((question.text, len(passages)))
        turned = tuple(
            RetrievedPassage(each.passage, each.score, rank)
            for rank, each in enumerate(reversed(passages), start=1)
        )
        first = turned[0].passage
        marks = (Span(first.start, first.end),)
        found = AnswerCandidate(first.article, first.start, first.end, 1.0, marks)
        return ReaderOutput((found,), turned, self._confidence, 0.0)


def as_lines(path, rows):
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="session")
def collection(tmp_path_factory):
    folder = tmp_path_factory.mktemp("collection")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, "utf-8")
    as_lines(folder / "gold.jsonl", GOLD)
    as_lines(folder / "reading.jsonl", READING)
    others = [{"paragraphs": [f"Kalimat ke-{n} tentang hal lain."]} for n in range(120)]
    as_lines(folder / "pool.jsonl", others)
    return folder


@pytest.fixture(scope="session")
def settings():
    # Nothing is refused: how sure an answer is has its own tests.
    return Settings(answer=AnswerSettings(min_confidence=0.0))


@pytest.fixture(scope="session")
def encoder():
    return HashingEncoder(256)


@pytest.fixture(scope="session")
def gold_plan(collection):
    return EvaluationPlan((str(collection / "articles"),), str(collection / "gold.jsonl"), "test")


@pytest.fixture(scope="session")
def reading_plan(collection):
    data = (("reading", str(collection / "reading.jsonl")),)
    return EvaluationPlan((), None, "test", data, (str(collection / "pool.jsonl"),))


def _made(tmp_path_factory, plan, settings, encoder):
    folder = tmp_path_factory.mktemp("runs") / "kept"
    run = SavedRun.create(folder, plan, settings.model_dump(mode="json"))
    evaluate(run, settings, lambda *_: None, encoder)
    return run


@pytest.fixture(scope="session")
def gold_run(tmp_path_factory, gold_plan, settings, encoder):
    """A finished run; what changes it makes its own with `new_run`."""
    return _made(tmp_path_factory, gold_plan, settings, encoder)


@pytest.fixture(scope="session")
def reading_run(tmp_path_factory, reading_plan, settings, encoder):
    """A finished run; what changes it makes its own with `new_run`."""
    return _made(tmp_path_factory, reading_plan, settings, encoder)


@pytest.fixture
def new_run(tmp_path, settings):
    def make(plan, name="run"):
        return SavedRun.create(tmp_path / name, plan, settings.model_dump(mode="json"))

    return make


@pytest.fixture
def backward_reader():
    """What makes a reader that turns the passages round; it takes how sure the reader is."""
    return BackwardReader
