"""Collections, each asked of an assistant over its own pages; and what the answers are worth."""

from collections.abc import Iterator, Sequence

from qa.evaluation.datasets.collections import (
    CONFLICT,
    LIST,
    Collection,
    CollectionQuestion,
    page_name,
    stands_in,
)
from qa.evaluation.metrics.claims import item_recall
from qa.evaluation.metrics.items import item_values
from qa.evaluation.observed import Observation
from qa.evaluation.outcome import Outcome, quotations
from qa.evaluation.tasks.documents import DocumentIndexer, Report
from qa.schema.answer import Answer, View

COLLECTIONS = "collections"


def ask_collections(
    collections: Sequence[Collection],
    indexer: DocumentIndexer,
    report: Report,
    done: set[tuple[str, str]],
) -> Iterator[Outcome]:
    """Yield the outcome of each question that is not done, asked after the questions before it."""
    size = sum(len(collection.questions) for collection in collections)
    number = 0
    for collection in collections:
        left = [q for q in collection.questions if (COLLECTIONS, q.id) not in done]
        number += len(collection.questions) - len(left)
        if not left:
            continue
        observed = indexer.over(indexer.index(collection.pages, report).values())
        for question in left:
            report(COLLECTIONS, number, size)
            yield _outcome(question, observed.ask(question.question, question.history))
            number += 1
    report(COLLECTIONS, number, size)


def collection_values(asked: CollectionQuestion, seen: Observation) -> dict[str, float]:
    """Return what an answer over a few pages is worth.

    Returns:
        see `item_values`, right only with all items; where the pages answer, "all_items", whether
        every item is said, and "source_cited", whether a citation holds evidence (all of it, for
        lists and conflicts). For a conflict "views_planted", "views_shown" and "views_right".
    """
    values = item_values(
        seen,
        bool(asked.items),
        lambda answer: item_recall(asked.items, answer.text or ""),
        enough=1.0,
    )
    if asked.items:
        values["all_items"] = float(values["item_recall"] == 1.0)
        values["source_cited"] = float(_cites_source(seen.answer, asked))
    if asked.kind == CONFLICT:
        values |= {
            "views_planted": 1.0,
            "views_shown": float(bool(seen.answer.views)),
            "views_right": float(_views_are_right(seen.answer, asked)),
        }
    return values


def _cites_source(answer: Answer, asked: CollectionQuestion) -> bool:
    quotes = [c.quote for c in answer.citations if page_name(c.article) in asked.pages]
    held = [any(stands_in(words, quote) for quote in quotes) for words in asked.evidence]
    return all(held) if asked.kind in (LIST, CONFLICT) else any(held)


def _views_are_right(answer: Answer, asked: CollectionQuestion) -> bool:
    """Say whether each view tells a side from that side's pages, and no side is missing."""
    told = [_sides(view, asked) for view in answer.views]
    return all(told) and set[int]().union(*told) == set(range(len(asked.items)))


def _sides(view: View, asked: CollectionQuestion) -> set[int]:
    """Return the sides that a view tells and cites only pages of."""
    text = "\n".join(claim.text for claim in view.claims)
    cited = {c.article.id: c.article for claim in view.claims for c in claim.citations}.values()
    sides = enumerate(zip(asked.items, asked.evidence, strict=True))
    return {
        number
        for number, (item, words) in sides
        if item.said_in(text)
        and all(page_name(p) in asked.pages and stands_in(words, p.text) for p in cited)
    }


def _outcome(asked: CollectionQuestion, seen: Observation) -> Outcome:
    return Outcome(
        data=COLLECTIONS,
        id=asked.id,
        stem=asked.stem,
        kind=asked.kind,
        language=asked.language,
        question=asked.question,
        history=asked.history,
        expected=tuple(item.name for item in asked.items),
        text=seen.answer.text,
        note=seen.answer.note,
        citations=quotations(seen.answer),
        values=collection_values(asked, seen),
        ms=seen.ms,
    )
