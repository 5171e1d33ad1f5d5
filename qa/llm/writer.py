"""An answer in fluent words: a language model writes them, and each sentence is checked.

The exact answer comes first and always stands; what the model adds to it comes sentence by
sentence, and whatever goes wrong with the model is told as `Written.trouble`.
"""

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Protocol

from qa.llm.base import IsWanted, LanguageModel, Message, ModelError, Tokens
from qa.llm.citations import CitedSentence, CitedText
from qa.llm.injection import is_addressed_to_a_model
from qa.llm.prompts import to_gloss, to_rewrite, to_write
from qa.llm.rewriting import rewritten
from qa.llm.translate import is_gloss_of
from qa.llm.verify.support import Support
from qa.reader.base import Reader
from qa.schema.answer import Answer
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.written import Gloss, Written, WrittenSentence
from qa.settings import LanguageModelSettings
from qa.text.dictionary import Lexicon, shipped_lexicon

_MOST_GLOSS_TOKENS = 300
_MOST_QUESTION_TOKENS = 80


class Ask(Protocol):
    """What answers exactly: `Assistant.ask`."""

    def __call__(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the exact answer."""
        ...


def always() -> bool:
    """Say that what is being written is still wanted."""
    return True


class Writer:
    """Answers with a language model beside the exact answers. May be used from several threads."""

    def __init__(
        self,
        model: LanguageModel,
        reader: Reader,
        settings: LanguageModelSettings,
        lexicon: Callable[[], Lexicon] = shipped_lexicon,
    ) -> None:
        """Keep the model, and the reader that checks it."""
        self._model = model
        self._support = Support(reader, lexicon)
        self._settings = settings
        self._lexicon = lexicon

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def host(self) -> str:
        """Where the model runs, as it is shown."""
        return self._model.host

    @property
    def is_here(self) -> bool:
        """Whether that is this machine, so that nothing leaves it."""
        return self._model.is_here

    def ask(
        self,
        ask: Ask,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the answer with all that the model writes to it; see `answers`."""
        *_, last = self.answers(ask, question, history, scope, narrow)
        return last

    def answers(
        self,
        ask: Ask,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
        is_wanted: IsWanted = always,
    ) -> Generator[Answer]:
        """Yield the exact answer at once, then it with what is written so far, at last with all.

        Where the exact answer is that there is none, the model is asked what a follow-up question
        means; what answers the question that it names is yielded next.

        Args:
            ask: what answers exactly.
            question: in English or Indonesian.
            history: the earlier answers, oldest first.
            scope: what is looked at.
            narrow: whether what the question names narrows that further.
            is_wanted: asked while the model writes; when it says no, no more is written.
        """
        answer = ask(question, history, scope, narrow)
        yield answer
        if not answer.claims and history and is_wanted():
            again = self._asked_again(ask, answer, history, scope, narrow, is_wanted)
            if again is not None:
                answer = again
                yield answer
        if answer.claims and is_wanted():
            for written in self._written(answer, is_wanted):
                yield replace(answer, written=written)

    def glossed(self, answer: Answer, citation: Citation, is_wanted: IsWanted = always) -> Answer:
        """Return the answer with a translation of one of its quotations; itself if none came."""
        if is_addressed_to_a_model(citation.quote):
            return answer
        text = self._line(to_gloss(citation, answer.language), _MOST_GLOSS_TOKENS, is_wanted)
        if not text or not is_gloss_of(text, answer.language, citation, self._lexicon):
            return answer
        gloss = Gloss(citation, text, answer.language, self.name)
        others = (each for each in answer.glosses if each.citation != citation)
        return replace(answer, glosses=(*others, gloss))

    def _asked_again(
        self,
        ask: Ask,
        refused: Answer,
        history: Sequence[Answer],
        scope: SearchFilter,
        narrow: bool,
        is_wanted: IsWanted,
    ) -> Answer | None:
        """Return what answers a follow-up in the model's words for it; None where nothing does."""
        asked = to_rewrite(refused.question, refused.language, history)
        line = self._line(asked, _MOST_QUESTION_TOKENS, is_wanted)
        question = rewritten(line, refused, history)
        if question is None:
            return None
        again = ask(question, (), scope, narrow)
        return (
            replace(again, question=refused.question, understood=question) if again.claims else None
        )

    def _line(self, messages: Sequence[Message], max_tokens: int, is_wanted: IsWanted) -> str:
        """Return what a model writes on one line; nothing where it is in trouble."""
        try:
            pieces = self._model.write(messages, is_wanted, max_tokens)
            text = "".join(piece for piece in pieces if isinstance(piece, str))
        except ModelError as error:
            _log(error)
            return ""
        parsed = CitedText()
        return " ".join(each.text for each in (*parsed.feed(text), *parsed.close()))

    def _written(self, answer: Answer, is_wanted: IsWanted) -> Iterator[Written]:
        """Yield what is written so far, whenever a sentence has been checked, and at the end.

        Nothing where there is no quotation that may be shown to a model.
        """
        quotations = [c for c in answer.citations if not is_addressed_to_a_model(c.quote)]
        quotations = quotations[: self._settings.max_quotations]
        if not quotations:
            return
        so_far, trouble = Written(self.name), None
        yield so_far
        try:
            for sentence in self._sentences(answer, quotations, is_wanted):
                if isinstance(sentence, Tokens):
                    so_far = replace(
                        so_far, tokens_read=sentence.read, tokens_written=sentence.written
                    )
                else:
                    so_far = self._with(so_far, sentence, answer.language, quotations)
                    yield so_far
        except ModelError as error:
            _log(error)
            trouble = error.trouble
        yield replace(so_far, model=self.name, trouble=trouble, is_done=True)

    def _with(
        self,
        so_far: Written,
        sentence: CitedSentence,
        language: str,
        quotations: Sequence[Citation],
    ) -> Written:
        found = self._support.of(sentence, language, quotations)
        # The model's name may have become known with its first word.
        so_far = replace(so_far, model=self.name)
        if not found and self._settings.unsupported == "drop":
            return replace(so_far, dropped=so_far.dropped + 1)
        told = WrittenSentence(sentence.text, found)
        return replace(so_far, sentences=(*so_far.sentences, told))

    def _sentences(
        self, answer: Answer, quotations: Sequence[Citation], is_wanted: IsWanted
    ) -> Iterator[CitedSentence | Tokens]:
        """Yield the sentences of a model as they come, and at the end what they cost."""
        asked = answer.understood or answer.question
        text, pieces = CitedText(), 0
        messages = to_write(asked, answer.language, quotations)
        with closing(self._model.write(messages, is_wanted)) as written:
            for piece in written:
                if isinstance(piece, Tokens):
                    yield piece
                    continue
                pieces += 1
                yield from text.feed(piece)
                if text.is_looping:
                    # It would go on so to its limit.
                    yield Tokens(0, pieces)
                    return
        yield from text.close()


def _log(error: ModelError) -> None:
    logging.getLogger(__name__).warning("The language model: %s", error)
