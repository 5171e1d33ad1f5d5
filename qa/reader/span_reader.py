"""The extractive reader that ships: answer spans of a trained network, grouped by sentence.

It reads each passage in its context window and makes an answer candidate of every sentence with an
answer span. It has no rules about language; everything about it is in the network.
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
class _ScoredWindow:
    """A context window with the network's scores."""

    window: ContextWindow
    scores: TextScores

    @property
    def best_margin(self) -> float:
        """The margin of the best span; -inf where there is none."""
        return self.scores.spans[0].margin if self.scores.spans else float("-inf")

    def at(self, scored: ScoredSpan) -> Span:
        """Return a span as offsets into the article, without punctuation at its ends."""
        text = self.window.text[scored.start : scored.end]
        stripped = text.strip(_EDGES) or text
        start = self.window.span.start + scored.start + text.index(stripped)
        return Span(start, start + len(stripped))

    def passage(self, span: Span) -> RetrievedPassage:
        """Return the retrieved passage that a span starts in; else the best of the window."""
        around = (
            each
            for each in self.window.passages
            if each.passage.start <= span.start < each.passage.end
        )
        return next(around, self.window.passages[0])


class SpanReader:
    """Finds answer spans with the trained network."""

    def __init__(self, model: SpanModel, settings: ReaderSettings | None = None) -> None:
        """Create the reader from the network and the thresholds; the defaults unless given."""
        self._model = model
        self._settings = settings or ReaderSettings()

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> ReaderOutput:
        """Return the answer candidates in the passages, and the confidence in the best of them."""
        windows = self._scored_windows(question, passages)
        candidates = sorted(
            (each for window in windows for each in self._candidates(window)),
            key=lambda candidate: -candidate.score,
        )
        features = self._features(question, windows, candidates) if candidates else None
        return ReaderOutput(
            tuple(candidates),
            self._rerank(windows, passages),
            confidence(features, self._settings) if features else 0.0,
            self._settings.score_margin,
            features,
        )

    def _scored_windows(
        self, question: Question, passages: Sequence[RetrievedPassage]
    ) -> list[_ScoredWindow]:
        windows = context_windows(passages, self._settings.window_chars)
        starts = [[s.start - w.span.start for s in w.sentences] for w in windows]
        texts = [window.text for window in windows]
        scores = self._model.read(expanded_text(question), texts, starts)
        return [_ScoredWindow(*each) for each in zip(windows, scores, strict=True)]

    def _score(self, retrieved: RetrievedPassage, margin: float) -> float:
        return margin + self._settings.retrieval_weight * retrieved.score

    def _candidates(self, read: _ScoredWindow) -> Iterator[AnswerCandidate]:
        """Yield a candidate for each sentence with an answer span.

        The best span of a window always counts. Another one counts as an item of a list where it
        is above "no answer" and within `item_margin` of the best.
        """
        least = max(0.0, read.best_margin - self._settings.item_margin)
        spans = [s for s in read.scores.spans if _has_word(read, s)]
        kept = [s for n, s in enumerate(spans) if n == 0 or s.margin >= least]

        def sentence(scored: ScoredSpan) -> Span:
            span = read.at(scored)
            return next((s for s in read.window.sentences if s.overlaps(span)), span)

        ordered = sorted(kept, key=lambda s: s.start)
        for within, group in groupby(ordered, key=sentence):
            scored = list(group)
            answer_spans = tuple(read.at(each) for each in scored)
            best = max(scored, key=lambda each: each.margin)
            score = self._score(read.passage(read.at(best)), best.margin)
            yield AnswerCandidate(
                read.window.article,
                min(within.start, answer_spans[0].start),
                max(within.end, answer_spans[-1].end),
                score,
                answer_spans,
                scored.index(best),
                best.margin,
            )

    def _rerank(
        self, windows: Sequence[_ScoredWindow], passages: Sequence[RetrievedPassage]
    ) -> tuple[RetrievedPassage, ...]:
        """Return the passages re-ranked by the best answer span that starts in each."""
        margins: dict[int, float] = {}
        for each in windows:
            for scored in each.scores.spans:
                rank = each.passage(each.at(scored)).rank
                margins[rank] = max(scored.margin, margins.get(rank, float("-inf")))
        none = float("-inf")
        order = sorted(passages, key=lambda p: -self._score(p, margins.get(p.rank, none)))
        return tuple(replace(each, rank=rank) for rank, each in enumerate(order, start=1))

    def _features(
        self,
        question: Question,
        windows: Sequence[_ScoredWindow],
        candidates: Sequence[AnswerCandidate],
    ) -> AnswerFeatures:
        best = next(each for each in windows if _contains(each, candidates[0]))
        return AnswerFeatures(
            windows=len(windows),
            log_odds=best.scores.log_odds,
            retrieval_score=best.window.passages[0].score,
            is_cross_lingual=best.window.article.language != question.language,
            score_lead=score_lead(candidates, self._settings),
        )


def _contains(read: _ScoredWindow, candidate: AnswerCandidate) -> bool:
    window = read.window
    is_same_article = window.article.id == candidate.article.id
    return is_same_article and window.span.start <= candidate.start < window.span.end


def _has_word(read: _ScoredWindow, scored: ScoredSpan) -> bool:
    return any(c.isalnum() for c in read.window.text[scored.start : scored.end])
