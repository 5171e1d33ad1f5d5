"""NewsQA: asked of each question's own article alone, or of one library of all articles."""

from collections.abc import Iterator
from itertools import groupby

from qa.evaluation.datasets.catalog import NEWSQA, NEWSQA_LIBRARY
from qa.evaluation.datasets.newsqa import NewsQa, read_newsqa
from qa.evaluation.metrics.items import library_values
from qa.evaluation.metrics.reading import best_answer, span_values
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import EvaluationPlan
from qa.evaluation.tasks.base import Task, TaskContext, TaskState
from qa.evaluation.tasks.documents import DocumentIndexer


def ask_articles(data: NewsQa, indexer: DocumentIndexer, progress: TaskState) -> Iterator[Outcome]:
    """Yield the outcome of each question that has none, asked of its own article alone."""
    left = [question for question in data.questions if not progress.is_done(NEWSQA, question)]
    articles = {question.article.id: question.article for question in left}
    documents = indexer.index(tuple(articles.values()), progress.report)
    number = 0
    for article, questions in groupby(left, key=lambda question: question.article.id):
        observed = indexer.observe([documents[article]])
        for asked in questions:
            progress.report(NEWSQA, number, len(left))
            seen = observed.ask(asked.question)
            values, words = span_values(asked, seen), best_answer(seen)
            yield Outcome.of(NEWSQA, asked, seen, values, kind=asked.kind, words=words)
            number += 1
    progress.report(NEWSQA, number, len(left))


def ask_library(data: NewsQa, indexer: DocumentIndexer, progress: TaskState) -> Iterator[Outcome]:
    """Yield the outcome of each question that has none, asked of a library of all articles."""
    if all(progress.is_done(NEWSQA_LIBRARY, question) for question in data.questions):
        return
    observed = indexer.observe(indexer.index(data.articles, progress.report).values())
    for asked in progress.remaining(NEWSQA_LIBRARY, data.questions):
        seen = observed.ask(asked.question)
        yield Outcome.of(NEWSQA_LIBRARY, asked, seen, library_values(asked, seen), kind=asked.kind)


def _read(name: str, plan: EvaluationPlan) -> NewsQa | None:
    folder = plan.path_of(name)
    return None if folder is None else read_newsqa(folder, plan.rows)


def _ask_articles(data: NewsQa | None, context: TaskContext) -> Iterator[Outcome]:
    if data is not None:
        yield from ask_articles(data, DocumentIndexer.of(context), context.progress)


def _ask_library(data: NewsQa | None, context: TaskContext) -> Iterator[Outcome]:
    if data is not None:
        yield from ask_library(data, DocumentIndexer.of(context), context.progress)


NEWSQA_TASK = Task(lambda plan: _read(NEWSQA, plan), _ask_articles)
NEWSQA_LIBRARY_TASK = Task(lambda plan: _read(NEWSQA_LIBRARY, plan), _ask_library)
