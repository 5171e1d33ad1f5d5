"""Counts, confidences, dates, filters and what a model wrote, in words of the page's language."""

from datetime import datetime

from qa.answer.record import GeneratedTextRecord
from qa.schema.article import Article, Published
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.generated import GeneratedText
from qa.settings import FAIRLY_SURE_CONFIDENCE, SURE_CONFIDENCE
from ui.strings.phrases import Strings, WritingStrings


def format_count(n: int, one: str, many: str) -> str:
    """Return the phrase for `n` things."""
    return one if n == 1 else many.format(n=n)


def confidence_phrase(confidence: float, words: Strings) -> str:
    """Return a confidence, 0 to 1, in words; the thresholds are in `qa.settings`."""
    if confidence >= SURE_CONFIDENCE:
        return words.sure
    return words.fairly_sure if confidence >= FAIRLY_SURE_CONFIDENCE else words.unsure


def format_probability(confidence: float, words: Strings) -> str:
    """Return a probability, 0 to 1, as a sentence with its percentage."""
    return words.confidence.format(n=round(100 * confidence))


def format_date(published: Published, words: Strings) -> str:
    """Return a day in words, with its time and zone where the page gives them."""
    from babel import dates

    if published is None:
        return words.no_date
    day = dates.format_date(published, format="long", locale=words.locale)
    if not isinstance(published, datetime):
        return day
    # Python calls a zone without a name UTC+07:00; people write UTC+7.
    zone = (published.tzname() or "").removesuffix(":00").replace("+0", "+").replace("-0", "-")
    return f"{day}, {published:%H:%M} {zone}".rstrip()


def language_name(code: str, words: Strings) -> str:
    """Return a language's name, or its code where it has no name."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_language_name(words.locale) or code
    except (UnknownLocaleError, ValueError):
        return code


def byline(article: Article, words: Strings) -> str:
    """Return who published an article and when; the date alone where no publisher is known."""
    return " · ".join(
        part for part in (article.source, format_date(article.published, words)) if part
    )


def source_line(article: Article, words: Strings) -> str:
    """Return publisher, title and date of an article, for a copied quotation."""
    parts = (article.source, article.title, format_date(article.published, words))
    return ", ".join(part for part in parts if part)


def filter_phrases(scope: SearchFilter, words: Strings) -> tuple[str, ...]:
    """Return a phrase for each condition of a search filter; none where it has no condition."""
    published = date_range_phrase(scope.published, words)
    about = date_range_phrase(scope.about, words)
    return (
        *scope.sources,
        *((words.published_in.format(days=published),) if published else ()),
        *((words.about_days.format(days=about),) if about else ()),
    )


def date_range_phrase(days: DateRange, words: Strings) -> str:
    """Return a range of days in words; empty where it has neither a first nor a last day."""
    first, last = days.first, days.last
    if first and last and first != last:
        return words.between_days.format(
            first=format_date(first, words), last=format_date(last, words)
        )
    if first and last:
        return format_date(first, words)
    if first:
        return words.from_day.format(day=format_date(first, words))
    return words.until_day.format(day=format_date(last, words)) if last else ""


def describe_generated_text(
    text: GeneratedText | GeneratedTextRecord, words: WritingStrings
) -> str:
    """Return which model wrote a text, what was left out of it, and why it ended early."""
    model = text.model or words.model
    parts: list[str] = []
    if text.sentences:
        parts.append(words.by.format(model=model))
    elif text.trouble is None:
        parts.append(words.nothing.format(model=model))
    if text.dropped and text.sentences:
        parts.append(format_count(text.dropped, words.dropped_one, words.dropped))
    if text.trouble is not None:
        parts.append(words.failures[text.trouble])
    return " ".join(parts)
