"""Groups of windows, drawn for questions over whole articles."""

from collections.abc import Sequence
from random import Random

import pytest

from qa.schema.article import Article
from qa.training.config import GroupConfig
from qa.training.data.example import Example
from qa.training.data.groups import GroupSampler
from qa.training.data.written import (
    ArticleSpan,
    WrittenQuestion,
    WrittenQuestions,
    read_collections,
)

SEEDS = range(20)
FILLER = "Hujan turun di kota itu sejak pagi hari. Warga menunggu di rumah masing-masing. "
TEXT = (
    "Siti tiba di Bogor pada pagi hari. "
    + 25 * FILLER
    + "Lalu Rina tiba di Medan pada malam hari. "
    + 25 * FILLER
    + "Kabar tentang Siti sampai ke Palu kemudian. "
    + FILLER
).strip()
ARTICLE = Article("a", "Kabar", TEXT, "a", "id")
OTHER = Article("b", "Kabar", "Siti pergi ke Palu kemarin. Budi tetap di Solo.", "b", "id")


def places(*words: str, article: Article = ARTICLE) -> tuple[ArticleSpan, ...]:
    starts = [(word, article.text.index(word)) for word in words]
    return tuple(ArticleSpan(article.id, start, start + len(word)) for word, start in starts)


def question(
    answers: Sequence[ArticleSpan] = (),
    distractors: Sequence[ArticleSpan] = (),
    about: tuple[str, ...] = ("a",),
) -> WrittenQuestion:
    asked = {"id": "Siapa yang tiba?", "en": "Who arrived?"}
    return WrittenQuestion("q", "newsqa", "list", asked, about, tuple(answers), tuple(distractors))


def group(asked: WrittenQuestion, seed: int, found: Sequence[ArticleSpan] = ()) -> list[Example]:
    written = WrittenQuestions((asked,), {"a": ARTICLE, "b": OTHER})
    return GroupSampler(written, GroupConfig()).group(asked, "en", {"q:en": found}, Random(seed))


def group_on(page: Article, asked: WrittenQuestion) -> list[Example]:
    sampler = GroupSampler(WrittenQuestions((asked,), {"a": page}), GroupConfig())
    return sampler.group(asked, "id", {}, Random(1))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_stands_in_a_window_of_its_article(seed):
    first, *rest = group(question(places("Rina")), seed)
    assert first.texts == ("Rina",)
    assert (first.question, first.language, first.source) == ("Who arrived?", "en", "newsqa")
    assert first.passage in TEXT
    assert len(first.passage) <= 1150
    assert "Lalu Rina tiba di Medan pada malam hari." in first.passage
    assert all(not example.answers for example in rest)


def test_a_list_whose_items_stand_far_apart_is_read_in_several_windows():
    for seed in SEEDS:
        made = group(question(places("Siti", "Rina")), seed)
        assert [e.texts for e in made if e.answers] == [("Siti",), ("Rina",)]
        assert len({e.group for e in made}) == 1
        assert len({e.id for e in made}) == len(made)


def test_an_answer_that_is_boilerplate_makes_no_group():
    page = Article(
        "a", "Kabar", f"{FILLER}\n\nBaca juga: Rina Tiba di Medan\n\n{FILLER}", "a", "id"
    )
    asked = question(places("Rina", article=page))
    assert group_on(page, asked) == []


def test_a_sentence_longer_than_any_window_is_read_whole():
    long = f"Rina {150 * 'jalan kaki '}sampai sore."
    page = Article("a", "Kabar", f"{FILLER}{long} {FILLER}", "a", "id")
    asked = question(places("Rina", article=page))
    first, *_ = group_on(page, asked)
    assert first.passage == long


def test_items_that_stand_together_are_read_in_one_window():
    asked = question(places("Siti", "Bogor"))
    answered = [e for e in group(asked, 1) if e.answers]
    assert [e.texts for e in answered] == [("Siti", "Bogor")]


@pytest.mark.parametrize("seed", SEEDS)
def test_hard_negatives_never_hold_the_answer(seed):
    # Siti is named again at the end, and in another article, in other letters.
    far = places("sampai ke Palu", "pada malam hari")
    for found in ((), far, (*far, ArticleSpan("b", 0, 20))):
        asked = question(places("Siti"), about=("a", "b"))
        negatives = [e for e in group(asked, seed, found) if not e.answers]
        assert all("siti" not in e.passage.lower() for e in negatives)


def test_hard_negatives_are_drawn_from_what_was_retrieved():
    found = places("pada malam hari")
    made = [e for seed in SEEDS for e in group(question(places("Bogor")), seed, found)]
    negatives = [e for e in made if not e.answers]
    assert negatives
    assert all("pada malam hari" in e.passage for e in negatives)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_question_without_an_answer_is_read_where_the_article_tempts(seed):
    first, *rest = group(question(distractors=places("Rina")), seed)
    assert "Rina" in first.passage
    assert not first.answers
    assert all(not e.answers and "Rina" not in e.passage for e in rest)


def test_a_question_with_neither_answer_nor_temptation_is_read_on_its_article():
    for seed in SEEDS:
        made = group(question(), seed)
        assert made
        assert all(e.passage in TEXT and not e.answers for e in made)


def test_a_collections_answer_is_taught_on_every_page_that_has_it(written_data):
    written = read_collections(written_data / "collections")
    sampler = GroupSampler(written, GroupConfig())
    made = sampler.group(written.questions[1], "id", {}, Random(1))
    assert [e.texts for e in made if e.answers] == [("Rina",), ("Rina", "Budi")]
