"""Written questions: by people, in Indonesian and English, about whole articles or collections.

Reads them from files. How rows are made from them: `qa.training.data.groups`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.schema.article import Article
from qa.schema.span import Span
from qa.training.data.example import TrainingDataError

LANGUAGES = ("id", "en")
EXPECTED = "expected rows as their README describes"


@dataclass(frozen=True, slots=True)
class ArticleSpan:
    """The characters `start` to `end` of an article, by its id."""

    article: str
    start: int
    end: int

    def is_in(self, article: str, window: Span) -> bool:
        """Say whether a window of an article holds all of it."""
        return article == self.article and window.start <= self.start and self.end <= window.end


Retrieved = Mapping[str, Sequence[ArticleSpan]]
"""The passages retrieved for each question, best first, by `WrittenQuestion.key`."""


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question in both languages, about some articles.

    Attributes:
        id: of the question.
        source: the name of its source; see `qa.training.data.source`.
        kind: what is asked for, or why its articles do not answer.
        questions: its wording by language.
        articles: ids of the articles that it is about.
        answers: every span that answers; none where the articles do not answer.
        distractors: spans that a careless reader would answer with; only where there is no answer.
    """

    id: str
    source: str
    kind: str
    questions: Mapping[str, str]
    articles: tuple[str, ...]
    answers: tuple[ArticleSpan, ...]
    distractors: tuple[ArticleSpan, ...]

    def key(self, language: str) -> str:
        """Return the name of this question in one of its languages."""
        return f"{self.id}:{language}"


@dataclass(frozen=True, slots=True)
class WrittenQuestions:
    """Questions, and the articles that they and their retrieved passages are of, by id."""

    questions: tuple[WrittenQuestion, ...]
    articles: Mapping[str, Article]


def read_articles(path: Path) -> dict[str, Article]:
    """Return the articles of a file by id.

    Raises:
        TrainingDataError: the file cannot be read, or a row is not as its README describes.
    """
    try:
        return {row["id"]: _article(row["id"], row["title"], row["text"]) for row in _rows(path)}
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise TrainingDataError(f"{path}: {error!r}; {EXPECTED}") from error


def read_news_questions(
    path: Path, articles: Mapping[str, Article], source: str
) -> list[WrittenQuestion]:
    """Return the questions of a file, each about one of these articles.

    Raises:
        TrainingDataError: the file cannot be read, or a row is not as its README describes.
    """
    try:
        return [_news_question(row, articles, source) for row in _rows(path)]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise TrainingDataError(f"{path}: {error!r}; {EXPECTED}") from error


def read_collections(folder: Path, source: str = "collections") -> WrittenQuestions:
    """Return the questions over each collection of pages, with an answer on every page that has it.

    Follow-ups are left out: they cannot be understood without their chat.

    Raises:
        TrainingDataError: a file cannot be read, or a row is not as its README describes.
    """
    found: dict[str, Article] = {}
    questions: list[WrittenQuestion] = []
    path = folder
    try:
        for path in sorted(folder.glob("*/questions.jsonl")):
            pages = {
                page.stem: _article(f"{path.parent.name}/{page.stem}", "", page.read_text("utf-8"))
                for page in sorted(path.parent.glob("p*.txt"))
            }
            found |= {article.id: article for article in pages.values()}
            rows = [row for row in _rows(path) if not row["history"]]
            questions += [_collection_question(row, pages, source) for row in rows]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise TrainingDataError(f"{path}: {error!r}; {EXPECTED}") from error
    return WrittenQuestions(tuple(questions), found)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _article(identity: str, title: str, text: str) -> Article:
    return Article(identity, title or identity, text, identity, "id")


def _news_question(
    row: Mapping[str, Any], articles: Mapping[str, Article], source: str
) -> WrittenQuestion:
    article = articles[row["article"]]
    asked = {language: str(row[f"question_{language}"]) for language in LANGUAGES}
    answers = tuple(_article_span(article, answer) for answer in row["answers"])
    distractors = (_article_span(article, row["tempting"]),) if row.get("tempting") else ()
    return WrittenQuestion(
        row["id"], source, row["kind"], asked, (article.id,), answers, distractors
    )


def _article_span(article: Article, marked: Mapping[str, Any]) -> ArticleSpan:
    start, words = int(marked["start"]), str(marked["text"])
    if article.text[start : start + len(words)] != words:
        raise ValueError(f"{words!r} does not stand at {start} of {article.id}")
    return ArticleSpan(article.id, start, start + len(words))


def _collection_question(
    row: Mapping[str, Any], pages: Mapping[str, Article], source: str
) -> WrittenQuestion:
    any_page = next(iter(pages.values())).id
    asked = {"id": str(row["id_q"]), "en": str(row["en_q"])}
    spans = [each for item in row["spans"] for each in item]
    answers = tuple(dict.fromkeys(_marked_span(pages[page], words) for page, words in spans))
    distractors = tuple(_marked_span(pages[page], words) for page, words in row.get("tempting", ()))
    identity = f"{any_page.split('/')[0]}-{row['id']}"
    articles = tuple(article.id for article in pages.values())
    return WrittenQuestion(identity, source, row["kind"], asked, articles, answers, distractors)


def _marked_span(article: Article, quote: str) -> ArticleSpan:
    """Return the span of a quote; where a part of it is marked by [[ ]], of that part alone."""
    match = re.fullmatch(r"(.*?)\[\[(.+?)\]\](.*)", quote, re.DOTALL)
    before, words, after = match.groups() if match else ("", quote, "")
    start = article.text.index(before + words + after) + len(before)
    return ArticleSpan(article.id, start, start + len(words))
