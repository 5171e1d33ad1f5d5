"""Articles of IndoSum put back into natural text.

IndoSum (Kurniawan and Louvan 2018, "IndoSum: A New Benchmark Dataset for Indonesian Text
Summarization") keeps its articles tokenised, with spaces around punctuation. People write them
without, and so must what the reader learns from.
"""

import json
import re
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path

from qa.schema.article import Article
from qa.training.data.example import TrainingDataError

_REPAIRS = tuple(
    (re.compile(pattern), repaired)
    for pattern, repaired in (
        (r"[ \xa0]+", " "),
        (r"(?<=\d) ([.,]) (?=\d)", r"\1"),
        (r"(?<=\d) / (?=\d)", "/"),
        (r" ([.,;:!?%)\]}”…]+)", r"\1"),
        (r"([(\[{“]) ", r"\1"),
        (r"(?<=\w) (['’]) (?=\w)", r"\1"),
        (r"(?<=\w) - (?=\w)", "-"),
        (r"(?<=\w) / (?=\w)", "/"),
        (r'" ([^"]*?) ?"', r'"\1"'),
        (r"\$ ", "$"),
    )
)


def natural_text(tokenised: str) -> str:
    """Return a tokenised paragraph as people write it."""
    text = tokenised.strip()
    for pattern, repaired in _REPAIRS:
        text = pattern.sub(repaired, text)
    return text


def article_id(origin: str) -> str:
    """Return the short id that questions name an article by.

    Args:
        origin: the article's id in IndoSum: a number, then the words of its title.
    """
    digest = sha1(origin.encode(), usedforsecurity=False).hexdigest()
    return f"{origin.split('-')[0]}-{digest[:4]}"


def indosum_articles(path: Path) -> Iterator[Article]:
    """Yield the articles of a file as IndoSum has them.

    Raises:
        TrainingDataError: the file cannot be read, or a row is not as its README describes.
    """
    try:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            origin: str = row["id"]
            kept = [paragraph for paragraph in row["paragraphs"] if paragraph.strip()]
            text = "\n\n".join(natural_text(paragraph) for paragraph in kept)
            title = " ".join(origin.split("-")[1:]).capitalize() or origin
            if text.strip():
                yield Article(article_id(origin), title, text, origin, "id", row["source"])
    except (OSError, KeyError, ValueError) as error:
        raise TrainingDataError(
            f"{path}: {error!r}; expected rows as its README describes"
        ) from error
