"""Conflict cases: asked of an assistant over the articles of all cases."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from qa.assistant import Assistant
from qa.evaluation.datasets.catalog import DISAGREEMENTS
from qa.evaluation.datasets.conflicts import ConflictCase, read_cases, write_articles
from qa.evaluation.datasets.files import filter_rows
from qa.evaluation.metrics.claims import RIGHT_SHARE, item_recall
from qa.evaluation.metrics.views import case_view_values
from qa.evaluation.observed import ObservedAssistant
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import EvaluationPlan
from qa.evaluation.tasks.base import Task, TaskContext


def ask_case(case: ConflictCase, observed: ObservedAssistant) -> Outcome:
    """Return the outcome of one case."""
    seen = observed.ask(case.question)
    guess = (seen.guess.text if seen.guess else None) or ""
    values = {
        "confidence": seen.answer.confidence,
        "answerable": 1.0,
        "refused": float(seen.answer.text is None),
        "right": float(item_recall(case.items, guess) >= RIGHT_SHARE),
        "item_recall": item_recall(case.items, seen.answer.text or ""),
        **case_view_values(seen.answer, case),
    }
    return Outcome.of(DISAGREEMENTS, case, seen, values, kind=case.kind)


def _read(plan: EvaluationPlan) -> tuple[ConflictCase, ...]:
    if plan.disagreements is None:
        return ()
    path = Path(plan.disagreements)
    return filter_rows(read_cases(path, plan.split), plan.rows, path)


def _ask(cases: Sequence[ConflictCase], context: TaskContext) -> Iterator[Outcome]:
    path = Path(context.plan.disagreements or "")
    observed = context.observe(_assistant_over_all(path, context))
    for case in context.progress.remaining(DISAGREEMENTS, cases):
        yield ask_case(case, observed)


def _assistant_over_all(path: Path, context: TaskContext) -> Assistant:
    """Return an assistant over the articles of every case in a file, of either split."""
    with TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        write_articles(read_cases(path, "all"), articles)
        return context.assistant(articles)


CONFLICT_TASK = Task(_read, _ask)
