"""A predictable assistant over the seed articles, and what the tests of the page share."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qa.answer import Answer, Citation, Claim
from qa.article import Article, read_articles
from qa.passage import Passage, RetrievedPassage
from qa.span import Span

SEEDS = Path(__file__).parents[2] / "seeds"
DELEGATION = (
    "Delegasi Putin termasuk menteri pertahanan barunya, Andrei Belousov, Menteri Luar Negeri "
    "Sergei Lavrov dan Wakil Perdana Menteri Alexander Novak."
)
DELEGATES = ("Andrei Belousov", "Sergei Lavrov", "Alexander Novak")
ARRIVALS = (
    (
        "002",
        "Presiden Rusia Vladimir Putin tiba di Korea Utara disambut karpet merah pada Selasa "
        "(18/6/2024) malam di awal kunjungan pertamanya ke negara totaliter tersebut dalam 24 "
        "tahun.",
        ("Selasa (18/6/2024) malam",),
    ),
    (
        "001",
        "Pada Rabu (19/6) pukul 3 pagi waktu setempat, Putin disambut dengan karpet merah dan "
        "pelukan Kim saat tiba di ibu kota Pyongyang.",
        ("Rabu (19/6) pukul 3 pagi waktu setempat",),
    ),
)
EARLIER_VISIT = (
    (
        "003",
        "Putin terakhir kali mengunjungi Pyongyang tahun 2000 silam, hanya beberapa bulan "
        "setelah dia menjabat di Kremlin.",
        ("tahun 2000",),
    ),
    (
        "003",
        "Pada saat itu, Putin bertemu langsung dengan mendiang Kim Jong Il, ayah Kim Jong Un.",
        (),
    ),
    (
        "004",
        "Satu-satunya kunjungan Putin sebelumnya ke Korea Utara adalah pada tahun 2000, tahun "
        "pertama masa kepresidenannya.",
        ("tahun 2000",),
    ),
)


def seed_articles() -> tuple[Article, ...]:
    """Return the seed articles."""
    return read_articles([SEEDS]).articles


@dataclass
class ScriptedAssistant:
    """Answers a few questions from a script, and says to any other that there is no answer.

    `asked` keeps each question with the number of earlier answers that came with it. A question
    that holds "crash" raises, as a broken assistant would. Each answer takes `pause_s` seconds.
    """

    articles: tuple[Article, ...] = field(default_factory=seed_articles)
    asked: list[tuple[str, int]] = field(default_factory=list)
    pause_s: float = 0.0

    def ask(self, question: str, history: Sequence[Answer] = ()) -> Answer:
        self.asked.append((question, len(history)))
        time.sleep(self.pause_s)
        folded = question.casefold()
        if "crash" in folded:
            raise RuntimeError("the library's file is locked")
        language = "id" if {"siapa", "kapan", "mengapa"} & set(folded.split()) else "en"
        if "delega" in folded:
            return self._answer(question, language, 0.93, (("002", DELEGATION, DELEGATES),))
        if "arrive" in folded:
            return self._answer(question, language, 0.66, ARRIVALS)
        if "kapan" in folded:
            return self._answer(question, language, 0.41, EARLIER_VISIT)
        return self._refusal(question, language)

    def _answer(self, question, language, confidence, quoted) -> Answer:
        citations = [self.cite(*quote) for quote in quoted]
        cited: dict[str, list[Citation]] = {}
        for citation in citations:
            for said in _said(citation):
                cited.setdefault(said, []).append(citation)
        claims = tuple(Claim(said, tuple(where)) for said, where in cited.items())
        return Answer(question, language, claims, confidence, self._retrieved(citations))

    def _refusal(self, question, language) -> Answer:
        note = {
            "en": "The articles do not say this. The nearest is below.",
            "id": "Artikel-artikel ini tidak menyebutkannya. Yang paling dekat ada di bawah.",
        }[language]
        nearest = self._retrieved([self.cite("002", DELEGATION, ())])
        return Answer(question, language, (), 0.08, nearest, missing=("wife",), note=note)

    def cite(self, start_of_id: str, quote: str, marked: Sequence[str] = ()) -> Citation:
        article = next(a for a in self.articles if a.id.startswith(start_of_id))
        start = article.text.index(quote)
        places = [article.text.index(mark, start) for mark in marked]
        marks = tuple(Span(at, at + len(mark)) for at, mark in zip(places, marked, strict=True))
        return Citation(article, start, start + len(quote), marks)

    def _retrieved(self, citations: Sequence[Citation]) -> tuple[RetrievedPassage, ...]:
        cited = dict.fromkeys(_around(citation) for citation in citations)
        others = (Passage(a, *_paragraph(a.text, len(a.text) // 2)) for a in self.articles)
        passages = list(dict.fromkeys([*cited, *others]))
        return tuple(RetrievedPassage(p, 0.9 - n / 10, n) for n, p in enumerate(passages, start=1))


def _said(citation: Citation) -> list[str]:
    """The exact words; the whole sentence where there are none."""
    exact = [citation.article.text[mark.start : mark.end] for mark in citation.marks]
    return exact or [citation.quote]


def _around(citation: Citation) -> Passage:
    start, _ = _paragraph(citation.article.text, citation.start)
    _, end = _paragraph(citation.article.text, citation.end)
    return Passage(citation.article, start, end)


def _paragraph(text: str, at: int) -> tuple[int, int]:
    while text[at - 1] != "\n" and text[at : at + 1].strip() == "":
        at -= 1
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


@pytest.fixture(scope="session")
def assistant() -> ScriptedAssistant:
    """The assistant that the page is tried with; another one can stand in its place."""
    return ScriptedAssistant()
