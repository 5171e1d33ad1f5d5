"""A chat as its reader's browser keeps it, and back.

No text of an article is in it, only where in which article a quotation stands, and a stamp of that
article. What comes back is checked: an answer that rests on an article which is gone or has changed
is not shown again, and every quotation is cut from the library's own text. That it is what was
kept is not checked: who changes what their browser keeps deceives nobody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from qa.answer.feedback import Verdict
from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.span import Span
from qa.schema.written import Gloss, Trouble, Written, WrittenSentence
from qa.store.catalogue import Catalogue
from ui.session import Chat, ChatTurn

MAX_TURNS = 500
Place = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class StoredCitation:
    """Where a quotation stands; `marks` are the starts and ends of what was asked for."""

    article: str
    start: Place
    end: Place
    marks: tuple[tuple[Place, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim, and where it is written."""

    text: str
    citations: tuple[StoredCitation, ...]
    independent_sources: int


@dataclass(frozen=True, slots=True)
class StoredView:
    """A side of a disagreement: the places of its claims among the answer's, from 0."""

    claims: tuple[Place, ...]
    is_announced: bool


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """Where a passage stands, and how it was ranked."""

    article: str
    start: Place
    end: Place
    score: float
    rank: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class StoredSentence:
    """A sentence of a language model: the places of its citations among the answer's, from 0."""

    text: str
    citations: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredWritten:
    """What a language model wrote; see `Written`."""

    model: str
    sentences: tuple[StoredSentence, ...] = ()
    dropped: Place = 0
    trouble: Trouble | None = None
    is_done: bool = False
    tokens_read: Place = 0
    tokens_written: Place = 0


