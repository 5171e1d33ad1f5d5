import json

import pytest

from qa.reader.training.course import COURSES
from qa.reader.training.example import DataError
from qa.reader.training.measure import parallel_examples, validation_sets
from qa.reader.training.source import SOURCES, VALIDATION

ROW = {
    "id": "1",
    "question_en": "Who came?",
    "question_id": "Siapa yang datang?",
    "passage": "Kemarin Siti datang.",
    "answer_id": "Siti",
}


def test_a_parallel_row_is_asked_in_both_languages_on_the_indonesian_passage(tmp_path):
    path = tmp_path / "xlingual.valid.jsonl"
    path.write_text(json.dumps(ROW))
    indonesian, english = parallel_examples(path)
    assert (indonesian.language, indonesian.question) == ("id", "Siapa yang datang?")
    assert (english.language, english.question) == ("en", "Who came?")
    assert indonesian.texts == english.texts == ("Siti",)


def test_an_answer_that_does_not_stand_in_its_passage_is_refused(tmp_path):
    path = tmp_path / "xlingual.valid.jsonl"
    path.write_text(json.dumps(ROW | {"answer_id": "Budi"}))
    with pytest.raises(DataError, match=r"xlingual\.valid\.jsonl"):
        parallel_examples(path)


def test_the_card_knows_every_source_of_every_course_and_every_validation_set(training_data):
    read = {portion.source for course in COURSES.values() for portion in course}
    cloze = {source for source in read if source.startswith("cloze-")}
    assert {source.name for source in SOURCES} == (read - cloze) | {"cloze"}
    assert validation_sets(training_data).keys() == VALIDATION.keys()
