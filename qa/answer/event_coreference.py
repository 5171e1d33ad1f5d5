"""Event coreference: whether sentences of two articles are about the same event.

Decided by the words that they share with the question, and by the dates that they mention. Meaning
plays no part, beyond the translations of the bilingual lexicon.
"""

import re
from collections.abc import Callable
from datetime import date

from qa.answer.clusters import Statement
from qa.schema.article import day_of
from qa.schema.question import Question, QuestionType
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import function_words
from qa.text.questions import question_type
from qa.text.tokens import stem, words
from qa.values.dates.moments import find_moments
from qa.values.moment import Moment
from qa.values.relation import ValueRelation


def is_same_event(
    question: Question,
    one: Statement,
    other: Statement,
    news_days: int,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> bool:
    """Say whether two statements may be about the same event: nothing shows that they are not.

    Args:
        question: which both answer.
        one: a statement.
        other: a statement of another article.
        news_days: a date this near to the publication is that of the news.
        lexicon: loads the lexicon that tells synonyms from other words.
    """
    is_other = any(_has_substitution(question, each, lexicon) for each in (one, other))
    return not is_other and (
        question_type(question) is QuestionType.TIME or not _differ_in_date(one, other, news_days)
    )


def _has_substitution(
    question: Question, statement: Statement, lexicon: Callable[[], Lexicon]
) -> bool:
    """Say whether a sentence has another word in a context of the question: "the 2026 games".

    Synonyms, words with a shared translation, are not other words.
    """
    language = statement.candidate.article.language
    if language != question.language:
        return False
    stop_words = function_words(language)
    ours, theirs = words(question.text), words(statement.candidate.text)
    slots = {(a, c): b for a, b, c in zip(theirs, theirs[1:], theirs[2:], strict=False)}
    for before, word, after in zip(ours, ours[1:], ours[2:], strict=False):
        substitute = slots.get((before, after))
        if substitute is None or word in theirs or not stop_words.isdisjoint((word, substitute)):
            continue
        if stem(substitute, language) == stem(word, language):
            continue
        if word.isdigit() and substitute.isdigit():
            return True
        one, other = (_translations(each, language, lexicon) for each in (word, substitute))
        if one and other and one.isdisjoint(other):
            return True
    return False


def _translations(word: str, language: str, lexicon: Callable[[], Lexicon]) -> frozenset[str]:
    return frozenset(other for other, _ in lexicon().translations(word, language))


def _differ_in_date(one: Statement, other: Statement, news_days: int) -> bool:
    """Say whether two sentences mention different dates, neither of them that of the news."""
    ours, theirs = _moments(one), _moments(other)
    if not ours or not theirs:
        return False
    if _is_news(one, ours, news_days) or _is_news(other, theirs, news_days):
        return False
    return all(a.relation_to(b) is ValueRelation.CONFLICTING for a in ours for b in theirs)


def _moments(statement: Statement) -> list[Moment]:
    article = statement.candidate.article
    mentions = find_moments(article.text, statement.sentence, article.published)
    return [moment for _, moment in mentions if not moment.days.is_open]


def _is_news(statement: Statement, mentioned: list[Moment], news_days: int) -> bool:
    """Say whether one of the dates is near the publication of the article."""
    day = publication_day(statement)
    return day is not None and any(
        abs((possible - day).days) <= news_days
        for moment in mentioned
        for possible in moment.possible_days
    )


def publication_day(statement: Statement) -> date | None:
    """Return the publication day of the statement's article; None where it is unknown."""
    return day_of(statement.candidate.article)


_FUTURE = re.compile(
    r"\b(?:akan|bakal|hendak|rencananya|direncanakan|dijadwalkan|diperkirakan|will|(?:is|are) to|"
    r"(?:is|are) (?:due|set|expected|scheduled|planned) to|plans? to|scheduled for|planned for|"
    r"(?:ditunda|diundur|put off|postponed|delayed) (?:hingga|sampai|ke|until|to))\b",
    re.IGNORECASE,
)


def is_announced(statement: Statement, news_days: int) -> bool:
    """Say whether a statement was published before the event that it reports.

    By the dates in the statement, or else in its sentence; where those are uncertain, by words of
    the future ("akan", "scheduled to"). In a sentence with such words, a date near the publication
    is that of the news and does not count.

    Args:
        statement: in any article.
        news_days: a date this near to the publication is that of the news.
    """
    day = publication_day(statement)
    is_future = _FUTURE.search(statement.candidate.text) is not None
    values = [statement.value] if isinstance(statement.value, Moment) else []
    dates = values or [
        each
        for each in _moments(statement)
        if not (is_future and _is_news(statement, [each], news_days))
    ]
    verdicts = [] if day is None else [_is_after(moment, day) for moment in dates]
    certain = [is_after for is_after in verdicts if is_after is not None]
    return all(certain) if certain else is_future


def _is_after(moment: Moment, day: date) -> bool | None:
    """Say whether a moment is after a day; None where that is uncertain."""
    after = {possible > day for possible in moment.possible_days}
    return after.pop() if len(after) == 1 else None
