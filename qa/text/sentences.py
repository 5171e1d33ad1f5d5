"""Sentence segmentation of Indonesian and English news text, as spans.

It handles text as published and text tokenised with spaces around its punctuation. It does not
repair the text, and knows abbreviations of these two languages only.
"""

import re
from itertools import pairwise

from qa.schema.span import Span, trimmed
from qa.text.paragraphs import paragraphs


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# After these, when capitalised, a capital begins a name and not the next sentence.
_TITLES = _words(
    """
    adm al alm amb ave brigjen capt cmdr col dr dra drg drs gen gov h hj hlm hon ir irjen jend
    jl jln kap kec kel kol kombes komjen kompol lt maj mayjen messrs mr mrs ms mt nn ny pdt
    pres prof pt ref rep rev rp sdr sen serka sgt st tel tgl tn vol ust jan feb mar apr jun
    jul agu aug sep sept okt oct nov des dec ph
    """
)
# After these, in lower case too.
_MIDDLES = _words(
    """
    cf dr drg drs fig hlm jl jln kec mr mrs ms prof tel tgl viz vs
    """
)
# These end a sentence when a capital follows.
_TAILS = _words(
    """
    dkk dll dsb dst etc a.m p.m am pm
    """
)
# After an initial or "U.S.", the first word tells a new sentence from a name.
_STARTERS = _words(
    """
    a after all also although an and as at before but by during for from he her his however i
    if in it its more most no on our she since so some such that the their then there these
    they this those though to under we what when where while who why with you adapun akan
    akibat akibatnya antara apa apabila atas bagi bahkan banyak beberapa begitu berdasarkan
    bila dalam dan dari demikian dengan di dia hal hari hingga ia ini itu jika juga kami
    karena kata ke kemudian ketika kita lalu lebih maka melalui menurut mereka meski meskipun
    namun oleh pada para saat saya sebab sebagai sebelum sebelumnya sedangkan sehingga sejak
    selain semua sementara seperti serta sesuai setelah setiap siapa tak tapi tentu terkait
    tetapi tidak untuk usai walaupun yang
    """
)
_STOP = re.compile(r"(?P<stop>(?<![.!?…])[.!?…]+)(?P<close>[\"'”’»)\]]*)(?=\s)")
_SPACED_CLOSER = re.compile(r"\s{1,4}([\"”’»)\]]+)(?=\s|$)")
_LAST_WORD = re.compile(r"[\w.]+$")
_NEXT_WORD = re.compile(r"[\"'“‘«(\[\s]*(?P<word>\w*)")
_LETTERS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_MAX_WORD_CHARS = 40


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return the sentences between `start` and `end`, in order.

    The spans have no outer white space, do not overlap and cover every other character. The end of
    a paragraph ends a sentence, with or without a full stop.
    """
    spans: list[Span] = []
    for paragraph in paragraphs(text, start, end):
        spans.extend(_split_paragraph(text, paragraph))
    return tuple(spans)


def _split_paragraph(text: str, paragraph: Span) -> list[Span]:
    cuts = [paragraph.start]
    quotes, counted = 0, paragraph.start
    for match in _STOP.finditer(text, paragraph.start, paragraph.end):
        if match.end() < cuts[-1]:
            continue
        quotes += text.count('"', counted, match.end())
        counted = match.end()
        cut = _sentence_end(text, match.end(), paragraph.end, quote_open=quotes % 2 == 1)
        if _is_boundary(text, match, cut, paragraph):
            cuts.append(cut)
    cuts.append(paragraph.end)
    spans = (trimmed(text, a, b) for a, b in pairwise(cuts))
    return [span for span in spans if span]


def _sentence_end(text: str, at: int, end: int, *, quote_open: bool) -> int:
    """Return the sentence end, after a closing quote that tokenised text sets off by a space."""
    match = _SPACED_CLOSER.match(text, at, end)
    if not match or (match[1].startswith('"') and not quote_open):
        return at
    return match.end()


def _is_boundary(text: str, match: re.Match[str], cut: int, paragraph: Span) -> bool:
    rest = text[cut : min(paragraph.end, cut + _MAX_WORD_CHARS)]
    follows = _NEXT_WORD.match(rest)
    word = follows["word"] if follows else ""
    if word[:1].islower():
        return False
    if match["stop"] != "." or match["close"]:
        return True
    before = text[max(paragraph.start, match.start() - _MAX_WORD_CHARS) : match.start()]
    return _is_final_stop(before, word)


def _is_final_stop(before: str, word: str) -> bool:
    """Say whether a single full stop ends the sentence.

    Args:
        before: the paragraph up to the stop, or its last characters.
        word: the word after the stop.
    """
    last = _LAST_WORD.search(before.rstrip())
    if not last:
        return True
    token = last[0]
    if token.isdigit():
        # "1 . 000" and "17 . 12" are numbers in tokenised text; "1. Belousov" is a list.
        spaced_number = before[-1].isspace() and word.isdigit()
        numbered = before.strip() == token
        return not (spaced_number or numbered)
    if token.lower() in _TAILS:
        return True
    if token in _MIDDLES or (token[0].isupper() and token.lower() in _TITLES):
        return False
    if token.lower() in ("no", "nos", "art", "p", "pp", "hal"):  # "No. 5", but also "He said no."
        return not word.isdigit()
    initials = _LETTERS.fullmatch(token) and token[0].isupper()
    return not initials or word.lower() in _STARTERS
