"""What is read in a course of training: how much of each source, and made how.

A course is a list of portions. Everything is drawn from the seed, so that the same files give the
same rows in the same order. Files named `.valid` are never opened here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random

from qa.reader.training.change import Changer
from qa.reader.training.cloze import cloze_examples, read_pairs
from qa.reader.training.example import Example, elsewhere, likeliest, read_examples, window

WINDOWS = ((220, 0.25), (360, 0.35), (520, 0.30), (900, 0.10))
HELD_OUT_IN = 32
RIVALS = 4
HELD_OUT_SOURCES = ("facqa", "idk-mrc")

Switch = Callable[[Example, bool, bool, Random], Example]
"""Returns the example with words of its question, of its passage or both in the other language."""

Near = Mapping[str, Sequence[str]]
"""By id of an example: passages near its question that do not hold its answer, nearest first."""


@dataclass(frozen=True, slots=True)
class Portion:
    """So many examples of a source.

    Attributes:
        refusals: share of examples without an answer; None takes them as they come.
        switch_question, switch_passage: shares with words swapped into the other language.
        negatives: share of examples that bring a near passage without the answer along: one that
            the retriever found, or else other sentences of their own passage.
        changed: share of examples with an answer whose question is changed so that it has none.
        beside: share of examples with an answer that bring such a changed question along.
        pairs: whether a question and one that people changed so that it has no answer, told by
            their ids, are scored against one another.
    """

    source: str
    count: int
    refusals: float | None = None
    switch_question: float = 0.0
    switch_passage: float = 0.0
    negatives: float = 0.0
    changed: float = 0.0
    beside: float = 0.0
    pairs: bool = False


BROAD = (
    Portion("squadshifts-wiki", 1000),
    Portion("squad2-mt-id", 1300, refusals=0.3),
    Portion("qamr-wikinews", 1800),
)


NEWS = (
    Portion("facqa", 2400, negatives=0.35),
    Portion("facqa", 1500, switch_question=1.0, negatives=0.35),
    Portion("idk-mrc", 8000, switch_question=0.15, negatives=0.1),
    Portion("squad2-mt-id", 1500, refusals=0.3, switch_question=0.5),
    Portion("tydiqa-en", 1500, switch_question=0.25, switch_passage=0.6),
    Portion("squadshifts-wiki", 1000, switch_passage=0.8),
    Portion("qamr-wikinews", 1000, switch_passage=0.5),
)
WHOLE = (
    Portion("facqa", 2500, negatives=0.5, changed=0.08),
    Portion("facqa", 2500, switch_question=0.3, negatives=0.5),
    Portion("facqa", 2000, switch_question=1.0, negatives=0.5, changed=0.08),
    Portion("idk-mrc", 9400, negatives=0.15),
    Portion("idk-mrc", 3600, switch_question=1.0, negatives=0.15),
    Portion("squad2-mt-id", 3400, refusals=0.35, negatives=0.2),
    Portion("squad2-mt-id", 3400, refusals=0.35, switch_question=1.0, negatives=0.2),
    Portion("tydiqa-en", 3700, switch_passage=0.65, negatives=0.25, changed=0.12),
    Portion("squadshifts-wiki", 2500, negatives=0.3, changed=0.2),
    Portion("squadshifts-wiki", 3600, switch_passage=1.0, negatives=0.3, changed=0.2),
    Portion("qamr-wikinews", 6000, switch_passage=0.6, negatives=0.2, changed=0.15),
    Portion("cloze-en", 4000, negatives=0.35, changed=0.15),
    Portion("cloze-id", 700, negatives=0.35, changed=0.15),
)
CONTRAST = (
    Portion("facqa", 2500, negatives=0.5, beside=0.3),
    Portion("facqa", 2500, switch_question=1.0, negatives=0.5, beside=0.2),
    Portion("facqa", 2500, negatives=0.5),
    Portion("idk-mrc", 9400, negatives=0.1, pairs=True),
    Portion("idk-mrc", 3600, switch_question=1.0, negatives=0.1),
    Portion("squad2-mt-id", 4200, refusals=0.3, negatives=0.2),
    Portion("squad2-mt-id", 4200, refusals=0.3, switch_question=1.0, negatives=0.2),
    Portion("tydiqa-en", 3700, switch_passage=0.65, negatives=0.25, beside=0.1),
    Portion("squadshifts-wiki", 2000, negatives=0.2, beside=0.15),
    Portion("squadshifts-wiki", 4400, switch_passage=1.0, negatives=0.2, beside=0.15),
    Portion("qamr-wikinews", 4000, switch_passage=0.6, negatives=0.2, beside=0.1),
    Portion("cloze-en", 4000, negatives=0.35, beside=0.1),
)
COURSES = {"broad": BROAD, "news": NEWS, "whole": WHOLE, "contrast": CONTRAST}
PARALLEL = ("ntrex", "tico19")
CHANGED_BY_PEOPLE = "-unans"


def switched(portions: Sequence[Portion]) -> bool:
    """Return whether any portion swaps words, for which a lexicon is needed."""
    return any(portion.switch_question or portion.switch_passage for portion in portions)


def held_out(example: Example) -> bool:
    """Return whether this example's passage is kept apart from training, for thresholds."""
    return example.source in HELD_OUT_SOURCES and _kept_apart(example.passage)


