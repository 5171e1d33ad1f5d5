"""Which quotations an answer shows, under which numbers, and where a link to one leads."""

from dataclasses import dataclass

from qa.schema.answer import Answer
from qa.schema.citation import Citation
from ui.strings.phrases import Strings
from ui.strings.wording import format_date


def shown_citations(answer: Answer) -> tuple[Citation, ...]:
    """Return every citation that is shown, once, in order; readers number them from 1.

    Where sources differ their sides stand first; a refusal shows those of its related claims.
    """
    sides = (claim for view in answer.views for claim in view.claims)
    claims = (*sides, *answer.claims, *answer.related)
    return tuple(dict.fromkeys(citation for claim in claims for citation in claim.citations))


@dataclass(frozen=True, slots=True)
class CitationLinks:
    """The links from one answer's message to its citations in the evidence.

    Attributes:
        turn: the answer's place in the chat, from 1; ids carry it.
        numbers: of the citations that are shown, from 1.
        words: of the answer's language.
    """

    turn: int
    numbers: dict[Citation, int]
    words: Strings

    @classmethod
    def of(cls, answer: Answer, turn: int, words: Strings) -> "CitationLinks":
        """Return the links of an answer."""
        return cls(turn, {c: n for n, c in enumerate(shown_citations(answer), start=1)}, words)

    def title(self, citation: Citation) -> str:
        """Return what a link is called: who published the article, and when."""
        article = citation.article
        return f"{article.source or article.title}, {format_date(article.published, self.words)}"
