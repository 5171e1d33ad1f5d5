"""What a question says of where to look: its scope, and the question without those words.

Publishers and the time of the articles are said on purpose, so that nothing else is looked at. The
time of what is asked about is a preference only.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from qa.retrieval.dates import time_named
from qa.retrieval.publishers import sources_named
from qa.schema.filters import EVERYTHING, Days, Scope
from qa.schema.span import Span
from qa.text.dictionary import Lexicon, shipped_lexicon

_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class ScopeNamed:
    """What a question narrows the search to.

    Attributes:
        text: the question that is left to be asked within `scope`.
        scope: its publishers, and when the articles were published.
        about: the time of what is asked about.
        undated: the question that is left to be asked within `about` too.
        is_relative: whether that time was counted from today.
    """

    text: str
    scope: Scope = EVERYTHING
    about: Days = field(default_factory=Days)
    undated: str = ""
    is_relative: bool = False

    @property
    def dated_scope(self) -> Scope:
        """All of it together."""
        return replace(self.scope, about=self.about)


def scope_named(
    text: str,
    names: Mapping[str, str],
    today: date,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> ScopeNamed:
    """Return what a question narrows the search to, and the question without it.

    Args:
        text: of the question, standing on its own.
        names: what the publishers are called (see `qa.ingest.publishers`).
        today: what "last week" is counted from.
        lexicon: returns the words that are no names.
    """
    sources, time = sources_named(text, names, lexicon), time_named(text, today)
    scope = Scope(sources.sources)
    left = without(text, sources.loose)
    if time is None:
        return ScopeNamed(left, scope, undated=left)
    undated = without(text, [*sources.loose, time.span])
    if time.is_of_articles:
        return ScopeNamed(undated, replace(scope, published=time.days), undated=undated)
    return ScopeNamed(left, scope, time.days, undated, time.is_relative)


def without(text: str, spans: Iterable[Span]) -> str:
    """Return a text without some of its words; all of it where too little would be left."""
    left = text
    for span in sorted(spans, key=lambda span: -span.start):
        left = f"{left[: span.start]} {left[span.end :]}"
    left = re.sub(r"\s+([?.!,])", r"\1", " ".join(left.split()))
    left = re.sub(r",+(?=[?.!,]|$)", "", left).strip(" ,;:")
    return left if len(re.findall(r"\w+", left)) >= _FEWEST_WORDS else text
