"""Split articles into passages, the units that are retrieved, read and cited.

Sentence boundaries come from `qa.text.sentences`, and the lines that are the article from
`qa.ingest.page.boilerplate`.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.ingest.page.boilerplate import searchable
from qa.schema.article import Article
from qa.schema.passage import Passage
from qa.schema.span import Span
from qa.text.sentences import sentences

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

MAX_CHARS = 500
"""The default longest passage: about 110 tokens of Indonesian, a handful of sentences."""

# Separators for the splitter, in the place of white space, one character for one, so that every
# offset stays that of the article's text.
_PARAGRAPH_END, _SENTENCE_END = "\x1d", "\x1e"
_CONTROL_SPACE = re.compile(r"[\x1c-\x1f]")


def split_into_passages(
    article: Article, max_chars: int = MAX_CHARS, overlap_chars: int = 0
) -> tuple[Passage, ...]:
    """Split an article into passages, in order and without boilerplate.

    A passage is a run of sentences, over several paragraphs where they fit. A sentence is split
    only if it alone is longer than `max_chars`.

    Args:
        article: the article to split.
        max_chars: the longest passage, at least 1.
        overlap_chars: the most of a passage's end that the next one repeats, in whole sentences.

    Raises:
        ValueError: `max_chars` < 1, or `overlap_chars` is not between 0 and `max_chars`.
        RuntimeError: the splitter lost a passage's offset in the text; never seen.
    """
    if max_chars < 1 or not 0 <= overlap_chars < max_chars:
        raise ValueError(
            f"max_chars is {max_chars} and overlap_chars {overlap_chars}; expected "
            "1 or more, and from 0 to less than max_chars"
        )
    splitter = _splitter(max_chars, overlap_chars)
    return tuple(
        Passage(article, span.start, span.end)
        for run in searchable(article.text)
        for span in _split(article, run, splitter)
    )


def _splitter(max_chars: int, overlap_chars: int) -> "RecursiveCharacterTextSplitter":
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    # The splitter splits text that is as long as its size, but merges up to its size. Counted in
    # half characters, with one half to spare, the two are the same.
    return RecursiveCharacterTextSplitter(
        separators=[
            *(
                rf"(?<={end})(?!{end})|(?={end})(?<!{end})"
                for end in (_PARAGRAPH_END, _SENTENCE_END)
            ),
            r"(?<=[,;:])(?=\s)",
            r"(?=\s)(?<!\s)",
            "",
        ],
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=2 * max_chars + 1,
        chunk_overlap=2 * overlap_chars,
        length_function=_half_chars,
        add_start_index=True,
        strip_whitespace=True,
    )


def _half_chars(text: str) -> int:
    return 2 * len(text)


def _split(
    article: Article, run: Span, splitter: "RecursiveCharacterTextSplitter"
) -> Iterator[Span]:
    for piece in splitter.create_documents([_with_separators(article.text, run)]):
        start: int = piece.metadata["start_index"]
        if start < 0:
            raise RuntimeError(
                f"{article.id}: the splitter lost the offset of {piece.page_content[:60]!r}"
            )
        yield Span(run.start + start, run.start + start + len(piece.page_content))


def _with_separators(text: str, run: Span) -> str:
    """Return a run's text, as long as before, with separators between sentences and paragraphs."""
    sentence_spans = sentences(text, run.start, run.end)
    parts: list[str] = []
    for i, sentence in enumerate(sentence_spans):
        parts.append(_CONTROL_SPACE.sub(" ", text[sentence.start : sentence.end]))
        gap = text[
            sentence.end : sentence_spans[i + 1].start if i + 1 < len(sentence_spans) else run.end
        ]
        new_paragraph = any(end in gap for end in "\n\r\u2028\u2029")
        parts.append((_PARAGRAPH_END if new_paragraph else _SENTENCE_END) * len(gap))
    return "".join(parts)
