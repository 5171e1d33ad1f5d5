"""What an answer's words stand for: a moment, a quantity, or else a name."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from qa.schema.article import Article
from qa.schema.question import QuestionType
from qa.schema.span import Span
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.values.dates.time_phrases import moments
from qa.values.moment import Moment
from qa.values.name import Name, name_of
from qa.values.quantity import Quantity, quantities
from qa.values.relation import Relation

Value = Moment | Quantity | Name
_Read = TypeVar("_Read", Moment, Quantity)

_MOST_OF_IT = 0.75
_MOST_COUNTED_WORDS = 4


def value_of(
    article: Article, mark: Span, sentence: Span, kind: QuestionType
) -> tuple[Value, Span]:
    """Return what some words of an article stand for, and all the words that say it.

    The whole sentence is read: a number's unit, and the "sekitar" before it, belong to it whether
    they are among the words or not.

    Args:
        article: which has them, and the day that they are reckoned from.
        mark: the words.
        sentence: which they stand in.
        kind: of the question that they answer.
    """
    moment = _at(mark, moments(article.text, sentence, article.published))
    quantity = _at(mark, quantities(article.text, sentence, article.language))
    if kind is QuestionType.TIME and moment:
        return moment[1], _joined(moment[0], mark)
    if quantity and (
        kind is QuestionType.NUMBER or (kind is QuestionType.TIME and _counts(article, mark))
    ):
        return quantity[1], _joined(quantity[0], mark)
    if moment and _common(moment[0], mark) >= _MOST_OF_IT * (mark.end - mark.start):
        return moment[1], _joined(moment[0], mark)
    if quantity and _counts(article, mark):
        return quantity[1], _joined(quantity[0], mark)
    is_person = kind is QuestionType.PERSON
    return name_of(article.text, mark, sentence, article.language, is_person=is_person), mark


def _joined(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def relation(
    one: Value, other: Value, lexicon: Callable[[], Lexicon] = shipped_lexicon
) -> Relation:
    """Return how two values stand to each other.

    Args:
        one: the first.
        other: the second.
        lexicon: returns the words that say the same; called only where the languages differ.
    """
    if isinstance(one, Moment) and isinstance(other, Moment):
        return one.relation(other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.relation(other)
    if isinstance(one, Name) and isinstance(other, Name):
        return one.relation(other, lexicon)
    return Relation.INCOMPARABLE


def _at(mark: Span, found: Iterable[tuple[Span, _Read]]) -> tuple[Span, _Read] | None:
    """Return what has most in common with the mark; None where nothing has."""
    touching = [each for each in found if each[0].overlaps(mark)]
    return max(touching, key=lambda each: _common(each[0], mark), default=None)


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _counts(article: Article, mark: Span) -> bool:
    """Say whether the words are a number and what is counted, and no name."""
    said = article.text[mark.start : mark.end].split()
    names = any(word[0].isupper() and not word.startswith(("Rp", "US$")) for word in said[1:])
    return len(said) <= _MOST_COUNTED_WORDS and not names
