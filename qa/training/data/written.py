"""Written questions over whole articles, and the groups of windows they are taught with.

A group is one question in one language with context windows of articles: around each answer, or
around the words that tempt where there is none, and around hard negatives, passages that the
retriever finds for the question, or else others of its own articles, and that lack the answer.
Trains and retrieves nothing.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from qa.evaluation.metrics.squad import normalised
from qa.ingest.chunking import split_into_passages
from qa.reader.context import Context
from qa.schema.article import Article
from qa.schema.passage import Passage
from qa.schema.span import Span
from qa.settings import PassageSettings
from qa.training.data.example import Example, TrainingDataError

LANGUAGES = ("id", "en")
MAX_GOLD = 3
"""Windows with answers in a group: the items of a list may stand far apart."""

WINDOW_CHARS = ((450, 0.25), (700, 0.55), (950, 0.20))
"""How long a window may be, with the share of windows that may be so long."""

HARD_NEGATIVES = ((0, 0.15), (1, 0.6), (2, 0.25))
"""How many hard negatives a group has, with the share of groups."""

RANK_DECAY = 0.8
"""A retrieved passage is drawn as a hard negative this much less often than the one before it."""

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
"""By `WrittenQuestion.key`: the passages retrieved, best first."""


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question in both languages; no `answers` means that its articles do not answer.

    `tempting` is what a careless reader would say then; `articles` are those that it is about.
    """

    id: str
    source: str
    kind: str
    questions: Mapping[str, str]
    articles: tuple[str, ...]
    answers: tuple[ArticleSpan, ...]
    tempting: tuple[ArticleSpan, ...]

    def key(self, language: str) -> str:
        """Name this question in one of its languages."""
        return f"{self.id}:{language}"


