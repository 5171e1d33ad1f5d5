"""Stored chat: the JSON of a chat that its user's browser keeps, and its restoration.

It holds no text of an article, only article ids with offsets, and a digest of each article. An
answer whose article is gone or has changed is stale and not shown again. Only the form is
validated: whoever edits the storage of their own browser deceives nobody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, TypeAdapter

from qa.answer.feedback import Verdict
from qa.schema.answer import Answer
from qa.schema.article import Article
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.store.listing import ArticleListing
from ui.chat.stored_answer import Articles, StoredAnswer
from ui.session import Chat, ChatTurn

MAX_TURNS = 500


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A question and its answer; the fields of `ChatTurn`, with `is_alone` for `is_standalone`."""

    question: str
    answer: StoredAnswer | None = None
    is_alone: bool = False
    narrows: bool = True
    scope: SearchFilter = EVERYTHING
    verdict: Verdict | None = None
    is_stale: bool = False

    @classmethod
    def of(cls, turn: ChatTurn) -> Self:
        """Return the stored form of a turn."""
        answer = None if turn.answer is None else StoredAnswer.of(turn.answer)
        asked = turn.is_standalone, turn.narrows, turn.scope
        return cls(turn.question, answer, *asked, turn.verdict, turn.is_stale)

    def restore(self, articles: Articles) -> ChatTurn:
        """Return the turn, stale where an article of its answer is not among these."""
        answer, is_stale = None, self.is_stale
        if self.answer is not None:
            is_stale = not self.answer.article_ids <= set(articles)
            answer = None if is_stale else self.answer.restore(self.question, articles)
        asked = self.is_alone, self.narrows, self.scope
        return ChatTurn(self.question, answer, *asked, self.verdict, is_stale)


@dataclass(frozen=True, slots=True)
class StoredChat:
    """A chat; `stamps` has the digest of every article that its answers rest on, by id."""

    key: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    turns: Annotated[tuple[StoredTurn, ...], Field(max_length=MAX_TURNS)]
    stamps: Mapping[str, str] = field(default_factory=dict[str, str])


def library_name(folder: Path | None) -> str:
    """Return the name by which a browser knows a library; it does not reveal the folder."""
    if folder is None:
        return "memory"
    return blake2b(
        str(folder.resolve()).encode("utf-8", "surrogateescape"), digest_size=8
    ).hexdigest()


def store_chat(chat: Chat) -> str:
    """Return the answered turns of a chat as JSON."""
    articles = {article.id: article for turn in chat.turns for article in _articles_of(turn.answer)}
    digests = {id_: _digest(article) for id_, article in articles.items()}
    stored = StoredChat(chat.key, tuple(map(StoredTurn.of, chat.turns)), digests)
    return _adapter().dump_json(stored, exclude_defaults=True).decode()


def restore_chat(text: str, articles: ArticleListing) -> Chat:
    """Return the chat of this JSON, with its answers from the library's articles.

    Raises:
        ValueError: it is not the JSON of a chat, or an answer in it is impossible.
    """
    stored = _adapter().validate_json(text)
    found = articles.by_ids(tuple(stored.stamps))
    unchanged = {each.id: each for each in found if _digest(each) == stored.stamps[each.id]}
    return Chat(tuple(turn.restore(unchanged) for turn in stored.turns), key=stored.key)


@cache
def _adapter() -> TypeAdapter[StoredChat]:
    return TypeAdapter(StoredChat)


def _digest(article: Article) -> str:
    return blake2b(article.text.encode(), digest_size=8).hexdigest()


def _articles_of(answer: Answer | None) -> Iterable[Article]:
    if answer is None:
        return
    for claim in (*answer.claims, *answer.related):
        yield from (citation.article for citation in claim.citations)
    yield from (retrieved.passage.article for retrieved in answer.passages)
