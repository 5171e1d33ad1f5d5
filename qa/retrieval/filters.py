"""Filter parsing: the search filter that a question names, and the question without it.

Publishers and publication dates are hard filters: "according to Okezone", "articles from May". The
dates of the content ("who visited in May?") are soft: they are preferred, not required.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from qa.retrieval.dates import parse_dates
from qa.retrieval.publishers import parse_publishers
from qa.schema.filters import EVERYTHING, DateRange, SearchFilter
from qa.schema.span import Span
from qa.text.dictionary import Lexicon, shipped_lexicon

_MIN_WORDS_LEFT = 2


@dataclass(frozen=True, slots=True)
class ParsedFilters:
    """The filters that a question names.

    Attributes:
        text: the question without the words of `scope`.
        scope: the hard filter: publishers and publication dates.
        about: the soft filter: dates of the content.
        undated_text: the question without the words of `about` either.
        is_relative: whether `about` was counted from today ("last week").
    """

    text: str
    scope: SearchFilter = EVERYTHING
    about: DateRange = field(default_factory=DateRange)
    undated_text: str = ""
    is_relative: bool = False

    @property
    def dated_scope(self) -> SearchFilter:
        """The hard and the soft filter together."""
        return replace(self.scope, about=self.about)


def parse_filters(
    text: str,
    names: Mapping[str, str],
    today: date,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> ParsedFilters:
    """Parse the publishers and dates that a question names, and remove them from it.

    Args:
        text: of the standalone question.
        names: publisher by spelling (see `qa.ingest.page.publishers`).
        today: reference date of "last week".
        lexicon: loads the lexicon that tells names from common words.
    """
    publishers, dates = parse_publishers(text, names, lexicon), parse_dates(text, today)
    scope = SearchFilter(publishers.sources)
    remaining = remove_spans(text, publishers.removable)
    if dates is None:
        return ParsedFilters(remaining, scope, undated_text=remaining)
    undated = remove_spans(text, [*publishers.removable, dates.span])
    if dates.is_of_articles:
        return ParsedFilters(undated, replace(scope, published=dates.days), undated_text=undated)
    return ParsedFilters(remaining, scope, dates.days, undated, dates.is_relative)


def remove_spans(text: str, spans: Iterable[Span]) -> str:
    """Return the text without these spans; the whole text where fewer than 2 words would stay."""
    remaining = text
    for span in sorted(spans, key=lambda span: -span.start):
        remaining = f"{remaining[: span.start]} {remaining[span.end :]}"
    remaining = re.sub(r"\s+([?.!,])", r"\1", " ".join(remaining.split()))
    remaining = re.sub(r",+(?=[?.!,]|$)", "", remaining).strip(" ,;:")
    return remaining if len(re.findall(r"\w+", remaining)) >= _MIN_WORDS_LEFT else text
