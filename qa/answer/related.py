"""What the articles do say about those whom an unanswered question names.

Whole sentences, each of which can be read alone: it names whom it is about, and nothing in it
points back to the sentence before. Those nearest the question come first, and no two say nearly the
same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.schema.answer import Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.passage import Passage
from qa.schema.question import Question
from qa.schema.span import Span
from qa.text.abbreviations import spelled_out
from qa.text.calendar import MONTHS
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import function_words
from qa.text.questions import expanded_text
from qa.text.sentences import sentences
from qa.text.tokens import words
from qa.values.dates.page_dates import WEEKDAYS

MOST = 3
_CHARS = range(40, 301)
_NAMED_WEIGHT = 2.0
"""What holding the rarest name counts for, beside 1 for the nearest passage."""

_SAME = 0.4
"""Two sentences that share this much of their words (Jaccard) say nearly the same."""

_POINTS_BACK = re.compile(
    r"^\W*(?:and|but|however|meanwhile|also|then|there|this|that|these|those|it|he|she|they|his|"
    r"her|its|their|such|dan|tetapi|tapi|namun|sementara|selain itu|kemudian|lalu|saat|ketika itu|"
    r"hal|ini|itu|ia|dia|mereka|beliau|keduanya|sedangkan|adapun|bahkan|karena itu|oleh)\b|"
    r"^(?:\W*\w+){1,5}\W+(?:itu|ini|tersebut)\b|"
    r"\b(?:tersebut|keduanya|dia|ia|mereka|imbuhnya|ujarnya|katanya|he|she|they|him|them)\b",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"[\"“”]")


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A name in a question.

    Attributes:
        text: as the question spells it, abbreviations in full.
        language: of the question, ISO 639-1.
    """

    text: str
    language: str

    def forms(self, language: str, lexicon: Callable[[], Lexicon]) -> tuple[frozenset[str], ...]:
        """Return, for each word of the name, the words that it may be in an article."""
        said = words(self.text)
        if language == self.language:
            return tuple(frozenset((word,)) for word in said)
        return tuple(
            frozenset((word, *(other for other, _ in lexicon().translations(word, self.language))))
            for word in said
        )


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, where it stands, and how much it is to the point."""

    article: Article
    span: Span
    score: float

    @property
    def text(self) -> str:
        return " ".join(self.article.text[self.span.start : self.span.end].split())


def related_claims(
    named: Sequence[NamedEntity],
    passages: Sequence[Passage],
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> tuple[Claim, ...]:
    """Return at most three claims about those whom a question names, the most to the point first.

    Args:
        named: whom the question names.
        passages: where to look, those nearest the question first.
        lexicon: returns the words for articles in another language than the question's.
    """
    weights = _weights(named, passages, lexicon)
    found = sorted(_found(weights, passages, lexicon), key=lambda sentence: -sentence.score)
    chosen: list[_Sentence] = []
    for sentence in found:
        if len(chosen) < MOST and not any(_alike(sentence, other) for other in chosen):
            chosen.append(sentence)
    return tuple(_claim(sentence) for sentence in chosen)


def _weights(
    named: Sequence[NamedEntity], passages: Sequence[Passage], lexicon: Callable[[], Lexicon]
) -> dict[NamedEntity, float]:
    """Return what each name counts for: the rarer, the more; those not met count for nothing."""
    holding = {
        subject: sum(held(subject, p.text, p.article.language, lexicon) for p in passages)
        for subject in named
    }
    return {subject: 1.0 / count for subject, count in holding.items() if count}


def _found(
    weights: dict[NamedEntity, float], passages: Sequence[Passage], lexicon: Callable[[], Lexicon]
) -> Iterator[_Sentence]:
    for rank, passage in enumerate(passages):
        for span in sentences(passage.article.text, passage.start, passage.end):
            text, language = passage.article.text[span.start : span.end], passage.article.language
            about = sum(w for s, w in weights.items() if held(s, text, language, lexicon))
            if about and _stands_alone(text):
                near = 1.0 - rank / len(passages)
                early = _is_early(weights, text, language, lexicon)
                about *= _NAMED_WEIGHT / max(weights.values())
                yield _Sentence(passage.article, span, about + near + early)


def _stands_alone(text: str) -> bool:
    """Say whether a sentence can be read without the one before it."""
    return (
        len(text) in _CHARS
        and text[0].isupper()
        and text.rstrip()[-1] in ".!"
        and len(_QUOTES.findall(text)) % 2 == 0
        and not _POINTS_BACK.search(text)
    )


def _is_early(
    named: Iterable[NamedEntity], text: str, language: str, lexicon: Callable[[], Lexicon]
) -> bool:
    """Say whether one of those named stands near the beginning: the sentence is about them."""
    start = spelled_out(text, language)[:60]
    return any(held(subject, start, language, lexicon) for subject in named)


def _alike(one: _Sentence, other: _Sentence) -> bool:
    mine, its = set(words(one.text)), set(words(other.text))
    return len(mine & its) >= _SAME * len(mine | its)


def _claim(sentence: _Sentence) -> Claim:
    citation = Citation(sentence.article, sentence.span.start, sentence.span.end)
    return Claim(sentence.text, (citation,))


_WORD = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
_POSSESSIVE = re.compile(r"['’]s?$")
_NO_NAMES = frozenset((*MONTHS, *WEEKDAYS))


def named_entities(question: Question, lexicon: Callable[[], Lexicon]) -> tuple[NamedEntity, ...]:
    """Return those whom a question names, in order."""
    text, small = expanded_text(question), function_words(question.language)
    asked = [_POSSESSIVE.sub("", match[0]) for match in _WORD.finditer(text)]
    has_capitals = any(word[0].isupper() for word in asked[1:])

    def is_part(number: int, word: str) -> bool:
        if word.lower() in small or word.lower() in _NO_NAMES or word.isdigit():
            return False
        if not has_capitals and not word[0].isupper():
            return not _is_known(word, question, lexicon)
        # The first word has a capital in any case.
        follows = asked[1][0].isupper() if len(asked) > 1 else False
        known = number == 0 and not follows and _is_known(word, question, lexicon)
        return word[0].isupper() and not known

    runs = groupby(enumerate(asked), key=lambda each: is_part(*each))
    named = [" ".join(word for _, word in run) for is_name, run in runs if is_name]
    return tuple(NamedEntity(name, question.language) for name in dict.fromkeys(named))


def _is_known(word: str, question: Question, lexicon: Callable[[], Lexicon]) -> bool:
    return bool(lexicon().translations(word, question.language))


def held(subject: NamedEntity, text: str, language: str, lexicon: Callable[[], Lexicon]) -> bool:
    """Say whether a text of this language holds all the words of a name."""
    has = frozenset(words(spelled_out(text, language)))
    return all(has & forms for forms in subject.forms(language, lexicon))


def only_named(named: Sequence[NamedEntity]) -> str:
    """Return the names alone, to look for passages about them."""
    return ", ".join(subject.text for subject in named)
