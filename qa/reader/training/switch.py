"""Words of an example swapped into the other language, its answers kept in place.

What comes out is no translation: it teaches the network that a word and its translation say the
same, and what a question of one language looks like over a passage of the other.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from qa.lexicon.lexicon import WORD, Lexicon
from qa.reader.training.example import Example

SWAPPED = 0.85

# What a question asks for is said in phrases, which the lexicon of single words does not have.
TO_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "siapa nama": ("what is the name of", "who is"),
    "apa nama": ("what is the name of", "what is"),
    "siapakah nama": ("what is the name of", "who is"),
    "apakah nama": ("what is the name of",),
    "siapa saja": ("who",),
    "apa saja": ("what", "which"),
    "siapa": ("who",),
    "siapakah": ("who", "who is"),
    "di mana": ("where",),
    "dimana": ("where",),
    "dimanakah": ("where",),
    "di manakah": ("where",),
    "ke mana": ("where",),
    "dari mana": ("from where", "where"),
    "mana": ("which",),
    "manakah": ("which",),
    "kapan": ("when",),
    "kapankah": ("when",),
    "berapa banyak": ("how many", "how much"),
    "berapa jumlah": ("how many",),
    "berapakah jumlah": ("how many",),
    "berapa lama": ("how long",),
    "berapa orang": ("how many people",),
    "berapa luas": ("how large is", "what is the area of"),
    "berapa tinggi": ("how high is", "how tall is"),
    "berapa": ("how many", "how much", "what"),
    "berapakah": ("how many", "how much", "what is"),
    "tahun berapa": ("what year",),
    "tahun berapakah": ("what year",),
    "tanggal berapa": ("what date", "when"),
    "mengapa": ("why",),
    "kenapa": ("why",),
    "bagaimana": ("how",),
    "bagaimanakah": ("how",),
    "apa": ("what",),
    "apakah": ("what", "what is"),
    "yang dimaksud dengan": ("is", "is meant by"),
    "adalah": ("is", "was"),
    "yang": ("that", "which", "who", ""),
    "sebuah": ("a",),
    "tersebut": ("the",),
    "itu": ("the", "that"),
    "ini": ("this",),
    "pertama kali": ("first",),
    "kali pertama": ("first",),
}
TO_INDONESIAN: Mapping[str, tuple[str, ...]] = {
    "what is the name of": ("apa nama", "siapa nama"),
    "what year": ("tahun berapa",),
    "which year": ("tahun berapa",),
    "what date": ("tanggal berapa",),
    "how many": ("berapa", "berapa banyak", "berapa jumlah"),
    "how much": ("berapa", "berapa banyak"),
    "how long": ("berapa lama",),
    "how old": ("berapa umur", "berapa usia"),
    "how": ("bagaimana",),
    "who": ("siapa", "siapakah"),
    "whose": ("milik siapa",),
    "where": ("di mana", "dimana", "di manakah"),
    "when": ("kapan", "kapankah"),
    "why": ("mengapa", "kenapa"),
    "which": ("mana",),
    "what": ("apa", "apakah"),
    "the": ("", "", "", "itu"),
    "a": ("", "sebuah"),
    "an": ("", "sebuah"),
    "did": ("",),
    "does": ("",),
    "do": ("",),
    "is": ("adalah", ""),
    "are": ("adalah", ""),
    "was": ("adalah", ""),
    "were": ("adalah", ""),
    "of": ("", "dari"),
    "'s": ("",),
    "to": ("untuk", "ke"),
    "that": ("yang", "itu"),
}
ASKING = ("who", "what", "when", "where", "which", "how", "why", "from where")
AUXILIARIES = ("is", "was", "did", "does", "are", "were", "")


class Switcher:
    """Swaps words by a lexicon; everything it draws comes from the `random` it is given."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = {
            "id": (TO_ENGLISH, _phrases(TO_ENGLISH)),
            "en": (TO_INDONESIAN, _phrases(TO_INDONESIAN)),
        }

    def __call__(self, example: Example, question: bool, passage: bool, random: Random) -> Example:
        """Return the example with its question, its passage or both swapped."""
        # The question first, so that the same draws give the same question on other passages.
        if question:
            asked = self._swapped(example.question, example.language, random)
            if example.language == "id":
                asked = _in_english_order(asked, random)
            example = replace(example, question=asked)
        return self._passage(example, random) if passage else example

    def _passage(self, example: Example, random: Random) -> Example:
        text, at = "", 0
        answers: list[tuple[int, int]] = []
        for start, end in sorted(example.answers):
            if start < at:
                continue  # Answers may overlap: the first is enough.
            text += self._swapped(example.passage[at:start], example.language, random)
            answers.append((len(text), len(text) + end - start))
            text += example.passage[start:end]
            at = end
        text += self._swapped(example.passage[at:], example.language, random)
        return replace(example, passage=text, answers=tuple(answers))

    def _swapped(self, text: str, language: str, random: Random) -> str:
        phrases, pattern = self._phrases[language]

        def phrase(match: re.Match[str]) -> str:
            if random.random() >= SWAPPED:
                return match[0]
            key = match[0].lower()
            if key in phrases:
                return _cased(match[0], random.choice(phrases[key]))
            return _cased(match[0], self._drawn(key, language, random))

        swapped = pattern.sub(phrase, text)
        return re.sub(r" {2,}", " ", swapped)

    def _drawn(self, word: str, language: str, random: Random) -> str:
        options = self._lexicon.translations(word, language)
        if not options:
            return word
        return random.choices([other for other, _ in options], [share for _, share in options])[0]


def _phrases(phrases: Mapping[str, object]) -> re.Pattern[str]:
    longest = sorted(phrases, key=len, reverse=True)
    listed = "|".join(re.escape(phrase).replace(r"\ ", " +") for phrase in longest)
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)|{WORD.pattern}", re.IGNORECASE)


def _cased(original: str, word: str) -> str:
    if word.lower() == original.lower():
        return original
    return word[:1].upper() + word[1:] if original[:1].isupper() else word


def _in_english_order(question: str, random: Random) -> str:
    """Return the question with its asking word first and, often, a verb after it."""
    words = question.split(" ")
    at = next((i for i, word in enumerate(words) if word.lower() in ASKING), None)
    if at is None:
        return question
    if at and random.random() < 0.5:
        # "Menara itu berada di mana?" asks at its end what English asks at its start.
        words = [words[at].capitalize(), *words[:at], *words[at + 1 :]]
        at = 0
    follows = words[at + 1].lower() if at + 1 < len(words) else ""
    if follows not in AUXILIARIES and words[at].lower() != "how" and random.random() < 0.6:
        words.insert(at + 1, random.choice(AUXILIARIES))
    return " ".join(word for word in words if word)
