"""Answer: its claims, the quotations that support them, and the views where sources differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.generated import GeneratedText, Translation
from qa.schema.passage import RetrievedPassage


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the answer with the quotations that support it; at least one.

    `independent_sources` counts the cited sources after near-duplicates are merged: copies of one
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
    """One side of a conflict: the claims of the sources that agree with each other.

    Attributes:
        claims: one statement, or the items of a list.
        is_announced: whether every cited article was published before the event it reports.
    """

    claims: tuple[Claim, ...]
    is_announced: bool = False

    def __post_init__(self) -> None:
        if not self.claims:
            raise ValueError("a view has no claims")

    @property
    def holders(self) -> tuple[Article, ...]:
        """The articles that make every claim of the view; those of the first claim if none does.

        An item that two lists share is cited from the articles of both, so an article counts as a
        holder only if all claims cite it.
        """
        return shared_articles([[c.article for c in claim.citations] for claim in self.claims])


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or an abstention: `text` is None exactly when there are no claims.

    Attributes:
        question: the question as it was typed.
        language: language of the question, ISO 639-1; `note` is written in it.
        claims: the claims with their citations, best first; empty when abstaining.
        confidence: calibrated probability, 0 to 1, that the answer is right.
        passages: the retrieved passages, best first; when abstaining, the nearest ones.
        missing: the words of the question that no article contains, as the question spells them.
        note: the reason for abstaining, in one sentence; empty where there is an answer.
        understood: the standalone rewrite of the question; empty where nothing was rewritten.
        scope: the filter that the question itself named ("according to X", "in May 2024").
        views: the sides of a conflict between sources, newest first; empty where they agree.
        related: when abstaining, claims about the entities that the question names.
        suggestions: when abstaining, questions that the articles do answer.
        written: the text of a language model about the citations, if one was asked.
        glosses: the translations of quotations that were asked for.
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
    written: GeneratedText | None = None
    glosses: tuple[Translation, ...] = ()

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
        sentences = self.written.sentences if self.written else ()
        if not {citation for sentence in sentences for citation in sentence.citations} <= set(
            self.citations
        ):
            raise ValueError("a written sentence cites what the answer does not quote")

    @property
    def text(self) -> str | None:
        """The text of the claims, one line each; None when abstaining."""
        return "\n".join(claim.text for claim in self.claims) or None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of the claims; shown with numbers from 1."""
        return tuple(dict.fromkeys(c for claim in self.claims for c in claim.citations))


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_A = TypeVar("_A", bound=_Identified)


def shared_articles(cited: Sequence[Sequence[_A]]) -> tuple[_A, ...]:
    """Return the articles that every claim cites, once each; those of the first if there are none.

    Args:
        cited: the cited articles of each claim; at least one claim.
    """
    of_claims = [{article.id: article for article in articles} for articles in cited]
    shared = set(of_claims[0]).intersection(*of_claims[1:])
    return tuple(article for id_, article in of_claims[0].items() if id_ in shared or not shared)
