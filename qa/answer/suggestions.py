"""Questions that an article answers, made of its own sentences.

Only forms that stay grammatical whatever stands in them: an Indonesian clause after "kapan", an
English one with its auxiliary in front, the holder of an office, a visit. Whether the question is
answered is for the reader to say; see `qa.answer.suggestions`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answer.related import NamedEntity, held, named_entities, only_named, related_claims
from qa.reader.base import Reader
from qa.retrieval.hybrid import HybridRetriever
from qa.schema.answer import Claim
from qa.schema.article import day_of
from qa.schema.filters import SearchFilter
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.question import Question
from qa.schema.span import Span
from qa.settings import RefusalSettings
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.names import is_office
from qa.text.sentences import sentences
from qa.values.dates.period import Period, periods

_CLAUSE_WORDS = range(4, 11)
_DATELINE = re.compile(r"^[A-Z][\w .,/]{1,40}\s[-–—]+\s")
_LEAD = r"(?:\s*\b(?:pada|tanggal|bulan|tahun|hari|di|on|in|at|the|year|month of)\b)*\s*$"
_OPENS = re.compile(r"^(?:pada|tanggal|bulan|tahun|hari|on|in|\s)*$", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(
    r"[,.;:()\"“”–—]|\s(?:untuk|dengan|setelah|sebelum|yang|dan|to|after|who)\s"
)
_INDONESIAN_VERB = re.compile(
    r"\s(?:(?:me|ber|di|ter)\w{3,}|tiba|datang|pergi|lahir|menang|wafat|mulai|jatuh)\s"
)
_AUXILIARY = re.compile(
    r"^(?P<who>(?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,4}) "
    r"(?P<aux>was|were|will|is|are|has|had) (?P<rest>\w.+)$"
)
_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}"
_VISIT = re.compile(
    rf"(?P<who>{_NAME}) (?:(?:pernah|telah|sudah|terakhir kali|pertama kali|kembali|diketahui) )*"
    rf"mengunjungi (?P<where>{_NAME})|(?P<who2>{_NAME}) (?:last )?visited (?P<where2>{_NAME})"
)
_HOLDER = re.compile(rf"(?P<office>(?:[A-Za-z]+ ){{1,5}}{_NAME}), (?P<name>{_NAME})(?=[,.]| )")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, the passage that answers it, and the words in it that are the answer."""

    question: str
    passage: Passage
    answer: Span


def suggest_questions(
    passage: Passage, sentence: Span, language: str, lexicon: Callable[[], Lexicon]
) -> Iterator[Suggestion]:
    """Yield questions that a sentence of a passage may answer, the best first.

    Args:
        passage: with the sentence in it.
        sentence: a span of the article's text.
        language: of the questions, ISO 639-1.
        lexicon: returns the words for names in another language.
    """
    text = passage.article.text[sentence.start : sentence.end]
    named = periods(text, day_of(passage.article))
    if passage.article.language == language:
        made = [*_of_clause(text, named, language), *_of_holders(text, language)]
    else:
        made = [*_of_people(text, language)]
    if language == "en":
        made += _of_visits(text, named, passage.article.language, lexicon)
    for question, answer in made:
        place = Span(sentence.start + answer.start, sentence.start + answer.end)
        yield Suggestion(question, passage, place)


Asked = tuple[str, Span]
"""A question, and the words of a sentence that answer it."""


def _of_clause(text: str, named: Sequence[Period], language: str) -> Iterator[Asked]:
    """Yield when it was: the clause that the only time in a sentence belongs to, as a question."""
    clause = _clause(text, named[0].span) if len(named) == 1 else None
    if clause and language == "id" and _INDONESIAN_VERB.search(clause):
        yield f"Kapan {clause}?", named[0].span
    if clause and language == "en" and (said := _AUXILIARY.match(clause)):
        yield f"When {said['aux']} {said['who']} {said['rest']}?", named[0].span


def _of_visits(
    text: str, named: Sequence[Period], language: str, lexicon: Callable[[], Lexicon]
) -> Iterator[Asked]:
    """Yield, in English, when somebody visited a place."""
    visit = _VISIT.search(text) if len(named) == 1 else None
    if visit is None or not _is_near(visit, named[0].span):
        return
    who, where = visit["who"] or visit["who2"], visit["where"] or visit["where2"]
    if place := where if language == "en" else _in_english(where, lexicon):
        yield f"When did {who} visit {place}?", named[0].span


def _in_english(name: str, lexicon: Callable[[], Lexicon]) -> str | None:
    """Return a name of an Indonesian article as English has it; None where that is not sure."""
    options = [lexicon().translations(word, "id") for word in name.split()]
    if not any(options):
        return name
    return options[0][0][0].title() if len(options) == 1 else None


def _is_near(match: re.Match[str], span: Span) -> bool:
    return not _CLAUSE_ENDS.search(match.string[match.end() : span.start])


