"""Answer record: an answer as typed JSON, the one serialisation of it.

`AnswerRecord.of(answer).model_dump(mode="json")` is what `tanya ask --json` prints, `POST /ask`
returns and an exported chat holds. Text for the terminal, text for agents and Markdown are views of
the record: functions that take it. Each model reads the attributes of the same names from its
dataclass in `qa.schema`, so that a new field of an answer is one line here, and a line in each view
that shows it.

The browser's copy of a chat is no view: it holds places in articles and no text, see
`ui.chat.stored_chat`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from qa.schema.answer import Answer, shared_articles
from qa.schema.article import Article
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.generated import FailureReason

JsonObject = dict[str, object]


def _iso_date(published: object) -> object:
    return published.isoformat() if isinstance(published, date) else published


def _day(given: object) -> object:
    # Numbers, also as text, would be taken as seconds since 1970.
    if isinstance(given, str) and len(given) == len("YYYY-MM-DD"):
        return date.fromisoformat(given)
    if type(given) is date:
        return given
    raise ValueError("expected a day as YYYY-MM-DD")


IsoDate = Annotated[str, BeforeValidator(_iso_date)]
Day = Annotated[date, BeforeValidator(_day)]


class Record(BaseModel):
    """A JSON object with a type and a description for every field; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ArticleEntry(Record):
    """The metadata of an article."""

    id: str
    """Identifies the article, as in `GET /articles/{id}`."""
    title: str
    source: str | None
    """The publisher, as the article spells it."""
    author: str | None
    published: IsoDate | None
    """The publication day as YYYY-MM-DD, or the moment in ISO 8601 where the page gives a time."""
    url: str | None
    path: str
    """The file that the article was read from."""
    language: str
    """ISO 639-1."""

    @classmethod
    def of(cls, article: Article) -> Self:
        """Return the record of an article."""
        return cls.model_validate(article, from_attributes=True)


class ArticleRecord(ArticleEntry):
    """An article with its text."""

    text: str
    """Offsets count the characters (Unicode code points) of this text, from 0."""


class SpanRecord(Record):
    """A span: the characters `start` to `end` of the article's text."""

    start: int
    end: int


class CitationRecord(Record):
    """A verbatim quotation: the characters `start` to `end` of the article's text."""

    quote: str
    start: int
    end: int
    marks: tuple[SpanRecord, ...]
    """The answer spans: the names, dates, places or numbers in the quotation that were asked for;
    may be empty."""
    article: ArticleRecord


class ClaimRecord(Record):
    """One statement of the answer with the quotations that support it."""

    text: str
    citations: tuple[CitationRecord, ...]
    """At least one."""
    independent_sources: int
    """How many of the cited sources say it independently: copies of one report count once."""


class ViewRecord(Record):
    """One side of a conflict: the claims of the sources that agree with each other."""

    claims: tuple[ClaimRecord, ...]
    is_announced: bool
    """Whether every cited article was published before the event it reports."""

    @property
    def holders(self) -> tuple[ArticleRecord, ...]:
        """The articles that make every claim of the view; those of the first claim if none does."""
        return shared_articles([[c.article for c in claim.citations] for claim in self.claims])


class PassageRecord(Record):
    """A passage: the characters `start` to `end` of its article's text."""

    text: str
    start: int
    end: int
    article: ArticleRecord


class RetrievedPassageRecord(Record):
    """A retrieved passage with its rank and score."""

    rank: int
    """From 1."""
    score: float
    """Higher is better."""
    passage: PassageRecord


class DateRangeRecord(Record):
    """The days from `first` to `last`, both included; null on an unbounded side."""

    first: Day | None = None
    last: Day | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        self.date_range()
        return self

    def date_range(self) -> DateRange:
        """Return the range of days."""
        return DateRange(self.first, self.last)


class SearchFilterRecord(Record):
    """A filter on articles and passages; without any condition it lets everything through."""

    sources: list[str] = Field(default=[], max_length=100)
    """Publishers, as the articles spell them; empty stands for all."""
    published: DateRangeRecord = DateRangeRecord()
    """When the article was published."""
    about: DateRangeRecord = DateRangeRecord()
    """The passage must mention one of these days, or its article be published on one."""

    @classmethod
    def of(cls, scope: SearchFilter) -> Self:
        """Return the record of a search filter."""
        return cls.model_validate(scope, from_attributes=True)

    def search_filter(self) -> SearchFilter:
        """Return the search filter; the inverse of `of`."""
        ranges = self.published.date_range(), self.about.date_range()
        return SearchFilter(tuple(self.sources), *ranges)


