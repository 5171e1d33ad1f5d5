"""An evaluation: every question of a plan asked, kept in a run, and measured."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from embeddings.base import Encoder
from qa.assistant import Assistant
from qa.evaluation import FOLDER_DATA
from qa.evaluation.datasets.chats import GoldChat, articles_of, read_chats
from qa.evaluation.datasets.collections import read_collections
from qa.evaluation.datasets.conflicts import Case, read_cases, write_articles
from qa.evaluation.datasets.gold import DataError, GoldQuestion, filter_rows, read_gold
from qa.evaluation.datasets.newsqa import read_newsqa
from qa.evaluation.datasets.reading import read_pool
from qa.evaluation.observed import ObservedAssistant, RetrieverMaker
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import EvaluationPlan, SavedRun, about
from qa.evaluation.tasks.baselines import RANKINGS, BaselineRetriever, ShuffledRetriever
from qa.evaluation.tasks.chats import ChatSet
from qa.evaluation.tasks.collections import COLLECTIONS, ask_collections
from qa.evaluation.tasks.conflicts import ConflictSet
from qa.evaluation.tasks.documents import DocumentIndexer, Report
from qa.evaluation.tasks.gold import GoldSet, missing_articles
from qa.evaluation.tasks.newsqa import NEWSQA, ask_articles, ask_library
from qa.evaluation.tasks.reading import ReadingSet, reading_data, reading_rows
from qa.evaluation.tasks.vectors import VectorCache
from qa.settings import Settings
from qa.store.local import LocalLibrary

SEEDS = "seeds"
CHATS = "chats"
DISAGREEMENTS = "disagreements"
RETRIEVERS = ("ours", *RANKINGS, "shuffled")


def evaluate(
    run: SavedRun, settings: Settings, report: Report, encoder: Encoder | None = None
) -> None:
    """Ask every question of the run's plan that has no outcome yet, and keep the outcomes.

    Raises:
        DataError: a data set cannot be read.
        NoArticlesError: there is nothing to ask the gold questions of.
        MissingExtraError: a library of the evaluation is not installed.
    """
    run.mend()
    done = {(outcome.data, outcome.id) for outcome in run.outcomes()}
    for outcome in _outcomes(run, settings, report, encoder, done):
        run.append(outcome)
    run.finish()


def _outcomes(
    run: SavedRun,
    settings: Settings,
    report: Report,
    encoder: Encoder | None,
    done: set[tuple[str, str]],
) -> Iterator[Outcome]:
    plan = run.plan
    if plan.gold is not None:
        assistant = Assistant.from_articles(*plan.articles, settings=settings, encoder=encoder)
        encoder = assistant.encoder
        run.note(**about(assistant))
        yield from _gold(plan, assistant, report, done)
    if plan.chats is not None:
        articles = (*plan.articles, articles_of(Path(plan.chats)))
        assistant = Assistant.from_articles(*articles, settings=settings, encoder=encoder)
        encoder = assistant.encoder
        yield from _chats(plan, assistant, report, done)
    if plan.disagreements is not None:
        assistant = _over_cases(Path(plan.disagreements), settings, encoder)
        encoder = assistant.encoder
        yield from _disagreements(plan, assistant, report, done)
    if plan.data:
        vectors = VectorCache.of(run.folder.parent / "vectors", settings, encoder)
        run.note(encoder=vectors.encoder.name)
        yield from _folders(plan, settings, vectors, report, done)
        if reading_data(plan):
            made = retriever_maker(plan.retriever)
            reading = ReadingSet.of(plan, settings, vectors, made, report)
            run.note(pool=reading.about())
            yield from reading.outcomes(report, done)


def _gold(
    plan: EvaluationPlan, assistant: Assistant, report: Report, done: set[tuple[str, str]]
) -> Iterator[Outcome]:
    questions = _gold_questions(plan)
    observed = _observed(plan, assistant, plan.gold, questions)
    gold_set = GoldSet(SEEDS, observed)
    for number, question in enumerate(questions):
        report(SEEDS, number, len(questions))
        if (SEEDS, question.id) not in done:
            yield gold_set.ask(question)
    report(SEEDS, len(questions), len(questions))


def _chats(
    plan: EvaluationPlan, assistant: Assistant, report: Report, done: set[tuple[str, str]]
) -> Iterator[Outcome]:
    chats = _chats_of(plan)
    turns = [turn for chat in chats for turn in chat.turns]
    chat_set = ChatSet(CHATS, _observed(plan, assistant, plan.chats, turns))
    for number, chat in enumerate(chats):
        report(CHATS, number, len(chats))
        if any((CHATS, turn.id) not in done for turn in chat.turns):
            yield from (o for o in chat_set.ask(chat) if (CHATS, o.id) not in done)
    report(CHATS, len(chats), len(chats))


def _over_cases(path: Path, settings: Settings, encoder: Encoder | None) -> Assistant:
    """Return an assistant over the articles of all cases, of either split."""
    with TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        write_articles(read_cases(path, "all"), articles)
        return Assistant.from_articles(articles, settings=settings, encoder=encoder)


def _disagreements(
    plan: EvaluationPlan, assistant: Assistant, report: Report, done: set[tuple[str, str]]
) -> Iterator[Outcome]:
    cases = _cases_of(plan)
    observed = ObservedAssistant(assistant, retriever_maker(plan.retriever))
    case_set = ConflictSet(DISAGREEMENTS, observed)
    for number, case in enumerate(cases):
        report(DISAGREEMENTS, number, len(cases))
        if (DISAGREEMENTS, case.id) not in done:
            yield case_set.ask(case)
    report(DISAGREEMENTS, len(cases), len(cases))


def _folders(
    plan: EvaluationPlan,
    settings: Settings,
    vectors: VectorCache,
    report: Report,
    done: set[tuple[str, str]],
) -> Iterator[Outcome]:
    """Yield the outcomes of the data sets that are named with a folder."""
    named = [(name, Path(path)) for name, path in plan.data if name in FOLDER_DATA]
    if not named:
        return
    like = Assistant.over(LocalLibrary(), vectors.encoder, settings)
    indexer = DocumentIndexer(like, vectors, retriever_maker(plan.retriever))
    for name, folder in named:
        if name == COLLECTIONS:
            yield from ask_collections(read_collections(folder, plan.rows), indexer, report, done)
        else:
            ask = ask_articles if name == NEWSQA else ask_library
            yield from ask(read_newsqa(folder, plan.rows), indexer, report, done)


def _observed(
    plan: EvaluationPlan, assistant: Assistant, file: str | None, questions: Sequence[GoldQuestion]
) -> ObservedAssistant:
    """Return the assistant under observation; it has what the questions of a file ask about."""
    observed = ObservedAssistant(assistant, retriever_maker(plan.retriever))
    if missing := missing_articles(questions, observed):
        raise DataError(f"{file}: needs the article {missing[0]}; name its folder")
    return observed


def _gold_questions(plan: EvaluationPlan) -> tuple[GoldQuestion, ...]:
    path = Path(plan.gold or "")
    return filter_rows(read_gold(path, plan.split), plan.rows, path)


def _chats_of(plan: EvaluationPlan) -> tuple[GoldChat, ...]:
    path = Path(plan.chats or "")
    return filter_rows(read_chats(path, plan.split), plan.rows, path)


def _cases_of(plan: EvaluationPlan) -> tuple[Case, ...]:
    path = Path(plan.disagreements or "")
    return filter_rows(read_cases(path, plan.split), plan.rows, path)


def check(plan: EvaluationPlan) -> None:
    """Check that a plan can be followed, before a run is made of it.

    Raises:
        DataError: a file is not there or is not of its layout, or there is no such retriever.
    """
    retriever_maker(plan.retriever)
    if plan.gold is not None:
        _gold_questions(plan)
    if plan.chats is not None:
        _chats_of(plan)
    if plan.disagreements is not None:
        _cases_of(plan)
    for _, path in reading_data(plan):
        reading_rows(path, plan)
    for name, folder in ((name, Path(path)) for name, path in plan.data if name in FOLDER_DATA):
        read = read_collections if name == COLLECTIONS else read_newsqa
        read(folder, plan.rows)
    for path in plan.pool:
        read_pool([Path(path)], 1)


def retriever_maker(name: str) -> RetrieverMaker | None:
    """Return what makes the retriever of this name; None for the assistant's own.

    Raises:
        DataError: there is none of this name.
    """
    if name not in RETRIEVERS:
        raise DataError(f"retriever is {name!r}; expected one of {', '.join(RETRIEVERS)}")
    if name == "ours":
        return None
    if name == "shuffled":
        return ShuffledRetriever
    return lambda assistant: BaselineRetriever(name, assistant)
