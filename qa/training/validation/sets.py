"""Validation sets: questions on passages, and on whole articles.

An article is read window by window, and the best span of all its windows is the answer. Trains
nothing, and chooses no thresholds.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from qa.ingest.chunking import split_into_passages
from qa.schema.article import Article
from qa.training.config import ValidationConfig
from qa.training.data.example import Example, TrainingDataError, read_examples
from qa.training.data.written import LANGUAGES, read_articles, read_news_questions
from qa.training.model.network import Network
from qa.training.model.rows import Row, RowTokenizer
from qa.training.validation.metrics import Prediction, merge_windows, predict

SELECTION_PACK, TEST_PACK = "pack02", "pack03"
"""The rows on articles that choices are made by, and those that are only reported."""


@dataclass(frozen=True, slots=True)
class ValidationSet:
    """Questions, with the rows that each is read in: one, or one for each window of an article."""

    examples: tuple[Example, ...]
    rows: tuple[tuple[Row, ...], ...]
    config: ValidationConfig

    @classmethod
    def on_passages(
        cls,
        examples: Sequence[Example],
        tokenizer: RowTokenizer,
        config: ValidationConfig,
    ) -> "ValidationSet":
        """Return a set whose passages are each read in one row."""
        rows = tokenizer.rows(examples, config.max_tokens)
        return cls(tuple(examples), tuple((row,) for row in rows), config)

    @classmethod
    def on_articles(
        cls,
        examples: Sequence[Example],
        tokenizer: RowTokenizer,
        config: ValidationConfig,
    ) -> "ValidationSet":
        """Return a set whose passages are whole articles, which are read window by window."""
        windows = (tuple(article_windows(each, config.window_chars)) for each in examples)
        rows = tuple(tuple(tokenizer.rows(each, config.max_tokens)) for each in windows)
        return cls(tuple(examples), rows, config)

    def predictions(self, network: Network, max_span: int) -> list[Prediction]:
        """Return the network's prediction for each question, in their order."""
        every = [row for rows in self.rows for row in rows]
        found = iter(predict(network, every, max_span, self.config.batch_tokens))
        return [merge_windows(tuple(islice(found, len(rows)))) for rows in self.rows]


def article_windows(example: Example, max_chars: int) -> Iterator[Example]:
    """Yield the question on each window of its article, with the answers that are whole in it."""
    article = Article(example.id, example.id, example.passage, example.id, "id")
    for each in split_into_passages(article, max_chars):
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
    """Return the validation questions on passages, by the name of their set.

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
    """Return the validation questions on whole articles, by the name of their set.

    Every question has "id" as its language: its answers are words of an Indonesian article, and are
    normalised as such. A set is named by its pack and the language of its questions.

    Args:
        data: the folder of the public data.
        packs: prefixes of the ids of the rows, a set for each and language.

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
    """Return each parallel question in Indonesian and in English, on the Indonesian passage.

    Raises:
        TrainingDataError: the file cannot be read, or an answer does not stand in its passage.
    """
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return tuple(_parallel_example(row, language) for row in rows for language in LANGUAGES)
    except (OSError, KeyError, ValueError) as error:
        raise TrainingDataError(
            f"{path}: {error!r}; expected rows as its README describes"
        ) from error


def _parallel_example(row: Mapping[str, str], language: str) -> Example:
    identity, passage, answer = row["id"], row["passage"], row["answer_id"]
    start = passage.index(answer)
    answers = ((start, start + len(answer)),)
    question = row[f"question_{language}"]
    return Example(identity, identity, "xlingual", language, question, passage, answers)


def subsample(examples: Sequence[Example], count: int | None) -> Sequence[Example]:
    """Return `count` of the examples, drawn with a fixed seed; all if it is None."""
    if count is None or count >= len(examples):
        return examples
    return Random(1).sample(examples, count)
