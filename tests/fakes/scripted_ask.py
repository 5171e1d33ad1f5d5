"""Exact question answering that quotes the texts of a script, for tests of the language model."""

from collections.abc import Callable, Sequence
from datetime import date

from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING
from qa.schema.passage import Passage, RetrievedPassage
from qa.text.language import detect_language

PUBLISHED = date(2024, 6, 20)


def article(
    text: str, language: str = "id", published: date = PUBLISHED, id_: str = "a"
) -> Article:
    """Return an article of this text alone."""
    return Article(
        id=id_, title="Kabar", text=text, path=id_, language=language, source="Kabar",
        published=published,
    )  # fmt: skip


class ScriptedAsk:
    """Answers each question with quotations of the texts that a function returns for it.

    Each text becomes an article, quoted as a whole. No texts make a refusal.

    Attributes:
        asked: every question, in order.
    """

    def __init__(self, texts: Callable[[str], Sequence[str]], language: str = "id") -> None:
        self._texts = texts
        self._language = language
        self.asked: list[str] = []

    def __call__(self, question, history=(), scope=EVERYTHING, narrow=True):  # noqa: ARG002
        self.asked.append(question)
        citations = tuple(
            Citation(article(text, detect_language(text), id_=f"a{n}"), 0, len(text))
            for n, text in enumerate(self._texts(question))
        )
        retrieved = tuple(
            RetrievedPassage(Passage(c.article, c.start, c.end), 0.9 - n / 100, n + 1)
            for n, c in enumerate(citations)
        )
        claims = tuple(Claim(citation.quote, (citation,)) for citation in citations)
        confidence = 0.9 if claims else 0.1
        note = "" if claims else "The articles do not say."
        return Answer(question, self._language, claims, confidence, retrieved, note=note)
