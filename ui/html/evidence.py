"""An answer's evidence as HTML: the cited passages and the other passages.

Pure functions from records to strings. Everything that comes from an article or a question is
escaped, and no element has an event of its own: `chat.js` listens for the page. What stands in the
chat itself is in `message.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.schema.answer import Answer
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.passage import Passage, RetrievedPassage
from ui.html.articles import address, meta_line
from ui.html.cited import cited
from ui.html.highlight import Quoted, highlighted, safe
from ui.html.translations import Glosses
from ui.strings.page import Strings, strings_for, written_date

NEAREST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A passage that the answer quotes, with every citation that lies in it."""

    passage: Passage
    quotes: tuple[Quoted, ...]
    same_as: int | None = None


def cards(answer: Answer) -> tuple[Card, ...]:
    """Return the passages that are quoted, in the order of their first citation."""
    quotes: dict[Passage, list[Quoted]] = {}
    same_as: dict[Passage, int | None] = {}
    first_with: dict[str, int] = {}
    for number, citation in enumerate(cited(answer), start=1):
        passage = passage_of(citation, answer.passages)
        first = first_with.setdefault(_folded(citation.quote), number)
        same_as.setdefault(passage, first if first < number else None)
        quotes.setdefault(passage, []).append(Quoted.of(citation, number))
    return tuple(Card(passage, tuple(quotes[passage]), same_as[passage]) for passage in quotes)


def passage_of(citation: Citation, retrieved: Sequence[RetrievedPassage]) -> Passage:
    """Return the best passage that holds the quotation, or else the paragraph around it."""
    for candidate in retrieved:
        passage = candidate.passage
        inside = passage.start <= citation.start and citation.end <= passage.end
        if inside and passage.article == citation.article:
            return passage
    text = citation.article.text
    end = text.find("\n", citation.end)
    start = text.rfind("\n", 0, citation.start) + 1
    return Passage(citation.article, start, len(text) if end < 0 else end)


def evidence(answer: Answer, turn: int, is_shown: bool = True, can_gloss: bool = False) -> str:
    """Return what stands beside one answer; its ids carry the turn, counted from 1.

    With `can_gloss` a quotation in another language can be translated.
    """
    words = strings_for(answer.language)
    glosses = Glosses.of(answer, can_gloss)
    if answer.claims:
        body = _found(answer, turn, words, glosses)
    else:
        body = _not_found(answer, turn, words, glosses)
    return (
        f'<section class="turn" id="evidence-{turn}" lang="{words.language}"'
        f' aria-label="{words.evidence}"{"" if is_shown else " hidden"}>'
        f'<header class="turn-head"><h2>{words.evidence}</h2>'
        f'<p class="asked">{safe(_short(answer.question))}</p></header>{body}</section>'
    )


def no_evidence(words: Strings) -> str:
    """Return what stands there before the first answer."""
    return (
        f'<section class="turn" lang="{words.language}"><header class="turn-head">'
        f"<h2>{words.evidence}</h2></header>"
        f'<p class="nothing-yet">{words.evidence_empty}</p></section>'
    )


def source_line(article: Article, words: Strings) -> str:
    """Return publisher, title and date as plain text, for a copied quotation."""
    parts = (article.source, article.title, written_date(article.published, words))
    return ", ".join(part for part in parts if part)


def _found(answer: Answer, turn: int, words: Strings, glosses: Glosses) -> str:
    shown = cards(answer)
    quoted = {card.passage for card in shown}
    others = [found for found in answer.passages if found.passage not in quoted]
    body = "".join(_card(card, turn, words, glosses) for card in shown)
    return body + _folded_list(others, words.others, words)


