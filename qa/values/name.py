"""A name, or any other phrase, compared word by word.

Titles of office and function words are left out: "Menteri Luar Negeri Sergei Lavrov" and "Lavrov"
are equal. There is no list of names, and two people of one name cannot be told apart.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from qa.schema.span import Span
from qa.text.abbreviations import expand_abbreviations
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import all_function_words
from qa.text.names import expand_to_name, is_name, is_office
from qa.text.tokens import words
from qa.values.relation import ValueRelation

_SPELLED_ALIKE = 0.8
_LEAST_SPELLED_CHARS = 5
_MOST_PLACES = 20
_SPELLINGS = (
    ("oe", "u"), ("ou", "u"), ("dj", "j"), ("tj", "c"), ("kh", "h"), ("ph", "f"), ("th", "t"),
    ("x", "ks"), ("ck", "k"), ("q", "k"), ("v", "w"), ("y", "i"), ("z", "s"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Name:
    """A phrase that names something.

    Attributes:
        words: in lower case, without titles and function words; of a person, the full name.
        mentioned_words: how many of them this mention has.
        language: of the article.
        is_proper: whether it has the form of a proper name.
        is_person: whether the question asks for a person.
        initials: the first letters of all words of the mention, function words too.
    """

    words: tuple[str, ...]
    language: str
    mentioned_words: int = 1
    is_proper: bool = True
    is_person: bool = False
    initials: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.mentioned_words <= len(self.words):
            raise ValueError(f"{self.mentioned_words} words of the name {self.words} are said")

    @property
    def spread(self) -> float:
        """Inverse of the number of words mentioned, for a proper name; less is more exact."""
        return 1 / self.mentioned_words if self.is_proper else 1.0

    def relation_to(
        self, other: "Name", lexicon: Callable[[], Lexicon] = shipped_lexicon
    ) -> ValueRelation:
        """Compare two names; only proper names can conflict.

        Args:
            other: of any language.
            lexicon: loads the dictionary; called only where the languages differ.
        """
        if self.words == other.words:
            return ValueRelation.EQUAL
        short, long = sorted((self, other), key=lambda name: len(name.words))
        if _holds(short, long, lexicon):
            one_size = len(short.words) == len(long.words)
            return ValueRelation.EQUAL if one_size else ValueRelation.COMPATIBLE
        if _is_initials(self, other) or _is_initials(other, self):
            return ValueRelation.EQUAL
        if not (self.is_proper and other.is_proper) or _may_be_translated(self, other, lexicon):
            return ValueRelation.INCOMPARABLE
        return ValueRelation.CONFLICTING


def read_name(text: str, mark: Span, sentence: Span, language: str, *, is_person: bool) -> Name:
    """Return the name that an answer span mentions.

    A person mentioned by one word gets the full name that the article has elsewhere.

    Args:
        text: the article's.
        mark: the answer span, with a letter or digit in it.
        sentence: the sentence around it.
        language: of the article.
        is_person: whether the question asks for a person.
    """
    said = expand_abbreviations(text[mark.start : mark.end], language)
    found = _content(said)
    full = _in_full(text, found[0], mark) if is_person and len(found) == 1 else ()
    letters = "".join(word[0] for word in words(said))
    proper = is_name(text, mark, sentence)
    return Name(full or found, language, len(found), proper, is_person, letters)


def _content(said: str) -> tuple[str, ...]:
    every = words(said)
    kept = tuple(word for word in every if word not in all_function_words())
    without_office = tuple(word for word in kept if not is_office(word))
    return without_office or kept or every or (said,)


def _in_full(text: str, word: str, mark: Span) -> tuple[str, ...]:
    """Return the full name that a text most often has around a word, outside the answer span."""
    form = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    found = Counter(_content(said) for said in _around(text, form, mark))
    longer = [(name, count) for name, count in found.items() if len(name) > 1 and word in name]
    return max(longer, key=lambda each: each[1], default=((), 0))[0]


def _around(text: str, form: re.Pattern[str], mark: Span) -> Iterator[str]:
    """Yield the name around each of the first occurrences of a word outside the answer span."""
    for number, match in enumerate(form.finditer(text)):
        if number == _MOST_PLACES:
            return
        if mark.overlaps(Span(*match.span())):
            continue
        first = text.rfind("\n", 0, match.start()) + 1
        last = text.find("\n", match.end())
        line = Span(first, len(text) if last < 0 else last)
        name = expand_to_name(text, Span(*match.span()), line)
        yield text[name.start : name.end]


def _holds(short: Name, long: Name, lexicon: Callable[[], Lexicon]) -> bool:
    """Say whether each word of one name matches a different word of the other."""
    left = list(long.words)
    for word in short.words:
        match = next((other for other in left if _is_one_word(word, short, other, long)), None)
        if match is None and short.language != long.language:
            match = next((o for o in left if _is_translation(word, short, o, lexicon)), None)
        if match is None:
            return False
        left.remove(match)
    if len(short.words) == len(long.words) or len(short.words) > 1:
        return True
    if short.is_person:
        return left in (list(long.words[1:]), list(long.words[:-1]))
    # "ekonomi" is not all of "kerja sama ekonomi".
    return short.is_proper and long.is_proper


def _is_one_word(word: str, of: Name, other: str, of_other: Name) -> bool:
    if word == other:
        return True
    # "Sergei" and "Sergey"; but "Bandung" and "Badung" are two places.
    if not (of.is_person or of.language != of_other.language):
        return False
    first, second = _sound(word), _sound(other)
    # And "Suharto" and "Suhartono" are two people.
    long_enough = min(len(first), len(second)) >= _LEAST_SPELLED_CHARS
    one_size = abs(len(first) - len(second)) <= 1
    alike = SequenceMatcher(None, first, second).ratio() >= _SPELLED_ALIKE
    return first == second or (long_enough and one_size and alike)


def _sound(word: str) -> str:
    """Return a word with its spelling normalized: "Alexey" and "Aleksei" become equal."""
    for spelling, simple in _SPELLINGS:
        word = word.replace(spelling, simple)
    return _DOUBLED.sub(r"\1", word)


def _is_translation(word: str, of: Name, other: str, lexicon: Callable[[], Lexicon]) -> bool:
    return any(other in words(text) for text, _ in lexicon().translations(word, of.language))


def _is_initials(one: Name, other: Name) -> bool:
    short = one.words[0]
    if len(one.words) > 1 or not 2 <= len(short) < len("".join(other.words)):
        return False
    return short in (other.initials, "".join(word[0] for word in other.words))


def _may_be_translated(one: Name, other: Name, lexicon: Callable[[], Lexicon]) -> bool:
    """Say whether two names are of two languages and have words with translations."""
    if one.language == other.language:
        return False
    return any(
        lexicon().translations(word, name.language) for name in (one, other) for word in name.words
    )
