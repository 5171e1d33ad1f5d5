import json

import pytest

from qa.training.config import ValidationConfig
from qa.training.data.example import Example, TrainingDataError
from qa.training.data.source import VALIDATION_SETS
from qa.training.model.rows import RowTokenizer
from qa.training.validation.sets import article_examples, article_windows, parallel_examples
from qa.training.validation.validate import validation_sets

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
    with pytest.raises(TrainingDataError, match=r"xlingual\.valid\.jsonl"):
        parallel_examples(path)


def test_the_card_knows_every_validation_set(training_data, small_model):
    sets = validation_sets(training_data, RowTokenizer.open(small_model), ValidationConfig())
    assert sets.keys() == VALIDATION_SETS.keys()


def test_questions_on_articles_are_those_of_their_pack_in_both_languages(training_data):
    sets = article_examples(training_data, "pack03")
    assert [len(each) for each in sets.values()] == [12, 12]
    indonesian, english = (sets[f"pack03-{language}"] for language in ("id", "en"))
    assert all(each.id.startswith("pack03-") for each in (*indonesian, *english))
    assert (indonesian[1].question, english[1].question) == ("Siapa yang tiba?", "Who arrived?")
    assert indonesian[1].texts == english[1].texts
    assert len(indonesian[1].texts) == 2
    # Articles are Indonesian, so answers are compared as Indonesian ones are.
    assert {each.language for each in english} == {"id"}


def test_an_article_is_read_in_windows_that_hold_its_answers_where_they_stand():
    text = " ".join(f"Kapal ke-{n} tiba di Bima pada pagi hari." for n in range(60))
    start = text.index("ke-50")
    example = Example("a", "a", "newsqa", "id", "?", text, ((start, start + 5),))
    made = list(article_windows(example, 1000))
    assert len(made) == 3
    assert all(len(each.passage) <= 1000 for each in made)
    assert [each.texts for each in made] == [(), (), ("ke-50",)]
