"""An assistant under observation: its answers, what they came from, and the time of each stage.

Questions go through an `Assistant` built from the parts of another one, each with a stopwatch. The
answer that would be given in the place of a refusal is composed from the same reading.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from embeddings.base import Encoder, Matrix, Vector
from qa.answer.compose import compose
from qa.assistant import Assistant
from qa.reader.base import Reader
from qa.retrieval.base import Retriever
from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, AnswerFeatures, ReaderOutput
from qa.store.base import Library

STAGES = ("encode", "search", "read", "compose")


class Stopwatch:
    """Adds up the time that each stage took, in ms, since it was last started."""

    def __init__(self) -> None:
        self.ms: dict[str, float] = {}

    def restart(self) -> None:
        """Set all times to zero."""
        self.ms = {}

    def add(self, stage: str, began: float) -> None:
        """Add the time since `began`, a value of `perf_counter`, to a stage."""
        self.ms[stage] = self.ms.get(stage, 0.0) + 1000 * (perf_counter() - began)


class TimedEncoder:
    """An encoder whose queries are timed."""

    def __init__(self, encoder: Encoder, watch: Stopwatch) -> None:
        self._encoder = encoder
        self._watch = watch

    @property
    def name(self) -> str:
        """The encoder's own name."""
        return self._encoder.name

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return self._encoder.dim

    def encode_query(self, text: str) -> Vector:
        """Return the question's vector, shape (dim,)."""
        began = perf_counter()
        vector = self._encoder.encode_query(text)
        self._watch.add("encode", began)
        return vector

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Return a vector for each text, shape (len(texts), dim)."""
        return self._encoder.encode_documents(texts)


class TimedReader:
    """A reader that is timed, and that remembers every question with its output."""

    def __init__(self, reader: Reader, watch: Stopwatch) -> None:
        self._reader = reader
        self._watch = watch
        self._kept: list[tuple[Question, ReaderOutput]] = []

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> ReaderOutput:
        """Return the reader's output."""
        began = perf_counter()
        reading = self._reader.read(question, passages)
        self._kept.append((question, reading))
        self._watch.add("read", began)
        return reading

    def clear(self) -> None:
        """Forget all outputs: not every question reaches the reader."""
        self._kept = []

    def reading_for(self, answer: Answer) -> tuple[Question, ReaderOutput] | None:
        """Return the question and the output behind an answer; None if nothing was read.

        The reader may also have been asked for the date of an event before, and for suggestions
        after a refusal.
        """
        same = (kept for kept in self._kept if kept[1].passages == answer.passages)
        return next(same, self._kept[0] if self._kept else None)


class TimedRetriever(Retriever):
    """A retriever that is timed."""

    def __init__(self, retriever: Retriever, watch: Stopwatch) -> None:
        self._inner = retriever
        self._watch = watch

    def retrieve(
        self, question: Question, k: int | None = None, scope: SearchFilter = EVERYTHING
    ) -> tuple[RetrievedPassage, ...]:
        """Return the retrieved passages, best first."""
        began = perf_counter()
        found = self._inner.retrieve(question, k, scope)
        self._watch.add("retrieve", began)
        return found


@dataclass(frozen=True, slots=True)
class Observation:
    """An answer and what it came from.

    Attributes:
        answer: as the user gets it.
        guess: the answer that would be given if nothing were refused; the answer itself unless it
            was refused. None where there was no candidate.
        best: the best candidate, of answer or guess; None where there was none.
        question: as it was read, rewritten to stand alone; None if it was refused unread.
        ms: milliseconds to answer, "total" and by stage.
        features: that the confidence was computed from; None where there was no candidate.
    """

    answer: Answer
    guess: Answer | None
    best: AnswerCandidate | None
    question: Question | None
    ms: Mapping[str, float]
    features: AnswerFeatures | None = None


RetrieverMaker = Callable[[Assistant], Retriever]


class ObservedAssistant:
    """Asks an assistant, and observes how each answer comes about."""

    def __init__(self, assistant: Assistant, make_retriever: RetrieverMaker | None = None) -> None:
        self.assistant = assistant
        self.retriever = make_retriever(assistant) if make_retriever else assistant.retriever
        self._watch = Stopwatch()
        self._reader = TimedReader(assistant.reader, self._watch)
        self._asked = self._timed_assistant()

    def _timed_assistant(self) -> Assistant:
        kept = self.assistant
        encoder = TimedEncoder(kept.encoder, self._watch)
        made = Assistant(kept.library, encoder, self._reader, kept.settings, reranker=kept.reranker)
        retriever = self.retriever if self.retriever is not kept.retriever else made.retriever
        made.retriever = TimedRetriever(retriever, self._watch)
        return made

    def ask(self, question: str, history: Sequence[str] = ()) -> Observation:
        """Return the observed answer to a question, after asking the questions before it.

        Args:
            question: as it is typed.
            history: the questions before it, oldest first.
        """
        answers: list[Answer] = []
        for earlier in history:
            answers.append(self._asked.ask(earlier, answers))
        return self.ask_with_history(question, answers)

    def ask_with_history(self, question: str, answers: Sequence[Answer]) -> Observation:
        """Return the observed answer to a question after earlier answers, oldest first."""
        answer, ms = self._timed(question, answers)
        asked, reading = self._reader.reading_for(answer) or (None, None)
        if asked is None or reading is None or not reading.candidates:
            return Observation(answer, None, None, asked, ms)
        settings = self.assistant.settings.answer
        guess = compose(question, asked, reading, settings) if answer.text is None else answer
        return Observation(answer, guess, reading.candidates[0], asked, ms, reading.features)

    def _timed(self, question: str, history: Sequence[Answer]) -> tuple[Answer, dict[str, float]]:
        self._watch.restart()
        self._reader.clear()
        began = perf_counter()
        answer = self._asked.ask(question, history)
        total = 1000 * (perf_counter() - began)
        ms = self._watch.ms
        encode, read = ms.get("encode", 0.0), ms.get("read", 0.0)
        search = ms.get("retrieve", encode) - encode
        rest = max(0.0, total - encode - search - read)
        return answer, dict(
            zip(("total", *STAGES), (total, encode, search, read, rest), strict=True)
        )


def observe_library(
    library: Library, like: Assistant, make_retriever: RetrieverMaker | None
) -> ObservedAssistant:
    """Return an observed assistant over a library, with the other parts of another one."""
    assistant = Assistant(library, like.encoder, like.reader, like.settings, reranker=like.reranker)
    return ObservedAssistant(assistant, make_retriever)
