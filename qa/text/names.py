"""Name spans by capitalisation: adjacent capitalised words, with particles such as "bin", "van".

There is no list of names; there are lists of the titles of office that precede names in news, and
of words that are capitalised only because they open a sentence.
"""

import re
from collections.abc import Sequence

from qa.schema.span import Span
from qa.text.calendar import MONTH_NAMES, WEEKDAY_NAMES


def _word_set(table: str) -> frozenset[str]:
    return frozenset(table.split())


_TOKEN = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
_POSSESSIVE = ("'s", "’s")
_INSIDE = frozenset(
    ("al", "bin", "binti", "bint", "da", "de", "del", "der", "dos", "el", "ibn", "la", "van", "von")
)
_INSIDE_OTHERS = frozenset(("and", "dan", "of", "the"))
_ABBREVIATED = frozenset(("dr", "drs", "gen", "hj", "ir", "jend", "mr", "mrs", "ms", "prof", "st"))
_ARTICLE = re.compile(r"(?:al|an|ar|as|at|el|ul)-(?=[^\W\d_a-z])")
# "kata Putin Rabu": a weekday is not part of the name. The months left out are first names too.
_CALENDAR = frozenset((*WEEKDAY_NAMES, *MONTH_NAMES)) - {"april", "august", "june", "may", "mei"}
# Words that are capitalised at the start of a sentence without being names.
_OPENERS = _word_set(
    """
    a adapun after akhirnya akibat also although among an and antara apabila as at atas atau
    bagi bahkan baik because before begitu bersama both but by dalam dan dari dengan despite di
    during either first following for from hingga however if in including its itu itulah jika
    juga kami karena kata ke kemarin kemudian ketika kini lalu lantas like maka meanwhile
    melalui menurut meski meskipun namun nanti nor oleh on only or pada para saat sambil sampai
    sebab sebagai sebelum sebelumnya sedangkan sejak sekarang selain selama sementara seperti
    serta sesudah setelah since so soal still tapi tentang terhadap tetapi that the then there
    this though to today ujar under unlike until untuk usai walau walaupun was were when while
    why with yaitu yakni yang yesterday yet
    """
)
# Titles of office: they precede a name and are not part of it.
_OFFICES = _word_set(
    """
    agama agung anggota asisten badan balai besar bicara brigjen bupati camat dalam dekan deputi
    dewan dinas direktur dirut dubes duta energi fraksi gubernur hakim irjen jaksa jenderal juru
    kaisar kapolda kapolres kapolri kapten kehutanan kementerian kepala kesehatan ketua keuangan
    kolonel komandan komisi komjen kombes koordinator lembaga letjen letnan luar lurah manajer
    mantan marsekal mayjen menhan menlu menteri negara negeri organisasi panglima pangeran partai
    pelatih pendeta pendidikan perdagangan perdana perhubungan perindustrian pertahanan pertanian
    presiden raja ratu rektor sekjen sekretaris sosial sutradara umum universitas utama wakil
    walikota yayasan
    affairs ambassador attorney captain chairman chairwoman chancellor chief coach colonel
    commissioner congressman council defence defense department director emperor finance foreign
    general governor interior judge justice king marshal mayor minister ministry party pope
    president prime prince princess professor queen representative secretary senator sheriff
    spokesman spokesperson spokeswoman state treasury university vice
    """
)
_QUOTES = "\"'“‘«([ "
_MIN_HEADLINE_WORDS = 4
_MIN_HEADLINE_WORD_CHARS = 4
_MIN_HEADLINE_SHARE = 0.75


def expand_to_name(text: str, span: Span, within: Span) -> Span:
    """Expand a span to the name that it is a part of; return it unchanged where there is none.

    A single word is expanded in both directions, a longer span only to the right, since whoever
    made it chose where it starts. To the left, the expansion stops at a title of office, and at a
    word that occurs without the name elsewhere in the text ("Rusia" in "Presiden Rusia Putin").
    In a headline, where every word is capitalised, nothing is expanded.

    Args:
        text: the text that the spans point into.
        span: whole words.
        within: the sentence that bounds the expansion.
    """
    words = _words(text, within)
    overlapping = [n for n, word in enumerate(words) if word.overlaps(span)]
    if not overlapping or _is_headline(text, words, within):
        return span
    capitals = [_is_capital(text, word, within) for word in words]
    first, last = overlapping[0], overlapping[-1]
    if not (capitals[first] and capitals[last]):
        return span
    while (following := _next(text, words, capitals, last, 1)) is not None:
        last = following
    if len(overlapping) == 1:
        first = _first(text, words, capitals, first)
    return Span(min(span.start, words[first].start), max(span.end, words[last].end))


