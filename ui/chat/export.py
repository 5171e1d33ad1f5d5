"""Export of a chat as a file: Markdown for people, JSON for programs, each with its citations.

Both are made of the answers' records; Markdown is a view of them, numbered as on the page.
"""

import json
from collections.abc import Iterable, Mapping

from qa.answer.record import (
    AnswerRecord,
    CitationRecord,
    ClaimRecord,
    GeneratedTextRecord,
    SearchFilterRecord,
    TranslationRecord,
)
from qa.schema.article import parse_published
from ui.session import Chat, ChatTurn
from ui.strings.languages import strings_for
from ui.strings.phrases import Strings
from ui.strings.wording import (
    confidence_phrase,
    describe_generated_text,
    filter_phrases,
    format_count,
    format_date,
)

_MARKUP = frozenset("\\`*_{}[]<>#+-|~")

Numbers = Mapping[CitationRecord, int]


def chat_markdown(chat: Chat, page: Strings) -> str:
    """Return a chat as Markdown, with every markup sign of its questions and quotations escaped."""
    turns = "\n\n".join(_turn(turn, page) for turn in chat.turns)
    return f"# Tanya\n\n{turns}\n"


def chat_json(chat: Chat) -> str:
    """Return a chat as JSON: each answer's record, without the texts of its articles."""
    turns = [
        {
            "question": turn.question,
            "filter": SearchFilterRecord.of(turn.scope).model_dump(mode="json"),
            "verdict": turn.verdict,
            "answer": turn.answer and AnswerRecord.of(turn.answer).without_texts(),
        }
        for turn in chat.turns
    ]
    return json.dumps({"turns": turns}, ensure_ascii=False, indent=2) + "\n"


def _turn(turn: ChatTurn, page: Strings) -> str:
    head = f"## {_escape(turn.question)}"
    if turn.answer is None:
        return f"{head}\n\n{page.stale if turn.is_stale else page.failed}"
    answer = AnswerRecord.of(turn.answer)
    return "\n\n".join((head, *_user_filter(turn, page), *_answer(answer)))


def _user_filter(turn: ChatTurn, page: Strings) -> Iterable[str]:
    if phrases := filter_phrases(turn.scope, page):
        yield f"{page.filtered} {_escape(', '.join(phrases))}"


def _answer(answer: AnswerRecord) -> Iterable[str]:
    words = strings_for(answer.language)
    numbers = answer.numbered_citations(views_first=True)
    if answer.understood:
        yield f"{words.understood} {_escape(answer.understood)}"
    if phrases := filter_phrases(answer.scope.search_filter(), words):
        yield f"{words.narrowed} {_escape(', '.join(phrases))}"
    if answer.note:
        yield _escape(answer.note)
    yield from _claims(answer, numbers, words)
    if answer.claims:
        yield f"{confidence_phrase(answer.confidence, words)}."
    if answer.written:
        yield from _generated_text(answer.written, numbers, words)
    for citation, n in numbers.items():
        yield _quotation(citation, n, words)
        yield from (_translation(each) for each in answer.glosses if each.citation == citation)


def _claims(answer: AnswerRecord, numbers: Numbers, words: Strings) -> Iterable[str]:
    if answer.views:
        yield words.sources_differ
    for view in answer.views:
        announced = f" ({words.announced})" if view.is_announced else ""
        yield _items(view.claims, numbers, words) + announced
    differing = [claim for view in answer.views for claim in view.claims]
    if agreed := [claim for claim in answer.claims if claim not in differing]:
        yield _items(agreed, numbers, words)
    if answer.related:
        yield f"{words.related}:"
        yield _items(answer.related, numbers, words)


def _items(claims: Iterable[ClaimRecord], numbers: Numbers, words: Strings) -> str:
    return "\n".join(_item(claim, numbers, words) for claim in claims)


def _item(claim: ClaimRecord, numbers: Numbers, words: Strings) -> str:
    references = "".join(f"[{numbers[citation]}]" for citation in claim.citations)
    sources = format_count(claim.independent_sources, words.independent_one, words.independent)
    return f"- **{_escape(claim.text)}** {references} ({sources})"


def _generated_text(
    written: GeneratedTextRecord, numbers: Numbers, words: Strings
) -> Iterable[str]:
    sentences = " ".join(
        f"{_escape(each.text)} " + "".join(f"[{numbers[c]}]" for c in each.citations)
        if each.is_supported
        else f"~~{_escape(each.text)}~~ ({words.writing.unsupported})"
        for each in written.sentences
    )
    if sentences:
        yield f"{words.writing.head}: {sentences}"
    yield f"({_escape(describe_generated_text(written, words.writing))})"


def _quotation(citation: CitationRecord, number: int, words: Strings) -> str:
    article = citation.article
    date = format_date(parse_published(article.published), words)
    metadata = (article.title, article.source, date, article.url)
    source = _escape(", ".join(part for part in metadata if part))
    return f"[{number}] {source}\n\n> {_escape(citation.quote)}"


def _translation(gloss: TranslationRecord) -> str:
    made_by = strings_for(gloss.language).writing.translated.format(model=gloss.model)
    return f"> {_escape(gloss.text)} ({_escape(made_by)})"


def _escape(text: str) -> str:
    """Return text on one line, with a backslash before every sign that is markup."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in line)
