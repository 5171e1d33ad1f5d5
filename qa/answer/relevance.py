"""Whether sentences of two articles tell of one matter: that which the question asks of.

By the words that they share with the question, and by the times that they name. It does not know
what the words mean, beyond which words of two languages say the same.
"""

import re
from collections.abc import Callable
from datetime import date

from qa.answer.clusters import Statement
from qa.schema import filters as scope
from qa.schema.question import Question, QuestionType
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import function_words
from qa.text.questions import question_type
from qa.text.tokens import stem, words
from qa.values.dates.time_phrases import moments
from qa.values.moment import Moment
from qa.values.relation import Relation

_ASKING_WORDS = """
    apa apakah berapa bagaimana jam kapan kenapa mana mengapa nama pukul siapa siapakah tahun
    tanggal sekarang kini terkini terbaru hari
    current currently date day how kind latest long many much name now number old time today what
    when where which who whom whose why year
"""
_NEWS_DAYS = 7
"""A day this near to the day of the article is when the news was told, or happened."""


def is_same_event(
    question: Question,
    one: Statement,
    other: Statement,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> bool:
    """Say whether nothing in two sentences tells that they are of two matters.

    Args:
        question: which both answer.
        one: a statement.
        other: a statement of another article.
        lexicon: returns the words that say the same.
    """
    replaced = any(_is_replaced(question, each, lexicon) for each in (one, other))
    return not replaced and (
        question_type(question) is QuestionType.TIME or not _are_of_two_times(one, other)
    )


def _is_replaced(question: Question, statement: Statement, lexicon: Callable[[], Lexicon]) -> bool:
    """Say whether a sentence has another word where the question has one: "the 2026 games".

    A word that says the same is no other word, so far as the lexicon knows.
    """
    language = statement.candidate.article.language
    if language != question.language:
        return False
    small = function_words(language)
    asked, said = words(question.text), words(statement.candidate.text)
    slots = {(a, c): b for a, b, c in zip(said, said[1:], said[2:], strict=False)}
    for before, word, after in zip(asked, asked[1:], asked[2:], strict=False):
        there = slots.get((before, after))
        if there is None or word in said or not small.isdisjoint((word, there)):
            continue
        if stem(there, language) == stem(word, language):
            continue
        if word.isdigit() and there.isdigit():
            return True
        mine, its = (_meanings(each, language, lexicon) for each in (word, there))
        if mine and its and mine.isdisjoint(its):
            return True
    return False


def _meanings(word: str, language: str, lexicon: Callable[[], Lexicon]) -> frozenset[str]:
    return frozenset(other for other, _ in lexicon().translations(word, language))


def _are_of_two_times(one: Statement, other: Statement) -> bool:
    """Say whether two sentences name times that differ, neither of them that of the news."""
    mine, its = _times(one), _times(other)
    if not mine or not its or _is_news(one, mine) or _is_news(other, its):
        return False
    return all(a.relation(b) is Relation.DIFFERENT for a in mine for b in its)


def _times(statement: Statement) -> list[Moment]:
    article = statement.candidate.article
    found = moments(article.text, statement.sentence, article.published)
    return [moment for _, moment in found if not moment.days.is_open]


def _is_news(statement: Statement, times: list[Moment]) -> bool:
    day = day_of(statement)
    return day is not None and any(
        abs((possible - day).days) <= _NEWS_DAYS for moment in times for possible in moment.possible
    )


def day_of(statement: Statement) -> date | None:
    """Return the day on which a statement's article was published."""
    return scope.day_of(statement.candidate.article)


_AHEAD = re.compile(
    r"\b(?:akan|bakal|hendak|rencananya|direncanakan|dijadwalkan|diperkirakan|will|(?:is|are) to|"
    r"(?:is|are) (?:due|set|expected|scheduled|planned) to|plans? to|scheduled for|planned for|"
    r"(?:ditunda|diundur|put off|postponed|delayed) (?:hingga|sampai|ke|until|to))\b",
    re.IGNORECASE,
)


def is_announced(statement: Statement) -> bool:
    """Say whether a statement was published before the time that it tells of.

    Where neither what it says nor its sentence tells that time for certain, the words for what is
    to come do. The day on which the news was told is not that time.
    """
    day = day_of(statement)
    ahead = _AHEAD.search(statement.candidate.text) is not None
    values = [statement.value] if isinstance(statement.value, Moment) else []
    known = values or [m for m in _times(statement) if not (ahead and _is_news(statement, [m]))]
    certain = [] if day is None else [_is_after(moment, day) for moment in known]
    told = [after for after in certain if after is not None]
    return all(told) if told else ahead


def _is_after(moment: Moment, day: date) -> bool | None:
    """Say whether a moment lies after a day; None where it may and may not."""
    after = {possible > day for possible in moment.possible}
    return after.pop() if len(after) == 1 else None
