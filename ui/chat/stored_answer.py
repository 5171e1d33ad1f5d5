"""Stored answer: the part of a stored chat that an answer is, with offsets in place of texts.

Each class is one object of the JSON and has both directions: `of` makes it, `restore` cuts every
quotation from the article's own text again. `ui.chat.stored_chat` reads and writes the JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field

from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.generated import FailureReason, GeneratedSentence, GeneratedText, Translation
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.span import Span

Natural = Annotated[int, Field(ge=0)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Articles = Mapping[str, Article]


@dataclass(frozen=True, slots=True)
class StoredCitation:
    """The offsets of a quotation in its article, and those of its answer spans."""

    article: str
    start: Natural
    end: Natural
    marks: tuple[tuple[Natural, Natural], ...] = ()

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Return the stored form of a citation."""
        marks = tuple((mark.start, mark.end) for mark in citation.marks)
        return cls(citation.article.id, citation.start, citation.end, marks)

    def restore(self, articles: Articles) -> Citation:
        """Return the citation."""
        marks = tuple(Span(*mark) for mark in self.marks)
        return Citation(articles[self.article], self.start, self.end, marks)


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim with its citations."""

    text: str
    citations: tuple[StoredCitation, ...]
    independent_sources: int

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """Return the stored form of a claim."""
        citations = tuple(map(StoredCitation.of, claim.citations))
        return cls(claim.text, citations, claim.independent_sources)

    def restore(self, articles: Articles) -> Claim:
        """Return the claim."""
        citations = tuple(citation.restore(articles) for citation in self.citations)
        return Claim(self.text, citations, self.independent_sources)


@dataclass(frozen=True, slots=True)
class StoredView:
    """One side of a conflict; `claims` are indices into the answer's claims."""

    claims: tuple[Natural, ...]
    is_announced: bool

    @classmethod
    def of(cls, view: View, claims: Sequence[Claim]) -> Self:
        """Return the stored form of a view of these claims."""
        return cls(tuple(claims.index(claim) for claim in view.claims), view.is_announced)

    def restore(self, claims: Sequence[Claim]) -> View:
        """Return the view of these claims."""
        if max(self.claims, default=0) >= len(claims):
            raise ValueError(f"a view holds claim {max(self.claims)}; there are {len(claims)}")
        return View(tuple(claims[n] for n in self.claims), self.is_announced)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """The offsets of a retrieved passage in its article, with its score and rank."""

    article: str
    start: Natural
    end: Natural
    score: float
    rank: Annotated[int, Field(ge=1)]

    @classmethod
    def of(cls, retrieved: RetrievedPassage) -> Self:
        """Return the stored form of a retrieved passage."""
        found = retrieved.passage
        return cls(found.article.id, found.start, found.end, retrieved.score, retrieved.rank)

    def restore(self, articles: Articles) -> RetrievedPassage:
        """Return the retrieved passage."""
        passage = Passage(articles[self.article], self.start, self.end)
        return RetrievedPassage(passage, self.score, self.rank)


@dataclass(frozen=True, slots=True)
class StoredSentence:
    """A generated sentence; `citations` are indices into the answer's citations."""

    text: str
    citations: tuple[Natural, ...] = ()

    @classmethod
    def of(cls, sentence: GeneratedSentence, citations: Sequence[Citation]) -> Self:
        """Return the stored form of a sentence that cites these."""
        return cls(sentence.text, tuple(citations.index(each) for each in sentence.citations))

    def restore(self, citations: Sequence[Citation]) -> GeneratedSentence:
        """Return the sentence that cites these."""
        if max(self.citations, default=-1) >= len(citations):
            last = max(self.citations)
            raise ValueError(f"a sentence cites citation {last}; there are {len(citations)}")
        return GeneratedSentence(self.text, tuple(citations[n] for n in self.citations))


@dataclass(frozen=True, slots=True)
class StoredGeneratedText:
    """A generated text; the fields of `GeneratedText`."""

    model: str
    sentences: tuple[StoredSentence, ...] = ()
    dropped: Natural = 0
    trouble: FailureReason | None = None
    is_done: bool = False
    tokens_read: Natural = 0
    tokens_written: Natural = 0

    @classmethod
    def of(cls, text: GeneratedText, citations: Sequence[Citation]) -> Self:
        """Return the stored form of a text that cites these."""
        sentences = tuple(StoredSentence.of(each, citations) for each in text.sentences)
        tokens = text.tokens_read, text.tokens_written
        return cls(text.model, sentences, text.dropped, text.trouble, text.is_done, *tokens)

    def restore(self, citations: Sequence[Citation]) -> GeneratedText:
        """Return the text that cites these."""
        sentences = tuple(each.restore(citations) for each in self.sentences)
        tokens = self.tokens_read, self.tokens_written
        return GeneratedText(
            self.model, sentences, self.dropped, self.trouble, self.is_done, *tokens
        )


@dataclass(frozen=True, slots=True)
class StoredTranslation:
    """A translation of a quotation."""

    citation: StoredCitation
    text: str
    language: Language
    model: str

    @classmethod
    def of(cls, translation: Translation) -> Self:
        """Return the stored form of a translation."""
        citation = StoredCitation.of(translation.citation)
        return cls(citation, translation.text, translation.language, translation.model)

    def restore(self, articles: Articles) -> Translation:
        """Return the translation."""
        return Translation(self.citation.restore(articles), self.text, self.language, self.model)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer without its question and its articles."""

    language: Language
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
    written: StoredGeneratedText | None = None
    glosses: tuple[StoredTranslation, ...] = ()

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return the stored form of an answer."""
        written, citations = answer.written, answer.citations
        return cls(
            language=answer.language,
            confidence=answer.confidence,
            claims=tuple(map(StoredClaim.of, answer.claims)),
            passages=tuple(map(StoredPassage.of, answer.passages)),
            missing=answer.missing,
            note=answer.note,
            understood=answer.understood,
            scope=answer.scope,
            views=tuple(StoredView.of(view, answer.claims) for view in answer.views),
            related=tuple(map(StoredClaim.of, answer.related)),
            suggestions=answer.suggestions,
            written=written and StoredGeneratedText.of(written, citations),
            glosses=tuple(map(StoredTranslation.of, answer.glosses)),
        )

    @property
    def article_ids(self) -> frozenset[str]:
        """The ids of all articles that the answer rests on."""
        claims = (*self.claims, *self.related)
        citations = [citation for claim in claims for citation in claim.citations]
        citations += [translation.citation for translation in self.glosses]
        return frozenset(place.article for place in (*citations, *self.passages))

    def restore(self, question: str, articles: Articles) -> Answer:
        """Return the answer to this question.

        Raises:
            ValueError: a place or an index is out of range.
        """
        claims = tuple(claim.restore(articles) for claim in self.claims)
        citations = tuple(dict.fromkeys(c for claim in claims for c in claim.citations))
        return Answer(
            question=question,
            language=self.language,
            claims=claims,
            confidence=self.confidence,
            passages=tuple(passage.restore(articles) for passage in self.passages),
            missing=self.missing,
            note=self.note,
            understood=self.understood,
            scope=self.scope,
            views=tuple(view.restore(claims) for view in self.views),
            related=tuple(claim.restore(articles) for claim in self.related),
            suggestions=self.suggestions,
            written=self.written and self.written.restore(citations),
            glosses=tuple(translation.restore(articles) for translation in self.glosses),
        )
