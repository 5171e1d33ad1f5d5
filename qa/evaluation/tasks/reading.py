"""Reading rows: each is asked of its own passage, which may also be searched for in a pool."""

from collections.abc import Iterator
from pathlib import Path

from qa.evaluation.datasets.files import filter_rows
from qa.evaluation.datasets.reading import ReadingQuestion, read_pool, read_reading
from qa.evaluation.metrics.reading import best_answer, first_sentence_values, reading_values
from qa.evaluation.observed import ObservedAssistant, observe_library
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import EvaluationPlan
from qa.evaluation.tasks.base import Task, TaskContext
from qa.evaluation.tasks.pool import Pool, single_passage_library, whole_passage
from qa.schema.passage import Passage
from qa.schema.question import Question

ReadingData = tuple[tuple[str, tuple[ReadingQuestion, ...]], ...]
"""The name and the rows of each file."""


class ReadingTask:
    """Reading rows, and the pool that their passages are searched for in, if any."""

    def __init__(self, pool: Pool | None, context: TaskContext) -> None:
        self._pool = pool
        self._context = context

    def ask(self, name: str, asked: ReadingQuestion) -> Outcome:
        """Return the outcome of one row of a data set."""
        passage = whole_passage(asked.stem, asked.passage)
        seen = self._over(passage).ask(asked.question)
        values = reading_values(asked, seen)
        baselines = {"first_sentence": first_sentence_values(asked, passage)}
        if self._pool is not None:
            question = seen.question or Question(asked.question, asked.language)
            ranked = self._pool.ranking_values(question, asked.passage)
            values |= ranked.pop("ours")
            baselines |= ranked
        kind = "answerable" if asked.answers else "unanswerable"
        words = best_answer(seen)
        return Outcome.of(name, asked, seen, values, kind=kind, words=words, baselines=baselines)

    def _over(self, passage: Passage) -> ObservedAssistant:
        """Return an assistant over this passage alone, unsplit."""
        vectors = self._context.vectors
        (vector,) = vectors.encode([passage.text], lambda _done, _of: None)
        library = single_passage_library(passage, vector, vectors.encoder)
        return observe_library(library, self._context.empty_assistant, None)


def _pool(data: ReadingData, context: TaskContext) -> Pool | None:
    """Return the pool of a plan, which holds every row's own passage, too; encode all of them."""
    plan, report = context.plan, context.progress.report

    def report_encoding(done: int, of: int) -> None:
        report("encoding passages", done, of)

    own = list(dict.fromkeys(q.passage for _, questions in data for q in questions))
    context.vectors.encode(own, report_encoding)
    if not plan.pool:
        return None
    texts = read_pool([Path(path) for path in plan.pool], plan.pool_articles)
    return Pool.of(
        tuple(dict.fromkeys((*texts, *own))),
        context.vectors,
        lambda library: observe_library(library, context.empty_assistant, context.make_retriever),
        report_encoding,
    )


def _read(plan: EvaluationPlan) -> ReadingData:
    for path in plan.pool:
        read_pool([Path(path)], 1)
    return tuple(
        (name, filter_rows(read_reading(path), plan.rows, path))
        for name, path in plan.reading_files
    )


def _ask(data: ReadingData, context: TaskContext) -> Iterator[Outcome]:
    pool = _pool(data, context)
    context.note(pool=None if pool is None else {"passages": pool.size})
    task = ReadingTask(pool, context)
    for name, questions in data:
        for question in context.progress.remaining(name, questions):
            yield task.ask(name, question)


READING_TASK = Task(_read, _ask)