@dataclass(frozen=True, slots=True)
class StoredGloss:
    """A translation of a quotation."""

    citation: StoredCitation
    text: str
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    model: str


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer without its question and its articles."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    confidence: Annotated[float, Field(ge=0, le=1)]
    claims: tuple[StoredClaim, ...] = ()
    passages: tuple[StoredPassage, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""
    understood: str = ""
    scope: SearchFilter = EVERYTHING
    views: tuple[StoredView, ...] = ()
    related: tuple[StoredClaim, ...] = ()
    suggestions: tuple[str, ...] = ()
    written: StoredWritten | None = None
    glosses: tuple[StoredGloss, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A question and its answer; see `Turn`."""

    question: str
    answer: StoredAnswer | None = None
    is_alone: bool = False
    narrows: bool = True
    scope: SearchFilter = EVERYTHING
    verdict: Verdict | None = None
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class StoredChat:
    """A chat; `stamps` tells of every article that it rests on, by id."""

    key: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    turns: Annotated[tuple[StoredTurn, ...], Field(max_length=MAX_TURNS)]
    stamps: Mapping[str, str] = field(default_factory=dict[str, str])


def library_name(folder: Path | None) -> str:
    """Return what a browser knows a library by, which tells nothing of where it lies."""
    if folder is None:
        return "memory"
    return blake2b(
        str(folder.resolve()).encode("utf-8", "surrogateescape"), digest_size=8
    ).hexdigest()


def store_chat(chat: Chat) -> str:
    """Return a chat as JSON, without what is still being worked on."""
    articles = {article.id: article for turn in chat.turns for article in _articles_of(turn.answer)}
    kept = StoredChat(
        chat.key,
        tuple(map(_kept_turn, chat.turns)),
        {id_: _stamp(article) for id_, article in articles.items()},
    )
    return _adapter().dump_json(kept, exclude_defaults=True).decode()


def restore_chat(text: str, articles: Catalogue) -> Chat:
    """Return the chat that was kept as this JSON.

    Raises:
        ValueError: it is none, or what it says of an answer cannot be.
    """
    kept = _adapter().validate_json(text)
    there = articles.of_ids(tuple(kept.stamps))
    same = {article.id: article for article in there if _stamp(article) == kept.stamps[article.id]}
    turns = tuple(_turn(turn, same) for turn in kept.turns)
    return Chat(turns, key=kept.key)


@cache
def _adapter() -> TypeAdapter[StoredChat]:
    return TypeAdapter(StoredChat)


def _stamp(article: Article) -> str:
    return blake2b(article.text.encode(), digest_size=8).hexdigest()


def _articles_of(answer: Answer | None) -> Iterable[Article]:
    if answer is None:
        return
    for claim in (*answer.claims, *answer.related):
        yield from (citation.article for citation in claim.citations)
    yield from (retrieved.passage.article for retrieved in answer.passages)


def _kept_turn(turn: ChatTurn) -> StoredTurn:
    answer = None if turn.answer is None else _kept_answer(turn.answer)
    return StoredTurn(
        turn.question,
        answer,
        turn.is_alone,
        turn.narrows,
        turn.scope,
        turn.verdict,
        turn.is_stale,
    )


def _kept_answer(answer: Answer) -> StoredAnswer:
    place = {claim: n for n, claim in enumerate(answer.claims)}
    return StoredAnswer(
        language=answer.language,
        confidence=answer.confidence,
        claims=tuple(map(_kept_claim, answer.claims)),
        passages=tuple(map(_kept_passage, answer.passages)),
        missing=answer.missing,
        note=answer.note,
        understood=answer.understood,
        scope=answer.scope,
        views=tuple(
            StoredView(tuple(place[claim] for claim in view.claims), view.is_announced)
            for view in answer.views
        ),
        related=tuple(map(_kept_claim, answer.related)),
        suggestions=answer.suggestions,
        written=answer.written and _kept_written(answer.written, answer.citations),
        glosses=tuple(
            StoredGloss(_kept_citation(gloss.citation), gloss.text, gloss.language, gloss.model)
            for gloss in answer.glosses
        ),
    )


def _kept_written(written: Written, citations: Sequence[Citation]) -> StoredWritten:
    place = {citation: n for n, citation in enumerate(citations)}
    return StoredWritten(
        model=written.model,
        sentences=tuple(
            StoredSentence(each.text, tuple(place[c] for c in each.citations))
            for each in written.sentences
        ),
        dropped=written.dropped,
        trouble=written.trouble,
        is_done=written.is_done,
        tokens_read=written.tokens_read,
        tokens_written=written.tokens_written,
    )


def _kept_claim(claim: Claim) -> StoredClaim:
    return StoredClaim(
        claim.text, tuple(map(_kept_citation, claim.citations)), claim.independent_sources
    )


def _kept_citation(citation: Citation) -> StoredCitation:
    marks = tuple((mark.start, mark.end) for mark in citation.marks)
    return StoredCitation(citation.article.id, citation.start, citation.end, marks)


def _kept_passage(retrieved: RetrievedPassage) -> StoredPassage:
    passage = retrieved.passage
    return StoredPassage(
        passage.article.id, passage.start, passage.end, retrieved.score, retrieved.rank
    )


def _turn(kept: StoredTurn, articles: Mapping[str, Article]) -> ChatTurn:
    answer, is_stale = None, kept.is_stale
    if kept.answer is not None:
        is_stale = not _named(kept.answer) <= set(articles)
        answer = None if is_stale else _answer(kept.question, kept.answer, articles)
    return ChatTurn(
        kept.question, answer, kept.is_alone, kept.narrows, kept.scope, kept.verdict, is_stale
    )


def _named(kept: StoredAnswer) -> set[str]:
    claims = (*kept.claims, *kept.related)
    cited = {citation.article for claim in claims for citation in claim.citations}
    cited |= {gloss.citation.article for gloss in kept.glosses}
    return cited | {passage.article for passage in kept.passages}


def _answer(question: str, kept: StoredAnswer, articles: Mapping[str, Article]) -> Answer:
    claims = tuple(_claim(claim, articles) for claim in kept.claims)
    citations = tuple(dict.fromkeys(c for claim in claims for c in claim.citations))
    return Answer(
        question=question,
        language=kept.language,
        claims=claims,
        confidence=kept.confidence,
        passages=tuple(
            RetrievedPassage(Passage(articles[p.article], p.start, p.end), p.score, p.rank)
            for p in kept.passages
        ),
        missing=kept.missing,
        note=kept.note,
        understood=kept.understood,
        scope=kept.scope,
        views=tuple(_view(view, claims) for view in kept.views),
        related=tuple(_claim(claim, articles) for claim in kept.related),
        suggestions=kept.suggestions,
        written=kept.written and _written(kept.written, citations),
        glosses=tuple(
            Gloss(_citation(each.citation, articles), each.text, each.language, each.model)
            for each in kept.glosses
        ),
    )


def _written(kept: StoredWritten, citations: Sequence[Citation]) -> Written:
    last = max((n for each in kept.sentences for n in each.citations), default=0)
    if last and last >= len(citations):
        raise ValueError(f"a sentence cites citation {last}; there are {len(citations)}")
    return Written(
        model=kept.model,
        sentences=tuple(
            WrittenSentence(each.text, tuple(citations[n] for n in each.citations))
            for each in kept.sentences
        ),
        dropped=kept.dropped,
        trouble=kept.trouble,
        is_done=kept.is_done,
        tokens_read=kept.tokens_read,
        tokens_written=kept.tokens_written,
    )


def _view(kept: StoredView, claims: Sequence[Claim]) -> View:
    if max(kept.claims, default=0) >= len(claims):
        raise ValueError(f"a view holds claim {max(kept.claims)}; there are {len(claims)}")
    return View(tuple(claims[n] for n in kept.claims), kept.is_announced)


def _claim(kept: StoredClaim, articles: Mapping[str, Article]) -> Claim:
    citations = tuple(_citation(citation, articles) for citation in kept.citations)
    return Claim(kept.text, citations, kept.independent_sources)


def _citation(kept: StoredCitation, articles: Mapping[str, Article]) -> Citation:
    marks = tuple(Span(*mark) for mark in kept.marks)
    return Citation(articles[kept.article], kept.start, kept.end, marks)
