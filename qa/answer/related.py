"""Related claims: what the articles do say about the entities that an unanswered question names.

Each is a whole sentence that can be read alone: it names an entity of the question and has no
reference to the sentence before. The ranking prefers rare entities and passages near the question;
near-duplicates are left out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.schema.answer import Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.passage import Passage
from qa.schema.question import Question
from qa.schema.span import Span
from qa.settings import RefusalSettings
from qa.text.abbreviations import expand_abbreviations
from qa.text.calendar import MONTHS, WEEKDAYS
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import function_words
from qa.text.questions import expanded_text
from qa.text.sentences import sentences
from qa.text.tokens import words

_ANAPHORIC = re.compile(
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
    """An entity that a question names.

    Attributes:
        text: the name as the question spells it, with abbreviations expanded.
        language: of the question, ISO 639-1.
    """

    text: str
    language: str

    def forms(self, language: str, lexicon: Callable[[], Lexicon]) -> tuple[frozenset[str], ...]:
        """Return, for each word of the name, its forms in articles of a language."""
        own = words(self.text)
        if language == self.language:
            return tuple(frozenset((word,)) for word in own)
        return tuple(
            frozenset((word, *(other for other, _ in lexicon().translations(word, self.language))))
            for word in own
        )


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of an article with its relevance score."""

    article: Article
    span: Span
    score: float

    @property
    def text(self) -> str:
        return " ".join(self.article.text[self.span.start : self.span.end].split())


def related_claims(
    entities: Sequence[NamedEntity],
    passages: Sequence[Passage],
    settings: RefusalSettings,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> tuple[Claim, ...]:
    """Return claims about the entities of a question, most relevant first.

    Args:
        entities: those that the question names.
        passages: where to look, nearest to the question first.
        settings: how many claims, and the weights of their ranking.
        lexicon: loads the bilingual lexicon, for articles in another language than the question.
    """
    weights = _entity_weights(entities, passages, lexicon)
    ranked = sorted(
        _scored_sentences(weights, passages, settings, lexicon), key=lambda each: -each.score
    )
    chosen: list[_Sentence] = []
    for sentence in ranked:
        if len(chosen) == settings.max_related:
            break
        if not any(_is_near_duplicate(sentence, other, settings) for other in chosen):
            chosen.append(sentence)
    return tuple(_claim(sentence) for sentence in chosen)


def _entity_weights(
    entities: Sequence[NamedEntity], passages: Sequence[Passage], lexicon: Callable[[], Lexicon]
) -> dict[NamedEntity, float]:
    """Return the inverse passage frequency of each entity; those in no passage are left out."""
    frequencies = {
        entity: sum(is_named_in(entity, p.text, p.article.language, lexicon) for p in passages)
        for entity in entities
    }
    return {entity: 1.0 / count for entity, count in frequencies.items() if count}


def _scored_sentences(
    weights: dict[NamedEntity, float],
    passages: Sequence[Passage],
    settings: RefusalSettings,
    lexicon: Callable[[], Lexicon],
) -> Iterator[_Sentence]:
    """Yield the standalone sentences that name an entity, with their relevance."""
    for rank, passage in enumerate(passages):
        for span in sentences(passage.article.text, passage.start, passage.end):
            text, language = passage.article.text[span.start : span.end], passage.article.language
            relevance = sum(
                weight
                for entity, weight in weights.items()
                if is_named_in(entity, text, language, lexicon)
            )
            if not relevance or not _is_standalone(text, settings):
                continue
            relevance *= settings.related_entity_weight / max(weights.values())
            lead = expand_abbreviations(text, language)[: settings.related_lead_chars]
            in_lead = any(is_named_in(entity, lead, language, lexicon) for entity in weights)
            nearness = 1.0 - rank / len(passages)
            yield _Sentence(passage.article, span, relevance + nearness + in_lead)


def _is_standalone(text: str, settings: RefusalSettings) -> bool:
    """Say whether a sentence can be read without the one before it."""
    return (
        settings.min_related_chars <= len(text) <= settings.max_related_chars
        and text[0].isupper()
        and text.rstrip()[-1] in ".!"
        and len(_QUOTES.findall(text)) % 2 == 0
        and not _ANAPHORIC.search(text)
    )


def _is_near_duplicate(one: _Sentence, other: _Sentence, settings: RefusalSettings) -> bool:
    ours, theirs = set(words(one.text)), set(words(other.text))
    return len(ours & theirs) >= settings.max_related_overlap * len(ours | theirs)


def _claim(sentence: _Sentence) -> Claim:
    citation = Citation(sentence.article, sentence.span.start, sentence.span.end)
    return Claim(sentence.text, (citation,))


_WORD = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
_POSSESSIVE = re.compile(r"['’]s?$")
_NO_NAMES = frozenset((*MONTHS, *WEEKDAYS))


def named_entities(question: Question, lexicon: Callable[[], Lexicon]) -> tuple[NamedEntity, ...]:
    """Return the entities that a question names, in order, by the capitals of their words.

    In a question without capitals, a word that the lexicon does not have is taken for a name.
    """
    text, stop_words = expanded_text(question), function_words(question.language)
    tokens = [_POSSESSIVE.sub("", match[0]) for match in _WORD.finditer(text)]
    has_capitals = any(word[0].isupper() for word in tokens[1:])

    def is_part(number: int, word: str) -> bool:
        if word.lower() in stop_words or word.lower() in _NO_NAMES or word.isdigit():
            return False
        if not has_capitals and not word[0].isupper():
            return not _is_known(word, question, lexicon)
        # The capital of the first word means nothing by itself.
        is_followed = tokens[1][0].isupper() if len(tokens) > 1 else False
        known = number == 0 and not is_followed and _is_known(word, question, lexicon)
        return word[0].isupper() and not known

    runs = groupby(enumerate(tokens), key=lambda each: is_part(*each))
    names = [" ".join(word for _, word in run) for is_name, run in runs if is_name]
    return tuple(NamedEntity(name, question.language) for name in dict.fromkeys(names))


def _is_known(word: str, question: Question, lexicon: Callable[[], Lexicon]) -> bool:
    return bool(lexicon().translations(word, question.language))


def is_named_in(
    entity: NamedEntity, text: str, language: str, lexicon: Callable[[], Lexicon]
) -> bool:
    """Say whether a text of this language contains all words of an entity's name."""
    present = frozenset(words(expand_abbreviations(text, language)))
    return all(present & forms for forms in entity.forms(language, lexicon))


def join_names(entities: Sequence[NamedEntity]) -> str:
    """Return the names alone, as a search query for passages about them."""
    return ", ".join(entity.text for entity in entities)
