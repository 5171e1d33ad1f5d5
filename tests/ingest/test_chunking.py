"""Passages: exact places, whole sentences, no boilerplate."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.ingest.chunking import split_into_passages
from qa.ingest.page.boilerplate import searchable
from qa.schema.article import Article
from qa.text.sentences import sentences

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def article(text: str) -> Article:
    return Article(id="a", title="t", text=text, path="a.txt", language="id")


def test_neighbouring_paragraphs_are_joined_up_to_the_longest_passage():
    text = "Satu dua tiga.\n\nEmpat lima enam.\n\nTujuh delapan."
    assert [p.text for p in split_into_passages(article(text), max_chars=33)] == [
        "Satu dua tiga.\n\nEmpat lima enam.",
        "Tujuh delapan.",
    ]


def test_a_paragraph_that_does_not_fit_is_cut_between_sentences():
    text = "Satu dua tiga. Empat lima enam.  Tujuh delapan sembilan."
    assert [p.text for p in split_into_passages(article(text), max_chars=31)] == [
        "Satu dua tiga. Empat lima enam.",
        "Tujuh delapan sembilan.",
    ]


def test_a_sentence_exactly_as_long_as_a_passage_is_whole():
    text = "Satu dua tiga. Empat lima enam."
    assert [p.text for p in split_into_passages(article(text), max_chars=16)] == [
        "Satu dua tiga.",
        "Empat lima enam.",
    ]


def test_a_sentence_that_does_not_fit_is_cut_at_a_comma_and_then_between_words():
    text = "Pada pagi hari, presiden tiba di kota kecil itu."
    assert [p.text for p in split_into_passages(article(text), max_chars=20)] == [
        "Pada pagi hari,",
        "presiden tiba di",
        "kota kecil itu.",
    ]


def test_a_passage_never_reaches_across_a_line_that_is_not_the_article():
    text = "Presiden tiba di kota.\nBaca juga: Kota Kecil\nIa disambut di sana."
    assert [p.text for p in split_into_passages(article(text))] == [
        "Presiden tiba di kota.",
        "Ia disambut di sana.",
    ]


def test_with_an_overlap_a_passage_begins_with_the_end_of_the_one_before():
    text = "Satu dua. Tiga empat. Lima enam. Tujuh delapan."
    assert [p.text for p in split_into_passages(article(text), max_chars=26, overlap_chars=14)] == [
        "Satu dua. Tiga empat.",
        "Tiga empat. Lima enam.",
        "Lima enam. Tujuh delapan.",
    ]


def test_an_article_without_a_body_has_no_passages():
    assert split_into_passages(article("--- * ---")) == ()


@pytest.mark.parametrize(("max_chars", "overlap_chars"), [(0, 0), (10, 10), (10, -1)])
def test_lengths_that_cannot_be_are_refused(max_chars: int, overlap_chars: int):
    with pytest.raises(ValueError, match=f"max_chars is {max_chars} and overlap_chars"):
        split_into_passages(article("Satu dua."), max_chars, overlap_chars)


def check(text: str, max_chars: int) -> None:
    """Check everything that is promised of an article's passages, without an overlap."""
    found = split_into_passages(article(text), max_chars)
    runs = searchable(text)
    last = 0
    for passage in found:
        assert passage.text == text[passage.start : passage.end] == passage.text.strip()
        assert 0 < len(passage.text) <= max_chars
        assert passage.start >= last
        assert any(r.start <= passage.start and passage.end <= r.end for r in runs)
        last = passage.end
    inside = {i for p in found for i in range(p.start, p.end)}
    for run in runs:
        assert all(text[i].isspace() or i in inside for i in range(run.start, run.end))
        for s in sentences(text, run.start, run.end):
            if s.end - s.start <= max_chars:
                assert any(p.start <= s.start and s.end <= p.end for p in found)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("max_chars", [60, 200, 500, 5000])
def test_the_seed_articles_are_split_as_promised(path: Path, max_chars: int):
    check(path.read_text(encoding="utf-8"), max_chars)


words = st.sampled_from(
    ["Dia", "pergi", "pergi.", "Dr.", "kata", "“Ya,”", "2024.", "aa", "aa.", "Baca juga: X", "?",
     "\n", "\n\n", "\r\n", "\u2028", "  ", "\t", "\x1d", "\x1e", "- butir", "x" * 40, "é", "😀"]
)  # fmt: skip
texts = st.lists(words, max_size=60).map(" ".join)


@given(st.one_of(texts, st.text(max_size=300)).filter(str.strip), st.integers(1, 80))
def test_any_text_is_split_as_promised(text: str, max_chars: int):
    check(text, max_chars)


@given(texts.filter(str.strip), st.integers(2, 80), st.data())
def test_with_any_overlap_every_passage_still_stands_where_it_says(
    text: str, max_chars: int, data: st.DataObject
):
    overlap_chars = data.draw(st.integers(0, max_chars - 1))
    for passage in split_into_passages(article(text), max_chars, overlap_chars):
        assert passage.text == passage.text.strip()
        assert 0 < len(passage.text) <= max_chars
        assert any(r.start <= passage.start and passage.end <= r.end for r in searchable(text))
