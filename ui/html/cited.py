"""Which quotations an answer shows, and the links to them in the chat."""

from dataclasses import dataclass

from qa.schema.answer import Answer
from qa.schema.article import Article
from qa.schema.citation import Citation
from ui.html.literal import literal, prose
from ui.strings.page import Strings, written_date


def cited(answer: Answer) -> tuple[Citation, ...]:
    """Return every citation that is shown, once, in that order; people count them from 1.

    Where sources differ their sides stand first; a refusal shows those of its related claims.
    """
    sides = (claim for view in answer.views for claim in view.claims)
    claims = (*sides, *answer.claims, *answer.related)
    return tuple(dict.fromkeys(citation for claim in claims for citation in claim.citations))


@dataclass(frozen=True, slots=True)
class Links:
    """The links to one answer's citations."""

    turn: int
    numbers: dict[Citation, int]
    words: Strings

    @classmethod
    def of(cls, answer: Answer, turn: int, words: Strings) -> "Links":
        """Return the links of an answer; `turn` is counted from 1."""
        return cls(turn, {c: n for n, c in enumerate(cited(answer), start=1)}, words)

    def number(self, citation: Citation) -> str:
        """Return a link that shows the citation's number."""
        return self._link(citation, "")

    def named(self, citation: Citation) -> str:
        """Return a link that shows the citation's number and who published it."""
        return self._link(citation, f" {publisher(citation.article)}")

    def _link(self, citation: Citation, name: str) -> str:
        article, number = citation.article, self.numbers[citation]
        source = article.source or article.title
        title = prose(f"{source}, {written_date(article.published, self.words)}")
        return (
            f'<a class="cite" href="#cite-{self.turn}-{number}" title="{title}">'
            f"&#91;{number}&#93;{name}</a>"
        )


def publisher(article: Article) -> str:
    """Return who published an article, or else what it is called, in its own language."""
    if article.source:
        return prose(article.source)
    return f'<span lang="{literal(article.language)}">{prose(article.title)}</span>'
