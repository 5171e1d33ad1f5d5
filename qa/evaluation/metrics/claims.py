"""Claims and citations of an answer, measured against a gold question."""

from collections.abc import Mapping, Sequence

from qa.evaluation.datasets.gold import GoldQuestion, Item, count_matches
from qa.evaluation.metrics.statistics import mean_of
from qa.schema.answer import Answer, Claim
from qa.schema.citation import Citation

RIGHT_SHARE = 0.5
"""The item recall, or the token F1, from which an answer counts as right for its confidence."""

MEASURES = tuple(map(mean_of, ("citation_precision", "citation_recall", "verbatim")))


def item_recall(items: Sequence[Item], text: str) -> float:
    """Return the share of the required items that a text says, 0 to 1; `items` is not empty.

    The recall of list questions (Voorhees 2004, "Overview of the TREC 2003 Question Answering
    Track"), with accepted spellings in the place of assessors.
    """
    return count_matches(items, text) / len(items)


def item_precision(items: Sequence[Item], parts: Sequence[str]) -> float:
    """Return the share of an answer's parts that say a required item; `parts` is not empty."""
    return sum(count_matches(items, part) > 0 for part in parts) / len(parts)


def answer_parts(answer: Answer) -> tuple[str, ...]:
    """Return the parts of an answer, claim by claim: the things that it names.

    The parts of a claim are the answer spans of its citations; the claim alone where it is one of
    them, or where its citations have none.
    """
    return tuple(part for claim in answer.claims for part in _parts(claim))


def _parts(claim: Claim) -> tuple[str, ...]:
    cited = ((c.article.text, mark) for c in claim.citations for mark in c.marks)
    # A claim is on one line, whatever the lines of the article.
    marked = dict.fromkeys(" ".join(text[m.start : m.end].split()) for text, m in cited)
    return (claim.text,) if claim.text in marked or not marked else tuple(marked)


def holds_evidence(article: str, start: int, end: int, gold: GoldQuestion, text: str) -> bool:
    """Say whether a span of an article holds evidence for a question.

    It does where its overlap with a piece of evidence says a required item.

    Args:
        article: the article's id, by which evidence names it.
        start: of the span, in characters of the article.
        end: of the span.
        gold: the question.
        text: the article's text.
    """
    shared = (
        text[max(start, e.start) : min(end, e.end)] for e in gold.evidence if e.article == article
    )
    return any(count_matches(gold.items, part) for part in shared if part)


def _cited(citation: Citation, gold: GoldQuestion) -> bool:
    article = citation.article
    return holds_evidence(article.id, citation.start, citation.end, gold, article.text)


def citation_precision(answer: Answer, gold: GoldQuestion) -> float:
    """Return the share of an answer's citations that hold evidence; it has at least one.

    As ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations"),
    with the gold evidence in the place of a model that judges entailment.
    """
    found = [_cited(citation, gold) for citation in answer.citations]
    return sum(found) / len(found)


def citation_recall(answer: Answer, gold: GoldQuestion) -> float:
    """Return the share of an answer's claims with a citation that holds evidence; as above."""
    found = [any(_cited(c, gold) for c in claim.citations) for claim in answer.claims]
    return sum(found) / len(found)


def verbatim(answer: Answer, texts: Mapping[str, str]) -> float:
    """Return the share of an answer's citations whose quotation is at its offset, word for word.

    Args:
        answer: with at least one citation.
        texts: the text of each article by id, read without the product.
    """
    same = [texts[c.article.id][c.start : c.end] == c.quote for c in answer.citations]
    return sum(same) / len(same)


def claim_values(
    answer: Answer, guess: Answer | None, gold: GoldQuestion, texts: Mapping[str, str]
) -> dict[str, float]:
    """Return the values of one answer by name; those that do not apply to it are absent.

    Args:
        answer: as the user gets it.
        guess: the answer that would be given if nothing were refused.
        gold: the question.
        texts: the text of each article by id.
    """
    values = {
        "confidence": answer.confidence,
        "answerable": float(gold.answerable),
        "refused": float(answer.text is None),
        "right": _right(guess, gold),
    }
    if gold.answerable:
        values["item_recall"] = item_recall(gold.items, answer.text or "")
        if answer.text:
            values["item_precision"] = item_precision(gold.items, answer_parts(answer))
    if answer.text:
        values["citation_precision"] = citation_precision(answer, gold)
        values["citation_recall"] = citation_recall(answer, gold)
        values["verbatim"] = verbatim(answer, texts)
    return values


def _right(guess: Answer | None, gold: GoldQuestion) -> float:
    """Return 1.0 if the guess says at least half of the required items."""
    if guess is None or not gold.answerable:
        return 0.0
    return float(item_recall(gold.items, guess.text or "") >= RIGHT_SHARE)