class GeneratedSentenceRecord(Record):
    """A sentence of a language model, without its citation markers."""

    text: str
    citations: tuple[CitationRecord, ...]
    """The quotations that were verified to support it; empty where none does."""

    @property
    def is_supported(self) -> bool:
        """Whether at least one quotation supports the sentence."""
        return bool(self.citations)


class GeneratedTextRecord(Record):
    """The text of a language model about the answer's quotations, verified against them."""

    model: str
    """Name of the model; empty where it is unknown."""
    sentences: tuple[GeneratedSentenceRecord, ...]
    """In order; unsupported ones only where the server's settings keep them."""
    dropped: int
    """Number of sentences left out because no quotation supports them."""
    trouble: FailureReason | None
    """Why the model stopped early or did not start; null where it finished."""
    is_done: bool
    """Whether the text is complete."""
    tokens_read: int
    """Prompt tokens."""
    tokens_written: int
    """Generated tokens."""


class TranslationRecord(Record):
    """A machine translation of a quotation."""

    citation: CitationRecord
    text: str
    language: str
    """ISO 639-1."""
    model: str


class AnswerRecord(Record):
    """The answer to a question, or an abstention: `text` is null where there are no claims."""

    question: str
    """The question as it was typed."""
    language: str
    """Language of the question, ISO 639-1; `note` is written in it."""
    text: str | None
    """The text of the claims, one line each; null where the articles do not answer."""
    claims: tuple[ClaimRecord, ...]
    """Best first; empty where the articles do not answer."""
    citations: tuple[CitationRecord, ...]
    """Every citation once, in the order of the claims; shown with numbers from 1."""
    confidence: float = Field(ge=0, le=1)
    """Calibrated probability that the answer is right."""
    passages: tuple[RetrievedPassageRecord, ...]
    """The retrieved passages, best first."""
    missing: tuple[str, ...]
    """The words of the question that no article contains."""
    note: str
    """The reason for abstaining; empty where there is an answer."""
    understood: str
    """The standalone rewrite of the question; empty where nothing was rewritten."""
    scope: SearchFilterRecord
    """The filter that the question itself named."""
    views: tuple[ViewRecord, ...]
    """The sides of a conflict between sources, newest first; empty where they agree."""
    related: tuple[ClaimRecord, ...]
    """When abstaining, claims about the entities that the question names."""
    suggestions: tuple[str, ...]
    """When abstaining, questions that the articles do answer."""
    written: GeneratedTextRecord | None
    """The text of a language model about the citations; null where none was asked."""
    glosses: tuple[TranslationRecord, ...]
    """The translations of quotations that were asked for."""

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return the record of an answer."""
        return cls.model_validate(answer, from_attributes=True)

    def numbered_citations(self, views_first: bool = False) -> dict[CitationRecord, int]:
        """Return every citation that a view of the record shows, with its number from 1.

        They stand in the order of the claims; an abstention has those of its related claims.

        Args:
            views_first: whether the sides of a conflict stand before the other claims.
        """
        sides = (claim for view in self.views for claim in view.claims) if views_first else ()
        claims = (*sides, *self.claims, *self.related)
        citations = dict.fromkeys(c for claim in claims for c in claim.citations)
        return {citation: n for n, citation in enumerate(citations, start=1)}

    def without_texts(self) -> JsonObject:
        """Return the record as JSON without the texts of its articles, which the library has."""
        return cast(JsonObject, _without_texts(self.model_dump(mode="json")))


def _without_texts(value: object, name: str = "") -> object:
    if isinstance(value, Mapping):
        fields = cast(Mapping[str, object], value).items()
        return {k: _without_texts(v, k) for k, v in fields if (name, k) != ("article", "text")}
    if isinstance(value, list):
        return [_without_texts(part) for part in cast(list[object], value)]
    return value
