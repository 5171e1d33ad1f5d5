"""Whether a model's translation of a quotation can be shown beside it.

It is always marked as a machine's, so it need not be good; but it must have the numbers and dates
of the quotation and no others, and for the most part words that the quotation has.
"""

from collections.abc import Callable

from qa.llm.injection import holds_a_link
from qa.llm.verify.alignment import Text, Unit
from qa.llm.verify.laying import align_tokens
from qa.schema.citation import Citation
from qa.text.dictionary import Lexicon
from qa.text.language import language_of

_MOST_UNKNOWN = 0.4
"""The share of its words that may not be found in the quotation: the lexicon has not every word."""


def is_gloss_of(
    text: str, language: str, citation: Citation, lexicon: Callable[[], Lexicon]
) -> bool:
    """Say whether a text may pass for a translation of a quotation into a language."""
    article = citation.article
    if holds_a_link(text) or language_of(text, default=language) != language:
        return False
    gloss = Text(text, language, article.published)
    quoted = Text(citation.quote, article.language, article.published)
    there, back = align_tokens(gloss, quoted, lexicon), align_tokens(quoted, gloss, lexicon)
    units = len(there.placed) + len(there.missing)
    few = len(there.missing) <= _MOST_UNKNOWN * units
    return units > 0 and few and not any(map(_is_value, (*there.missing, *back.missing)))


def _is_value(unit: Unit) -> bool:
    return unit.value is not None
