"""Reading the data sets: both layouts, pools, and what is said of bad files."""

import json

import pytest

from qa.evaluation.datasets.files import DataError
from qa.evaluation.datasets.gold import read_gold
from qa.evaluation.datasets.reading import read_pool, read_reading

ROW = {
    "id": "r1",
    "language": "id",
    "question": "Siapa?",
    "passage": "Kim Jong Un tiba.",
    "answers": [{"text": "Kim Jong Un", "start": 0}],
}
CROSSING = {
    "id": "x1",
    "question_en": "Who?",
    "question_id": "Siapa?",
    "passage": "Kim tiba.",
    "answer_id": "Kim",
    "answer_en": "Kim",
    "passage_en": "Kim arrived.",
}


@pytest.fixture
def written(tmp_path):
    def write(name, *rows):
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
        return path

    return write


def test_a_reading_row_keeps_its_answers_and_where_they_start(written):
    (question,) = read_reading(written("r.jsonl", ROW))
    assert (question.id, question.language, question.stem) == ("r1", "id", "r1")
    assert [(a.text, a.start) for a in question.answers] == [("Kim Jong Un", 0)]


def test_a_cross_lingual_row_is_two_questions_on_one_passage(written):
    english, indonesian = read_reading(written("x.jsonl", CROSSING))
    assert (english.question, indonesian.question) == ("Who?", "Siapa?")
    assert (english.language, indonesian.language) == ("en", "id")
    assert english.stem == indonesian.stem == "x1"
    assert english.passage == indonesian.passage == "Kim tiba."


def test_an_answer_that_does_not_stand_where_it_should_is_refused_with_its_line(written):
    bad = ROW | {"id": "r2", "answers": [{"text": "Kim", "start": 3}]}
    with pytest.raises(DataError, match=r"r\.jsonl: line 2: .*'Kim' does not stand at 3"):
        read_reading(written("r.jsonl", ROW, bad))


def test_a_row_of_another_layout_is_refused_with_what_was_expected(written):
    with pytest.raises(DataError, match=r"line 1: is not in the reading layout.*passage"):
        read_reading(written("r.jsonl", {"id": "r1"}))


def test_one_id_twice_is_refused(written):
    with pytest.raises(DataError, match="same id"):
        read_reading(written("r.jsonl", ROW, ROW))


def test_a_line_that_is_not_json_and_a_file_that_is_not_there_are_named(tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_text('{"id": \n', "utf-8")
    with pytest.raises(DataError, match="line 1: is not JSON"):
        read_reading(path)
    with pytest.raises(DataError, match=r"none\.jsonl: cannot be read"):
        read_gold(tmp_path / "none.jsonl")


def test_a_pool_takes_each_text_once_from_passages_and_paragraphs(written):
    articles = [{"paragraphs": ["satu", "Kim tiba."]}, {"paragraphs": ["dua", " "]}]
    files = written("x.jsonl", CROSSING), written("i.jsonl", *articles)
    assert read_pool(files) == ("Kim tiba.", "satu", "dua")


def test_only_the_first_articles_of_a_pool_are_taken_if_so_asked(written):
    articles = written("i.jsonl", {"paragraphs": ["satu"]}, {"paragraphs": ["dua"]})
    rows = written("r.jsonl", ROW, ROW | {"id": "r2", "passage": "Lain."})
    assert read_pool([articles, rows], 1) == ("satu", "Kim Jong Un tiba.", "Lain.")


def test_a_file_without_passages_is_no_pool(written):
    with pytest.raises(DataError, match="no pool"):
        read_pool([written("p.jsonl", {"id": "1"})])


def test_an_unknown_split_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(DataError, match="'half'; expected one of test, tune, all"):
        read_gold(tmp_path / "g.jsonl", "half")
