"""Questions across languages, made of parallel text.

A name or number that both sentences share is asked for with the one and sought in the other: "Trump
mengatakan …" and "Trump said …" give "who said … ?" with the answer in Indonesian text that people
wrote, which no lexicon of single words can give.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from qa.reader.training.example import DataError, Example

NAME = r"[A-Z][\w’'-]+(?: (?:(?:of|de|al|bin|van) )?[A-Z][\w’'-]+)*"
NUMBER = r"\d+(?:[.,:/]\d+)*"
SHARED = re.compile(rf"(?<!\w)(?:{NAME}|{NUMBER})(?!\w)")
YEAR = re.compile(r"(?:19|20)\d\d")
PLACE_BEFORE = re.compile(r"(?:\b(?:in|at|from|to|near)|\b(?:di|dari|ke|dekat)) $", re.IGNORECASE)
ASKED = {
    "year": {"en": ("what year", "which year", "when"), "id": ("tahun berapa", "kapan")},
    "number": {"en": ("how many", "what number of", "how much"), "id": ("berapa", "berapa banyak")},
    "place": {"en": ("where", "which place", "what"), "id": ("mana", "tempat apa", "apa")},
    "name": {"en": ("who", "who", "what", "which"), "id": ("siapa", "siapa", "apa")},
}
CONTEXT_WORDS = (5, 14)
SENTENCES_AROUND = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in both languages, and the document that it stands in."""

    document: str
    en: str
    id: str

    def text(self, language: str) -> str:
        """Return the sentence in "en" or "id"."""
        return self.en if language == "en" else self.id


def read_pairs(path: Path) -> list[Pair]:
    """Return the sentence pairs of a file of parallel text, in its order."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return [Pair(str(row["document"]), str(row["en"]), str(row["id"])) for row in rows]
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path}: {error!r}; expected document, en and id in a row") from error


def cloze_examples(pairs: Sequence[Pair], asked_in: str, random: Random) -> list[Example]:
    """Return at most one question for each pair, with sentences around its answer.

    Args:
        pairs: sentences in the order of their documents.
        asked_in: the language of the questions; passages are in the other.
        random: draws what is asked for, how, and how much stands around.
    """
    sought_in = "id" if asked_in == "en" else "en"
    made: list[Example] = []
    for number, pair in enumerate(pairs):
        shared = list(_shared(pair.text(asked_in), pair.text(sought_in)))
        if shared:
            span, at = random.choice(shared)
            question = _question(pair.text(asked_in), span, asked_in, random)
            text = pair.text(asked_in)[slice(*span)]
            lead, passage = _passage(pairs, number, text, sought_in, random)
            start = len(lead) + at
            identity = f"cloze-{asked_in}-{pair.document}-{number}"
            answers = ((start, start + len(text)),)
            row = Example(identity, identity, "cloze", asked_in, question, passage, answers)
            made.append(row)
    return made


def _shared(asked: str, sought: str) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield what stands once in each sentence, letter for letter: where in the one and the other.

    In `asked` from where to where, in `sought` from where.
    """
    for match in SHARED.finditer(asked):
        if len(match[0]) > 1 and asked.count(match[0]) == 1:
            found = list(re.finditer(rf"(?<!\w){re.escape(match[0])}(?!\w)", sought))
            if len(found) == 1:
                yield match.span(), found[0].start()


def _question(sentence: str, span: tuple[int, int], language: str, random: Random) -> str:
    start, end = span
    kind = _kind(sentence, span)
    before, after = sentence[:start].split(), sentence[end:].rstrip(" .!?").split()
    words = random.randint(*CONTEXT_WORDS)
    before, after = before[-words:] if words < len(before) else before, after[:words]
    asking = random.choice(ASKED[kind][language])
    if random.random() < 0.3:
        return " ".join([asking.capitalize(), *before, *after]) + "?"
    return " ".join([*before, asking, *after]) + "?"


def _kind(sentence: str, span: tuple[int, int]) -> str:
    text = sentence[slice(*span)]
    if YEAR.fullmatch(text):
        return "year"
    if text[0].isdigit():
        return "number"
    return "place" if PLACE_BEFORE.search(sentence[: span[0]]) else "name"


def _passage(
    pairs: Sequence[Pair], number: int, answer: str, language: str, random: Random
) -> tuple[str, str]:
    """Return what leads up to this sentence, and all of the passage, that and sentences after it.

    The sentences around it do not hold the answer.
    """
    before = _around(pairs, number, range(-1, -SENTENCES_AROUND, -1), answer, language)
    after = _around(pairs, number, range(1, SENTENCES_AROUND), answer, language)
    before = before[: random.randint(0, len(before))][::-1]
    after = after[: random.randint(0, len(after))]
    lead = "".join(text + " " for text in before)
    return lead, " ".join([lead + pairs[number].text(language), *after])


def _around(
    pairs: Sequence[Pair], number: int, steps: Sequence[int], answer: str, language: str
) -> list[str]:
    found: list[str] = []
    for step in steps:
        at = number + step
        if not 0 <= at < len(pairs) or pairs[at].document != pairs[number].document:
            break
        if answer in pairs[at].text(language):
            break
        found.append(pairs[at].text(language))
    return found
