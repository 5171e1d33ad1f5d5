"""The trained network in use: how well each span of a passage answers a question.

Position 0 of every row stands for "the passage does not answer"; a span's margin is how far its
score lies above that, so that margins of different passages compare (Clark and Gardner 2018,
"Simple and Effective Multi-Paragraph Reading Comprehension"). A long passage is read in windows
that overlap. Knows nothing of articles, sentences or answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.batching import batches
from embeddings.e5.onnx_session import OnnxSession
from embeddings.e5.tokenizer import Offsets, TextTokenizer
from qa.reader.weights import BEGIN, END, MAX_QUESTION_TOKENS, MAX_SPAN_TOKENS, PAIR_DIM

WINDOW_TOKENS = 320
OVERLAP_TOKENS = 80
BATCH_TOKENS = 256
KEPT_SPANS = 24

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """The characters `start` to `end` of a text, and how far their score is above "no answer"."""

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class TextScores:
    """What one text says to the question.

    Attributes:
        spans: the best, which do not overlap, best first; none where a text has no words.
        log_odds: that the text answers at all: of all its spans together against "no answer".
    """

    spans: tuple[ScoredSpan, ...]
    log_odds: float


@dataclass(frozen=True, slots=True)
class _Window:
    """Some tokens of a text after a question.

    `ids` are those of the whole row; `offsets` and `sentences`, which sentence it stands in, those
    of the text's own tokens.
    """

    text: int
    ids: tuple[int, ...]
    offsets: Offsets
    sentences: NDArray[np.int64]


class SpanModel:
    """Reads texts with a question in mind."""

    def __init__(self, tokenizer: TextTokenizer, words: Floats, session: OnnxSession) -> None:
        """Keep what reading needs.

        Args: tokenizer: the encoder's. words: the encoder's table of word embeddings, shape
        (vocabulary, hidden). session: words and attention_mask to scores, as
        `embeddings.e5.onnx_export` makes it, with the columns that `ReaderWeights.head` gives.
        """
        self._tokenizer = tokenizer
        self._words = words
        self._session = session

    def read(
        self, question: str, texts: Sequence[str], starts: Sequence[Sequence[int]]
    ) -> list[TextScores]:
        """Return what each text says to the question, in the order given.

        Args:
            question: as it is asked.
            texts: what is read.
            starts: for each text, where its sentences start, ascending; no span leaves its own.
        """
        windows = list(self._windows(question, texts, starts))
        read: list[list[TextScores]] = [[] for _ in texts]
        for numbers in batches([len(window.ids) for window in windows], BATCH_TOKENS):
            rows = [windows[number] for number in numbers]
            for window, scores in zip(rows, self._scores(rows), strict=True):
                read[window.text].append(_reading(window, scores))
        return [_joined(parts) for parts in read]

    def _windows(
        self, question: str, texts: Sequence[str], starts: Sequence[Sequence[int]]
    ) -> Iterator[_Window]:
        asked, *pieces = self._tokenizer.pieces([question, *texts])
        begin = (BEGIN, *asked[0][:MAX_QUESTION_TOKENS], END)
        for number, (ids, offsets) in enumerate(pieces):
            begins = np.array([begin for begin, _ in offsets], np.int64)
            sentences = np.searchsorted(np.array(starts[number], np.int64), begins, side="right")
            for start in _starts(len(ids)):
                part = slice(start, start + WINDOW_TOKENS)
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


def _starts(tokens: int) -> range:
    """Return where windows begin: one for a text that fits, and none that adds nothing."""
    step = WINDOW_TOKENS - OVERLAP_TOKENS
    return range(0, max(1, tokens - OVERLAP_TOKENS), step)


def _reading(window: _Window, scores: Floats) -> TextScores:
    """Return what a window says.

    Args:
        window: a row.
        scores: shape (tokens, 2 + 2 * PAIR_DIM): start, end, and both halves of the pair's score.
    """
    first = len(window.ids) - len(window.offsets) - 1
    own = scores[first : first + len(window.offsets)]
    none = _no_answer(scores[0])
    margins = own[:, 0, None] + own[None, :, 1] + _pairs(own) - none
    margins = np.where(_allowed(window), margins, -np.inf)
    most = float(margins.max(initial=-np.inf))
    if most == -np.inf:
        return TextScores((), -np.inf)
    log_odds = most + float(np.log(np.exp(margins - most).sum()))
    return TextScores(tuple(_best(margins, window.offsets)), log_odds)


def _no_answer(scores: Floats) -> float:
    first, last = scores[2 : 2 + PAIR_DIM], scores[2 + PAIR_DIM :]
    return float(scores[0] + scores[1] + first @ last / PAIR_DIM**0.5)


def _pairs(scores: Floats) -> Floats:
    return scores[:, 2 : 2 + PAIR_DIM] @ scores[:, 2 + PAIR_DIM :].T / np.float32(PAIR_DIM**0.5)


def _allowed(window: _Window) -> NDArray[np.bool_]:
    """Return which pairs of tokens are spans.

    In order, in one sentence, not too long, and with no mere space at either end.
    """
    visible = np.array([end > start for start, end in window.offsets], np.bool_)
    steps = np.arange(len(visible))
    distance = steps[None, :] - steps[:, None]
    fits = (distance >= 0) & (distance < MAX_SPAN_TOKENS)
    fits &= window.sentences[:, None] == window.sentences[None, :]
    return fits & visible[:, None] & visible[None, :]


def _best(margins: Floats, offsets: Offsets) -> Iterator[ScoredSpan]:
    """Yield the best spans, each free of those before it."""
    margins = margins.copy()
    for _ in range(KEPT_SPANS):
        first, last = divmod(int(margins.argmax()), len(offsets))
        if margins[first, last] == -np.inf:
            return
        yield ScoredSpan(offsets[first][0], offsets[last][1], float(margins[first, last]))
        margins[: last + 1, first:] = -np.inf


def _joined(parts: Sequence[TextScores]) -> TextScores:
    """Return what the windows of one text say together."""
    spans: list[ScoredSpan] = []
    for span in sorted((s for part in parts for s in part.spans), key=lambda s: -s.margin):
        if all(span.end <= other.start or span.start >= other.end for other in spans):
            spans.append(span)
    return TextScores(tuple(spans), max((part.log_odds for part in parts), default=-np.inf))
