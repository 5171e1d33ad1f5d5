"""The context window of a passage: the passage with the sentences around it, read as one text.

A passage is cut to be found; much of what it says ("he", "the match") is told a sentence before.
What is read is therefore more than what is retrieved, and never leaves the run of paragraphs that
are the article, nor cuts a sentence. Knows no scores.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.article import Article
from qa.boilerplate import body
from qa.passage import RetrievedPassage
from qa.sentence import sentences
from qa.span import Span


@dataclass(frozen=True, slots=True)
class Context:
    """The sentences of an article that may be read together, run by run, in order."""

    article: Article
    runs: tuple[tuple[Span, ...], ...]

    @classmethod
    def of(cls, article: Article) -> "Context":
        """Return the article's sentences without its boilerplate."""
        text = article.text
        found = (tuple(sentences(text, run.start, run.end)) for run in body(text))
        return cls(article, tuple(run for run in found if run))

    def window(self, span: Span, max_chars: int, before: float = 0.5) -> Span:
        """Return the span with whole sentences around it, of the same run.

        Args:
            span: what is read in any case, however long it is.
            max_chars: the longest window.
            before: the share of the room that goes to what stands before, 0 to 1; what one side
                does not need goes to the other.
        """
        run = next((r for r in self.runs if r[0].start <= span.start < r[-1].end), ())
        if not run:
            return span
        starts = [sentence.start for sentence in run]
        first = bisect_right(starts, span.start) - 1
        last = max(first, bisect_right(starts, span.end - 1) - 1)
        whole = Span(min(run[first].start, span.start), max(run[last].end, span.end))
        if whole.end - whole.start > max_chars:
            return span  # The sentence that it was cut out of is itself too long.
        room = max_chars - (whole.end - whole.start)
        left = _grown(run, first, -1, whole, room * before)
        right = _grown(run, last, 1, whole, max_chars - (whole.end - run[left].start))
        left = _grown(run, left, -1, whole, max_chars - (run[right].end - whole.start))
        return Span(min(run[left].start, whole.start), max(run[right].end, whole.end))

    def sentences(self, window: Span) -> tuple[Span, ...]:
        """Return the sentences of a window, cut to it."""
        if not any(r[0].start <= window.start < r[-1].end for r in self.runs):
            return tuple(sentences(self.article.text, window.start, window.end))
        return tuple(
            Span(max(s.start, window.start), min(s.end, window.end))
            for run in self.runs
            for s in run
            if s.start < window.end and s.end > window.start
        )


def _grown(run: Sequence[Span], at: int, step: int, span: Span, room: float) -> int:
    """Return the sentence up to which `room` characters before or after a span reach."""
    while 0 <= at + step < len(run):
        far = run[at + step]
        if (span.start - far.start if step < 0 else far.end - span.end) > room:
            break
        at += step
    return at


@dataclass(frozen=True, slots=True)
class ContextWindow:
    """A window of an article with the retrieved passages that stand in it, best first."""

    article: Article
    span: Span
    sentences: tuple[Span, ...]
    passages: tuple[RetrievedPassage, ...]

    @property
    def text(self) -> str:
        """The window's words."""
        return self.article.text[self.span.start : self.span.end]


def context_windows(
    retrieved: Sequence[RetrievedPassage], max_chars: int
) -> tuple[ContextWindow, ...]:
    """Return the windows in which the passages are read; each passage is in just one of them.

    A passage that a better one's window holds needs none of its own, and windows of one article do
    not overlap.

    Args:
        retrieved: best first.
        max_chars: the longest window.
    """
    contexts: dict[str, Context] = {}
    windows: list[tuple[Context, Span]] = []
    for passage in (each.passage for each in retrieved):
        context = contexts.setdefault(passage.article.id, Context.of(passage.article))
        mine = [span for other, span in windows if other is context]
        if any(s.start <= passage.start and passage.end <= s.end for s in mine):
            continue
        span = context.window(Span(passage.start, passage.end), max_chars)
        windows.append((context, _clear_of(span, mine, passage.start, passage.end)))
    return tuple(
        ContextWindow(c.article, span, c.sentences(span), tuple(_inside(c, span, retrieved)))
        for c, span in windows
    )


def _clear_of(span: Span, taken: Sequence[Span], start: int, end: int) -> Span:
    """Return a window without what other windows have; at least its own passage."""
    first = max([span.start, *(t.end for t in taken if t.end <= start)])
    last = min([span.end, *(t.start for t in taken if t.start >= end)])
    return Span(first, last)


def _inside(
    context: Context, span: Span, retrieved: Sequence[RetrievedPassage]
) -> Iterator[RetrievedPassage]:
    for each in retrieved:
        passage = each.passage
        is_here = passage.article.id == context.article.id
        if is_here and span.start <= passage.start and passage.end <= span.end:
            yield each
