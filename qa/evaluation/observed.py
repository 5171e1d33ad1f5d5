"""An assistant that is watched: what it answered, where from, and how long each stage took.

Everything goes through `Assistant`, built again from its own parts with a stopwatch at each. The
parts do what they did. What would have been said in the place of a refusal is composed from what
was read, which is not read again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from embeddings.base import Encoder, Matrix, Vector
from qa.answer.compose import compose
from qa.assistant import Assistant
from qa.reader.base import Reader
from qa.retrieval.hybrid import HybridRetriever
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

    def start(self) -> None:
        """Begin again at nothing."""
        self.ms = {}

    def add(self, stage: str, began: float) -> None:
        """Count the time since `began`, a `perf_counter` reading, to a stage."""
        self.ms[stage] = self.ms.get(stage, 0.0) + 1000 * (perf_counter() - began)


class TimedEncoder:
    """An encoder with a stopwatch."""

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
    """A reader with a stopwatch, which keeps every question it was put and what was made of it."""

    def __init__(self, reader: Reader, watch: Stopwatch) -> None:
        self._reader = reader
        self._watch = watch
        self._kept: list[tuple[Question, ReaderOutput]] = []

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> ReaderOutput:
        """Return what the reader makes of the passages."""
        began = perf_counter()
        reading = self._reader.read(question, passages)
        self._kept.append((question, reading))
        self._watch.add("read", began)
        return reading

    def forget(self) -> None:
        """Forget what was read: not every question comes as far as the reader."""
        self._kept = []

    def behind(self, answer: Answer) -> tuple[Question, ReaderOutput] | None:
        """Return the question and the reading that an answer was made of; None if nothing was read.

        An event's day may be read of before it, and the ways on from a refusal after it.
        """
        same = (kept for kept in self._kept if kept[1].passages == answer.passages)
        return next(same, self._kept[0] if self._kept else None)


class TimedRetriever(HybridRetriever):
    """A retriever with a stopwatch."""

    def __init__(self, retriever: HybridRetriever, watch: Stopwatch) -> None:
        self._inner = retriever
        self._watch = watch

    def retrieve(
        self, question: Question, k: int | None = None, scope: SearchFilter = EVERYTHING
    ) -> tuple[RetrievedPassage, ...]:
        """Return what the retriever ranks, best first."""
        began = perf_counter()
        found = self._inner.retrieve(question, k, scope)
        self._watch.add("retrieve", began)
        return found


@dataclass(frozen=True, slots=True)
class Observation:
    """An answer and how it came about.

    Attributes:
        answer: as the user gets it.
        guess: what would have been said if nothing were ever refused; the answer itself where
            there is one. None when nothing was found at all.
        best: the best candidate, of answer or guess.
        features: what the confidence was computed from; None where nothing was found.
        question: as it was looked for, standing on its own; None if it was refused unread.
        ms: time to answer, in all and by stage.
    """

    answer: Answer
    guess: Answer | None
    best: AnswerCandidate | None
    question: Question | None
    ms: Mapping[str, float]
    features: AnswerFeatures | None = None


RetrieverMaker = Callable[[Assistant], HybridRetriever]


class ObservedAssistant:
    """Asks an assistant and looks on."""

    def __init__(self, assistant: Assistant, make_retriever: RetrieverMaker | None = None) -> None:
        self.assistant = assistant
        self.retriever = make_retriever(assistant) if make_retriever else assistant.retriever
        self._watch = Stopwatch()
        self._reader = TimedReader(assistant.reader, self._watch)
        self._asked = self._timed_assistant()

    def _timed_assistant(self) -> Assistant:
        kept = self.assistant
        encoder = TimedEncoder(kept.encoder, self._watch)
        made = Assistant(kept.library, encoder, self._reader, kept.settings)
        retriever = self.retriever if self.retriever is not kept.retriever else made.retriever
        made.retriever = TimedRetriever(retriever, self._watch)
        return made

    def ask(self, question: str, history: Sequence[str] = ()) -> Observation:
        """Return the observed answer to a question, after the earlier ones were asked.

        Args:
            question: as it is typed.
            history: the questions before it, oldest first; their answers are the assistant's own.
        """
        answers: list[Answer] = []
        for earlier in history:
            answers.append(self._asked.ask(earlier, answers))
        return self.ask_after(question, answers)

    def ask_after(self, question: str, answers: Sequence[Answer]) -> Observation:
        """Return the observed answer to a question after these, oldest first."""
        answer, ms = self._timed(question, answers)
        asked, reading = self._reader.behind(answer) or (None, None)
        if asked is None or reading is None or not reading.candidates:
            return Observation(answer, None, None, asked, ms)
        said = self.assistant.settings.answer
        guess = compose(question, asked, reading, said) if answer.text is None else answer
        return Observation(answer, guess, reading.candidates[0], asked, ms, reading.features)

    def _timed(self, question: str, history: Sequence[Answer]) -> tuple[Answer, dict[str, float]]:
        self._watch.start()
        self._reader.forget()
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


def observed_over(
    library: Library, like: Assistant, make_retriever: RetrieverMaker | None
) -> ObservedAssistant:
    """Return an assistant over a library, with another's encoder, reader and settings."""
    assistant = Assistant(library, like.encoder, like.reader, like.settings)
    return ObservedAssistant(assistant, make_retriever)
