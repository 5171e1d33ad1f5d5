"""The reader that answers exactly: the words that were asked for, in the sentence they stand in.

Reads passages in their context with the trained network, and makes a candidate of every sentence in
which the network marks an answer. Everything that it knows of language the network has learned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qa.reader.calibration import confidence, score_lead
from qa.reader.context import ContextWindow, context_windows
from qa.reader.span_model import ScoredSpan, SpanModel, TextScores
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, AnswerFeatures, ReaderOutput
from qa.schema.span import Span
from qa.settings import ReaderSettings
from qa.text.questions import expanded_text

_EDGES = " \t\r\n\xa0.,;:"


@dataclass(frozen=True, slots=True)
class _Read:
    """A context window, and what the network says to it."""

    window: ContextWindow
    reading: TextScores

    @property
    def best(self) -> float:
        """The margin of its best span."""
        return self.reading.spans[0].margin if self.reading.spans else float("-inf")

    def at(self, scored: ScoredSpan) -> Span:
        """Return where a span stands in the article, without punctuation at its ends."""
        said = self.window.text[scored.start : scored.end]
        kept = said.strip(_EDGES) or said
        start = self.window.span.start + scored.start + said.index(kept)
        return Span(start, start + len(kept))

    def passage(self, span: Span) -> RetrievedPassage:
        """Return the retrieved passage that a span stands in, or the best of its window."""
        held = (
            each
            for each in self.window.passages
            if each.passage.start <= span.start < each.passage.end
        )
        return next(held, self.window.passages[0])


class SpanReader:
    """Finds exact answers with the trained network."""

    def __init__(self, model: SpanModel, settings: ReaderSettings | None = None) -> None:
        """Keep the network, and the thresholds by which its margins become candidates."""
        self._model = model
        self._settings = settings or ReaderSettings()

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> ReaderOutput:
        """Return what the passages say to the question."""
        read = self._read(question, passages)
        candidates = sorted(
            (found for each in read for found in self._findings(each)), key=lambda f: -f.score
        )
        features = self._features(question, read, candidates) if candidates else None
        return ReaderOutput(
            tuple(candidates),
            self._ranked(read, passages),
            confidence(features, self._settings) if features else 0.0,
            self._settings.close_margin,
            features,
        )

    def _read(self, question: Question, passages: Sequence[RetrievedPassage]) -> list[_Read]:
        windows = context_windows(passages, self._settings.window_chars)
        starts = [[s.start - w.span.start for s in w.sentences] for w in windows]
        texts = [window.text for window in windows]
        readings = self._model.read(expanded_text(question), texts, starts)
        return [_Read(*each) for each in zip(windows, readings, strict=True)]

    def _score(self, retrieved: RetrievedPassage, margin: float) -> float:
        return margin + self._settings.retrieval_weight * retrieved.score

    def _findings(self, read: _Read) -> Iterator[AnswerCandidate]:
        """Yield a candidate for each sentence in which the network marks an answer.

        The best span of a window is one in any case; another, an item of a list, where it is
        above "no answer" and not far behind.
        """
        least = max(0.0, read.best - self._settings.item_margin)
        spans = [s for s in read.reading.spans if _has_word(read, s)]
        kept = [s for n, s in enumerate(spans) if n == 0 or s.margin >= least]

        def sentence(scored: ScoredSpan) -> Span:
            span = read.at(scored)
            return next((s for s in read.window.sentences if s.overlaps(span)), span)

        ordered = sorted(kept, key=lambda s: s.start)
        for within, group in groupby(ordered, key=sentence):
            scored = list(group)
            marks = tuple(read.at(each) for each in scored)
            best = max(scored, key=lambda each: each.margin)
            score = self._score(read.passage(read.at(best)), best.margin)
            yield AnswerCandidate(
                read.window.article,
                min(within.start, marks[0].start),
                max(within.end, marks[-1].end),
                score,
                marks,
                scored.index(best),
                best.margin,
            )

    def _ranked(
        self, read: Sequence[_Read], passages: Sequence[RetrievedPassage]
    ) -> tuple[RetrievedPassage, ...]:
        """Return the passages as the reader orders them: by the best span that starts in each."""
        margins: dict[int, float] = {}
        for each in read:
            for scored in each.reading.spans:
                rank = each.passage(each.at(scored)).rank
                margins[rank] = max(scored.margin, margins.get(rank, float("-inf")))
        none = float("-inf")
        order = sorted(passages, key=lambda p: -self._score(p, margins.get(p.rank, none)))
        return tuple(replace(each, rank=rank) for rank, each in enumerate(order, start=1))

    def _features(
        self, question: Question, read: Sequence[_Read], candidates: Sequence[AnswerCandidate]
    ) -> AnswerFeatures:
        best = next(each for each in read if _holds(each, candidates[0]))
        most = self._settings.max_lead
        return AnswerFeatures(
            windows=len(read),
            log_odds=best.reading.log_odds,
            retrieval=best.window.passages[0].score,
            is_foreign=best.window.article.language != question.language,
            lead=score_lead(candidates, most),
        )


def _holds(read: _Read, candidate: AnswerCandidate) -> bool:
    window = read.window
    is_here = window.article.id == candidate.article.id
    return is_here and window.span.start <= candidate.start < window.span.end


def _has_word(read: _Read, scored: ScoredSpan) -> bool:
    return any(c.isalnum() for c in read.window.text[scored.start : scored.end])
