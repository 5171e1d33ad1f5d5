"""A turn of a conversation: what was asked, and what of it may be pointed back to."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.conversation.mentions import Mention, is_organised, kind_in, names_in, recased, times_in
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.question import Question, QuestionType
from qa.text.names import is_office
from qa.text.questions import asks_for_list, parse_question, question_type

_NONE: Mapping[str, QuestionType] = {}
_MOST_WORDS_OF_ITEM = 8
_ASKS_WHAT = re.compile(r"what |which |apa |\w+ apa\b|\w+ mana\b", re.IGNORECASE)
_OPENS_WITH_IT = re.compile(
    r"(?:who|which|what) (?!(?:\w+ ){0,3}(?:did|does|do|has|had|have)\b)"
    r"|who (?:is|was|are|were|will|would|has|had|have)\b|what (?:is|was|will|would) "
    r"|siapa|apa (?!yang \w+kan\b)|(?!di |ke |dari )\w+ (?:apa|mana)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ConversationTurn:
    """A question that was asked, as it was understood, and what may be pointed back to.

    Attributes:
        question: standing on its own.
        names: in the question, in their order; then its times.
        items: what was said in reply, in the order it was shown; none where nothing short was.
        quote: the first quotation; empty after a refusal.
        article: that it is from; after a refusal, the nearest, if there is one.
        texts: of the articles that were found.
    """

    question: Question
    names: tuple[Mention, ...]
    items: tuple[Mention, ...]
    quote: str
    article: Article | None = None
    texts: tuple[str, ...] = ()

    @classmethod
    def of(cls, answer: Answer, known: Mapping[str, QuestionType] = _NONE) -> "ConversationTurn":
        """Return the turn that an answer ends; `known` says what kinds of thing names are."""
        texts = tuple({p.passage.article.text: None for p in answer.passages})
        text = recased(answer.understood or answer.question, texts)
        question = parse_question(text, default=answer.language)
        found = [part for n in names_in(text, texts) for part in _apart(n, known, texts)]
        names = [Mention(n, known.get(n) or kind_in(n, texts)) for n in found]
        times = [Mention(time, QuestionType.TIME) for time in times_in(text)]
        cited = answer.claims[0].citations[0] if answer.claims else None
        quote = " ".join(cited.quote.split()) if cited else ""
        nearest = answer.passages[0].passage.article if answer.passages else None
        article = cited.article if cited else nearest
        items = tuple(_items(answer, question, texts))
        return cls(question, (*names, *times), items, quote, article, texts)

    @property
    def item(self) -> str:
        """What was said in reply, where that is one thing; else nothing."""
        return self.items[0].text if len(self.items) == 1 else ""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All that may be pointed back to, the likeliest first.

        What was asked for comes before the rest where the question opens with it ("Who is …?"),
        and after it where it does not ("Whom did she meet?": it goes on about her).
        """
        said = self.items if len(self.items) == 1 else ()
        return (*said, *self.names) if self._opens_with_it else (*self.names, *said)

    @property
    def opens_with_what(self) -> bool:
        """Whether it opens with the thing that it asks for."""
        return self._opens_with_it and _ASKS_WHAT.match(self.question.text) is not None

    @property
    def _opens_with_it(self) -> bool:
        return _OPENS_WITH_IT.match(self.question.text) is not None


def _apart(name: str, known: Iterable[str], texts: Iterable[str]) -> Iterator[str]:
    """Yield the names that stand side by side in one, where no article has them so."""
    other = next((k for k in known if k and name.endswith(f" {k}") and k[0].isupper()), "")
    if other and not any(name in text for text in texts):
        yield name.removesuffix(f" {other}")
        yield other
    else:
        yield name


def _items(answer: Answer, question: Question, texts: Sequence[str]) -> Iterator[Mention]:
    """Yield what the claims name, in their order; of other than lists only the first."""
    exactly = not asks_for_list(question) and question_type(question) is QuestionType.OTHER
    claims = [claim for claim in answer.claims if not exactly or _is_exact(claim)]
    parts = dict.fromkeys(part for claim in claims for part in _parts(claim))
    kept = [_without_office(part) for part in parts if _may_be(part, question_type(question))]
    for part in kept if asks_for_list(question) else kept[:1]:
        yield Mention(part, _kind(part, question, texts))


def _parts(claim: Claim) -> tuple[str, ...]:
    cited = ((c.article.text, mark) for c in claim.citations for mark in c.marks)
    # A claim is on one line, whatever the lines of the article.
    marked = dict.fromkeys(" ".join(text[m.start : m.end].split()) for text, m in cited)
    return (claim.text,) if claim.text in marked else tuple(marked)


def _is_exact(claim: Claim) -> bool:
    return claim.text in _parts(claim)


def _may_be(item: str, kind: QuestionType) -> bool:
    """Say whether an item has the form of what was asked for: wrong answers often do not."""
    words = item.split()
    if len(words) > _MOST_WORDS_OF_ITEM:
        return False
    named = sum(word.strip("\"“”'(")[:1].isupper() for word in words)
    return kind not in (QuestionType.PERSON, QuestionType.PLACE) or 2 * named >= len(words)


def _without_office(item: str) -> str:
    """Return a name without the office before it: "Wakil Presiden Ana" is Ana."""
    words = item.split()
    while len(words) > 1 and is_office(words[0]) and words[1][0].isupper():
        words = words[1:]
    return " ".join(words)


def _kind(item: str, question: Question, texts: Sequence[str]) -> QuestionType:
    if question_type(question) in (
        QuestionType.PERSON,
        QuestionType.PLACE,
        QuestionType.TIME,
        QuestionType.NUMBER,
    ):
        return QuestionType.OTHER if is_organised(item) else question_type(question)
    return kind_in(item, texts) if item[0].isupper() else QuestionType.OTHER
