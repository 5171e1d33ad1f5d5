"""The runner: asks every question of a plan, and keeps the outcomes in a saved run."""

from collections.abc import Iterator
from pathlib import Path

from embeddings.base import Encoder
from qa.evaluation.datasets.files import DataError
from qa.evaluation.observed import RetrieverMaker
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import EvaluationPlan, SavedRun
from qa.evaluation.tasks.base import AnyTask, Report, TaskContext, TaskState
from qa.evaluation.tasks.baselines import RANKINGS, BaselineRetriever, ShuffledRetriever
from qa.evaluation.tasks.chats import CHAT_TASK
from qa.evaluation.tasks.collections import COLLECTION_TASK
from qa.evaluation.tasks.conflicts import CONFLICT_TASK
from qa.evaluation.tasks.gold import GOLD_TASK
from qa.evaluation.tasks.newsqa import NEWSQA_LIBRARY_TASK, NEWSQA_TASK
from qa.evaluation.tasks.reading import READING_TASK
from qa.settings import Settings

TASKS: tuple[AnyTask, ...] = (
    GOLD_TASK,
    CHAT_TASK,
    CONFLICT_TASK,
    NEWSQA_TASK,
    NEWSQA_LIBRARY_TASK,
    COLLECTION_TASK,
    READING_TASK,
)
"""The registry of tasks, in the order in which a run goes through them."""

RETRIEVERS = ("ours", *RANKINGS, "shuffled")
VECTORS_FOLDER = "vectors"


def evaluate(
    run: SavedRun, settings: Settings, report: Report, encoder: Encoder | None = None
) -> None:
    """Ask every question of a run's plan that has no outcome yet, and keep the outcomes.

    Args:
        run: new, or one that was interrupted.
        settings: of the assistants that are asked.
        report: told how far each data set is.
        encoder: the one that the settings name, unless given.

    Raises:
        DataError: a data set cannot be read.
        NoArticlesError: there are no articles to ask the gold questions of.
        MissingExtraError: a library that only the evaluation needs is not installed.
    """
    run.drop_partial_line()
    done = {(outcome.data, outcome.id) for outcome in run.outcomes()}
    plan = run.plan
    context = TaskContext(
        plan,
        settings,
        TaskState(report, done),
        retriever_maker(plan.retriever),
        run.update_manifest,
        run.folder.parent / VECTORS_FOLDER,
        encoder,
    )
    for outcome in _outcomes(context):
        run.append(outcome)
    run.finish()


def _outcomes(context: TaskContext) -> Iterator[Outcome]:
    for task in TASKS:
        if data := task.read(context.plan):
            yield from task.ask(data, context)


def check_plan(plan: EvaluationPlan) -> None:
    """Check that a plan can be followed, before a run is made of it.

    Raises:
        DataError: a file is missing or not of its layout, or there is no such retriever.
    """
    retriever_maker(plan.retriever)
    for task in TASKS:
        task.read(plan)
    if plan.gold is not None or plan.chats is not None:
        for path in plan.articles:
            if not Path(path).exists():
                raise DataError(
                    f"{path}: is not there; name the folder of Tanya's five seed articles, which "
                    "gold questions and chats are about, with --articles"
                )


def retriever_maker(name: str) -> RetrieverMaker | None:
    """Return what makes the retriever of this name; None for the assistant's own.

    Raises:
        DataError: there is no retriever of this name.
    """
    if name not in RETRIEVERS:
        raise DataError(f"retriever is {name!r}; expected one of {', '.join(RETRIEVERS)}")
    if name == "ours":
        return None
    if name == "shuffled":
        return ShuffledRetriever
    return lambda assistant: BaselineRetriever(name, assistant)
