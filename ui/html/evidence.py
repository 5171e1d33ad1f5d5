"""An answer's evidence as HTML: the cited passages and the other passages.

Everything that comes from an article or a question is escaped, and no element has an event of its
own: `chat.js` listens for the page. What stands in the chat itself is in `message`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.schema.answer import Answer
from qa.schema.citation import Citation
from qa.schema.generated import Translation
from qa.schema.passage import Passage, RetrievedPassage
from ui.html.citations import shown_citations
from ui.html.highlight import Highlight, QuotedSpan, highlights
from ui.html.templates import render_html
from ui.strings.languages import strings_for
from ui.strings.phrases import Strings

NEAREST_SHOWN = 3
MAX_QUESTION_CHARS = 240


@dataclass(frozen=True, slots=True)
class Card:
    """A passage that the answer quotes, with every citation that lies in it.

    Attributes:
        passage: the text that is shown.
        quotes: its quotations, in the order of their numbers.
        same_as: the number of an earlier citation with the same words, if there is one.
    """

    passage: Passage
    quotes: tuple[QuotedSpan, ...]
    same_as: int | None = None

    @property
    def highlights(self) -> tuple[Highlight, ...]:
        """The passage's text with its quotations marked."""
        passage = self.passage
        return highlights(passage.article.text, passage.start, passage.end, self.quotes)

    @property
    def quoted_text(self) -> str:
        """The words of the quotations, to be copied."""
        text = self.passage.article.text
        return " … ".join(text[quote.start : quote.end] for quote in self.quotes)


def render_evidence(
    answer: Answer, turn: int, is_shown: bool = True, can_translate: bool = False
) -> str:
    """Render what stands beside one answer.

    Args:
        answer: an answer or a refusal.
        turn: its place in the chat, from 1; ids carry it.
        is_shown: whether it is in sight.
        can_translate: whether a translation of a quotation in another language can be asked for.
    """
    cards = cards_of(answer)
    quoted = {card.passage for card in cards}
    others = [found for found in answer.passages if found.passage not in quoted]
    nearest = [] if answer.claims else others[:NEAREST_SHOWN]
    return render_html(
        "evidence.html",
        answer=answer,
        turn=turn,
        is_shown=is_shown,
        question=_shorten(answer.question),
        words=strings_for(answer.language),
        cards=cards,
        # The note may have named them.
        missing=[word for word in answer.missing if word not in answer.note],
        nearest=nearest,
        others=others[len(nearest) :],
        translations=_translations(answer),
        translatable=_translatable(answer) if can_translate else (),
    )


def no_evidence(words: Strings) -> str:
    """Render what stands there before the first answer."""
    return render_html("no_evidence.html", words=words)


def cards_of(answer: Answer) -> tuple[Card, ...]:
    """Return the passages that are quoted, in the order of their first citation."""
    quotes: dict[Passage, list[QuotedSpan]] = {}
    same_as: dict[Passage, int | None] = {}
    first_with: dict[str, int] = {}
    for number, citation in enumerate(shown_citations(answer), start=1):
        passage = passage_of(citation, answer.passages)
        first = first_with.setdefault(_folded(citation.quote), number)
        same_as.setdefault(passage, first if first < number else None)
        quotes.setdefault(passage, []).append(QuotedSpan.of(citation, number))
    return tuple(Card(passage, tuple(quotes[passage]), same_as[passage]) for passage in quotes)


def passage_of(citation: Citation, retrieved: Sequence[RetrievedPassage]) -> Passage:
    """Return the best passage that holds the quotation, or else the paragraph around it."""
    for candidate in retrieved:
        passage = candidate.passage
        inside = passage.start <= citation.start and citation.end <= passage.end
        if inside and passage.article == citation.article:
            return passage
    text = citation.article.text
    end = text.find("\n", citation.end)
    start = text.rfind("\n", 0, citation.start) + 1
    return Passage(citation.article, start, len(text) if end < 0 else end)


def _translations(answer: Answer) -> dict[int, Translation]:
    """Return the first translation of each quotation, by the number of its citation."""
    first: dict[Citation, Translation] = {}
    for translation in answer.glosses:
        first.setdefault(translation.citation, translation)
    numbered = enumerate(shown_citations(answer), start=1)
    return {number: first[citation] for number, citation in numbered if citation in first}


def _translatable(answer: Answer) -> frozenset[int]:
    """Return the numbers of the citations in another language than the answer's."""
    numbered = enumerate(shown_citations(answer), start=1)
    return frozenset(n for n, c in numbered if c.article.language != answer.language)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _shorten(question: str) -> str:
    is_short = len(question) <= MAX_QUESTION_CHARS
    return question if is_short else question[: MAX_QUESTION_CHARS - 1] + "…"
