"""Validate a model's translation of a quotation.

A translation is always labelled as machine-made, so it need not be good. But its numbers and dates
must be those of the quotation, and most of its words must have a counterpart there.
"""

from collections.abc import Callable

from qa.llm.injection import contains_link
from qa.llm.verify.aligner import align_tokens
from qa.llm.verify.alignment import Text, Unit
from qa.schema.citation import Citation
from qa.text.dictionary import Lexicon
from qa.text.language import detect_language

_MOST_UNKNOWN = 0.4
"""Share of words that may lack a counterpart: the dictionary is incomplete."""


def is_translation_of(
    text: str, language: str, citation: Citation, lexicon: Callable[[], Lexicon]
) -> bool:
    """Return whether a text is plausible as a translation of a quotation into a language."""
    article = citation.article
    if contains_link(text) or detect_language(text, default=language) != language:
        return False
    gloss = Text(text, language, article.published)
    quoted = Text(citation.quote, article.language, article.published)
    there, back = align_tokens(gloss, quoted, lexicon), align_tokens(quoted, gloss, lexicon)
    units = len(there.placed) + len(there.missing)
    few = len(there.missing) <= _MOST_UNKNOWN * units
    return units > 0 and few and not any(map(_is_value, (*there.missing, *back.missing)))


def _is_value(unit: Unit) -> bool:
    return unit.value is not None