def is_name(text: str, span: Span, within: Span) -> bool:
    """Say whether the whole span has the form of a single name."""
    words = _words(text, span)
    if not words:
        return False
    capitals = [_is_capital(text, word, within) for word in words]
    inside = _INSIDE | _INSIDE_OTHERS
    particles = [text[word.start : word.end] in inside for word in words]
    return (
        capitals[0]
        and capitals[-1]
        and all(a or b for a, b in zip(capitals, particles, strict=True))
    )


def name_at_start(text: str, span: Span, within: Span) -> Span | None:
    """Return the name at the start of the span; None where there is none."""
    words = _words(text, span)
    if words and text[words[0].start : words[0].end] == "the":
        words = words[1:]
    if not words or not _is_capital(text, words[0], within):
        return None
    if text[span.start : words[0].start].strip(_QUOTES) not in ("", "the"):
        return None
    return expand_to_name(text, words[0], Span(words[0].start, span.end))


def is_office(word: str) -> bool:
    """Say whether a word belongs to a title of office: "presiden", "minister"."""
    return word.lower() in _OFFICES


def _words(text: str, within: Span) -> list[Span]:
    spans: list[Span] = []
    for match in _TOKEN.finditer(text, within.start, within.end):
        cut = 2 if match[0].endswith(_POSSESSIVE) and len(match[0]) > 2 else 0
        spans.append(Span(match.start(), match.end() - cut))
    return spans


def _is_capital(text: str, word: Span, within: Span) -> bool:
    surface = text[word.start : word.end]
    if surface.lower() in _CALENDAR:
        return False
    if not text[within.start : word.start].strip(_QUOTES) and surface.lower() in _OPENERS:
        return False
    return surface[0].isupper() or _ARTICLE.match(surface) is not None


def is_sentence_opener(word: str) -> bool:
    """Say whether a word opens sentences or clauses and is not a name."""
    return word.lower() in _OPENERS


def _first(text: str, words: Sequence[Span], capitals: Sequence[bool], last: int) -> int:
    """Return the index of the first word of the name whose last word is known."""
    preceding: list[int] = []
    at: int | None = last
    while (at := _next(text, words, capitals, at, -1)) is not None:
        if _is_office(text, words[at]):
            break
        preceding.append(at)
    before = preceding[-1] if preceding else last
    office = before > 0 and _is_office(text, words[before - 1])
    if office and len(preceding) > 1:
        # "Kepala Bandara Sultan Syarif Kasim Sutrisno": the start of the name is unknown.
        return last
    first = last
    for number in preceding:
        if _occurs_alone(text, words[number]):
            break
        first = number
    return first


def _is_office(text: str, word: Span) -> bool:
    surface = text[word.start : word.end]
    return is_office(surface) or (len(surface) > 1 and surface.isupper())


def _occurs_alone(text: str, word: Span) -> bool:
    """Say whether a capitalised word occurs in the text without another one after it."""
    surface = text[word.start : word.end]
    stop = r"\.?" if len(surface) == 1 or surface.lower() in _ABBREVIATED else ""
    inside = "|".join(sorted(_INSIDE))
    follows = rf"{stop}\s(?:(?:{inside})\s)?(?:(?:{inside})-)?[^\W\d_a-z]"
    return re.search(rf"(?<!\w){re.escape(surface)}(?!\w)(?!{follows})", text) is not None


def _next(
    text: str, words: Sequence[Span], capitals: Sequence[bool], at: int, step: int
) -> int | None:
    """Return the next word of the same name in one direction, skipping a particle."""
    for distance in (1, 2):
        neighbour = at + step * distance
        if not 0 <= neighbour < len(words) or not _are_adjacent(
            text, words, neighbour - step, neighbour
        ):
            return None
        if capitals[neighbour]:
            return neighbour
        if text[words[neighbour].start : words[neighbour].end] not in _INSIDE:
            return None
    return None


def _are_adjacent(text: str, words: Sequence[Span], one: int, other: int) -> bool:
    """Say whether only a space or the full stop of an abbreviation separates two words."""
    before, after = sorted((words[one], words[other]), key=lambda word: word.start)
    between = text[before.end : after.start]
    if between.strip() == ".":
        surface = text[before.start : before.end]
        # "Louis V. Teks" are two sentences.
        return (len(surface) == 1 and surface not in "IVX") or surface.lower() in _ABBREVIATED
    return between.isspace()


def _is_headline(text: str, words: Sequence[Span], within: Span) -> bool:
    if text[within.end - 1] in '.!?"”':
        return False
    long = [word for word in words if word.end - word.start >= _MIN_HEADLINE_WORD_CHARS]
    upper = sum(text[word.start].isupper() for word in long)
    return len(long) >= _MIN_HEADLINE_WORDS and upper > _MIN_HEADLINE_SHARE * len(long)