class WrittenQuestions:
    """Questions with the articles that they are about."""

    def __init__(
        self, questions: Sequence[WrittenQuestion], articles: Mapping[str, Article]
    ) -> None:
        """Read the sentences and passages of those articles that a question is about."""
        chars = PassageSettings().max_chars
        self.questions = tuple(questions)
        named = {name: articles[name] for each in questions for name in each.articles}
        self._contexts = {name: Context.of(each) for name, each in named.items()}
        self.passages = {name: split_into_passages(each, chars) for name, each in named.items()}

    def group(
        self, question: WrittenQuestion, language: str, retrieved: Retrieved, random: Random
    ) -> list[Example]:
        """Return the examples of a question's group; none where its answer is boilerplate."""
        windows: list[tuple[str, Span]] = []
        places = [p for p in question.answers or question.tempting if self._sentences(p)]
        if question.answers and not places:
            return []
        for place in places:
            if len(windows) < MAX_GOLD and not any(place.is_in(*each) for each in windows):
                windows.append((place.article, self._window(place, random)))
        examples = [self._example(question, language, *each) for each in windows]
        count = weighted(HARD_NEGATIVES, random) + (not windows)
        found = retrieved.get(question.key(language), ())
        others = [p for p in found if p.article in self._contexts] or self._others(question)
        negatives = self._negatives(question, language, others, random)
        return examples + [example for _, example in zip(range(count), negatives, strict=False)]

    def _negatives(
        self, question: WrittenQuestion, language: str, left: list[ArticleSpan], random: Random
    ) -> Iterator[Example]:
        """Yield windows around places drawn without replacement that lack the answer."""
        answers = [_plain(self._text(place)) for place in question.answers]
        while left:
            weights = [RANK_DECAY**rank for rank in range(len(left))]
            place = left.pop(random.choices(range(len(left)), weights)[0])
            window = self._window(place, random)
            example = self._example(question, language, place.article, window)
            said = _plain(example.passage)
            tempts = any(each.is_in(place.article, window) for each in question.tempting)
            if not (example.answers or tempts or any(answer in said for answer in answers)):
                yield example

    def _others(self, question: WrittenQuestion) -> list[ArticleSpan]:
        own = (passage for name in question.articles for passage in self.passages[name])
        return [_place_of(passage) for passage in own]

    def _window(self, place: ArticleSpan, random: Random) -> Span:
        # Never less than whole sentences: an answer alone would give itself away.
        span = self._sentences(place) or Span(place.start, place.end)
        chars = weighted(WINDOW_CHARS, random)
        return self._contexts[place.article].window(span, chars, random.random())

    def _sentences(self, place: ArticleSpan) -> Span | None:
        """Return the sentences that a place touches; None where it is boilerplate."""
        own = Span(place.start, place.end)
        runs = self._contexts[place.article].runs
        touched = [sentence for run in runs for sentence in run if sentence.overlaps(own)]
        if not touched:
            return None
        return Span(min(touched[0].start, own.start), max(touched[-1].end, own.end))

    def _text(self, place: ArticleSpan) -> str:
        return self._contexts[place.article].article.text[place.start : place.end]

    def _example(
        self, question: WrittenQuestion, language: str, article: str, window: Span
    ) -> Example:
        inside = [place for place in question.answers if place.is_in(article, window)]
        answers = tuple((p.start - window.start, p.end - window.start) for p in inside)
        key = question.key(language)
        return Example(
            f"{key}:{article}:{window.start}",
            key,
            question.source,
            language,
            question.questions[language],
            self._text(ArticleSpan(article, window.start, window.end)),
            answers,
        )


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

    Follow-ups are left out: they do not stand alone.

    Raises:
        TrainingDataError: a file cannot be read, or a row is not as its README describes.
    """
    known: dict[str, Article] = {}
    questions: list[WrittenQuestion] = []
    path = folder
    try:
        for path in sorted(folder.glob("*/questions.jsonl")):
            pages = {
                page.stem: _article(f"{path.parent.name}/{page.stem}", "", page.read_text("utf-8"))
                for page in sorted(path.parent.glob("p*.txt"))
            }
            known |= {article.id: article for article in pages.values()}
            rows = [row for row in _rows(path) if not row["history"]]
            questions += [_collection_question(row, pages, source) for row in rows]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise TrainingDataError(f"{path}: {error!r}; {EXPECTED}") from error
    return WrittenQuestions(questions, known)


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
    answers = tuple(_place(article, answer) for answer in row["answers"])
    tempting = (_place(article, row["tempting"]),) if row.get("tempting") else ()
    return WrittenQuestion(row["id"], source, row["kind"], asked, (article.id,), answers, tempting)


def _place(article: Article, marked: Mapping[str, Any]) -> ArticleSpan:
    start, said = int(marked["start"]), str(marked["text"])
    if article.text[start : start + len(said)] != said:
        raise ValueError(f"{said!r} does not stand at {start} of {article.id}")
    return ArticleSpan(article.id, start, start + len(said))


def _collection_question(
    row: Mapping[str, Any], pages: Mapping[str, Article], source: str
) -> WrittenQuestion:
    any_page = next(iter(pages.values())).id
    asked = {"id": str(row["id_q"]), "en": str(row["en_q"])}
    spans = [each for item in row["spans"] for each in item]
    answers = tuple(dict.fromkeys(_marked(pages[page], said) for page, said in spans))
    tempting = tuple(_marked(pages[page], said) for page, said in row.get("tempting", ()))
    identity = f"{any_page.split('/')[0]}-{row['id']}"
    articles = tuple(article.id for article in pages.values())
    return WrittenQuestion(identity, source, row["kind"], asked, articles, answers, tempting)


def _marked(article: Article, said: str) -> ArticleSpan:
    """Return where the words stand; those in [[ ]] where there are such."""
    match = re.fullmatch(r"(.*?)\[\[(.+?)\]\](.*)", said, re.DOTALL)
    before, words, after = match.groups() if match else ("", said, "")
    start = article.text.index(before + words + after) + len(before)
    return ArticleSpan(article.id, start, start + len(words))


def _place_of(passage: Passage) -> ArticleSpan:
    return ArticleSpan(passage.article.id, passage.start, passage.end)


def weighted(choices: Sequence[tuple[int, float]], random: Random) -> int:
    """Return one of the values, each drawn with its share."""
    values, weights = zip(*choices, strict=True)
    return random.choices(values, weights)[0]


def _plain(text: str) -> str:
    return f" {normalised(text, 'id')} "
