"""Ways on from a question that the articles do not answer.

What they do say about those whom it names, and questions that they do answer. Each question is read
once with the passage that it was made of, and suggested where that answers it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answer import Claim
from qa.lexicon.lexicon import Lexicon, shipped_lexicon
from qa.passage import Passage, RetrievedPassage
from qa.question import Question
from qa.reader.finding import Reader
from qa.related import related
from qa.retrieve import Retriever
from qa.scope import Scope
from qa.sentence import sentences
from qa.settings import RefusalSettings
from qa.subject import Subject, held, only_named, subjects
from qa.suggestion import Suggestion, suggestions


@dataclass(frozen=True, slots=True)
class WaysOn:
    """What an answer that says nothing can still offer."""

    related: tuple[Claim, ...] = ()
    suggestions: tuple[str, ...] = ()


class WayFinder:
    """Looks for ways on in a library."""

    def __init__(
        self,
        retriever: Retriever,
        reader: Reader,
        settings: RefusalSettings,
        lexicon: Callable[[], Lexicon] = shipped_lexicon,
    ) -> None:
        """Keep where to look, and how much is offered."""
        self._retriever = retriever
        self._reader = reader
        self._settings = settings
        self._lexicon = lexicon

    def ways_on(
        self, question: Question, nearest: Sequence[RetrievedPassage], scope: Scope
    ) -> WaysOn:
        """Return what can be offered; nothing where no article names those that were asked about.

        Args:
            question: standing on its own.
            nearest: the passages nearest the question, best first.
            scope: what the user chose.
        """
        named = subjects(question, self._lexicon)
        if not named:
            return WaysOn()
        about = replace(question, text=only_named(named))
        found = (*nearest, *self._retriever.retrieve(about, scope=scope))
        passages = list(dict.fromkeys(retrieved.passage for retrieved in found))
        claims = related(named, passages, self._lexicon)[: self._settings.max_related]
        return WaysOn(claims, self._answered(question, named, passages) if claims else ())

    def _answered(
        self, question: Question, named: Sequence[Subject], passages: Sequence[Passage]
    ) -> tuple[str, ...]:
        """Return the suggestions that are answered, in order."""
        chosen: list[Suggestion] = []
        made = self._suggestions(question, named, passages)
        for suggestion, _ in zip(made, range(self._settings.max_suggestions_tried), strict=False):
            if len(chosen) == self._settings.max_suggestions:
                break
            if self._is_answered(suggestion, question.language):
                chosen.append(suggestion)
        return tuple(suggestion.question for suggestion in chosen)

    def _suggestions(
        self, question: Question, named: Sequence[Subject], passages: Sequence[Passage]
    ) -> Iterator[Suggestion]:
        """Yield suggestions, one for each sentence about those named."""
        asked = {question.text.lower()}
        for passage in passages:
            article = passage.article
            for span in sentences(article.text, passage.start, passage.end):
                text = article.text[span.start : span.end]
                if not any(held(each, text, article.language, self._lexicon) for each in named):
                    continue
                made = suggestions(passage, span, question.language, self._lexicon)
                one = next((s for s in made if s.question.lower() not in asked), None)
                if one:
                    asked.add(one.question.lower())
                    yield one

    def _is_answered(self, suggestion: Suggestion, language: str) -> bool:
        """Say whether the reader finds the answer in the passage that the question was made of."""
        alone = [RetrievedPassage(suggestion.passage, 0.0, 1)]
        reading = self._reader.read(Question(suggestion.question, language), alone)
        if not reading.findings or reading.confidence < self._settings.min_suggestion_confidence:
            return False
        return any(mark.overlaps(suggestion.answer) for mark in reading.findings[0].marks)
