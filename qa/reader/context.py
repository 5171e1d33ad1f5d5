"""Context windows: each retrieved passage with whole sentences around it, read as one text.

Passages are short, for retrieval; their pronouns and definite nouns ("he", "the match") often refer
to the sentence before. So the reader reads more than was retrieved. A window never crosses
boilerplate and never cuts a sentence. Scores play no part here.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qa.ingest.page.boilerplate import searchable
from qa.schema.article import Article
from qa.schema.passage import RetrievedPassage
from qa.schema.span import Span
from qa.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Context:
    """The sentences of an article in runs, in order; boilerplate separates the runs."""

    article: Article
    runs: tuple[tuple[Span, ...], ...]

    @classmethod
    def of(cls, article: Article) -> "Context":
        """Segment an article into runs of sentences without boilerplate."""
        text = article.text
        runs = (tuple(sentences(text, run.start, run.end)) for run in searchable(text))
        return cls(article, tuple(run for run in runs if run))

    def window(self, span: Span, max_chars: int, before: float = 0.5) -> Span:
        """Expand a span by whole sentences of its run, up to a length.

        Args:
            span: returned as it is where it is longer than the window, or in no run.
            max_chars: length of the window.
            before: share of the remaining characters for the sentences before the span, 0 to 1;
                what one side does not use goes to the other.
        """
        run = next((r for r in self.runs if r[0].start <= span.start < r[-1].end), ())
        if not run:
            return span
        starts = [sentence.start for sentence in run]
        first = bisect_right(starts, span.start) - 1
        last = max(first, bisect_right(starts, span.end - 1) - 1)
        whole = Span(min(run[first].start, span.start), max(run[last].end, span.end))
        if whole.end - whole.start > max_chars:
            return span  # The sentence around it is itself too long.
        room = max_chars - (whole.end - whole.start)
        left = _expanded(run, first, -1, whole, room * before)
        right = _expanded(run, last, 1, whole, max_chars - (whole.end - run[left].start))
        left = _expanded(run, left, -1, whole, max_chars - (run[right].end - whole.start))
        return Span(min(run[left].start, whole.start), max(run[right].end, whole.end))

    def sentences(self, window: Span) -> tuple[Span, ...]:
        """Return the sentences of a window, clipped to it."""
        if not any(r[0].start <= window.start < r[-1].end for r in self.runs):
            return tuple(sentences(self.article.text, window.start, window.end))
        return tuple(
            Span(max(s.start, window.start), min(s.end, window.end))
            for run in self.runs
            for s in run
            if s.start < window.end and s.end > window.start
        )


def _expanded(run: Sequence[Span], at: int, step: int, span: Span, room: float) -> int:
    """Return the index of the last whole sentence within `room` characters of the span.

    `step` is -1 for the sentences before the span, 1 for those after it.
    """
    while 0 <= at + step < len(run):
        far = run[at + step]
        if (span.start - far.start if step < 0 else far.end - span.end) > room:
            break
        at += step
    return at


@dataclass(frozen=True, slots=True)
class ContextWindow:
    """A window of an article with the retrieved passages inside it, best first."""

    article: Article
    span: Span
    sentences: tuple[Span, ...]
    passages: tuple[RetrievedPassage, ...]

    @property
    def text(self) -> str:
        """The text of the window."""
        return self.article.text[self.span.start : self.span.end]


def context_windows(
    retrieved: Sequence[RetrievedPassage], max_chars: int
) -> tuple[ContextWindow, ...]:
    """Return the context windows of the passages; windows do not overlap.

    A passage inside the window of a better one gets no window of its own. A passage that partly
    overlaps one gets a window without the overlap.

    Args:
        retrieved: best first.
        max_chars: length of a window.
    """
    contexts: dict[str, Context] = {}
    opened: list[tuple[Context, Span, list[RetrievedPassage]]] = []
    for each in retrieved:
        passage = each.passage
        context = contexts.setdefault(passage.article.id, Context.of(passage.article))
        span = Span(passage.start, passage.end)
        others = [(taken, inside) for other, taken, inside in opened if other is context]
        window = _free_part(context.window(span, max_chars), span, [taken for taken, _ in others])
        if window is None:
            next(inside for taken, inside in others if taken.overlaps(span)).append(each)
        else:
            opened.append((context, window, [each]))
    return tuple(
        ContextWindow(context.article, span, context.sentences(span), tuple(inside))
        for context, span, inside in opened
    )


def _free_part(window: Span, passage: Span, taken: Sequence[Span]) -> Span | None:
    """Return the part of a passage's window outside other windows; None where there is none."""
    start = max([window.start, *(t.end for t in taken if t.start <= passage.start)])
    end = min([window.end, *(t.start for t in taken if t.start > passage.start)])
    # The remaining part may lie outside the passage itself.
    free = Span(start, end) if start < end else None
    return free if free and free.overlaps(passage) else None
