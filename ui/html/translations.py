"""Machine translations of quotations: each under its original, and the buttons that ask for one."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.schema.answer import Answer
from qa.schema.citation import Citation
from qa.schema.written import Gloss
from ui.html.cited import cited
from ui.html.highlight import Quoted, safe
from ui.strings.writing import WritingStrings, writing_strings_for


@dataclass(frozen=True, slots=True)
class Glosses:
    """The translations of an answer's quotations, by the numbers of the citations."""

    citations: tuple[Citation, ...]
    made: tuple[Gloss, ...]
    language: str
    can_gloss: bool

    @classmethod
    def of(cls, answer: Answer, can_gloss: bool) -> "Glosses":
        """Return those of an answer; with `can_gloss` more can be asked for."""
        return cls(cited(answer), answer.glosses, answer.language, can_gloss)

    def shown(self, quotes: Sequence[Quoted]) -> str:
        """Return what stands under these quotations as HTML; empty where nothing does."""
        words = writing_strings_for(self.language)
        return "".join(self._of(quote.number, words) for quote in quotes)

    def _of(self, number: int, words: WritingStrings) -> str:
        citation = self.citations[number - 1]
        gloss = next((each for each in self.made if each.citation == citation), None)
        if gloss is not None:
            return (
                f'<div class="gloss"><p lang="{safe(gloss.language)}">{safe(gloss.text)}</p>'
                f'<p class="meta">{safe(words.translated.format(model=gloss.model))}</p></div>'
            )
        if not self.can_gloss or citation.article.language == self.language:
            return ""
        label = safe(f"{words.translate} [{number}]")
        return (
            f'<p class="ask-gloss"><button type="button" class="do do-gloss" '
            f'data-text="{number}">{label}</button></p>'
        )
