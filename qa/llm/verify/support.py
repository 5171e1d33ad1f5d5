"""Which quotations support a sentence that a language model wrote.

Nothing that the model says about its sentences is believed: the marks that it gives only say where
to look first. A sentence has to be found whole in one quotation, by its words, values and their
order (`faithful.py`), and by the reader, asked in reverse (`asked_back.py`).
"""

from collections.abc import Callable, Sequence

from qa.llm.citations import CitedSentence
from qa.llm.injection import holds_a_link, is_addressed_to_a_model
from qa.llm.verify.alignment import Text
from qa.llm.verify.faithfulness import faults
from qa.llm.verify.laying import align_tokens
from qa.llm.verify.round_trip import round_trip_check
from qa.reader.base import Reader
from qa.schema.citation import Citation
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import language_of


class Support:
    """Checks sentences against quotations. May be used from several threads."""

    def __init__(self, reader: Reader, lexicon: Callable[[], Lexicon] = shipped_lexicon) -> None:
        """Keep the reader, and what returns the words for quotations in another language."""
        self._reader = reader
        self._lexicon = lexicon

    def of(
        self, sentence: CitedSentence, language: str, quotations: Sequence[Citation]
    ) -> tuple[Citation, ...]:
        """Return the quotations that support a sentence; none where nothing does.

        Those that it cites are looked at first, and the others only where none of them does. One
        that cites a number that is not there is supported by nothing.

        Args:
            sentence: with the numbers that it cites, from 1.
            language: that it is in, ISO 639-1.
            quotations: that it was written from, in the order of their numbers.
        """
        if not all(1 <= number <= len(quotations) for number in sentence.numbers):
            return ()
        if holds_a_link(sentence.text) or _is_in_another(sentence.text, language):
            return ()
        named = tuple(dict.fromkeys(quotations[number - 1] for number in sentence.numbers))
        found = tuple(each for each in named if self.is_supported(sentence.text, language, each))
        if found:
            return found
        others = (each for each in quotations if each not in named)
        first = (each for each in others if self.is_supported(sentence.text, language, each))
        return tuple([each for each in (next(first, None),) if each is not None])

    def is_supported(self, sentence: str, language: str, citation: Citation) -> bool:
        """Say whether a quotation by itself says all that a sentence says."""
        article = citation.article
        if is_addressed_to_a_model(citation.quote):
            return False
        said = Text(sentence, language, article.published)
        quoted = Text(citation.quote, article.language, article.published)
        alignment = align_tokens(said, quoted, self._lexicon)
        if next(faults(alignment), None) is not None:
            return False
        return all(
            each.is_found for each in round_trip_check(said, alignment, citation, self._reader)
        )


def _is_in_another(sentence: str, language: str) -> bool:
    """Say whether a sentence is in another language than asked for: a quotation said over again."""
    return language_of(sentence, default=language) != language
