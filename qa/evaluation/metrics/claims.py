"""What an answer's claims and citations are worth, held against a gold question."""

from collections.abc import Mapping, Sequence

from qa.evaluation.datasets.gold import GoldQuestion, Item, items_said
from qa.schema.answer import Answer, Claim
from qa.schema.citation import Citation

HALF = 0.5
"""The share of what was required from which an answer counts as right for its confidence."""


def item_recall(items: Sequence[Item], text: str) -> float:
    """Return the share of the required items that a text says, 0 to 1; `items` is not empty.

    Recall over gold answers of a list, as in Rajpurkar-style list questions of TREC (Voorhees 2004,
    "Overview of the TREC 2003 Question Answering Track"), with spellings instead of assessors.
    """
    return items_said(items, text) / len(items)


def item_precision(items: Sequence[Item], parts: Sequence[str]) -> float:
    """Return the share of an answer's parts that say a required item; `parts` is not empty."""
    return sum(items_said(items, part) > 0 for part in parts) / len(parts)


def answer_parts(answer: Answer) -> tuple[str, ...]:
    """Return what an answer names, the parts of one claim after those of another.

    A claim that is itself among the words marked in its citations names just that; another names
    all the marked words; one without marks is a part as it is.
    """
    return tuple(part for claim in answer.claims for part in _parts(claim))


def _parts(claim: Claim) -> tuple[str, ...]:
    cited = ((c.article.text, mark) for c in claim.citations for mark in c.marks)
    # A claim is on one line, whatever the lines of the article.
    marked = dict.fromkeys(" ".join(text[m.start : m.end].split()) for text, m in cited)
    return (claim.text,) if claim.text in marked or not marked else tuple(marked)


def holds_evidence(article: str, start: int, end: int, gold: GoldQuestion, text: str) -> bool:
    """Say whether the characters `start` to `end` of an article hold evidence for the question.

    They do when what they share with a piece of evidence says a required item.

    Args:
        article: its id, which is the evidence's file.
        start: where the stretch begins.
        end: where it ends.
        gold: the question.
        text: the article's text.
    """
    shared = (
        text[max(start, e.start) : min(end, e.end)] for e in gold.evidence if e.article == article
    )
    return any(items_said(gold.items, part) for part in shared if part)


def _cited(citation: Citation, gold: GoldQuestion) -> bool:
    article = citation.article
    return holds_evidence(article.id, citation.start, citation.end, gold, article.text)


def citation_precision(answer: Answer, gold: GoldQuestion) -> float:
    """Return the share of an answer's citations that hold evidence; it has at least one.

    In the sense of ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with
    Citations"), where the evidence written down for the question takes the place of a model that
    judges entailment.
    """
    found = [_cited(citation, gold) for citation in answer.citations]
    return sum(found) / len(found)


def citation_recall(answer: Answer, gold: GoldQuestion) -> float:
    """Return the share of an answer's claims that a citation of theirs supports; ALCE, as above."""
    found = [any(_cited(c, gold) for c in claim.citations) for claim in answer.claims]
    return sum(found) / len(found)


def verbatim(answer: Answer, texts: Mapping[str, str]) -> float:
    """Return the share of an answer's quotations that stand at their offsets.

    Args:
        answer: with at least one citation.
        texts: the articles' own texts by id, read without the product.
    """
    same = [texts[c.article.id][c.start : c.end] == c.quote for c in answer.citations]
    return sum(same) / len(same)


def claim_values(
    answer: Answer, guess: Answer | None, gold: GoldQuestion, texts: Mapping[str, str]
) -> dict[str, float]:
    """Return every measure of one answer that applies to it.

    Args:
        answer: as the user gets it.
        guess: what would have been said at any confidence.
        gold: the question.
        texts: the articles' own texts by id.
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
    """Return 1.0 if what would be said is at least half of what was required."""
    if guess is None or not gold.answerable:
        return 0.0
    return float(item_recall(gold.items, guess.text or "") >= HALF)