def _not_found(answer: Answer, turn: int, words: Strings, glosses: Glosses) -> str:
    # The note may have named them.
    unsaid = [word for word in answer.missing if word not in answer.note]
    missing = "".join(f"<li>{safe(word)}</li>" for word in unsaid)
    head = f'<div class="not-found"><h3>{words.not_found}</h3><p>{safe(answer.note)}</p>'
    if missing:
        head += f'<p class="missing-head">{words.missing}</p><ul class="missing">{missing}</ul>'
    related = cards(answer)
    shown = {card.passage for card in related}
    near = [found for found in answer.passages if found.passage not in shown]
    return (
        f"{head}{_back(turn, words)}</div>{_related(related, turn, words, glosses)}"
        f"{_nearest(near[:NEAREST_SHOWN], words)}"
        f"{_folded_list(near[NEAREST_SHOWN:], words.others, words)}"
    )


def _related(shown: Sequence[Card], turn: int, words: Strings, glosses: Glosses) -> str:
    if not shown:
        return ""
    told = "".join(_card(card, turn, words, glosses) for card in shown)
    return f'<h3 class="nearest">{words.related}</h3>{told}'


def _nearest(near: Sequence[RetrievedPassage], words: Strings) -> str:
    if not near:
        return ""
    items = "".join(_other(found, words) for found in near)
    return f'<h3 class="nearest">{words.nearest}</h3><ol class="passages">{items}</ol>'


def _card(card: Card, turn: int, words: Strings, glosses: Glosses) -> str:
    article, passage = card.passage.article, card.passage
    numbers = "".join(
        f'<span class="number" id="cite-{turn}-{quote.number}">{quote.number}</span>'
        for quote in card.quotes
    )
    text = highlighted(article.text, passage.start, passage.end, card.quotes)
    several = " several" if len(card.quotes) > 1 else ""
    copied = " … ".join(article.text[quote.start : quote.end] for quote in card.quotes)
    to_copy = safe(f"“{copied}” ({source_line(article, words)})")
    return (
        f'<article class="card{several}" tabindex="-1"><header><p class="numbers">{numbers}</p>'
        f'<div><h3 lang="{safe(article.language)}">{safe(article.title)}</h3>'
        f'<p class="meta">{meta_line(article, words)}</p></div></header>'
        f"{_same_as(card, words)}"
        f'<blockquote class="passage" lang="{safe(article.language)}">{text}</blockquote>'
        f"{glosses.shown(card.quotes)}"
        f'<footer><button type="button" class="open-article"'
        f" {address(article, card.quotes, words)}>{words.open_article}</button>"
        f'<button type="button" class="copy-quotation" data-copy="{to_copy}"'
        f' data-copied="{words.copied}">{words.copy_quotation}</button>'
        f"{_back(turn, words)}</footer></article>"
    )


def _same_as(card: Card, words: Strings) -> str:
    if card.same_as is None:
        return ""
    return f'<p class="same">{words.same_words} [{card.same_as}]</p>'


def _folded_list(others: Sequence[RetrievedPassage], title: str, words: Strings) -> str:
    if not others:
        return ""
    items = "".join(_other(found, words) for found in others)
    return (
        f'<details class="others"><summary>{title} ({len(others)})</summary>'
        f'<ol class="passages">{items}</ol></details>'
    )


def _other(found: RetrievedPassage, words: Strings) -> str:
    passage, article = found.passage, found.passage.article
    place = Quoted(passage.start, passage.end, found.rank)
    return (
        f'<li class="other"><h4 lang="{safe(article.language)}">{safe(article.title)}</h4>'
        f'<p class="meta">{meta_line(article, words)} · '
        f"{words.rank} {found.rank}, {words.score} {found.score:.2f}</p>"
        f'<blockquote class="passage" lang="{safe(article.language)}">'
        f"{safe(passage.text)}</blockquote>"
        f'<button type="button" class="open-article" {address(article, (place,), words)}>'
        f"{words.open_article}</button></li>"
    )


def _back(turn: int, words: Strings) -> str:
    return f'<a class="back" href="#answer-{turn}">{words.back}</a>'


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _short(question: str, max_chars: int = 240) -> str:
    return question if len(question) <= max_chars else question[: max_chars - 1] + "…"
