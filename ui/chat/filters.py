"""What a reader narrows every question of a chat to: by publisher, and by day of publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.schema.filters import DateRange, SearchFilter
from ui.html.highlight import safe
from ui.strings.filters import scope_phrases
from ui.strings.page import Strings


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The form as the browser sends it; a day that is not filled in is empty."""

    sources: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


def filter_form(sources: Sequence[str], scope: SearchFilter, words: Strings) -> str:
    """Return the folded form, filled in as the scope is."""
    if not sources:
        publishers = ""
    else:
        boxes = "".join(_box(source, source in scope.sources) for source in sources)
        publishers = f"<fieldset><legend>{words.publishers}</legend><div>{boxes}</div></fieldset>"
    days = scope.published
    return (
        f'<details class="filter" lang="{words.language}"><summary>{words.filter}</summary>'
        f'<form id="filter-form" aria-label="{words.filter}">{publishers}'
        f"<fieldset><legend>{words.published}</legend><div>"
        f"{_day('first', words.from_label, days.first)}"
        f"{_day('last', words.until_label, days.last)}</div>"
        f'<p class="wrong-days" role="alert" hidden>{words.wrong_days}</p></fieldset>'
        "</form></details>"
    )


def filter_line(scope: SearchFilter, words: Strings) -> str:
    """Return what is left, with a button that takes it off; empty where nothing is left out."""
    phrases = ", ".join(scope_phrases(scope, words))
    if not phrases:
        return ""
    return (
        f'<p class="filtered" role="status" lang="{words.language}">{words.filtered} '
        f'<span class="chip">{safe(phrases)}</span> '
        f'<button type="button" class="do do-unfilter">{words.unfilter}</button></p>'
    )


def scope_of(text: str, sources: Sequence[str]) -> SearchFilter:
    """Return the scope of a filled form, as JSON; publishers that are not there are left out.

    Raises:
        ValueError: it is no form, or its first day is after its last.
    """
    from pydantic import TypeAdapter

    filled = TypeAdapter(FilterForm).validate_json(text)
    chosen = tuple(source for source in sources if source in filled.sources)
    return SearchFilter(chosen, DateRange(filled.first, filled.last))


def _box(source: str, is_chosen: bool) -> str:
    checked = " checked" if is_chosen else ""
    return (
        f'<label><input type="checkbox" name="source" value="{safe(source)}"{checked}> '
        f"{safe(source)}</label>"
    )


def _day(name: str, label: str, day: date | None) -> str:
    value = day.isoformat() if day else ""
    return f'<label>{label} <input type="date" name="{name}" value="{value}"></label>'
