"""Groups of windows made of questions over whole articles."""

import json
from collections.abc import Sequence
from random import Random

import pytest

from qa.schema.article import Article
from qa.training.data.example import Example, TrainingDataError
from qa.training.data.written import (
    ArticleSpan,
    WrittenQuestion,
    WrittenQuestions,
    read_collections,
    read_news_questions,
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
    tempting: Sequence[ArticleSpan] = (),
    about: tuple[str, ...] = ("a",),
) -> WrittenQuestion:
    asked = {"id": "Siapa yang tiba?", "en": "Who arrived?"}
    return WrittenQuestion("q", "newsqa", "list", asked, about, tuple(answers), tuple(tempting))


def group(asked: WrittenQuestion, seed: int, found: Sequence[ArticleSpan] = ()) -> list[Example]:
    written = WrittenQuestions([asked], {"a": ARTICLE, "b": OTHER})
    return written.group(asked, "en", {"q:en": found}, Random(seed))


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
    assert WrittenQuestions([asked], {"a": page}).group(asked, "id", {}, Random(1)) == []


def test_a_sentence_longer_than_any_window_is_read_whole():
    long = f"Rina {150 * 'jalan kaki '}sampai sore."
    page = Article("a", "Kabar", f"{FILLER}{long} {FILLER}", "a", "id")
    asked = question(places("Rina", article=page))
    first, *_ = WrittenQuestions([asked], {"a": page}).group(asked, "id", {}, Random(1))
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
    first, *rest = group(question(tempting=places("Rina")), seed)
    assert "Rina" in first.passage
    assert not first.answers
    assert all(not e.answers and "Rina" not in e.passage for e in rest)


def test_a_question_with_neither_answer_nor_temptation_is_read_on_its_article():
    for seed in SEEDS:
        made = group(question(), seed)
        assert made
        assert all(e.passage in TEXT and not e.answers for e in made)


def test_follow_ups_of_collections_are_left_out_and_marks_tell_which_words_answer(written_data):
    written = read_collections(written_data / "collections")
    fact, items, absent = written.questions
    assert (fact.kind, items.kind, absent.kind) == ("fact", "list", "absent")
    page = (written_data / "collections" / "c01" / "p1.txt").read_text("utf-8")
    (place,) = fact.answers
    assert page[place.start : place.end] == "Bogor"
    assert place.start == page.rindex("Bogor")
    assert [answer.article for answer in items.answers] == ["c01/p1", "c01/p2", "c01/p2"]
    assert not absent.answers
    assert absent.tempting
    assert fact.articles == ("c01/p1", "c01/p2")


def test_a_collections_answer_is_taught_on_every_page_that_has_it(written_data):
    written = read_collections(written_data / "collections")
    made = written.group(written.questions[1], "id", {}, Random(1))
    assert [e.texts for e in made if e.answers] == [("Rina",), ("Rina", "Budi")]


def test_an_answer_out_of_place_is_refused_with_the_name_of_its_file(tmp_path):
    row = {
        "id": "x",
        "article": "a",
        "kind": "who",
        "question_id": "?",
        "question_en": "?",
        "answers": [{"text": "Rina", "start": 0}],
    }
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps(row))
    with pytest.raises(TrainingDataError, match=r"train\.jsonl.*'Rina' does not stand at 0 of a"):
        read_news_questions(path, {"a": ARTICLE}, "newsqa")
