"""The model card that stands beside the packed weights, as Markdown.

Says what the weights are, how they came to be, what was read, how well they read, and where they
fail. Measures nothing itself.
"""

import platform
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch

from qa.training.curriculum import Curriculum
from qa.training.data.source import BEFORE, SOURCES, VALIDATION
from qa.training.figures import Figures
from qa.training.measure import Measured
from qa.training.plan import TrainingConfig

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
class Facts:
    """What is known of a training once it is over.

    `rows` counts the rows that were read of each source; `start` is the SHA-256 of the weights of
    an earlier training that it began with, None where it began with the encoder's own.
    """

    command: Sequence[str]
    start: str | None
    plan: TrainingConfig
    curriculum: Curriculum
    rows: Mapping[str, int]
    measured: Measured
    size: int
    digest: str


def model_card(facts: Facts) -> str:
    """Return the card."""
    return "\n".join([ABOUT, *_training(facts), *_data(facts), *_figures(facts), _limits(facts)])


def _training(facts: Facts) -> Iterable[str]:
    yield "## Training\n"
    # Where the files lay on that machine is nobody else's business: their names tell enough.
    named = [FOLDERS.sub("", part) for part in facts.command]
    yield f"    {shlex.join(named)}\n"
    yield f"With Python {platform.python_version()} and torch {torch.__version__}, on a CPU."
    if facts.start is not None:
        yield f"It began with weights of an earlier training (SHA-256 `{facts.start}`),"
        yield f"whose rows are not counted below. These had also been trained on {BEFORE}."
    yield ""
    yield from _table(["plan", ""])
    for name, value in (facts.plan.lasting() | facts.curriculum.record()).items():
        yield _line([f"`{name}`", f"{value}"])
    yield f"\nThe packed weights have {facts.size:,} bytes; SHA-256 `{facts.digest}`.\n"


def _data(facts: Facts) -> Iterable[str]:
    yield "## Data\n"
    yield "Licences are those that the origins state. A row is one question on one passage; most"
    yield "questions were also read on passages near the answer that do not hold it.\n"
    yield from _table(["files", "rows read", "what", "origin", "licence"])
    for source in SOURCES:
        if count := facts.rows.get(source.name):
            cells = (source.files, f"{count:,}", source.what, source.origin, source.licence)
            yield _line(cells)
    yield ""


def _figures(facts: Facts) -> Iterable[str]:
    found = facts.measured
    yield "## Figures\n"
    yield "Of the packed weights, read by the network that was trained, in float32, on questions"
    yield "that it was not trained on. Of an article's windows, the span that is furthest above its"
    yield "window's “no answer” is the answer, and the best log odds are the article's."
    yield "Exact match and token F1 are SQuAD 2.0's, in percent; a passage's log odds under"
    yield f"{found.threshold:.1f} count as refusing. The threshold is the best one for questions"
    yield "of the training files whose passages were held out of training.\n"
    heads = ("exact match", "F1", "exact match, none refused", "F1, none refused", "AUROC")
    yield from _table(["questions", "rows", *heads])
    yield _line(["Held out, for the threshold", *_cells(found.held_out)])
    yield from (_line([VALIDATION[name], *_cells(each)]) for name, each in found.sets.items())
    yield "\nAUROC: of telling questions that the passage answers from those that it does not."
    yield "“None refused” is of the questions that have an answer.\n"


def _limits(facts: Facts) -> str:
    return LIMITS.format(max_span=facts.plan.max_span, max_tokens=facts.plan.max_tokens)


def _cells(each: Figures) -> list[str]:
    shares = (each.exact_match, each.f1, each.answered_exact_match, each.answered_f1)
    shown = ["–" if share is None else f"{share:.1f}" for share in shares]
    return [str(each.rows), *shown, "–" if each.auroc is None else f"{each.auroc:.3f}"]


def _table(heads: Sequence[str]) -> Iterable[str]:
    yield _line(heads)
    yield _line(["---"] * len(heads))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
