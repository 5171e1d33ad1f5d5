"""A question that its passage no longer answers: one name, number or word of it made another.

What a near miss looks like to a reader: all but one of the words are there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from qa.reader.training.example import Example

NAME = re.compile(r"(?<!^)(?<!\w)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w.,]*\d)")
PLAIN = re.compile(r"(?<!\w)[a-z]{5,}(?!\w)")
KINDS = (NAME, NUMBER, PLAIN)
WEIGHTS = (0.6, 0.15, 0.25)
TRIES = 8


@dataclass(frozen=True, slots=True)
class Changer:
    """What may take the place of a name, a number or a plain word, for each of `KINDS`."""

    others: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Changer":
        """Return a changer with the names, numbers and words of these questions."""
        questions = [example.question for example in examples]
        return cls(tuple(tuple(w for q in questions for w in k.findall(q)) for k in KINDS))

    def __call__(self, example: Example, random: Random) -> Example | None:
        """Return the example with its question changed and no answer; None if it cannot be."""
        found = [list(kind.finditer(example.question)) for kind in KINDS]
        weights = [w if matches else 0 for w, matches in zip(WEIGHTS, found, strict=True)]
        if not any(weights):
            return None
        kind = random.choices(range(len(KINDS)), weights)[0]
        match = random.choice(found[kind])
        for _ in range(TRIES):
            other = random.choice(self.others[kind])
            # A word that stands in the passage too might leave the question with an answer.
            if other.lower() not in (example.passage + example.question).lower():
                question = example.question[: match.start()] + other
                question += example.question[match.end() :]
                return replace(example, question=question, answers=())
        return None
