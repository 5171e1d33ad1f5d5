"""What a real model wrote, judged by hand: what is let through of it, and how good that is."""

import json
from datetime import date
from pathlib import Path

import pytest

from qa.llm.citations import CitedSentence
from qa.llm.verify.support import Support
from qa.schema.article import Article
from qa.schema.citation import Citation

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    lines = (HERE / "written.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def shown(rows, seed_assistant) -> list[dict]:
    """The sentences that are let through."""
    support = Support(seed_assistant.reader)
    return [row for row in rows if supported(support, row)]


def supported(support: Support, row: dict) -> tuple[Citation, ...]:
    sentence = CitedSentence(row["sentence"], tuple(row["cited"]))
    return support.of(sentence, row["language"], [quotation(q) for q in row["quotations"]])


def quotation(told: dict) -> Citation:
    published = date.fromisoformat(told["published"]) if told["published"] else None
    article = Article(
        id=told["article"], title="Kabar", text=told["quote"], path=told["article"],
        language=told["language"], published=published,
    )  # fmt: skip
    return Citation(article, 0, len(told["quote"]))


def test_the_file_holds_what_its_readme_says(rows):
    assert len({row["id"] for row in rows}) == len(rows) == 102
    sample = [row for row in rows if row["in_sample"]]
    assert len(sample) == 50
    assert sum(row["is_right"] for row in sample) == 7


def test_all_that_is_let_through_is_right(shown):
    assert len(shown) == 53
    assert [row["id"] for row in shown if not row["is_right"]] == []
