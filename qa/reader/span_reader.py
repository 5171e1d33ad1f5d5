"""The reader that answers exactly: the words that were asked for, in the sentence they stand in.

Reads the passages with the trained network, orders them by what it says and by their own score,
and makes of each passage's best spans a finding a sentence. Where a question asks for a reason or
for what cannot be said in a few words, the sentence itself is the answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from qa.glossed import glossed
from qa.lexicon.lexicon import Lexicon, shipped_lexicon
from qa.passage import Passage, RetrievedPassage
from qa.question import Kind, Question
from qa.reader.finding import Finding, Reading
from qa.reader.items import items
from qa.reader.span_confidence import Measures, confidence, confidence_alone, lead
from qa.reader.span_model import ScoredSpan, SpanModel, TextReading
from qa.reader.whole import whole
from qa.role import is_told_of, role
from qa.sentence import sentences
from qa.span import Span

RETRIEVED_WEIGHT = 40.0
"""What a passage's own score counts for beside the log odds."""

LEAST_MARGIN_BEHIND = 3.0
"""How far a span's margin may lie behind its passage's best and still be an item of a list."""

CLOSE_BEHIND = 0.7
"""How far a finding's score may lie behind the best and still be told."""

EXACT_MARGIN = 1.0
"""How far above "no answer" a span must score to be told without its sentence."""

EXACT_WORDS = 12
"""A longer span says so much that it is best read in its sentence."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage, what the network says to it, and its score with both together."""

    retrieved: RetrievedPassage
    sentences: tuple[Span, ...]
    reading: TextReading
    score: float


class SpanReader:
    """Finds exact answers with the trained network."""

    def __init__(self, model: SpanModel, lexicon: Callable[[], Lexicon] = shipped_lexicon) -> None:
        """Keep the network, and what returns the words for passages in another language."""
        self._model = model
        self._lexicon = lexicon

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> Reading:
        """Return what the passages say to the question."""
        read = sorted(self._read(question, passages), key=lambda each: -each.score)
        by_passage = [tuple(_findings(question, each)) for each in read]
        found = sorted(chain.from_iterable(by_passage), key=lambda finding: -finding.score)
        ordered = [replace(each.retrieved, rank=n) for n, each in enumerate(read, start=1)]
        sure = self._confidence(question, read, by_passage) if found else 0.0
        return Reading(tuple(found), tuple(ordered), sure, CLOSE_BEHIND)

    def _confidence(
        self, question: Question, read: Sequence[_Read], by_passage: Sequence[Sequence[Finding]]
    ) -> float:
        """Return how sure the best finding is; at least one of these passages has one."""
        best = next(number for number, found in enumerate(by_passage) if found)
        first, reading = read[best].retrieved, read[best].reading
        if len(read) == 1:
            return confidence_alone(reading.log_odds)
        # What else is found for a list is one more item of it, and no rival.
        rivals = () if question.asks_for_several else by_passage[best + 1 :]
        measures = Measures(
            log_odds=reading.log_odds,
            score=first.score,
            is_foreign=first.passage.article.language != question.language,
            lead=lead(by_passage[best][0], chain.from_iterable(rivals)),
            is_role_untold=self._is_role_untold(question, read),
        )
        return confidence(measures)

    def _is_role_untold(self, question: Question, read: Sequence[_Read]) -> bool:
        asked = role(question)
        passages = [each.retrieved.passage for each in read]
        return asked is not None and not is_told_of(
            asked, question.language, passages, self._lexicon
        )

    def _read(self, question: Question, passages: Sequence[RetrievedPassage]) -> Iterator[_Read]:
        spoken = question.language
        own = [each for each in passages if each.passage.article.language == spoken]
        foreign = [each for each in passages if each.passage.article.language != spoken]
        if own:
            yield from self._read_as(question.in_full, own)
        if foreign:
            yield from self._read_as(glossed(question, self._lexicon()), foreign)

    def _read_as(self, asked: str, passages: Sequence[RetrievedPassage]) -> Iterator[_Read]:
        """Yield what passages say to a question that is worded so."""
        split = [_sentences(retrieved.passage) for retrieved in passages]
        starts = [
            [sentence.start - retrieved.passage.start for sentence in its]
            for retrieved, its in zip(passages, split, strict=True)
        ]
        texts = [retrieved.passage.text for retrieved in passages]
        readings = self._model.read(asked, texts, starts)
        for retrieved, its, reading in zip(passages, split, readings, strict=True):
            score = reading.log_odds + RETRIEVED_WEIGHT * retrieved.score
            yield _Read(retrieved, its, reading, score)


def _sentences(passage: Passage) -> tuple[Span, ...]:
    return tuple(sentences(passage.article.text, passage.start, passage.end))


def _findings(question: Question, read: _Read) -> Iterator[Finding]:
    """Yield a finding for the best span of a passage; where several are asked for, for more."""
    taken: list[Span] = []
    spans = _spans_to_tell(read)
    for scored in spans if question.asks_for_several else spans[:1]:
        finding = _finding(question, read, scored, best=spans[0].margin)
        if not any(mark.overlaps(other) for mark in finding.marks for other in taken):
            taken += finding.marks
            yield finding


def _spans_to_tell(read: _Read) -> Sequence[ScoredSpan]:
    """Return the spans that hold a word, best first, without those far behind the best."""
    text = read.retrieved.passage.text
    spans = [s for s in read.reading.spans if any(c.isalnum() for c in text[s.start : s.end])]
    return [s for s in spans if s.margin >= spans[0].margin - LEAST_MARGIN_BEHIND]


def _finding(question: Question, read: _Read, scored: ScoredSpan, best: float) -> Finding:
    """Return a span in its sentence, made whole; `best` is the margin of the passage's best."""
    passage = read.retrieved.passage
    text = passage.article.text
    span = _shifted(scored, passage.start)
    sentence = _around(span, read.sentences)
    marks = _marks(question, text, span, sentence)
    score = read.score + scored.margin - best
    exact = scored.margin >= EXACT_MARGIN and _is_exact(question, text, marks)
    return Finding(passage.article, sentence.start, sentence.end, score, marks, exact)


def _shifted(scored: ScoredSpan, by: int) -> Span:
    return Span(scored.start + by, scored.end + by)


def _around(span: Span, sentences: Sequence[Span]) -> Span:
    """Return the sentence that a span stands in."""
    return next((s for s in sentences if s.overlaps(span)), span)


def _marks(question: Question, text: str, span: Span, sentence: Span) -> tuple[Span, ...]:
    exact = whole(text, span, sentence, question.kind)
    if not question.asks_for_several:
        return (exact,)
    found = [whole(text, item, sentence, question.kind) for item in items(text, exact, sentence)]
    return tuple(_of_people(text, found) if question.kind is Kind.PERSON else found)


def _of_people(text: str, found: Sequence[Span]) -> Sequence[Span]:
    """Return the names; an office in small letters that stands before its holder is no one else."""
    names = [span for span in found if any(c.isupper() for c in text[span.start : span.end])]
    return names or found


def _is_exact(question: Question, text: str, marks: Sequence[Span]) -> bool:
    if question.kind is Kind.REASON:
        return False
    return all(len(text[mark.start : mark.end].split()) <= EXACT_WORDS for mark in marks)
