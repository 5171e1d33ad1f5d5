"""The context window of a passage: the passage with the sentences around it, read as one text.

A passage is cut to be found; much of what it says ("he", "the match") is told a sentence before.
What is read is therefore more than what is retrieved, and never leaves the run of paragraphs that
are the article, nor cuts a sentence. Knows no scores.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qa.ingest.boilerplate import body
from qa.schema.article import Article
from qa.schema.passage import RetrievedPassage
from qa.schema.span import Span
from qa.text.sentences import sentences


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
    """Return the windows in which the passages are read; no text is in two of them.

    A passage that a better one's window holds needs none of its own; one that it holds a part of is
    read without that part.

    Args:
        retrieved: best first.
        max_chars: the longest window.
    """
    contexts: dict[str, Context] = {}
    opened: list[tuple[Context, Span, list[RetrievedPassage]]] = []
    for each in retrieved:
        passage = each.passage
        context = contexts.setdefault(passage.article.id, Context.of(passage.article))
        place = Span(passage.start, passage.end)
        mine = [(span, held) for other, span, held in opened if other is context]
        window = _clear_of(context.window(place, max_chars), place, [span for span, _ in mine])
        if window is None:
            next(held for span, held in mine if span.overlaps(place)).append(each)
        else:
            opened.append((context, window, [each]))
    return tuple(
        ContextWindow(context.article, span, context.sentences(span), tuple(held))
        for context, span, held in opened
    )


def _clear_of(window: Span, place: Span, taken: Sequence[Span]) -> Span | None:
    """Return a window around a place without what others have; None where they have all of it."""
    first = max([window.start, *(t.end for t in taken if t.start <= place.start)])
    last = min([window.end, *(t.start for t in taken if t.start > place.start)])
    # What is left of the window may lie outside the place that it was opened for.
    left = Span(first, last) if first < last else None
    return left if left and left.overlaps(place) else None