def _clause(text: str, time: Span) -> str | None:
    """Return the clause that the time belongs to, without it; None where there is no plain one."""
    dateline = _DATELINE.match(text)
    start = dateline.end() if dateline else 0
    before = text[start : time.start]
    if _OPENS.match(before):
        after = text[time.end :].lstrip(" ,)")
        end = _CLAUSE_ENDS.search(after)
        clause = after[: end.start()] if end else after
    else:
        clause = re.sub(_LEAD, "", before, flags=re.IGNORECASE)
        if _CLAUSE_ENDS.search(clause):
            return None
    clause = " ".join(clause.split())
    is_plain = len(clause.split()) in _CLAUSE_WORDS and clause[0].isupper()
    return clause if is_plain else None


def _of_holders(text: str, language: str) -> Iterator[Asked]:
    """Yield who holds an office that is said of one place: "Juru bicara Kremlin, …"."""
    for office, name in _holders(text):
        words = text[office.start : office.end].split()
        said = " ".join(word.lower() if is_office(word) else word for word in words)
        yield f"{'Who is the' if language == 'en' else 'Siapa'} {said}?", name


def _of_people(text: str, language: str) -> Iterator[Asked]:
    """Yield who somebody is whose office is said in another language."""
    for office, name in _holders(text):
        asks = "Who is" if language == "en" else "Siapa"
        yield f"{asks} {text[name.start : name.end]}?", office


def _holders(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield an office that is said of one place, and its holder's name after it."""
    for match in _HOLDER.finditer(text):
        for word in re.finditer(r"[A-Za-z]+", match["office"]):
            if is_office(word[0]):
                start = match.start("office") + word.start()
                yield Span(start, match.end("office")), Span(*match.span("name"))
                break


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What an answer that says nothing can still offer."""

    related: tuple[Claim, ...] = ()
    suggestions: tuple[str, ...] = ()


class SuggestionFinder:
    """Looks for ways on in a library."""

    def __init__(
        self,
        retriever: HybridRetriever,
        reader: Reader,
        settings: RefusalSettings,
        lexicon: Callable[[], Lexicon] = shipped_lexicon,
    ) -> None:
        """Keep where to look, and how much is offered."""
        self._retriever = retriever
        self._reader = reader
        self._settings = settings
        self._lexicon = lexicon

    def find(
        self, question: Question, nearest: Sequence[RetrievedPassage], scope: SearchFilter
    ) -> Suggestions:
        """Return what can be offered; nothing where no article names those that were asked about.

        Args:
            question: standing on its own.
            nearest: the passages nearest the question, best first.
            scope: what the user chose.
        """
        named = named_entities(question, self._lexicon)
        if not named:
            return Suggestions()
        about = replace(question, text=only_named(named))
        found = (*nearest, *self._retriever.retrieve(about, scope=scope))
        passages = list(dict.fromkeys(retrieved.passage for retrieved in found))
        claims = related_claims(named, passages, self._lexicon)[: self._settings.max_related]
        return Suggestions(claims, self._answered(question, named, passages) if claims else ())

    def _answered(
        self, question: Question, named: Sequence[NamedEntity], passages: Sequence[Passage]
    ) -> tuple[str, ...]:
        """Return the suggestions that are answered, in order."""
        chosen: list[Suggestion] = []
        made = self._suggestions(question, named, passages)
        for suggestion, _ in zip(made, range(self._settings.max_suggestions_tried), strict=False):
            if len(chosen) == self._settings.max_suggestions:
                break
            if self._is_answered(suggestion, question.language):
                chosen.append(suggestion)
        return tuple(suggestion.question for suggestion in chosen)

    def _suggestions(
        self, question: Question, named: Sequence[NamedEntity], passages: Sequence[Passage]
    ) -> Iterator[Suggestion]:
        """Yield suggestions, one for each sentence about those named."""
        asked = {question.text.lower()}
        for passage in passages:
            article = passage.article
            for span in sentences(article.text, passage.start, passage.end):
                text = article.text[span.start : span.end]
                if not any(held(each, text, article.language, self._lexicon) for each in named):
                    continue
                made = suggest_questions(passage, span, question.language, self._lexicon)
                one = next((s for s in made if s.question.lower() not in asked), None)
                if one:
                    asked.add(one.question.lower())
                    yield one

    def _is_answered(self, suggestion: Suggestion, language: str) -> bool:
        """Say whether the reader finds the answer in the passage that the question was made of."""
        alone = [RetrievedPassage(suggestion.passage, 0.0, 1)]
        reading = self._reader.read(Question(suggestion.question, language), alone)
        if not reading.candidates or reading.confidence < self._settings.min_suggestion_confidence:
            return False
        return any(mark.overlaps(suggestion.answer) for mark in reading.candidates[0].answer_spans)
