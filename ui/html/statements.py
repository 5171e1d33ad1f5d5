"""An answer's claims, grouped by the quotation that each is first cited from.

So a quotation is shown once, however many items of a list stand in it. What a statement looks like
is in `templates/claims.html`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.schema.answer import Claim, View
from qa.schema.citation import Citation
from ui.html.highlight import QuotedSpan, TextRun, text_runs


@dataclass(frozen=True, slots=True)
class QuotedStatement:
    """A quotation, and the claims that it is the first citation of: one, or a list's items."""

    citation: Citation
    claims: tuple[Claim, ...]

    def __post_init__(self) -> None:
        if not self.claims or any(c.citations[0] != self.citation for c in self.claims):
            raise ValueError(
                f"{self.citation.article.id}: a statement needs claims whose first citation is "
                f"{self.citation.start}:{self.citation.end}; got {len(self.claims)}"
            )

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of these claims, once, in their order."""
        return tuple(dict.fromkeys(c for claim in self.claims for c in claim.citations))

    @property
    def independent_sources(self) -> int:
        """How many sources say it (all of it, where it is a list) independently."""
        return min(claim.independent_sources for claim in self.claims)

    @property
    def is_whole(self) -> bool:
        """Whether a claim is the whole quotation, which then need not be shown again."""
        return any(map(self.is_quotation, self.claims))

    @property
    def runs(self) -> tuple[TextRun, ...]:
        """The quotation as runs of text, those that answer the question as key ones."""
        citation = self.citation
        quote = QuotedSpan.of(citation, 1)
        return text_runs(citation.article.text, citation.start, citation.end, [quote])

    def is_quotation(self, claim: Claim) -> bool:
        """Return whether a claim is the quotation, word for word."""
        return _on_one_line(claim.text) == _on_one_line(self.citation.quote)

    def is_verbatim(self, claim: Claim) -> bool:
        """Return whether a claim's words stand in the quotation as they are."""
        return _on_one_line(claim.text) in _on_one_line(self.citation.quote)


@dataclass(frozen=True, slots=True)
class DisplayedSide:
    """One side of a disagreement between sources, as it is shown.

    Attributes:
        publishers: of all that it says, where it is a list; a title where none is known.
        independent_sources: how many say all of it independently.
        is_announced: whether it was said beforehand.
        statements: its claims with their quotations.
    """

    publishers: tuple[str, ...]
    independent_sources: int
    is_announced: bool
    statements: tuple[QuotedStatement, ...]

    @classmethod
    def of(cls, view: View) -> "DisplayedSide":
        """Return a side of an answer for display."""
        return cls(
            tuple(dict.fromkeys(article.source or article.title for article in view.holders)),
            min(claim.independent_sources for claim in view.claims),
            view.is_announced,
            group_claims(view.claims),
        )


def group_claims(claims: Sequence[Claim]) -> tuple[QuotedStatement, ...]:
    """Group claims by their first citation, in the order of each group's first claim."""
    groups: dict[Citation, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.citations[0], []).append(claim)
    return tuple(QuotedStatement(citation, tuple(group)) for citation, group in groups.items())


def _on_one_line(text: str) -> str:
    # A claim is on one line; its quotation may run over several in the article.
    return " ".join(text.split())
