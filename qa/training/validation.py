"""Sets of questions that figures are taken of, on passages and on whole articles.

An article is read window by window, as it is one at a time: the best span of all windows is the
answer. Trains nothing, and knows no thresholds.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from qa.ingest.chunking import split_into_passages
from qa.schema.article import Article
from qa.training.data.example import Example, TrainingDataError, read_examples
from qa.training.data.written import LANGUAGES, read_articles, read_news_questions
from qa.training.figures import Prediction, best_of_windows, read
from qa.training.model.network import Network
from qa.training.rows import Row, RowMaker

WINDOW_CHARS = 1000
MAX_TOKENS = 384
READ_AT_ONCE = 4096
WATCHED, REPORTED = "pack02", "pack03"
"""The rows of the questions on articles by which choices are made, and those that only report."""


@dataclass(frozen=True, slots=True)
class ValidationSet:
    """Questions, and for each the rows that it is read in: one, or one for each window."""

    examples: tuple[Example, ...]
    rows: tuple[tuple[Row, ...], ...]

    @classmethod
    def on_passages(cls, examples: Sequence[Example], maker: RowMaker) -> "ValidationSet":
        """Return a set whose passages are each read in one row."""
        rows = maker.rows(examples, MAX_TOKENS)
        return cls(tuple(examples), tuple((row,) for row in rows))

    @classmethod
    def on_articles(cls, examples: Sequence[Example], maker: RowMaker) -> "ValidationSet":
        """Return a set whose passages are articles, which are read window by window."""
        rows = (tuple(maker.rows(tuple(windows(each)), MAX_TOKENS)) for each in examples)
        return cls(tuple(examples), tuple(rows))

    def predictions(self, network: Network, max_span: int) -> list[Prediction]:
        """Return the network's prediction for each question, in their order."""
        every = [row for rows in self.rows for row in rows]
        found = iter(read(network, every, max_span, READ_AT_ONCE))
        return [best_of_windows(tuple(islice(found, len(rows)))) for rows in self.rows]


def windows(example: Example) -> Iterator[Example]:
    """Yield the question on each window of its article, with the answers that stand there whole."""
    text = example.passage
    for each in split_into_passages(
        Article(example.id, example.id, text, example.id, "id"), WINDOW_CHARS
    ):
        inside = [(a, b) for a, b in example.answers if each.start <= a and b <= each.end]
        answers = tuple((a - each.start, b - each.start) for a, b in inside)
        yield Example(
            f"{example.id}:{each.start}",
            example.group,
            example.source,
            example.language,
            example.question,
            each.text,
            answers,
        )


def passage_examples(data: Path) -> dict[str, tuple[Example, ...]]:
    """Return the validation questions on passages by the name of their set.

    Raises:
        TrainingDataError: a file cannot be read.
    """
    parallel = parallel_examples(data / "xlingual.valid.jsonl")
    return {
        "facqa": read_examples(data / "facqa.valid.jsonl"),
        "idk-mrc": read_examples(data / "idk-mrc.valid.jsonl"),
        "xlingual-id": tuple(e for e in parallel if e.language == "id"),
        "xlingual-en": tuple(e for e in parallel if e.language == "en"),
    }


def article_examples(data: Path, *packs: str) -> dict[str, tuple[Example, ...]]:
    """Return the questions on whole articles by the name of their set: its rows and language.

    An English question has "id" as its language, too: its answers are the article's own words.

    Args:
        data: the folder of the public data.
        packs: the beginnings of the ids of the rows.

    Raises:
        TrainingDataError: a file cannot be read.
    """
    folder = data / "newsqa"
    articles = read_articles(folder / "articles.jsonl")
    questions = read_news_questions(folder / "tune.jsonl", articles, "newsqa")
    return {
        f"{pack}-{language}": tuple(
            Example(
                each.key(language),
                each.key(language),
                each.source,
                "id",
                each.questions[language],
                articles[each.articles[0]].text,
                tuple((place.start, place.end) for place in each.answers),
            )
            for each in questions
            if each.id.startswith(f"{pack}-")
        )
        for pack in packs
        for language in LANGUAGES
    }


def parallel_examples(path: Path) -> tuple[Example, ...]:
    """Return each question twice, in Indonesian and in English, on the Indonesian passage.

    Raises:
        TrainingDataError: the file cannot be read, or an answer does not stand in its passage.
    """
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return tuple(_asked(row, language) for row in rows for language in LANGUAGES)
    except (OSError, KeyError, ValueError) as error:
        raise TrainingDataError(
            f"{path}: {error!r}; expected rows as its README describes"
        ) from error


def _asked(row: Mapping[str, str], language: str) -> Example:
    identity, passage, answer = row["id"], row["passage"], row["answer_id"]
    start = passage.index(answer)
    answers = ((start, start + len(answer)),)
    question = row[f"question_{language}"]
    return Example(identity, identity, "xlingual", language, question, passage, answers)


def drawn(examples: Sequence[Example], count: int | None) -> Sequence[Example]:
    """Return so many of the examples, the same ones each time; all for None."""
    if count is None or count >= len(examples):
        return examples
    return Random(1).sample(examples, count)
