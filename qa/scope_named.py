"""What a question says of where to look: its scope, and the question without those words.

Publishers and the time of the articles are said on purpose, and nothing else is looked at. The time
of what is asked about is often only a part of the question, so it is a preference: see
`Assistant.ask`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from qa.lexicon.lexicon import Lexicon, shipped_lexicon
from qa.scope import Days, Scope
from qa.scope_source import sources_named
from qa.scope_time import TimeNamed, time_named
from qa.span import Span

_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class ScopeNamed:
    """What a question narrows the search to.

    Attributes:
        scope: its publishers and its time.
        text: the question that is left to be asked within them.
    """

    text: str
    scope: Scope = field(default_factory=Scope)


def scope_named(
    text: str,
    names: Mapping[str, str],
    today: date,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> ScopeNamed:
    """Return what a question narrows the search to, and the question without it.

    Args:
        text: of the question, standing on its own.
        names: what the publishers are called (see `qa.source_name`).
        today: what "last week" is counted from.
        lexicon: returns the words that are no names.
    """
    sources, time = sources_named(text, names, lexicon), time_named(text, today)
    scope = _with_time(Scope(sources.sources), time)
    loose = [*sources.loose, *([time.span] if time and _can_go(time) else ())]
    return ScopeNamed(_without(text, loose), scope)


def _with_time(scope: Scope, time: TimeNamed | None) -> Scope:
    days = time.days if time else Days()
    if time and time.is_of_articles:
        return replace(scope, published=days)
    return replace(scope, about=days)


def _can_go(time: TimeNamed) -> bool:
    # "Last week" in a passage is another week; but a date is found by its words as well.
    return time.is_of_articles or time.is_relative


def _without(text: str, spans: Iterable[Span]) -> str:
    """Return a text without some of its words, unless too little were left."""
    left = text
    for span in sorted(spans, key=lambda span: -span.start):
        left = f"{left[: span.start]} {left[span.end :]}"
    left = re.sub(r"\s+([?.!,])", r"\1", " ".join(left.split()))
    left = re.sub(r",+(?=[?.!,]|$)", "", left).strip(" ,;:")
    return left if len(re.findall(r"\w+", left)) >= _FEWEST_WORDS else text
