"""Parse streamed text into sentences with their citation marks.

    text = CitationParser()
    for piece in pieces:
        for sentence in text.feed(piece): …
    for sentence in text.close(): …

A sentence is emitted once no further input can change it: half a mark is held back, and so is a
sentence whose mark may follow its full stop. Marks are `[1]`, `【1】` and similar, with lists and
ranges. What models wrap around an answer (reasoning, headings, bullets, bold type) is removed.
Sentences are not verified here.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from qa.text.sentences import sentences

MAX_SENTENCE_CHARS = 1000
"""Longer text without the end of a sentence is cut there."""

_MOST_REPETITIONS = 3
_MOST_OF_RANGE = 20
_MOST_NUMBER = 999

_NUMBER = r"\^?\d{1,3}(?:\s*[-–]\s*\d{1,3})?(?:\s*†[^\]】］\n]{0,40})?"
_NAMED = r"(?:(?:quotations?|quotes?|sources?|kutipan|sumber|no\.?)\s*)?"
_MARK = re.compile(
    rf"[\[【［]\s*{_NAMED}({_NUMBER}(?:\s*(?:[,;&]|and|dan)\s*{_NAMED}{_NUMBER})*)\s*[\]】］]",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?(?:\s*†[^,;\]】］]*)?")
_HALF = re.compile(r"[\[【［][^\]】］\n]{0,80}$")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL | re.IGNORECASE)
_DECORATION = re.compile(
    r"^\s*(?:#{1,6}\s+|>\s+|(?:[-*•·]|\d{1,2}[.)])\s+|"
    r"(?:answer|jawaban|the answer is)(?: (?:in|dalam) [\w ]{1,20})?:\s*)+",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^\s*```.*$")
_MARKED = re.compile(r"\*\*|__|`|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_SPACE_BEFORE = re.compile(r"\s+([.,;:!?])")
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence without its marks, and the distinct numbers in them, in order."""

    text: str
    numbers: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not any(c.isalnum() for c in self.text):
            raise ValueError(f"{self.text!r} is no sentence: it has neither letter nor digit")


class CitationParser:
    """Parses streamed text, piece by piece."""

    def __init__(self) -> None:
        self._rest = ""
        self._seen: dict[str, int] = {}

    @property
    def is_looping(self) -> bool:
        """Whether the model repeats itself, as small models do."""
        return sum(count - 1 for count in self._seen.values()) >= _MOST_REPETITIONS

    def feed(self, piece: str) -> tuple[CitedSentence, ...]:
        """Add a piece; return the sentences that it completes."""
        self._rest += piece
        return tuple(self._taken(is_end=False))

    def close(self) -> tuple[CitedSentence, ...]:
        """End the text; return the remaining sentences."""
        return tuple(self._taken(is_end=True))

    def _taken(self, is_end: bool) -> Iterator[CitedSentence]:
        text = _THOUGHT.sub("", self._rest) if "<think" in self._rest.lower() else self._rest
        if is_end:
            self._rest = ""
            yield from self._new(text)
            return
        ready = _ready(text)
        if not ready:
            return
        # Reasoning that is not closed yet stays; the text before it has been parsed.
        opened = re.search(r"<think(?:ing)?>(?!.*</think)", self._rest, re.DOTALL | re.IGNORECASE)
        self._rest = text[ready:] + (self._rest[opened.start() :] if opened else "")
        yield from self._new(text[:ready])

    def _new(self, text: str) -> Iterator[CitedSentence]:
        for sentence in _sentences(text):
            key = sentence.text.casefold()
            self._seen[key] = self._seen.get(key, 0) + 1
            if self._seen[key] == 1:
                yield sentence


def _ready(text: str) -> int:
    """Return the length of the prefix that no further input can change."""
    line = text.rfind("\n") + 1
    half = _HALF.search(text, line)
    end = half.start() if half else len(text)
    found = list(sentences(text, line, end)) if text[line:end].strip() else []
    # The last sentence may continue, and may begin with the mark of the one before it.
    starts = [_behind_marks(text, each.start) for each in found]
    starts = [start for start in starts if text[start:end].strip()]
    if len(starts) > 1:
        return starts[-1]
    return line + MAX_SENTENCE_CHARS if len(text) - line > MAX_SENTENCE_CHARS else line


def _behind_marks(text: str, start: int) -> int:
    """Return the start of a sentence after the marks of the previous one."""
    while match := _MARK.match(text, start):
        start = match.end()
        start += len(text[start:]) - len(text[start:].lstrip())
    return start


def _sentences(text: str) -> Iterator[CitedSentence]:
    for line in text.split("\n"):
        if not _FENCE.match(line):
            yield from _of_line(_DECORATION.sub("", _cleaned(line)))


def _of_line(line: str) -> Iterator[CitedSentence]:
    """Yield the sentences of a line; a mark at the start of one belongs to the previous one."""
    bare, marks = _without_marks(line)
    spans = list(sentences(bare, 0, len(bare))) if bare.strip() else []
    for number, span in enumerate(spans):
        last = spans[number + 1].start if number + 1 < len(spans) else len(bare) + 1
        first = 0 if number == 0 else span.start
        text = _SPACE_BEFORE.sub(r"\1", _SPACES.sub(" ", bare[span.start : span.end])).strip()
        numbers = [
            n for at, found in marks if first < at <= last or at == first == 0 for n in found
        ]
        for start in range(0, len(text), MAX_SENTENCE_CHARS):
            part = text[start : start + MAX_SENTENCE_CHARS].strip()
            if any(c.isalnum() for c in part):
                yield CitedSentence(part, tuple(dict.fromkeys(numbers)))


def _without_marks(line: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """Return a line without its marks, and the position and numbers of each mark."""
    bare, last = "", 0
    marks: list[tuple[int, list[int]]] = []
    for match in _MARK.finditer(line):
        bare += line[last : match.start()]
        # A mark belongs to the words before it, even after a full stop.
        bare_end = len(bare.rstrip())
        marks.append((bare_end, _numbers(match[1])))
        last = match.end()
    return bare + line[last:], marks


def _numbers(said: str) -> list[int]:
    found: list[int] = []
    for match in _RANGE.finditer(said):
        first, last = int(match[1]), int(match[2] or match[1])
        is_range = first < last <= first + _MOST_OF_RANGE
        found += range(first, last + 1) if is_range else dict.fromkeys((first, last))
    return [number for number in found if number <= _MOST_NUMBER]


def _cleaned(line: str) -> str:
    kept = (c if c.isprintable() or c == " " else " " for c in line)
    whole = "".join(kept).encode("utf-8", "replace").decode("utf-8")
    return _MARKED.sub("", unicodedata.normalize("NFC", whole))
