"""What readers call the publishers of a library.

A publisher is met in any case, without its domain's ending, and as the table of `qa.publisher`
spells it. It does not look for publishers in a question; that is `qa.scope_source`.
"""

import re
from collections.abc import Iterable, Mapping

from qa.publisher import spellings_of

_ENDING = re.compile(r"(?:\.(?:com|co|id|tv|org|net|uk|news|info|go|or|au))+$")
_DESK = re.compile(r"([a-z]{4,})[A-Z]\w*")


def source_names(sources: Iterable[str]) -> Mapping[str, str]:
    """Return every name, in small letters, that stands for one of these publishers and no other.

    A publisher's own name always stands for it. A shorter one ("detik" for detikNews) does only
    where no other publisher can be meant.
    """
    every = tuple(dict.fromkeys(sources))
    own = {source.lower(): source for source in every}
    meant: dict[str, set[str]] = {}
    for source in every:
        for name in _shorter(source):
            meant.setdefault(name, set()).add(source)
    return {name: min(who) for name, who in meant.items() if len(who) == 1} | own


def _shorter(source: str) -> frozenset[str]:
    spelled = {source.lower(), *spellings_of(source)}
    names = spelled | {_ENDING.sub("", name) for name in spelled}
    names |= {name.removeprefix("the ") for name in names}
    if desk := _DESK.fullmatch(source):
        names.add(desk[1])
    return frozenset(name for name in names if name)
