"""An assistant that answers from a script, over the seed articles."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from fakes.in_memory_listing import InMemoryListing
from qa.indexing.sync import SyncReport
from qa.ingest.document import LoadError
from qa.ingest.read import MAX_ARTICLE_CHARS, LoadOutcome, read_articles, read_file
from qa.schema.answer import Answer, Claim, View
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.span import Span
from qa.settings import UploadSettings

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


def seed_articles() -> InMemoryListing:
    """Return the seed articles."""
    return InMemoryListing(read_articles([SEEDS]).articles)


@dataclass
class ScriptedAssistant:
    """Answers a few questions from a script, and says to any other that there is no answer.

    `asked` keeps each question with the number of earlier answers that came with it. A question
    that holds "crash" raises, as a broken assistant would. Each answer takes `pause_s` seconds.
    `scopes` keeps what each was narrowed to, by the page and (where it may be) by its own words.
    """

    articles: InMemoryListing = field(default_factory=seed_articles)
    asked: list[tuple[str, int]] = field(default_factory=list)
    pause_s: float = 0.0
    scopes: list[tuple[SearchFilter, bool]] = field(default_factory=list)
    folder: Path | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(sorted({a.source for a in self.articles if a.source}, key=str.lower))

    def kept_in(self, folder: Path) -> "ScriptedAssistant":
        """The same, over articles that lie in this folder."""
        return replace(self, folder=folder)

    upload_settings = UploadSettings(max_files=4, max_file_bytes=2000)

    def read(self, path: Path) -> tuple[LoadOutcome, ...]:
        return tuple(read_file(path, path.name, MAX_ARTICLE_CHARS))

    def add(self, path: Path, found: Sequence[LoadOutcome]) -> SyncReport:  # noqa: ARG002
        """Take in the articles of a file; it encodes nothing."""
        problems = tuple(each for each in found if isinstance(each, LoadError))
        articles = [each[0] for each in found if isinstance(each, tuple)]
        self.articles = InMemoryListing((*self.articles, *articles))
        added = tuple(article.id for article in articles)
        return SyncReport(added, (), (), 0, problems, len(added))

    def check_library(self) -> int:
        return len(self.articles)

    def held(self) -> "HeldAssistant":
        """The same, that does not answer before it may."""
        return HeldAssistant(self)

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        self.asked.append((question, len(history)))
        self.scopes.append((scope, narrow))
        time.sleep(self.pause_s)
        folded = question.casefold()
        if "crash" in folded:
            raise RuntimeError("the library's file is locked")
        language = "id" if {"siapa", "kapan", "mengapa"} & set(folded.split()) else "en"
        if "according to okezone" in folded:
            named = SearchFilter(("Okezone",)) if narrow else EVERYTHING
            found = self._answer(question, language, 0.93, (("002", DELEGATION, DELEGATES),))
            return replace(found, scope=named)
        if folded.startswith("and whom"):
            found = self._answer(question, language, 0.93, (("002", DELEGATION, DELEGATES),))
            return replace(found, understood="Whom did Putin bring to Pyongyang?")
        if "when did the sources" in folded:
            found = self._answer(question, language, 0.66, ARRIVALS)
            first, second = found.claims
            views = View((first,)), View((second,), is_announced=True)
            return replace(found, views=views)
        if "delega" in folded:
            return self._answer(question, language, 0.93, (("002", DELEGATION, DELEGATES),))
        if "arrive" in folded:
            return self._answer(question, language, 0.66, ARRIVALS)
        if "kapan" in folded:
            return self._answer(question, language, 0.41, EARLIER_VISIT)
        refusal = self._refusal(question, language)
        return self._leading_on(refusal) if "mother" in folded else refusal

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

    def _leading_on(self, refusal: Answer) -> Answer:
        _, said, _ = EARLIER_VISIT[1]
        related = (Claim(said, (self.cite(*EARLIER_VISIT[1]),)),)
        suggestions = ("Who was in Putin's delegation?", "When did Putin arrive in Pyongyang?")
        return replace(refusal, related=related, suggestions=suggestions)

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


class HeldAssistant:
    """Answers as another assistant does, but not before it may."""

    def __init__(self, assistant):
        self.articles, self.sources = assistant.articles, assistant.sources
        self.may_answer, self.has_answered = Event(), Event()
        self._assistant = assistant

    def check_library(self):
        return len(self.articles)

    def ask(self, question, history=(), scope=EVERYTHING, narrow=True):
        assert self.may_answer.wait(timeout=30)
        try:
            return self._assistant.ask(question, history, scope, narrow)
        finally:
            self.has_answered.set()


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
