"""Collections: each is asked of an assistant over its own pages."""

from collections.abc import Iterator, Sequence

from qa.evaluation.datasets.catalog import COLLECTIONS
from qa.evaluation.datasets.collections import Collection, read_collections
from qa.evaluation.metrics.items import collection_values
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import EvaluationPlan
from qa.evaluation.tasks.base import Task, TaskContext, TaskState
from qa.evaluation.tasks.documents import DocumentIndexer


def ask_collections(
    collections: Sequence[Collection], indexer: DocumentIndexer, progress: TaskState
) -> Iterator[Outcome]:
    """Yield the outcome of each question that has none, asked after the questions before it."""
    size = sum(len(collection.questions) for collection in collections)
    number = 0
    for collection in collections:
        left = [q for q in collection.questions if not progress.is_done(COLLECTIONS, q)]
        number += len(collection.questions) - len(left)
        if not left:
            continue
        observed = indexer.observe(indexer.index(collection.pages, progress.report).values())
        for asked in left:
            progress.report(COLLECTIONS, number, size)
            seen = observed.ask(asked.question, asked.history)
            values = collection_values(asked, seen)
            yield Outcome.of(
                COLLECTIONS, asked, seen, values, kind=asked.kind, history=asked.history
            )
            number += 1
    progress.report(COLLECTIONS, number, size)


def _read(plan: EvaluationPlan) -> tuple[Collection, ...]:
    folder = plan.path_of(COLLECTIONS)
    return () if folder is None else read_collections(folder, plan.rows)


def _ask(collections: Sequence[Collection], context: TaskContext) -> Iterator[Outcome]:
    return ask_collections(collections, DocumentIndexer.of(context), context.progress)


COLLECTION_TASK = Task(_read, _ask)
