"""Names by the form of their words: capitals side by side, and the small words inside a name.

Knows no names, but the words of offices that stand before them in news.
"""

import re
from collections.abc import Sequence

from qa.schema.span import Span
from qa.text.calendar import MONTH_NAMES, WEEKDAY_NAMES


def _listed(table: str) -> frozenset[str]:
    return frozenset(table.split())


_TOKEN = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
_POSSESSIVE = ("'s", "’s")
_INSIDE = frozenset(
    ("al", "bin", "binti", "bint", "da", "de", "del", "der", "dos", "el", "ibn", "la", "van", "von")
)
_INSIDE_OTHERS = frozenset(("and", "dan", "of", "the"))
_ABBREVIATED = frozenset(("dr", "drs", "gen", "hj", "ir", "jend", "mr", "mrs", "ms", "prof", "st"))
_ARTICLE = re.compile(r"(?:al|an|ar|as|at|el|ul)-(?=[^\W\d_a-z])")
# "kata Putin Rabu": a day is no part of the name before it. These months are people's names too.
_CALENDAR = frozenset((*WEEKDAY_NAMES, *MONTH_NAMES)) - {"april", "august", "june", "may", "mei"}
# A sentence's first word has a capital without being a name.
_OPENERS = _listed(
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
# Before a name, and no part of it.
_OFFICES = _listed(
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
_HEADLINE_WORD_CHARS = 4
_HEADLINE_SHARE = 0.75


def name_around(text: str, span: Span, within: Span) -> Span:
    """Return the name that the span is a part of; the span itself where it is no part of one.

    A span of one word is taken in both directions, a longer one only to its right: it leaves out
    by itself what stands before it. Of what stands before one word, an office is left out, and
    what stands alone in another place ("Rusia" in "Presiden Rusia Putin"). A headline, where
    every word has a capital, tells nothing.

    Args:
        text: what the spans point into.
        span: whole words.
        within: the sentence that it may not leave.
    """
    words = _words(text, within)
    held = [n for n, word in enumerate(words) if word.overlaps(span)]
    if not held or _is_headline(text, words, within):
        return span
    capitals = [_is_capital(text, word, within) for word in words]
    first, last = held[0], held[-1]
    if not (capitals[first] and capitals[last]):
        return span
    while (steps := _next(text, words, capitals, last, 1)) is not None:
        last = steps
    if len(held) == 1:
        first = _first(text, words, capitals, first)
    return Span(min(span.start, words[first].start), max(span.end, words[last].end))


def is_name(text: str, span: Span, within: Span) -> bool:
    """Say whether the whole span has the form of one name."""
    words = _words(text, span)
    if not words:
        return False
    capitals = [_is_capital(text, word, within) for word in words]
    inside = _INSIDE | _INSIDE_OTHERS
    small = [text[word.start : word.end] in inside for word in words]
    return (
        capitals[0] and capitals[-1] and all(a or b for a, b in zip(capitals, small, strict=True))
    )


def name_at_start(text: str, span: Span, within: Span) -> Span | None:
    """Return the name that the span begins with; None where it begins with none."""
    words = _words(text, span)
    if words and text[words[0].start : words[0].end] == "the":
        words = words[1:]
    if not words or not _is_capital(text, words[0], within):
        return None
    if text[span.start : words[0].start].strip(_QUOTES) not in ("", "the"):
        return None
    return name_around(text, words[0], Span(words[0].start, span.end))


def is_office(word: str) -> bool:
    """Say whether a word is one of an office, which stands before a name and is no part of it."""
    return word.lower() in _OFFICES


def _words(text: str, within: Span) -> list[Span]:
    found: list[Span] = []
    for match in _TOKEN.finditer(text, within.start, within.end):
        cut = 2 if match[0].endswith(_POSSESSIVE) and len(match[0]) > 2 else 0
        found.append(Span(match.start(), match.end() - cut))
    return found


def _is_capital(text: str, word: Span, within: Span) -> bool:
    said = text[word.start : word.end]
    if said.lower() in _CALENDAR:
        return False
    if not text[within.start : word.start].strip(_QUOTES) and said.lower() in _OPENERS:
        return False
    return said[0].isupper() or _ARTICLE.match(said) is not None


def opens_sentence(word: str) -> bool:
    """Say whether a word is one that sentences and clauses begin with, and no name."""
    return word.lower() in _OPENERS


def _first(text: str, words: Sequence[Span], capitals: Sequence[bool], last: int) -> int:
    """Return the first word of the name that the last is known of."""
    taken: list[int] = []
    at: int | None = last
    while (at := _next(text, words, capitals, at, -1)) is not None:
        if _is_office(text, words[at]):
            break
        taken.append(at)
    before = taken[-1] if taken else last
    office = before > 0 and _is_office(text, words[before - 1])
    if office and len(taken) > 1:
        # "Kepala Bandara Sultan Syarif Kasim Sutrisno": where the name begins cannot be told.
        return last
    first = last
    for number in taken:
        if _stands_alone(text, words[number]):
            break
        first = number
    return first


def _is_office(text: str, word: Span) -> bool:
    said = text[word.start : word.end]
    return is_office(said) or (len(said) > 1 and said.isupper())


def _stands_alone(text: str, word: Span) -> bool:
    """Say whether a word with a capital is found where no other follows it."""
    said = text[word.start : word.end]
    stop = r"\.?" if len(said) == 1 or said.lower() in _ABBREVIATED else ""
    inside = "|".join(sorted(_INSIDE))
    follows = rf"{stop}\s(?:(?:{inside})\s)?(?:(?:{inside})-)?[^\W\d_a-z]"
    return re.search(rf"(?<!\w){re.escape(said)}(?!\w)(?!{follows})", text) is not None


def _next(
    text: str, words: Sequence[Span], capitals: Sequence[bool], at: int, step: int
) -> int | None:
    """Return the next word of the same name in one direction, over a small word if need be."""
    for distance in (1, 2):
        there = at + step * distance
        if not 0 <= there < len(words) or not _touch(text, words, there - step, there):
            return None
        if capitals[there]:
            return there
        if text[words[there].start : words[there].end] not in _INSIDE:
            return None
    return None


def _touch(text: str, words: Sequence[Span], one: int, other: int) -> bool:
    """Say whether nothing but a space stands between two words, or the stop of an abbreviation."""
    before, after = sorted((words[one], words[other]), key=lambda word: word.start)
    between = text[before.end : after.start]
    if between.strip() == ".":
        said = text[before.start : before.end]
        # "Louis V. Teks" are two sentences.
        return (len(said) == 1 and said not in "IVX") or said.lower() in _ABBREVIATED
    return between.isspace()


def _is_headline(text: str, words: Sequence[Span], within: Span) -> bool:
    if text[within.end - 1] in '.!?"”':
        return False
    long = [word for word in words if word.end - word.start >= _HEADLINE_WORD_CHARS]
    upper = sum(text[word.start].isupper() for word in long)
    return len(long) >= _HEADLINE_WORD_CHARS and upper > _HEADLINE_SHARE * len(long)
