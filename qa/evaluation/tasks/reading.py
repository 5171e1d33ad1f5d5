"""Reading rows, each asked of its own passage; and, where there is a pool, looked for in it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.assistant import Assistant
from qa.evaluation import FOLDER_DATA
from qa.evaluation.datasets.gold import filter_rows
from qa.evaluation.datasets.reading import ReadingQuestion, read_pool, read_reading
from qa.evaluation.metrics.reading import first_sentence_values, reading_values, said
from qa.evaluation.observed import ObservedAssistant, RetrieverMaker, observed_over
from qa.evaluation.outcome import Outcome, quotations
from qa.evaluation.runs import EvaluationPlan
from qa.evaluation.tasks.documents import Report
from qa.evaluation.tasks.pool import Pool, one_passage, whole_passage
from qa.evaluation.tasks.vectors import VectorCache
from qa.schema.passage import Passage
from qa.schema.question import Question
from qa.settings import Settings
from qa.store.local import LocalLibrary


def reading_data(plan: EvaluationPlan) -> tuple[tuple[str, Path], ...]:
    """Return the names and files of a plan's reading rows."""
    return tuple((name, Path(path)) for name, path in plan.data if name not in FOLDER_DATA)


def reading_rows(path: Path, plan: EvaluationPlan) -> tuple[ReadingQuestion, ...]:
    """Return the rows of a file that a plan asks.

    Raises:
        DataError: the file cannot be read, a line is not of the layout, or no row is left.
    """
    return filter_rows(read_reading(path), plan.rows, path)


class ReadingSet:
    """The reading rows of a plan, and the pool that is theirs."""

    def __init__(
        self,
        data: Sequence[tuple[str, Sequence[ReadingQuestion]]],
        pool: Pool | None,
        empty: Assistant,
        vectors: VectorCache,
    ) -> None:
        self._data = data
        self._pool = pool
        self._empty = empty
        self._vectors = vectors

    @classmethod
    def of(
        cls,
        plan: EvaluationPlan,
        settings: Settings,
        vectors: VectorCache,
        make_retriever: RetrieverMaker | None,
        report: Report,
    ) -> "ReadingSet":
        """Return the rows that a plan names, with their passages and the pool's encoded."""
        data = [(name, reading_rows(path, plan)) for name, path in reading_data(plan)]
        own = list(dict.fromkeys(q.passage for _, questions in data for q in questions))

        def told(done: int, of: int) -> None:
            report("encoding passages", done, of)

        vectors.encode(own, told)
        empty = Assistant.over(LocalLibrary(), vectors.encoder, settings)
        if not plan.pool:
            return cls(data, None, empty, vectors)
        texts = read_pool([Path(path) for path in plan.pool], plan.pool_articles)
        every = tuple(dict.fromkeys((*texts, *own)))
        pool = Pool.of(
            every, vectors, lambda library: observed_over(library, empty, make_retriever), told
        )
        return cls(data, pool, empty, vectors)

    def about(self) -> dict[str, int] | None:
        """Return what is known of the pool."""
        return None if self._pool is None else {"passages": self._pool.size}

    def outcomes(self, report: Report, done: set[tuple[str, str]]) -> Iterator[Outcome]:
        """Yield the outcome of each row that is not done."""
        for name, questions in self._data:
            for number, question in enumerate(questions):
                report(name, number, len(questions))
                if (name, question.id) not in done:
                    yield self._outcome(name, question)
            report(name, len(questions), len(questions))

    def _outcome(self, name: str, asked: ReadingQuestion) -> Outcome:
        passage = whole_passage(asked.stem, asked.passage)
        seen = self._given(passage).ask(asked.question)
        values = reading_values(asked, seen)
        baselines = {"first_sentence": first_sentence_values(asked, passage)}
        if self._pool is not None:
            question = seen.question or Question(asked.question, asked.language)
            ranked = self._pool.ranking_values(question, asked.passage)
            values |= ranked.pop("ours")
            baselines |= ranked
        return Outcome(
            data=name,
            id=asked.id,
            stem=asked.stem,
            kind="answerable" if asked.answers else "unanswerable",
            language=asked.language,
            question=asked.question,
            history=(),
            expected=tuple(dict.fromkeys(answer.text for answer in asked.answers)),
            text=None if seen.answer.text is None else said(seen),
            note=seen.answer.note,
            citations=quotations(seen.answer),
            values=values,
            ms=seen.ms,
            baselines=baselines,
        )

    def _given(self, passage: Passage) -> ObservedAssistant:
        """Return an assistant that has nothing but this passage, undivided."""
        (vector,) = self._vectors.encode([passage.text], lambda _done, _of: None)
        library = one_passage(passage, vector, self._vectors.encoder)
        return observed_over(library, self._empty, None)
