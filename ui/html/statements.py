"""An answer's claims, gathered by the quotation that each is first cited from.

So a quotation is shown once, however many items of a list stand in it. What a statement looks like
is said in `said.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.schema.answer import Claim
from qa.schema.citation import Citation


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
    def is_whole(self) -> bool:
        """Whether a claim is the whole quotation, which then need not be shown again."""
        return any(map(is_quotation, self.claims))


def statements(claims: Sequence[Claim]) -> tuple[QuotedStatement, ...]:
    """Return the claims, each with those that share its first citation, in their order."""
    first: dict[Citation, list[Claim]] = {}
    for claim in claims:
        first.setdefault(claim.citations[0], []).append(claim)
    return tuple(QuotedStatement(citation, tuple(told)) for citation, told in first.items())


def is_quotation(claim: Claim) -> bool:
    """Return whether a claim is its first quotation, word for word."""
    return _on_one_line(claim.text) == _on_one_line(claim.citations[0].quote)


def is_in_quotation(claim: Claim) -> bool:
    """Return whether a claim's words stand in its first quotation as they are."""
    return _on_one_line(claim.text) in _on_one_line(claim.citations[0].quote)


def _on_one_line(text: str) -> str:
    # A claim is on one line; its quotation may run over several in the article.
    return " ".join(text.split())
