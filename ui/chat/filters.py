"""The reader's own search filter: by publisher, and by day of publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.schema.filters import DateRange, SearchFilter
from ui.html.templates import render_html
from ui.strings.phrases import Strings
from ui.strings.wording import filter_phrases


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The form as the browser sends it; a day that is not filled in is None."""

    sources: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


def filter_form(
    sources: Sequence[str], scope: SearchFilter, words: Strings, version: int | None = None
) -> str:
    """Render the folded form, filled in as the filter is.

    Args:
        sources: the publishers to choose from.
        scope: the filter.
        words: of the page.
        version: of the form; where it changes, the browser drops what was filled in since.
    """
    return render_html(
        "filter_form.html", sources=sources, scope=scope, words=words, version=version
    )


def filter_line(scope: SearchFilter, words: Strings) -> str:
    """Render the filter with a button that clears it; empty where it has no condition."""
    phrases = ", ".join(filter_phrases(scope, words))
    return render_html("filter_line.html", phrases=phrases, words=words)


def parse_filter(text: str, sources: Sequence[str]) -> SearchFilter:
    """Parse a filled form, as JSON; publishers that the library has not are left out.

    Raises:
        ValueError: it is not a form, or its first day is after its last.
    """
    from pydantic import TypeAdapter

    form = TypeAdapter(FilterForm).validate_json(text)
    chosen = tuple(source for source in sources if source in form.sources)
    return SearchFilter(chosen, DateRange(form.first, form.last))
