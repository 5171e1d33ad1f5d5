"""The curriculum: how much of each source is read in training, and in which language.

All is drawn from the seed, so that the same files give the same groups in the same order. The files
of the validation sets, named `.valid` or `tune`, are never opened here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from qa.schema.article import Article
from qa.training.config import Distribution, GroupConfig
from qa.training.data.example import (
    Example,
    TrainingDataError,
    context_window,
    likely_location,
    negative_sentences,
    read_examples,
)
from qa.training.data.groups import GroupSampler, sample
from qa.training.data.indosum import indosum_articles
from qa.training.data.written import (
    LANGUAGES,
    Retrieved,
    WrittenQuestion,
    WrittenQuestions,
    read_articles,
    read_collections,
    read_news_questions,
)

PUBLIC_SOURCES = ("facqa", "idk-mrc")
TWINS = "twins"
HELD_OUT_PART = 32
"""One passage in so many of the public sources is held out. Part of the data: thresholds of earlier
trainings were chosen on the same passages.
"""


@dataclass(frozen=True, slots=True)
class Curriculum:
    """How much of each source is read.

    Attributes:
        languages: in how many languages each question of `newsqa` is asked: one, drawn, or both.
        written_languages: the same for all other written questions.
        public: how many rows of each of PUBLIC_SOURCES are read, to prevent forgetting.
        twins: the share of public rows whose question is asked in English, where it has a twin.
        elsewhere: the share of answerable public rows that are followed by a negative: other
            sentences of their passage, without the answer.
        reading_chars: how long the passage of a public row may be.
        groups: how the windows of written questions are drawn.
    """

    languages: int = 1
    written_languages: int = 2
    public: tuple[tuple[str, int], ...] = (("facqa", 900), ("idk-mrc", 1800))
    twins: float = 0.5
    elsewhere: float = 0.2
    reading_chars: Distribution = ((220, 0.25), (360, 0.35), (520, 0.30), (900, 0.10))
    groups: GroupConfig = field(default_factory=GroupConfig)

    def __post_init__(self) -> None:
        for name in ("languages", "written_languages"):
            if not 1 <= getattr(self, name) <= len(LANGUAGES):
                raise ValueError(f"{name} is {getattr(self, name)}; expected 1 or {len(LANGUAGES)}")
        for name in ("twins", "elsewhere"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is {getattr(self, name)}; expected from 0 to 1")

    def language_count(self, question: WrittenQuestion) -> int:
        """Return in how many languages a question is asked."""
        return self.languages if question.source == "newsqa" else self.written_languages

    def record(self) -> dict[str, Any]:
        """Return every field, those of `groups` among them, as JSON keeps it."""
        fields = asdict(self)
        return {**fields, **fields.pop("groups"), "public": dict(self.public)}


@dataclass(frozen=True, slots=True)
class Sources:
    """The folders of the data: the public data, and the questions written by this project."""

    data: Path
    written: Path


def held_out(example: Example) -> bool:
    """Say whether an example's passage is held out of training, to choose thresholds on."""
    digest = sha256(example.passage.encode()).digest()
    return example.source in PUBLIC_SOURCES and digest[0] % HELD_OUT_PART == 0


def held_out_examples(data: Path) -> list[Example]:
    """Return the held-out examples, each on its whole passage."""
    sources = (read_examples(data / f"{source}.train.jsonl") for source in PUBLIC_SOURCES)
    return [example for examples in sources for example in examples if held_out(example)]


def news_articles(sources: Sources) -> dict[str, Article]:
    """Return the articles that news questions are written about, by id."""
    articles = {a.id: a for a in indosum_articles(sources.data / "indosum.jsonl")}
    return articles | read_articles(sources.data / "newsqa" / "articles.jsonl")


def news_questions(sources: Sources, articles: dict[str, Article]) -> WrittenQuestions:
    """Return the questions that are about one article each."""
    files = {
        "newsqa": sources.data / "newsqa" / "train.jsonl",
        "written": sources.written / "questions.jsonl",
    }
    read = (read_news_questions(path, articles, source) for source, path in files.items())
    return WrittenQuestions(tuple(each for questions in read for each in questions), articles)


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
        sampler = GroupSampler(written, curriculum.groups)
        for question in written.questions:
            for language in random.sample(LANGUAGES, curriculum.language_count(question)):
                if group := sampler.group(question, language, retrieved, random):
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
    centre = example.answers[0] if example.answers else likely_location(example, ())
    yield context_window(example, sample(curriculum.reading_chars, random), centre, random)
    if example.answers and random.random() < curriculum.elsewhere:
        negative = negative_sentences(example, sample(curriculum.reading_chars, random), random)
        if negative is not None:
            yield replace(negative, id=f"{example.id}+elsewhere")


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
