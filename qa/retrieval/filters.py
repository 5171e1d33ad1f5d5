"""What a question says of where to look: its scope, and the question without those words.

Publishers and the time of the articles are said on purpose, so that nothing else is looked at. The
time of what is asked about is a preference only.
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

_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class ParsedFilters:
    """What a question narrows the search to.

    Attributes:
        text: the question that is left to be asked within `scope`.
        scope: its publishers, and when the articles were published.
        about: the time of what is asked about.
        undated: the question that is left to be asked within `about` too.
        is_relative: whether that time was counted from today.
    """

    text: str
    scope: SearchFilter = EVERYTHING
    about: DateRange = field(default_factory=DateRange)
    undated: str = ""
    is_relative: bool = False

    @property
    def dated_scope(self) -> SearchFilter:
        """All of it together."""
        return replace(self.scope, about=self.about)


def parse_filters(
    text: str,
    names: Mapping[str, str],
    today: date,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> ParsedFilters:
    """Return what a question narrows the search to, and the question without it.

    Args:
        text: of the question, standing on its own.
        names: what the publishers are called (see `qa.ingest.publishers`).
        today: what "last week" is counted from.
        lexicon: returns the words that are no names.
    """
    sources, time = parse_publishers(text, names, lexicon), parse_dates(text, today)
    scope = SearchFilter(sources.sources)
    left = without(text, sources.loose)
    if time is None:
        return ParsedFilters(left, scope, undated=left)
    undated = without(text, [*sources.loose, time.span])
    if time.is_of_articles:
        return ParsedFilters(undated, replace(scope, published=time.days), undated=undated)
    return ParsedFilters(left, scope, time.days, undated, time.is_relative)


def without(text: str, spans: Iterable[Span]) -> str:
    """Return a text without some of its words; all of it where too little would be left."""
    left = text
    for span in sorted(spans, key=lambda span: -span.start):
        left = f"{left[: span.start]} {left[span.end :]}"
    left = re.sub(r"\s+([?.!,])", r"\1", " ".join(left.split()))
    left = re.sub(r",+(?=[?.!,]|$)", "", left).strip(" ,;:")
    return left if len(re.findall(r"\w+", left)) >= _FEWEST_WORDS else text
