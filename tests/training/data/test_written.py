"""Written questions, as they are read from files."""

import json

import pytest

from qa.schema.article import Article
from qa.training.data.example import TrainingDataError
from qa.training.data.written import read_collections, read_news_questions


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
    assert absent.distractors
    assert fact.articles == ("c01/p1", "c01/p2")


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
        read_news_questions(
            path, {"a": Article("a", "Kabar", "Siti tiba. Rina pulang.", "a", "id")}, "newsqa"
        )
