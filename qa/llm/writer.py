"""Write fluent answers with a language model, verifying every sentence.

The exact answer comes first and always stands. Generated sentences are added one by one, and any
failure of the model is reported as `Written.trouble`.
"""

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Protocol

from qa.llm.base import IsWanted, LanguageModel, Message, ModelError, Tokens
from qa.llm.citations import CitationParser, CitedSentence
from qa.llm.injection import is_prompt_injection
from qa.llm.prompts import answer_prompt, rewrite_prompt, translation_prompt
from qa.llm.rewriting import valid_rewrite
from qa.llm.translate import is_translation_of
from qa.llm.verify.support import Support
from qa.reader.base import Reader
from qa.schema.answer import Answer
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.generated import GeneratedSentence, GeneratedText, Translation
from qa.settings import LanguageModelSettings
from qa.text.dictionary import Lexicon, shipped_lexicon

_MAX_TRANSLATION_TOKENS = 300
_MAX_QUESTION_TOKENS = 80


class Ask(Protocol):
    """The exact question answering: `Assistant.ask`."""

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
    """Never cancel."""
    return True


class Writer:
    """Adds generated text to exact answers. Thread-safe."""

    def __init__(
        self,
        model: LanguageModel,
        reader: Reader,
        settings: LanguageModelSettings,
        lexicon: Callable[[], Lexicon] = shipped_lexicon,
    ) -> None:
        """Create a writer; `reader` verifies what `model` generates."""
        self._model = model
        self._support = Support(reader, lexicon)
        self._settings = settings
        self._lexicon = lexicon

    @property
    def name(self) -> str:
        """The model's display name."""
        return self._model.name

    @property
    def host(self) -> str:
        """Host and port of the model."""
        return self._model.host

    @property
    def is_local(self) -> bool:
        """Whether the model runs on this machine, so that nothing leaves it."""
        return self._model.is_local

    def ask(
        self,
        ask: Ask,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the answer with its complete generated text; see `answers`."""
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
        """Yield the exact answer, then copies with the generated text as it grows.

        Where a follow-up question has no exact answer, the model is asked to rewrite it; the exact
        answer to a valid rewrite is yielded next.

        Args:
            ask: the exact question answering.
            question: in English or Indonesian.
            history: earlier answers, oldest first.
            scope: filter on the articles.
            narrow: whether publishers and times in the question narrow the filter further.
            is_wanted: polled during generation; once it returns False, generation stops.
        """
        answer = ask(question, history, scope, narrow)
        yield answer
        if not answer.claims and history and is_wanted():
            again = self._answer_rewritten(ask, answer, history, scope, narrow, is_wanted)
            if again is not None:
                answer = again
                yield answer
        if answer.claims and is_wanted():
            for written in self._written(answer, is_wanted):
                yield replace(answer, written=written)

    def with_translation(
        self, answer: Answer, citation: Citation, is_wanted: IsWanted = always
    ) -> Answer:
        """Return the answer with a translation of one quotation; unchanged if it is not valid."""
        if is_prompt_injection(citation.quote):
            return answer
        text = self._line(
            translation_prompt(citation, answer.language), _MAX_TRANSLATION_TOKENS, is_wanted
        )
        if not text or not is_translation_of(text, answer.language, citation, self._lexicon):
            return answer
        gloss = Translation(citation, text, answer.language, self.name)
        others = (each for each in answer.glosses if each.citation != citation)
        return replace(answer, glosses=(*others, gloss))

    def _answer_rewritten(
        self,
        ask: Ask,
        refused: Answer,
        history: Sequence[Answer],
        scope: SearchFilter,
        narrow: bool,
        is_wanted: IsWanted,
    ) -> Answer | None:
        """Answer a follow-up question as rewritten by the model; None where that fails."""
        asked = rewrite_prompt(refused.question, refused.language, history)
        line = self._line(asked, _MAX_QUESTION_TOKENS, is_wanted)
        question = valid_rewrite(line, refused, history)
        if question is None:
            return None
        again = ask(question, (), scope, narrow)
        return (
            replace(again, question=refused.question, understood=question) if again.claims else None
        )

    def _line(self, messages: Sequence[Message], max_tokens: int, is_wanted: IsWanted) -> str:
        """Return the model's output as one line; empty where it failed."""
        try:
            pieces = self._model.write(messages, is_wanted, max_tokens)
            text = "".join(piece for piece in pieces if isinstance(piece, str))
        except ModelError as error:
            _log(error)
            return ""
        parsed = CitationParser()
        return " ".join(each.text for each in (*parsed.feed(text), *parsed.close()))

    def _written(self, answer: Answer, is_wanted: IsWanted) -> Iterator[GeneratedText]:
        """Yield the generated text after each verified sentence, and at the end.

        Yields nothing where every quotation looks like prompt injection.
        """
        quotations = [c for c in answer.citations if not is_prompt_injection(c.quote)]
        quotations = quotations[: self._settings.max_quotations]
        if not quotations:
            return
        so_far, trouble = GeneratedText(self.name), None
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
        so_far: GeneratedText,
        sentence: CitedSentence,
        language: str,
        quotations: Sequence[Citation],
    ) -> GeneratedText:
        found = self._support.of(sentence, language, quotations)
        # The endpoint may have told the model's name meanwhile.
        so_far = replace(so_far, model=self.name)
        if not found and self._settings.unsupported == "drop":
            return replace(so_far, dropped=so_far.dropped + 1)
        told = GeneratedSentence(sentence.text, found)
        return replace(so_far, sentences=(*so_far.sentences, told))

    def _sentences(
        self, answer: Answer, quotations: Sequence[Citation], is_wanted: IsWanted
    ) -> Iterator[CitedSentence | Tokens]:
        """Yield the sentences as they are generated, and the token count at the end."""
        asked = answer.understood or answer.question
        text, pieces = CitationParser(), 0
        messages = answer_prompt(asked, answer.language, quotations)
        with closing(self._model.write(messages, is_wanted)) as written:
            for piece in written:
                if isinstance(piece, Tokens):
                    yield piece
                    continue
                pieces += 1
                yield from text.feed(piece)
                if text.is_looping:
                    # A looping model would go on to its token limit.
                    yield Tokens(0, pieces)
                    return
        yield from text.close()


def _log(error: ModelError) -> None:
    logging.getLogger(__name__).warning("The language model: %s", error)
