"""Publisher attribution in questions: "according to X", "menurut X", "X melaporkan".

A publisher's name counts only inside a phrase of attribution, since a question may be about the
publisher: "Who owns X?" names no source. Excluded sources ("besides X") do not count either.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from qa.schema.span import Span
from qa.text.dictionary import Lexicon
from qa.text.language import detect_language, function_words

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
# Attribution phrases that can be removed from the question and leave it grammatical.
_REMOVABLE_PHRASES = (
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
_FIXED_PHRASES = (
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
    """Publishers that a question attributes its answer to.

    `removable` are the attribution phrases that the question is grammatical without.
    """

    sources: tuple[str, ...]
    removable: tuple[Span, ...]


def parse_publishers(
    text: str, names: Mapping[str, str], lexicon: Callable[[], Lexicon]
) -> ParsedPublishers:
    """Return the publishers that a question names as its sources, in order; empty where none.

    Args:
        text: of the question.
        names: publisher by spelling in lower case (see `qa.ingest.page.publishers`).
        lexicon: loads the lexicon: a name that is a common word too ("tempo") counts in lower case
            only where the phrase ends with it.
    """
    if not any(name in text.lower() for name in names):
        return ParsedPublishers((), ())
    publisher = rf"(?:the )?(?<![\w@.-])(?:{_any_of(names)})(?![\w-]|\.\w)"
    sources: dict[str, None] = {}
    removable: list[Span] = []
    for phrases, is_removable in ((_REMOVABLE_PHRASES, True), (_FIXED_PHRASES, False)):
        for match in _matches(phrases, f"(?P<sources>{publisher}(?:{_LINK}{publisher})*)", text):
            mentions = [m[0] for m in re.finditer(_any_of(names), match["sources"], re.IGNORECASE)]
            if not all(_is_name(text, mention, match, lexicon) for mention in mentions):
                continue
            sources |= dict.fromkeys(names[mention.lower()] for mention in mentions)
            if is_removable and not _overlaps(match, removable):
                removable.append(Span(*match.span()))
    return ParsedPublishers(tuple(sources), tuple(removable))


def _overlaps(match: re.Match[str], spans: Iterable[Span]) -> bool:
    return any(span.overlaps(Span(*match.span())) for span in spans)


def _any_of(names: Mapping[str, str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _matches(phrases: tuple[str, ...], sources: str, text: str) -> Iterator[re.Match[str]]:
    for phrase in phrases:
        start = "" if phrase.startswith(("^", "(?<!")) else r"(?<!\w)"
        form = start + phrase.replace("SOURCES", sources)
        for match in re.finditer(form, text, re.IGNORECASE):
            if not _NOT.search(text[: match.start("sources")]):
                yield match


def _is_name(text: str, mention: str, match: re.Match[str], lexicon: Callable[[], Lexicon]) -> bool:
    """Say whether a mention is a name: capitalised, at the end of a phrase, or no common word."""
    if mention != mention.lower() or re.match(_ASKS, text[match.end("sources") :], re.IGNORECASE):
        return True
    language = detect_language(text, default="en")
    return mention not in function_words(language) and not lexicon().translations(mention, language)
