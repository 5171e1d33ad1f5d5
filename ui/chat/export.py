"""A chat as a file to keep: Markdown for people, JSON for programs, each with its citations."""

import json
from collections.abc import Iterable

from qa.answer.feedback import textless_record
from qa.answer.record import scope_record
from qa.schema.answer import Answer, Claim
from qa.schema.citation import Citation
from qa.schema.written import Gloss, Written
from ui.html.cited import cited
from ui.html.written import about_written
from ui.session import Chat, ChatTurn
from ui.strings.filters import scope_phrases
from ui.strings.page import Strings, counted, strings_for, sureness, written_date
from ui.strings.writing import writing_strings_for

_SIGNS = "\\`*_{}[]<>#+-|~"


def chat_markdown(chat: Chat, page: Strings) -> str:
    """Return a chat as Markdown, in which nothing that was quoted or asked is markup."""
    turns = "\n\n".join(_turn(turn, page) for turn in chat.turns)
    return f"# Tanya\n\n{turns}\n"


def chat_json(chat: Chat) -> str:
    """Return a chat as JSON: each answer's record, without the texts of its articles."""
    turns = [
        {
            "question": turn.question,
            "filter": scope_record(turn.scope),
            "verdict": turn.verdict,
            "answer": turn.answer and textless_record(turn.answer),
        }
        for turn in chat.turns
    ]
    return json.dumps({"turns": turns}, ensure_ascii=False, indent=2) + "\n"


def _turn(turn: ChatTurn, page: Strings) -> str:
    head = f"## {_plain(turn.question)}"
    if turn.answer is None:
        return f"{head}\n\n{page.stale if turn.is_stale else page.failed}"
    return "\n\n".join((head, *_narrowed(turn, page), *_answer(turn.answer)))


def _narrowed(turn: ChatTurn, page: Strings) -> Iterable[str]:
    phrases = scope_phrases(turn.scope, page)
    if phrases:
        yield f"{page.filtered} {_plain(', '.join(phrases))}"


def _answer(answer: Answer) -> Iterable[str]:
    words = strings_for(answer.language)
    numbers = {citation: n for n, citation in enumerate(cited(answer), start=1)}
    if answer.understood:
        yield f"{words.understood} {_plain(answer.understood)}"
    phrases = scope_phrases(answer.scope, words)
    if phrases:
        yield f"{words.narrowed} {_plain(', '.join(phrases))}"
    if answer.note:
        yield _plain(answer.note)
    yield from _claims(answer, numbers, words)
    if answer.claims:
        yield f"{sureness(answer.confidence, words)}."
    if answer.written:
        yield from _written(answer.written, answer.language, numbers)
    for citation, n in numbers.items():
        yield _quoted(citation, n, words)
        yield from (_gloss(each) for each in answer.glosses if each.citation == citation)


def _claims(answer: Answer, numbers: dict[Citation, int], words: Strings) -> Iterable[str]:
    if answer.views:
        yield words.sources_differ
    for view in answer.views:
        told = f" ({words.announced})" if view.is_announced else ""
        yield _items(view.claims, numbers, words) + told
    differing = {claim for view in answer.views for claim in view.claims}
    rest = [claim for claim in answer.claims if claim not in differing]
    if rest:
        yield _items(rest, numbers, words)
    if answer.related:
        yield f"{words.related}:"
        yield _items(answer.related, numbers, words)


def _written(written: Written, language: str, numbers: dict[Citation, int]) -> Iterable[str]:
    words = writing_strings_for(language)
    sentences = " ".join(
        f"{_plain(each.text)} " + "".join(f"[{numbers[c]}]" for c in each.citations)
        if each.is_supported
        else f"~~{_plain(each.text)}~~ ({words.unsupported})"
        for each in written.sentences
    )
    if sentences:
        yield f"{words.head}: {sentences}"
    yield f"({_plain(about_written(written, words))})"


def _gloss(gloss: Gloss) -> str:
    made_by = writing_strings_for(gloss.language).translated.format(model=gloss.model)
    return f"> {_plain(gloss.text)} ({_plain(made_by)})"


def _items(claims: Iterable[Claim], numbers: dict[Citation, int], words: Strings) -> str:
    return "\n".join(_item(claim, numbers, words) for claim in claims)


def _item(claim: Claim, numbers: dict[Citation, int], words: Strings) -> str:
    links = "".join(f"[{numbers[citation]}]" for citation in claim.citations)
    sources = counted(claim.independent_sources, words.independent_one, words.independent)
    return f"- **{_plain(claim.text)}** {links} ({sources})"


def _quoted(citation: Citation, number: int, words: Strings) -> str:
    article = citation.article
    about = (article.title, article.source, written_date(article.published, words), article.url)
    source = _plain(", ".join(part for part in about if part))
    return f"[{number}] {source}\n\n> {_plain(citation.quote)}"


def _plain(text: str) -> str:
    """Return text on one line that Markdown makes nothing of."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in line)