def _kept_apart(passage: str) -> bool:
    return sha256(passage.encode()).digest()[0] % HELD_OUT_IN == 0


def held_out_examples(data: Path) -> list[Example]:
    """Return the examples that are kept apart, whole passages."""
    sources = (read_examples(data / f"{source}.train.jsonl") for source in HELD_OUT_SOURCES)
    return [example for examples in sources for example in examples if held_out(example)]


def course_examples(
    portions: Sequence[Portion], data: Path, seed: int, switch: Switch | None, near: Near
) -> list[Example]:
    """Return every example of the course; those of a group stand together."""
    made: list[Example] = []
    for number, portion in enumerate(portions):
        random = Random(f"{seed}:{number}:{portion.source}")
        examples = _source_examples(portion.source, data, random)
        changer = Changer.of(examples) if portion.changed or portion.beside else None
        siblings = _by_passage(examples)
        chosen = _chosen(portion, [e for e in examples if not held_out(e)], random)
        for example in chosen:
            example = replace(example, group=f"{number}:{_group(example, portion)}")
            about = _about(example, siblings[example.passage])
            if changer and example.answers and _drawn(portion.beside, random):
                beside = changer(example, random)
                made += _made(beside, portion, about, switch, near, random) if beside else []
            if changer and example.answers and random.random() < portion.changed:
                example = changer(example, random) or example
            made += _made(example, portion, about, switch, near, random)
    return made


def _drawn(share: float, random: Random) -> bool:
    # Nothing is drawn for what a portion does not have: a course gives the rows that it always did.
    return share > 0 and random.random() < share


def _group(example: Example, portion: Portion) -> str:
    return example.id.split(CHANGED_BY_PEOPLE)[0] if portion.pairs else example.id


def _source_examples(source: str, data: Path, random: Random) -> list[Example]:
    if source.startswith("cloze-"):
        language = source.removeprefix("cloze-")
        pairs = [pair for name in PARALLEL for pair in read_pairs(data / f"{name}.en-id.jsonl")]
        return cloze_examples(pairs, language, random)
    return list(read_examples(data / f"{source}.train.jsonl"))


def _about(example: Example, siblings: Sequence[Example]) -> tuple[int, int]:
    return example.answers[0] if example.answers else likeliest(example, siblings)


def _chosen(portion: Portion, examples: Sequence[Example], random: Random) -> list[Example]:
    answered = [e for e in examples if e.answers]
    refused = [e for e in examples if not e.answers]
    share = portion.refusals if portion.refusals is not None else len(refused) / len(examples)
    wanted = min(len(refused), round(portion.count * share))
    taken = random.sample(refused, wanted)
    taken += random.sample(answered, min(len(answered), portion.count - wanted))
    random.shuffle(taken)
    return taken


def _made(
    example: Example,
    portion: Portion,
    about: tuple[int, int],
    switch: Switch | None,
    near: Near,
    random: Random,
) -> list[Example]:
    both = [window(example, _size(random), about, random)]
    if example.answers and random.random() < portion.negatives:
        both += _rivals(example, near, random)
    question = random.random() < portion.switch_question
    passage = random.random() < portion.switch_passage
    # One draw for all of the group: the question must read the same for each of its passages.
    state = random.random()
    if switch is None or not (question or passage):
        return both
    return [switch(e, question, passage, Random(state)) for e in both]


def _rivals(example: Example, near: Near, random: Random) -> list[Example]:
    """Return one passage that is near the question and does not answer it, if there is one."""
    rivals = [p for p in near.get(example.id, ()) if not _kept_apart(p)][:RIVALS]
    if rivals:
        rival = replace(example, passage=random.choice(rivals), answers=())
        rival = window(rival, _size(random), likeliest(rival, ()), random)
    else:
        rival = elsewhere(example, _size(random), random)
    return [replace(rival, id=f"{example.id}+near")] if rival else []


def _size(random: Random) -> int:
    sizes = [size for size, _ in WINDOWS]
    return random.choices(sizes, [weight for _, weight in WINDOWS])[0]


def _by_passage(examples: Sequence[Example]) -> dict[str, list[Example]]:
    together: dict[str, list[Example]] = {}
    for example in examples:
        together.setdefault(example.passage, []).append(example)
    return together
