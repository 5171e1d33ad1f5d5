"""Suggested questions: question generation from sentences of the articles, verified by the reader.

Generation uses templates that stay grammatical for any filler: an Indonesian clause after "kapan",
an English one with its auxiliary in front, the holder of an office, a visit. A question is
suggested only if the reader answers it from its own passage (round-trip consistency; Alberti et
al. 2019, "Synthetic QA Corpora Generation with Roundtrip Consistency").
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answer.related import NamedEntity, is_named_in, join_names, named_entities, related_claims
from qa.reader.base import Reader
from qa.retrieval.base import Retriever
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
from qa.values.dates.periods import Period, find_periods

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
    """A generated question, its passage, and the expected answer as a span of the article."""

    question: str
    passage: Passage
    answer: Span


def suggest_questions(
    passage: Passage, sentence: Span, language: str, lexicon: Callable[[], Lexicon]
) -> Iterator[Suggestion]:
    """Yield questions generated from a sentence of a passage, best first.

    Args:
        passage: the passage of the sentence.
        sentence: span of the article's text.
        language: of the questions, ISO 639-1.
        lexicon: loads the bilingual lexicon, for names in another language.
    """
    text = passage.article.text[sentence.start : sentence.end]
    dates = find_periods(text, day_of(passage.article))
    if passage.article.language == language:
        generated = [*_date_questions(text, dates, language), *_holder_questions(text, language)]
    else:
        generated = [*_office_questions(text, language)]
    if language == "en":
        generated += _visit_questions(text, dates, passage.article.language, lexicon)
    for question, answer in generated:
        span = Span(sentence.start + answer.start, sentence.start + answer.end)
        yield Suggestion(question, passage, span)


_QuestionAnswer = tuple[str, Span]
"""A question, and its answer as a span of the sentence."""


def _date_questions(text: str, dates: Sequence[Period], language: str) -> Iterator[_QuestionAnswer]:
    """Yield "when" with the clause around the only date of a sentence."""
    clause = _clause(text, dates[0].span) if len(dates) == 1 else None
    if clause and language == "id" and _INDONESIAN_VERB.search(clause):
        yield f"Kapan {clause}?", dates[0].span
    if clause and language == "en" and (parts := _AUXILIARY.match(clause)):
        yield f"When {parts['aux']} {parts['who']} {parts['rest']}?", dates[0].span


def _visit_questions(
    text: str, dates: Sequence[Period], language: str, lexicon: Callable[[], Lexicon]
) -> Iterator[_QuestionAnswer]:
    """Yield, in English, when a person visited a place."""
    visit = _VISIT.search(text) if len(dates) == 1 else None
    if visit is None or not _is_same_clause(visit, dates[0].span):
        return
    who, where = visit["who"] or visit["who2"], visit["where"] or visit["where2"]
    if place := where if language == "en" else _in_english(where, lexicon):
        yield f"When did {who} visit {place}?", dates[0].span


def _in_english(name: str, lexicon: Callable[[], Lexicon]) -> str | None:
    """Return the English form of a name in an Indonesian article; None where it is uncertain."""
    options = [lexicon().translations(word, "id") for word in name.split()]
    if not any(options):
        return name
    return options[0][0][0].title() if len(options) == 1 else None


def _is_same_clause(match: re.Match[str], span: Span) -> bool:
    return not _CLAUSE_ENDS.search(match.string[match.end() : span.start])


def _clause(text: str, date: Span) -> str | None:
    """Return the clause around a date, without the date; None where it is not a simple one."""
    dateline = _DATELINE.match(text)
    start = dateline.end() if dateline else 0
    before = text[start : date.start]
    if _OPENS.match(before):
        after = text[date.end :].lstrip(" ,)")
        end = _CLAUSE_ENDS.search(after)
        clause = after[: end.start()] if end else after
    else:
        clause = re.sub(_LEAD, "", before, flags=re.IGNORECASE)
        if _CLAUSE_ENDS.search(clause):
            return None
    clause = " ".join(clause.split())
    is_simple = len(clause.split()) in _CLAUSE_WORDS and clause[0].isupper()
    return clause if is_simple else None


def _holder_questions(text: str, language: str) -> Iterator[_QuestionAnswer]:
    """Yield who holds an office: "Juru bicara Kremlin, …"."""
    for office, name in _office_holders(text):
        words = text[office.start : office.end].split()
        title = " ".join(word.lower() if is_office(word) else word for word in words)
        yield f"{'Who is the' if language == 'en' else 'Siapa'} {title}?", name


def _office_questions(text: str, language: str) -> Iterator[_QuestionAnswer]:
    """Yield who a person is, where the article gives the office in another language."""
    for office, name in _office_holders(text):
        question_word = "Who is" if language == "en" else "Siapa"
        yield f"{question_word} {text[name.start : name.end]}?", office


def _office_holders(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield the spans of an office and of its holder's name in apposition."""
    for match in _HOLDER.finditer(text):
        for word in re.finditer(r"[A-Za-z]+", match["office"]):
            if is_office(word[0]):
                start = match.start("office") + word.start()
                yield Span(start, match.end("office")), Span(*match.span("name"))
                break


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a refusal offers: related claims, and questions that the articles answer."""

    related: tuple[Claim, ...] = ()
    suggestions: tuple[str, ...] = ()


class SuggestionFinder:
    """Finds related claims and suggested questions for a refusal."""

    def __init__(
        self,
        retriever: Retriever,
        reader: Reader,
        settings: RefusalSettings,
        lexicon: Callable[[], Lexicon] = shipped_lexicon,
    ) -> None:
        """Create the finder.

        Args:
            retriever: finds passages about the entities.
            reader: verifies the generated questions.
            settings: how many claims and suggestions there may be.
            lexicon: loads the bilingual lexicon.
        """
        self._retriever = retriever
        self._reader = reader
        self._settings = settings
        self._lexicon = lexicon

    def find(
        self, question: Question, nearest: Sequence[RetrievedPassage], scope: SearchFilter
    ) -> Suggestions:
        """Return related claims and suggestions; none where no article names the entities.

        Args:
            question: standalone.
            nearest: the passages nearest to the question, best first.
            scope: the user's search filter.
        """
        entities = named_entities(question, self._lexicon)
        if not entities:
            return Suggestions()
        query = replace(question, text=join_names(entities))
        retrieved = (*nearest, *self._retriever.retrieve(query, scope=scope))
        passages = list(dict.fromkeys(each.passage for each in retrieved))
        claims = related_claims(entities, passages, self._settings, self._lexicon)
        suggestions = self._verified(question, entities, passages) if claims else ()
        return Suggestions(claims, suggestions)

    def _verified(
        self, question: Question, entities: Sequence[NamedEntity], passages: Sequence[Passage]
    ) -> tuple[str, ...]:
        """Return the generated questions that the reader answers, in order."""
        chosen: list[Suggestion] = []
        generated = self._generated(question, entities, passages)
        for suggestion, _ in zip(
            generated, range(self._settings.max_suggestions_tried), strict=False
        ):
            if len(chosen) == self._settings.max_suggestions:
                break
            if self._is_answered(suggestion, question.language):
                chosen.append(suggestion)
        return tuple(suggestion.question for suggestion in chosen)

    def _generated(
        self, question: Question, entities: Sequence[NamedEntity], passages: Sequence[Passage]
    ) -> Iterator[Suggestion]:
        """Yield at most one generated question for each sentence that names an entity."""
        seen = {question.text.lower()}
        for passage in passages:
            article = passage.article
            for span in sentences(article.text, passage.start, passage.end):
                text = article.text[span.start : span.end]
                if not any(
                    is_named_in(each, text, article.language, self._lexicon) for each in entities
                ):
                    continue
                generated = suggest_questions(passage, span, question.language, self._lexicon)
                new = next((s for s in generated if s.question.lower() not in seen), None)
                if new:
                    seen.add(new.question.lower())
                    yield new

    def _is_answered(self, suggestion: Suggestion, language: str) -> bool:
        """Say whether the reader finds the expected answer in the passage of a question."""
        passages = [RetrievedPassage(suggestion.passage, 0.0, 1)]
        output = self._reader.read(Question(suggestion.question, language), passages)
        if not output.candidates or output.confidence < self._settings.min_suggestion_confidence:
            return False
        return any(span.overlaps(suggestion.answer) for span in output.candidates[0].answer_spans)
