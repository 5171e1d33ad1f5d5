"""The model card of the packed weights, as Markdown.

It describes the model, its training, data, figures and limits. Measures nothing itself.
"""

import platform
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch

from qa.training.config import TrainingConfig
from qa.training.data.curriculum import Curriculum
from qa.training.data.source import EARLIER_TRAINING, SOURCES, VALIDATION_SETS
from qa.training.validation.metrics import Figures
from qa.training.validation.validate import Validation

FOLDERS = re.compile(r"[^\s=]*/")
ABOUT = """# The reader

Given a question and a passage, in Indonesian or English, the reader scores the spans of the passage
that answer, several where the answer is a list, or says that the passage does not answer. It is
multilingual-e5-small (MIT; Wang et al. 2024, "Multilingual E5 Text Embeddings") with its upper
layers trained further and a small head that scores every span. The table of word embeddings and
the lowest layers are the encoder's own and are not kept here: these weights are of no use without
it.

A span's score is the sum of a score for its start, one for its end, and a bilinear one for both
together; position 0 stands for "the passage does not answer". The log odds of all spans against
that position compare between the passages of one question.
"""

LIMITS = """## Limits

- Indonesian and English only, news and encyclopaedia text. Other languages that the encoder knows
  were neither trained nor measured.
- Spans of at most {max_span} tokens. An answer that has to be reckoned or concluded is beyond it.
- Rows were cut at {max_tokens} tokens in training; longer passages should be read in parts.
- Most questions were written for training beside the article that they are about, in both
  languages by one hand. Newspaper readers may ask otherwise.
- The questions without an answer of IDK-MRC are changed by people from ones with an answer. What
  newspaper readers ask in vain may look otherwise: the threshold is for such questions, on one
  passage each.
- It says what the passage says, true or not.
"""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """The facts of a finished training.

    Attributes:
        command: the command line.
        start: the SHA-256 of the weights that it began with; None for the encoder's own.
        config: how it was trained.
        curriculum: what was read.
        rows: how many of each source were read.
        validation: the figures of its packed weights.
        size_bytes: of the packed weights.
        sha256: of the packed weights.
    """

    command: Sequence[str]
    start: str | None
    config: TrainingConfig
    curriculum: Curriculum
    rows: Mapping[str, int]
    validation: Validation
    size_bytes: int
    sha256: str


def model_card(facts: CardFacts) -> str:
    """Return the model card."""
    return "\n".join([ABOUT, *_training(facts), *_data(facts), *_figures(facts), _limits(facts)])


def _training(facts: CardFacts) -> Iterable[str]:
    yield "## Training\n"
    # Without the folders of the machine that it was trained on.
    words = [FOLDERS.sub("", part) for part in facts.command]
    yield f"    {shlex.join(words)}\n"
    yield f"With Python {platform.python_version()} and torch {torch.__version__}, on a CPU."
    if facts.start is not None:
        yield f"It began with weights of an earlier training (SHA-256 `{facts.start}`),"
        yield "whose rows are not counted below. It had also been trained on"
        yield f"{EARLIER_TRAINING}."
    yield ""
    yield from _table(["plan", ""])
    for name, value in (facts.config.reproducible() | facts.curriculum.record()).items():
        yield _line([f"`{name}`", f"{value}"])
    yield f"\nThe packed weights have {facts.size_bytes:,} bytes; SHA-256 `{facts.sha256}`.\n"


def _data(facts: CardFacts) -> Iterable[str]:
    yield "## Data\n"
    yield "Licences are those that the origins state. A row is one question on one passage; most"
    yield "questions were also read on passages near the answer that do not hold it.\n"
    yield from _table(["files", "rows read", "what", "origin", "licence"])
    for source in SOURCES:
        if count := facts.rows.get(source.name):
            cells = (source.files, f"{count:,}", source.description, source.origin, source.licence)
            yield _line(cells)
    yield ""


def _figures(facts: CardFacts) -> Iterable[str]:
    found = facts.validation
    yield "## Figures\n"
    yield "Of the packed weights, read by the network that was trained, in float32, on questions"
    yield "that it was not trained on. An article's answer is the span with the widest margin above"
    yield "the “no answer” of its window; an article's log odds are the highest of its windows."
    yield "Exact match and token F1 are SQuAD 2.0's, in percent; a passage's log odds under"
    yield f"{found.threshold:.1f} count as refusing. The threshold is the best one for questions"
    yield "of the training files whose passages were held out of training.\n"
    heads = ("exact match", "F1", "exact match, none refused", "F1, none refused", "AUROC")
    yield from _table(["questions", "rows", *heads])
    yield _line(["Held out, for the threshold", *_cells(found.held_out)])
    yield from (_line([VALIDATION_SETS[name], *_cells(each)]) for name, each in found.sets.items())
    yield "\nAUROC: of telling questions that the passage answers from those that it does not."
    yield "“None refused” is of the questions that have an answer.\n"


def _limits(facts: CardFacts) -> str:
    return LIMITS.format(max_span=facts.config.max_span, max_tokens=facts.config.max_tokens)


def _cells(each: Figures) -> list[str]:
    shares = (each.exact_match, each.f1, each.answered_exact_match, each.answered_f1)
    cells = ["–" if share is None else f"{share:.1f}" for share in shares]
    return [str(each.rows), *cells, "–" if each.auroc is None else f"{each.auroc:.3f}"]


def _table(heads: Sequence[str]) -> Iterable[str]:
    yield _line(heads)
    yield _line(["---"] * len(heads))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
