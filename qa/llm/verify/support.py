"""Support: which quotations entail a sentence that a language model wrote.

The model's citation marks are not trusted; they only say where to look first. One quotation must
entail the whole sentence, by the rules of `faithfulness` and by the reader (`round_trip`).
"""

from collections.abc import Callable, Sequence

from qa.llm.citations import CitedSentence
from qa.llm.injection import contains_link, is_prompt_injection
from qa.llm.verify.aligner import align_tokens
from qa.llm.verify.alignment import Text
from qa.llm.verify.faithfulness import faults
from qa.llm.verify.round_trip import round_trip_check
from qa.reader.base import Reader
from qa.schema.citation import Citation
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import detect_language


class Support:
    """Verifies sentences against quotations. Thread-safe."""

    def __init__(self, reader: Reader, lexicon: Callable[[], Lexicon] = shipped_lexicon) -> None:
        """Create a verifier; `lexicon` loads the bilingual dictionary when it is first needed."""
        self._reader = reader
        self._lexicon = lexicon

    def of(
        self, sentence: CitedSentence, language: str, quotations: Sequence[Citation]
    ) -> tuple[Citation, ...]:
        """Return the quotations that support a sentence; empty where none does.

        Cited quotations are tried first; if none of them supports it, the others are tried until
        one does. A sentence that cites a number out of range is unsupported.

        Args:
            sentence: with the numbers that it cites, from 1.
            language: expected language, ISO 639-1.
            quotations: shown to the model, in the order of their numbers.
        """
        if not all(1 <= number <= len(quotations) for number in sentence.numbers):
            return ()
        if contains_link(sentence.text) or _is_in_another(sentence.text, language):
            return ()
        named = tuple(dict.fromkeys(quotations[number - 1] for number in sentence.numbers))
        found = tuple(each for each in named if self.is_supported(sentence.text, language, each))
        if found:
            return found
        others = (each for each in quotations if each not in named)
        first = (each for each in others if self.is_supported(sentence.text, language, each))
        return tuple([each for each in (next(first, None),) if each is not None])

    def is_supported(self, sentence: str, language: str, citation: Citation) -> bool:
        """Return whether one quotation supports all of a sentence."""
        article = citation.article
        if is_prompt_injection(citation.quote):
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
    """Return whether a sentence is in the wrong language, such as a copied quotation."""
    return detect_language(sentence, default=language) != language
