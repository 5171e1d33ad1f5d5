"""An answer, its claims, and the quotations that they stand on."""

from dataclasses import dataclass

from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.passage import RetrievedPassage
from qa.schema.written import Gloss, Written


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that the answer says, and where it is written. Never without a citation.

    `independent_sources` is how many of the articles cited say it on their own: copies of one
    report count once, and so do the articles of one publisher.
    """

    text: str
    citations: tuple[Citation, ...]
    independent_sources: int = 1

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a claim has no text")
        if not self.citations:
            raise ValueError(f"claim {self.text!r} has no citation")
        articles = len({citation.article.id for citation in self.citations})
        if not 1 <= self.independent_sources <= articles:
            raise ValueError(
                f"claim {self.text!r} has {self.independent_sources} independent sources; "
                f"expected 1 to {articles}, the number of its articles"
            )


@dataclass(frozen=True, slots=True)
class View:
    """What some sources say where others say something else.

    Attributes:
        claims: what they say: one thing, or the items of their list.
        is_announced: whether all that it cites was published before the time that it tells of.
    """

    claims: tuple[Claim, ...]
    is_announced: bool = False

    def __post_init__(self) -> None:
        if not self.claims:
            raise ValueError("a view has no claims")

    @property
    def holders(self) -> tuple[Article, ...]:
        """The articles that say all of it, each once; those of its first claim if none does.

        An item that two lists share is cited from both; only one of them is this view's.
        """
        cited = [{c.article.id: c.article for c in claim.citations} for claim in self.claims]
        shared = set(cited[0]).intersection(*cited[1:])
        return tuple(article for id_, article in cited[0].items() if id_ in shared or not shared)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question; or, where `text` is None, that they do not say.

    Attributes:
        question: as it was asked.
        language: of the question, ISO 639-1; `note` is written in it.
        claims: each with its citations, the best first. None when abstaining.
        confidence: calibrated probability, 0 to 1, that the answer is right.
        passages: what was retrieved, best first; when abstaining, the nearest there is.
        missing: the words of the question that no article has, as the question spells them.
        note: a sentence of our own: why there is no answer. Empty where there is one.
        understood: the question in words that need no history; empty where nothing was added.
        scope: what the question itself narrowed the search to.
        views: what the sources hold where they differ, the newest first; else none.
        related: when abstaining, what the articles do say about those whom the question names.
        suggestions: when abstaining, questions that the articles do answer.
        written: what a language model wrote about the citations, if there is one and was asked.
        glosses: of the quotations, those that were asked for.
    """

    question: str
    language: str
    claims: tuple[Claim, ...]
    confidence: float
    passages: tuple[RetrievedPassage, ...]
    missing: tuple[str, ...] = ()
    note: str = ""
    understood: str = ""
    scope: SearchFilter = EVERYTHING
    views: tuple[View, ...] = ()
    related: tuple[Claim, ...] = ()
    suggestions: tuple[str, ...] = ()
    written: Written | None = None
    glosses: tuple[Gloss, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is {self.confidence}; expected 0 to 1")
        if not self.claims and not self.note:
            raise ValueError("an answer without claims needs a note that says why")
        if self.claims and (self.related or self.suggestions):
            raise ValueError("an answer with claims has no related claims and no suggestions")
        if len(self.views) == 1:
            raise ValueError("one view alone differs from none; expected none, or two or more")
        if not {claim for view in self.views for claim in view.claims} <= set(self.claims):
            raise ValueError("a view holds a claim that the answer does not make")
        told = self.written.sentences if self.written else ()
        if not {citation for sentence in told for citation in sentence.citations} <= set(
            self.citations
        ):
            raise ValueError("a written sentence cites what the answer does not quote")

    @property
    def text(self) -> str | None:
        """The claims' words, a line each; None when abstaining."""
        return "\n".join(claim.text for claim in self.claims) or None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of the claims; people count them from 1."""
        return tuple(dict.fromkeys(c for claim in self.claims for c in claim.citations))
