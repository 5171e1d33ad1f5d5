"""Conversation turns: a question with its answer, and the mentions that may be referred to."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.conversation.mentions import (
    Mention,
    classify_mention,
    extract_names,
    extract_times,
    is_organisation,
    truecase,
)
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.question import Question, QuestionType
from qa.text.names import is_office
from qa.text.questions import asks_for_list, parse_question, question_type

_NONE: Mapping[str, QuestionType] = {}
_ASKS_FOR_THING = re.compile(r"what |which |apa |\w+ apa\b|\w+ mana\b", re.IGNORECASE)
_ASKS_FOR_SUBJECT = re.compile(
    r"(?:who|which|what) (?!(?:\w+ ){0,3}(?:did|does|do|has|had|have)\b)"
    r"|who (?:is|was|are|were|will|would|has|had|have)\b|what (?:is|was|will|would) "
    r"|siapa|apa (?!yang \w+kan\b)|(?!di |ke |dari )\w+ (?:apa|mana)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ConversationTurn:
    """An earlier question and its answer.

    Attributes:
        question: the standalone question.
        names: mentions in the question: names in order, then times.
        items: mentions in the answer, in order; empty where it is long or a refusal.
        quote: the first quotation; empty after a refusal.
        article: the article of the first quotation; after a refusal, the nearest one.
        texts: the texts of the retrieved articles.
    """

    question: Question
    names: tuple[Mention, ...]
    items: tuple[Mention, ...]
    quote: str
    article: Article | None = None
    texts: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        answer: Answer,
        max_item_words: int,
        known: Mapping[str, QuestionType] = _NONE,
    ) -> "ConversationTurn":
        """Return the turn of an answer.

        Args:
            answer: to the question of the turn.
            max_item_words: a longer answer cannot be referred to.
            known: entity types of names in earlier turns.
        """
        texts = tuple({p.passage.article.text: None for p in answer.passages})
        text = truecase(answer.understood or answer.question, texts)
        question = parse_question(text, default=answer.language)
        parts = [part for n in extract_names(text, texts) for part in _split(n, known, texts)]
        names = [Mention(n, known.get(n) or classify_mention(n, texts)) for n in parts]
        times = [Mention(time, QuestionType.TIME) for time in extract_times(text)]
        cited = answer.claims[0].citations[0] if answer.claims else None
        quote = " ".join(cited.quote.split()) if cited else ""
        nearest = answer.passages[0].passage.article if answer.passages else None
        article = cited.article if cited else nearest
        items = tuple(_items(answer, question, texts, max_item_words))
        return cls(question, (*names, *times), items, quote, article, texts)

    @property
    def item(self) -> str:
        """The answer, where it is a single item; else empty."""
        return self.items[0].text if len(self.items) == 1 else ""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, the most salient first.

        The answer is more salient than the names where it is the subject of the question ("Who is
        …?"), and less where it is not ("Whom did she meet?" continues about her).
        """
        item = self.items if len(self.items) == 1 else ()
        return (*item, *self.names) if self._asks_for_subject else (*self.names, *item)

    @property
    def asks_for_thing(self) -> bool:
        """Whether the question asks for a thing that is its subject."""
        return self._asks_for_subject and _ASKS_FOR_THING.match(self.question.text) is not None

    @property
    def _asks_for_subject(self) -> bool:
        return _ASKS_FOR_SUBJECT.match(self.question.text) is not None


def _split(name: str, known: Iterable[str], texts: Iterable[str]) -> Iterator[str]:
    """Split two adjacent names, of which one is known, where no article has them together."""
    other = next((k for k in known if k and name.endswith(f" {k}") and k[0].isupper()), "")
    if other and not any(name in text for text in texts):
        yield name.removesuffix(f" {other}")
        yield other
    else:
        yield name


def _items(
    answer: Answer, question: Question, texts: Sequence[str], max_words: int
) -> Iterator[Mention]:
    """Yield the mentions in the claims, in order; only the first unless it is a list question."""
    needs_exact = not asks_for_list(question) and question_type(question) is QuestionType.OTHER
    claims = [claim for claim in answer.claims if not needs_exact or _is_exact(claim)]
    parts = dict.fromkeys(part for claim in claims for part in _parts(claim))
    kind = question_type(question)
    kept = [_without_office(part) for part in parts if _is_plausible(part, kind, max_words)]
    for part in kept if asks_for_list(question) else kept[:1]:
        yield Mention(part, _mention_kind(part, question, texts))


def _parts(claim: Claim) -> tuple[str, ...]:
    """Return the answer spans of a claim; its own text where that is one of them."""
    spans = ((c.article.text, span) for c in claim.citations for span in c.marks)
    # A claim is on one line, whatever the lines of the article.
    texts = dict.fromkeys(" ".join(text[s.start : s.end].split()) for text, s in spans)
    return (claim.text,) if claim.text in texts else tuple(texts)


def _is_exact(claim: Claim) -> bool:
    return claim.text in _parts(claim)


def _is_plausible(item: str, kind: QuestionType, max_words: int) -> bool:
    """Say whether an item has the form of the expected answer type; wrong answers often do not."""
    words = item.split()
    if len(words) > max_words:
        return False
    capitalised = sum(word.strip("\"“”'(")[:1].isupper() for word in words)
    return kind not in (QuestionType.PERSON, QuestionType.PLACE) or 2 * capitalised >= len(words)


def _without_office(item: str) -> str:
    """Return a name without its title of office: "Ana" of "Wakil Presiden Ana"."""
    words = item.split()
    while len(words) > 1 and is_office(words[0]) and words[1][0].isupper():
        words = words[1:]
    return " ".join(words)


def _mention_kind(item: str, question: Question, texts: Sequence[str]) -> QuestionType:
    if question_type(question) in (
        QuestionType.PERSON,
        QuestionType.PLACE,
        QuestionType.TIME,
        QuestionType.NUMBER,
    ):
        return QuestionType.OTHER if is_organisation(item) else question_type(question)
    return classify_mention(item, texts) if item[0].isupper() else QuestionType.OTHER
