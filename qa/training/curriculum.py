"""The curriculum: what is read in training, how much of each source, and in which language.

Everything is drawn from the seed, so that the same files give the same groups in the same order.
Files named `.valid` or `tune` are never opened here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from qa.schema.article import Article
from qa.training.data.example import (
    Example,
    TrainingDataError,
    elsewhere,
    likeliest,
    read_examples,
    window,
)
from qa.training.data.indosum import indosum_articles
from qa.training.data.written import (
    LANGUAGES,
    Retrieved,
    WrittenQuestion,
    WrittenQuestions,
    read_articles,
    read_collections,
    read_news_questions,
    weighted,
)

READING_CHARS = ((220, 0.25), (360, 0.35), (520, 0.30), (900, 0.10))
"""How long a reading row's passage may be, with the share of rows that may be so long."""

HELD_OUT_IN = 32
PUBLIC_SOURCES = ("facqa", "idk-mrc")
TWINS = "twins"


@dataclass(frozen=True, slots=True)
class Curriculum:
    """How much of each source is read.

    Attributes:
        languages: in how many languages each question of `newsqa` is asked: one, drawn, or both.
        written_languages: the same for the questions written beside it.
        public: how many rows of each of PUBLIC_SOURCES, so that nothing is unlearned.
        twins: the share of public rows whose question is asked in English, where it has a twin.
        elsewhere: the share of answerable public rows that bring along other sentences of their
            passage, which lack the answer.
    """

    languages: int = 1
    written_languages: int = 2
    public: tuple[tuple[str, int], ...] = (("facqa", 900), ("idk-mrc", 1800))
    twins: float = 0.5
    elsewhere: float = 0.2

    def __post_init__(self) -> None:
        for name in ("languages", "written_languages"):
            if not 1 <= getattr(self, name) <= len(LANGUAGES):
                raise ValueError(f"{name} is {getattr(self, name)}; expected 1 or {len(LANGUAGES)}")
        for name in ("twins", "elsewhere"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is {getattr(self, name)}; expected from 0 to 1")

    def asked_in(self, question: WrittenQuestion) -> int:
        """Return in how many languages a question is asked."""
        return self.languages if question.source == "newsqa" else self.written_languages

    def record(self) -> dict[str, Any]:
        """Return the curriculum as JSON has it."""
        return {**asdict(self), "public": dict(self.public)}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the data is: the public data's folder, and that of the questions written beside it."""

    data: Path
    written: Path


def held_out(example: Example) -> bool:
    """Return whether this example's passage is kept apart from training, for thresholds."""
    digest = sha256(example.passage.encode()).digest()
    return example.source in PUBLIC_SOURCES and digest[0] % HELD_OUT_IN == 0


def held_out_examples(data: Path) -> list[Example]:
    """Return the examples that are kept apart, whole passages."""
    sources = (read_examples(data / f"{source}.train.jsonl") for source in PUBLIC_SOURCES)
    return [example for examples in sources for example in examples if held_out(example)]


def news_articles(sources: Sources) -> dict[str, Article]:
    """Return the articles that questions are written about, by id."""
    known = {a.id: a for a in indosum_articles(sources.data / "indosum.jsonl")}
    return known | read_articles(sources.data / "newsqa" / "articles.jsonl")


def news_questions(sources: Sources, articles: dict[str, Article]) -> WrittenQuestions:
    """Return the questions that are each about one article."""
    files = {
        "newsqa": sources.data / "newsqa" / "train.jsonl",
        "written": sources.written / "questions.jsonl",
    }
    read = (read_news_questions(path, articles, source) for source, path in files.items())
    return WrittenQuestions([each for questions in read for each in questions], articles)


def curriculum_groups(
    curriculum: Curriculum, sources: Sources, seed: int, retrieved: Retrieved
) -> Iterator[list[Example]]:
    """Yield the groups of the curriculum, each the examples of one question.

    Raises:
        TrainingDataError: a file cannot be read.
    """
    random = Random(f"{seed}:written")
    sets = (
        news_questions(sources, news_articles(sources)),
        read_collections(sources.written / "collections"),
    )
    for written in sets:
        for question in written.questions:
            for language in random.sample(LANGUAGES, curriculum.asked_in(question)):
                if group := written.group(question, language, retrieved, random):
                    yield group
    twins = _twins(sources.data / "newsqa" / "twins.train.tsv")
    for source, count in curriculum.public:
        examples = [
            example
            for example in read_examples(sources.data / f"{source}.train.jsonl")
            if not held_out(example)
        ]
        for example in random.sample(examples, min(count, len(examples))):
            if example.id in twins and random.random() < curriculum.twins:
                example = replace(example, source=TWINS, question=twins[example.id], language="en")
            yield list(_public_group(example, curriculum, random))


def _public_group(example: Example, curriculum: Curriculum, random: Random) -> Iterator[Example]:
    about = example.answers[0] if example.answers else likeliest(example, ())
    yield window(example, weighted(READING_CHARS, random), about, random)
    if example.answers and random.random() < curriculum.elsewhere:
        rival = elsewhere(example, weighted(READING_CHARS, random), random)
        if rival is not None:
            yield replace(rival, id=f"{example.id}+elsewhere")


def _twins(path: Path) -> dict[str, str]:
    """Return the English questions by the id of their Indonesian row."""
    try:
        lines = path.read_text("utf-8").splitlines()
        return dict(_pair(line.split("\t")) for line in lines)
    except (OSError, ValueError) as error:
        raise TrainingDataError(
            f"{path}: {error!r}; expected an id, a tab and a question"
        ) from error


def _pair(parts: Sequence[str]) -> tuple[str, str]:
    identity, question = parts
    return identity, question
