"""Publishers that a question names as its source: "according to X", "menurut X", "X melaporkan".

A publisher's name counts only where the words around it make it a source, since the question may
be about the publisher: "Who owns X?" names none. Sources that are left out on purpose ("besides X")
are none either.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from qa.schema.span import Span
from qa.text.dictionary import Lexicon
from qa.text.language import function_words, language_of

_LINK = r"(?:,? (?:and|or|dan|atau|serta) |, )"
_PAGE = (
    r"(?:articles?|reports?|reporting|stor(?:y|ies)|coverage|accounts?|pages?|news|site|website)"
)
_PAPER = (
    r"(?:artikel|berita|laporan|pemberitaan|tulisan|liputan|situs|portal|koran|harian|media)"
    r"(?: terbaru| terkini)?"
)
_BY = r"(?:oleh |dari |di )?"
_ASKS = (
    r"(?=\s*(?:[,?.!:;)]|$)|\s+(?:what|when|where|who|whom|which|why|how|apa|apakah|siapa|kapan|"
    r"mengapa|kenapa|bagaimana|berapa|di mana|ke mana|jam|tahun|tanggal|hari)\b)"
)
_SAY = r"(?:say|report|write|claim|describe|call|mention|state|quote|note|explain|tell|name|list)"
_SAYS = (
    r"(?:says|said|reports|reported|writes|wrote|claims|claimed|describes|described|mentions|"
    r"mentioned|states|stated|notes|noted|explains|explained)"
)
_KATA = (
    r"(?:melaporkan|memberitakan|menulis(?:kan)?|menyebut(?:kan)?|mengatakan|bilang|menyatakan|"
    r"mengabarkan|mewartakan|memuat|menggambarkan|menjelaskan|mengungkap(?:kan)?)"
)
_DIKATA = (
    r"(?:dikatakan|diberitakan|dilaporkan|ditulis(?:kan)?|disebut(?:kan)?|dimuat|dinyatakan|"
    r"dikabarkan|diwartakan|digambarkan|dijelaskan|diungkap(?:kan)?|dilansir|dikutip)"
)
# A frame's words can be taken out of the question where nothing hangs on them.
_LOOSE = (
    rf"according to (?:both )?(?:(?:the )?{_PAGE} (?:of|by|from|in|on) )?SOURCES(?:'s?|’s?)?"
    rf"(?: {_PAGE})?",
    r"(?:as )?(?:reported|published|written|told) (?:by|in|on) SOURCES",
    rf"in (?:the )?{_PAGE} (?:of|by|from|in|on) SOURCES",
    rf"(?:in|on|from) SOURCES(?:'s?|’s?) {_PAGE}",
    rf"in SOURCES(?:{_ASKS}|(?=\s+(?:about|on)\b))",
    rf"per SOURCES{_ASKS}",
    rf"^on SOURCES{_ASKS}",
    rf"(?:menurut|versi|berdasarkan|mengutip|melansir)(?: {_PAPER})? {_BY}SOURCES",
    rf"(?:seperti|sebagaimana)(?: yang)? {_DIKATA} {_BY}SOURCES",
    r"(?<!apa )kata SOURCES",
    rf"(?:dalam|pada|di) {_PAPER} {_BY}SOURCES",
    rf"^(?:di|dalam|pada) SOURCES{_ASKS}",
)  # fmt: skip
_FAST = (
    rf"(?:do|does|did) SOURCES(?: also)? {_SAY}\b",
    rf"SOURCES(?: also)? {_SAYS}\b",
    rf"SOURCES(?:'s?|’s?) {_PAGE}\b",
    rf"SOURCES(?: juga| pernah)? {_KATA}\b",
    rf"(?:{_DIKATA}|kata) {_BY}SOURCES",
    rf"{_PAPER} SOURCES",
)
_NOT = re.compile(
    r"\b(?:besides|except|excluding|other than|apart from|unlike|not|selain|kecuali|bukan|di luar)"
    r"(?:\s+\S+){0,2}\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ParsedPublishers:
    """Publishers that a question names as its sources; `loose` are words that it can do without."""

    sources: tuple[str, ...]
    loose: tuple[Span, ...]


def parse_publishers(
    text: str, names: Mapping[str, str], lexicon: Callable[[], Lexicon]
) -> ParsedPublishers:
    """Return the publishers that a question names as its sources, in order; they may be none.

    Args:
        text: of the question.
        names: what the publishers are called, in small letters (see `qa.ingest.publishers`).
        lexicon: returns the words that are no names: "tempo" without its capital is a publisher
            only where the frame ends with it.
    """
    if not any(name in text.lower() for name in names):
        return ParsedPublishers((), ())
    one = rf"(?:the )?(?<![\w@.-])(?:{_any_of(names)})(?![\w-]|\.\w)"
    found: dict[str, None] = {}
    loose: list[Span] = []
    for frames, is_loose in ((_LOOSE, True), (_FAST, False)):
        for match in _matches(frames, f"(?P<sources>{one}(?:{_LINK}{one})*)", text):
            named = list(re.finditer(_any_of(names), match["sources"], re.IGNORECASE))
            if all(_is_name(text, each[0], match, lexicon) for each in named):
                found |= dict.fromkeys(names[each[0].lower()] for each in named)
                loose += [Span(*match.span())] if is_loose and not _taken(match, loose) else []
    return ParsedPublishers(tuple(found), tuple(loose))


def _taken(match: re.Match[str], spans: Iterable[Span]) -> bool:
    return any(span.overlaps(Span(*match.span())) for span in spans)


def _any_of(names: Mapping[str, str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _matches(frames: tuple[str, ...], sources: str, text: str) -> Iterator[re.Match[str]]:
    for frame in frames:
        start = "" if frame.startswith(("^", "(?<!")) else r"(?<!\w)"
        form = start + frame.replace("SOURCES", sources)
        for match in re.finditer(form, text, re.IGNORECASE):
            if not _NOT.search(text[: match.start("sources")]):
                yield match


def _is_name(text: str, said: str, match: re.Match[str], lexicon: Callable[[], Lexicon]) -> bool:
    if said != said.lower() or re.match(_ASKS, text[match.end("sources") :], re.IGNORECASE):
        return True
    language = language_of(text, default="en")
    return said not in function_words(language) and not lexicon().translations(said, language)
