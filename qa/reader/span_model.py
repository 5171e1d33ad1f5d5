"""Span scoring with the trained network: how well each span of a text answers a question.

Position 0 of every row stands for "no answer"; the margin of a span is its score minus the score of
that position, so that margins are comparable across passages (Clark and Gardner 2018, "Simple and
Effective Multi-Paragraph Reading Comprehension"). Long texts are read in overlapping windows.
Articles, passages and answer candidates are unknown here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.e5.onnx_session import OnnxSession, batch_by_length
from embeddings.e5.tokenizer import Offsets, TextTokenizer
from qa.reader.weights import BEGIN, END, MAX_QUESTION_TOKENS, MAX_SPAN_TOKENS, PAIR_DIM
from qa.settings import ReaderSettings

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """The characters `start` to `end` of a text, and their margin above "no answer"."""

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class TextScores:
    """The scores of one text for one question.

    Attributes:
        spans: the best spans, best first, without overlaps; empty where the text has no words.
        log_odds: log odds that the text has an answer: all its spans against "no answer".
    """

    spans: tuple[ScoredSpan, ...]
    log_odds: float


@dataclass(frozen=True, slots=True)
class _Window:
    """A row of tokens: the question, and a window of a text.

    Attributes:
        text: index of the text.
        ids: token ids of the whole row.
        offsets: character offsets of the text's tokens.
        sentences: index of the sentence of each of the text's tokens.
    """

    text: int
    ids: tuple[int, ...]
    offsets: Offsets
    sentences: NDArray[np.int64]


class SpanModel:
    """Scores the spans of texts for a question."""

    def __init__(
        self,
        tokenizer: TextTokenizer,
        words: Floats,
        session: OnnxSession,
        settings: ReaderSettings | None = None,
    ) -> None:
        """Create the model.

        Args:
            tokenizer: that of the encoder.
            words: the encoder's word embeddings, shape (vocabulary, hidden).
            session: from words and attention_mask to scores, as `embeddings.e5.onnx_export` makes
                it, with the columns of `ReaderWeights.head`.
            settings: sizes of windows and batches; the defaults unless given.
        """
        self._tokenizer = tokenizer
        self._words = words
        self._session = session
        self._settings = settings or ReaderSettings()

    def read(
        self, question: str, texts: Sequence[str], starts: Sequence[Sequence[int]]
    ) -> list[TextScores]:
        """Return the scores of each text, in the order given.

        Args:
            question: text of the question.
            texts: the texts to score.
            starts: for each text, the start of each sentence, ascending; no span crosses one.
        """
        windows = list(self._windows(question, texts, starts))
        by_text: list[list[TextScores]] = [[] for _ in texts]
        lengths = [len(window.ids) for window in windows]
        for numbers in batch_by_length(lengths, self._settings.batch_tokens):
            rows = [windows[number] for number in numbers]
            for window, scores in zip(rows, self._scores(rows), strict=True):
                spans = _window_scores(window, scores, self._settings.max_window_spans)
                by_text[window.text].append(spans)
        return [_merged(parts) for parts in by_text]

    def _windows(
        self, question: str, texts: Sequence[str], starts: Sequence[Sequence[int]]
    ) -> Iterator[_Window]:
        question_pieces, *pieces = self._tokenizer.pieces([question, *texts])
        begin = (BEGIN, *question_pieces[0][:MAX_QUESTION_TOKENS], END)
        size, overlap = self._settings.max_model_tokens, self._settings.model_overlap_tokens
        for number, (ids, offsets) in enumerate(pieces):
            begins = np.array([begin for begin, _ in offsets], np.int64)
            sentences = np.searchsorted(np.array(starts[number], np.int64), begins, side="right")
            for start in _window_starts(len(ids), size, overlap):
                part = slice(start, start + size)
                row = (*begin, *ids[part], END)
                yield _Window(number, row, offsets[part], sentences[part])

    def _scores(self, rows: Sequence[_Window]) -> Floats:
        longest = max(len(row.ids) for row in rows)
        ids: NDArray[np.int64] = np.zeros((len(rows), longest), np.int64)
        mask: NDArray[np.int64] = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row.ids)] = row.ids
            mask[number, : len(row.ids)] = 1
        return self._session.run(words=np.asarray(self._words[ids]), attention_mask=mask)


def _window_starts(tokens: int, size: int, overlap: int) -> range:
    """Return the first token of each window; the last window ends with the text."""
    return range(0, max(1, tokens - overlap), size - overlap)


def _window_scores(window: _Window, scores: Floats, max_spans: int) -> TextScores:
    """Return the best spans of a window and its log odds.

    Args:
        window: a row.
        scores: shape (tokens, 2 + 2 * PAIR_DIM): start, end, and both factors of the pair score.
        max_spans: number of spans returned at most.
    """
    first = len(window.ids) - len(window.offsets) - 1
    own = scores[first : first + len(window.offsets)]
    none = _no_answer_score(scores[0])
    margins = own[:, 0, None] + own[None, :, 1] + _pair_scores(own) - none
    margins = np.where(_allowed(window), margins, -np.inf)
    most = float(margins.max(initial=-np.inf))
    if most == -np.inf:
        return TextScores((), -np.inf)
    log_odds = most + float(np.log(np.exp(margins - most).sum()))
    return TextScores(tuple(_best_spans(margins, window.offsets, max_spans)), log_odds)


def _no_answer_score(scores: Floats) -> float:
    first, last = scores[2 : 2 + PAIR_DIM], scores[2 + PAIR_DIM :]
    return float(scores[0] + scores[1] + first @ last / PAIR_DIM**0.5)


def _pair_scores(scores: Floats) -> Floats:
    return scores[:, 2 : 2 + PAIR_DIM] @ scores[:, 2 + PAIR_DIM :].T / np.float32(PAIR_DIM**0.5)


def _allowed(window: _Window) -> NDArray[np.bool_]:
    """Return which (first, last) pairs of tokens are valid spans, shape (tokens, tokens).

    First before last, within one sentence, not too long, and with a visible token at both ends.
    """
    visible = np.array([end > start for start, end in window.offsets], np.bool_)
    steps = np.arange(len(visible))
    distance = steps[None, :] - steps[:, None]
    fits = (distance >= 0) & (distance < MAX_SPAN_TOKENS)
    fits &= window.sentences[:, None] == window.sentences[None, :]
    return fits & visible[:, None] & visible[None, :]


def _best_spans(margins: Floats, offsets: Offsets, max_spans: int) -> Iterator[ScoredSpan]:
    """Yield the best spans, best first, without overlaps (non-maximum suppression)."""
    margins = margins.copy()
    for _ in range(max_spans):
        first, last = divmod(int(margins.argmax()), len(offsets))
        if margins[first, last] == -np.inf:
            return
        yield ScoredSpan(offsets[first][0], offsets[last][1], float(margins[first, last]))
        margins[: last + 1, first:] = -np.inf


def _merged(parts: Sequence[TextScores]) -> TextScores:
    """Merge the scores of the windows of one text."""
    spans: list[ScoredSpan] = []
    for span in sorted((s for part in parts for s in part.spans), key=lambda s: -s.margin):
        if all(span.end <= other.start or span.start >= other.end for other in spans):
            spans.append(span)
    return TextScores(tuple(spans), max((part.log_odds for part in parts), default=-np.inf))
