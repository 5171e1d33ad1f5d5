"""An answer as JSON, with a type and a description for every field.

The data is that of `qa.answer.record`, field for field; here it is only described, for those who
read the OpenAPI page or generate a client from it.
"""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from qa.schema.filters import DateRange, SearchFilter


def _day(given: object) -> object:
    # Numbers, also as text, would be taken as seconds since 1970.
    if isinstance(given, str) and len(given) == len("YYYY-MM-DD"):
        return date.fromisoformat(given)
    if type(given) is date:
        return given
    raise ValueError("expected a day as YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_day)]


class Record(BaseModel):
    """Plain data; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ArticleEntry(Record):
    """What is known of an article."""

    id: str
    """By which it is asked for."""
    title: str
    source: str | None
    """The publisher, as the article spells it."""
    author: str | None
    published: str | None
    """The day as YYYY-MM-DD, or the moment in ISO 8601."""
    url: str | None
    path: str
    """The file that it was read from."""
    language: str
    """ISO 639-1."""


class ArticleRecord(ArticleEntry):
    """An article with its text."""

    text: str
    """Offsets count the characters (Unicode code points) of this text, from 0."""


class ArticleList(Record):
    """A part of the list of articles."""

    total: int
    """How many articles there are in all."""
    articles: list[ArticleEntry]


class MarkRecord(Record):
    """A name, date, place or number that was asked for, as a place in the article's text."""

    start: int
    end: int


class CitationRecord(Record):
    """A verbatim quotation: the characters `start` to `end` of the article's text."""

    quote: str
    start: int
    end: int
    marks: list[MarkRecord]
    """What in the quotation answers the question; may be none."""
    article: ArticleRecord


class ClaimRecord(Record):
    """One thing that the answer says, and where it is written."""

    text: str
    citations: list[CitationRecord]
    """At least one."""
    independent_sources: int
    """How many of the articles cited say it on their own: copies of one report count once."""


class ViewRecord(Record):
    """What some sources say where others say something else."""

    claims: list[ClaimRecord]
    is_announced: bool
    """Whether all that it cites was published before the time that it tells of."""


class PassageRecord(Record):
    """A passage: the characters `start` to `end` of its article's text."""

    text: str
    start: int
    end: int
    article: ArticleRecord


class RetrievedRecord(Record):
    """A passage with its place among those that were retrieved."""

    rank: int
    """From 1."""
    score: float
    """Higher is better."""
    passage: PassageRecord


class DaysRecord(Record):
    """The days from `first` to `last`, both among them; null on a side that is open."""

    first: Day | None = None
    last: Day | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        self.days()
        return self

    def days(self) -> DateRange:
        """Return the days."""
        return DateRange(self.first, self.last)


class ScopeRecord(Record):
    """Which articles and passages are looked at; all of them where nothing is set."""

    sources: list[str] = Field(default=[], max_length=100)
    """Publishers, as the articles spell them; none stands for every one."""
    published: DaysRecord = DaysRecord()
    """When the article was published."""
    about: DaysRecord = DaysRecord()
    """A passage must name one of these days, or stand in an article published then."""

    def scope(self) -> SearchFilter:
        """Return the scope."""
        return SearchFilter(tuple(self.sources), self.published.days(), self.about.days())


class WrittenSentenceRecord(Record):
    """A sentence that a language model wrote, without its marks of citation."""

    text: str
    citations: list[CitationRecord]
    """The quotations that say it, checked; none where nothing does."""


class WrittenRecord(Record):
    """What a language model wrote about the answer's quotations."""

    model: str
    sentences: list[WrittenSentenceRecord]
    """In order; those that no quotation says only where the server's settings keep them."""
    dropped: int
    """How many sentences were left out because no quotation says them."""
    trouble: str | None
    """Why the model ended early, or did not begin; null where it came to its end."""
    is_done: bool
    tokens_read: int
    tokens_written: int


class GlossRecord(Record):
    """A machine translation of a quotation."""

    citation: CitationRecord
    text: str
    language: str
    """ISO 639-1."""
    model: str


class AnswerRecord(Record):
    """What the articles say to a question; or, where `text` is null, that they do not say."""

    question: str
    """As it was asked."""
    language: str
    """Of the question, ISO 639-1; `note` is written in it."""
    text: str | None
    """The claims' words, a line each; null where the articles do not answer."""
    claims: list[ClaimRecord]
    """The best first; none where the articles do not answer."""
    citations: list[CitationRecord]
    """Every citation once, in the order of the claims; people count them from 1."""
    confidence: float = Field(ge=0, le=1)
    """Calibrated probability that the answer is right."""
    passages: list[RetrievedRecord]
    """What was retrieved, best first."""
    missing: list[str]
    """The words of the question that no article has."""
    note: str
    """Why there is no answer; empty where there is one."""
    understood: str
    """The question in words that need no history; empty where nothing was added."""
    scope: ScopeRecord
    """What the question itself narrowed the search to."""
    views: list[ViewRecord]
    """What the sources hold where they differ, the newest first; else none."""
    related: list[ClaimRecord]
    """Without an answer, what the articles do say about those whom the question names."""
    suggestions: list[str]
    """Without an answer, questions that the articles do answer."""
    written: WrittenRecord | None
    """What a language model wrote besides; null where there is none, or it was not asked."""
    glosses: list[GlossRecord]
    """Translations of quotations that were asked for."""
