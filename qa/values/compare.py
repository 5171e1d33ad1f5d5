"""The value of an answer span (a moment, a quantity, or else a name), and comparing two."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from qa.schema.article import Article
from qa.schema.question import QuestionType
from qa.schema.span import Span
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.values.dates.moments import find_moments
from qa.values.moment import Moment
from qa.values.name import Name, read_name
from qa.values.quantity import Quantity, find_quantities
from qa.values.relation import ValueRelation

Value = Moment | Quantity | Name
_Read = TypeVar("_Read", Moment, Quantity)

_MOST_OF_IT = 0.75
_MOST_COUNTED_WORDS = 4


def read_value(
    article: Article, mark: Span, sentence: Span, kind: QuestionType
) -> tuple[Value, Span]:
    """Return the value of an answer span, and the span of all the words that express it.

    The whole sentence is read, so that a number's unit and the "sekitar" before it are found even
    where the answer span leaves them out.

    Args:
        article: whose publication day relative times are counted from.
        mark: the answer span.
        sentence: the sentence around it.
        kind: of the question that it answers.
    """
    moment = _at(mark, find_moments(article.text, sentence, article.published))
    quantity = _at(mark, find_quantities(article.text, sentence, article.language))
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
    return read_name(article.text, mark, sentence, article.language, is_person=is_person), mark


def _joined(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def compare_values(
    one: Value, other: Value, lexicon: Callable[[], Lexicon] = shipped_lexicon
) -> ValueRelation:
    """Compare two values; those of two kinds are incomparable.

    Args:
        one: the first.
        other: the second.
        lexicon: loads the dictionary; called only where the languages differ.
    """
    if isinstance(one, Moment) and isinstance(other, Moment):
        return one.relation_to(other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.relation_to(other)
    if isinstance(one, Name) and isinstance(other, Name):
        return one.relation_to(other, lexicon)
    return ValueRelation.INCOMPARABLE


def _at(mark: Span, found: Iterable[tuple[Span, _Read]]) -> tuple[Span, _Read] | None:
    """Return the value whose words overlap the answer span most; None where none overlap."""
    touching = [each for each in found if each[0].overlaps(mark)]
    return max(touching, key=lambda each: _common(each[0], mark), default=None)


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _counts(article: Article, mark: Span) -> bool:
    """Say whether the words are a number and a counted noun, and no name."""
    said = article.text[mark.start : mark.end].split()
    names = any(word[0].isupper() and not word.startswith(("Rp", "US$")) for word in said[1:])
    return len(said) <= _MOST_COUNTED_WORDS and not names
