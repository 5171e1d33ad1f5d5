from dataclasses import replace

import pytest

from qa.training.data.curriculum import (
    Curriculum,
    Sources,
    curriculum_groups,
    held_out_examples,
    news_articles,
    news_questions,
)
from qa.training.data.example import read_examples
from qa.training.data.source import SOURCES
from qa.training.data.written import ArticleSpan

WHOLE = Curriculum(public=(("facqa", 500), ("idk-mrc", 500)))


@pytest.fixture(scope="module")
def sources(training_data, written_data) -> Sources:
    return Sources(training_data, written_data)


def examples(sources: Sources, curriculum: Curriculum = WHOLE, seed: int = 1):
    return [e for group in curriculum_groups(curriculum, sources, seed, {}) for e in group]


def test_one_seed_gives_the_same_groups_and_another_gives_others(sources):
    assert examples(sources) == examples(sources)
    assert examples(sources) != examples(sources, seed=2)


def test_a_group_is_one_question_in_one_language(sources):
    for group in curriculum_groups(WHOLE, sources, 1, {}):
        assert len({(e.group, e.question, e.language) for e in group}) == 1


def test_what_is_held_out_is_never_read(sources, training_data):
    held = {example.passage for example in held_out_examples(training_data)}
    assert held
    assert not held & {example.passage for example in examples(sources)}


def test_articles_of_the_validation_rows_are_never_read_though_they_are_retrieved(sources):
    articles = news_articles(sources)
    trained = {id_ for q in news_questions(sources, articles).questions for id_ in q.articles}
    apart = sorted(articles.keys() - trained)
    assert apart
    questions = news_questions(sources, articles).questions
    found = {
        question.key(language): [ArticleSpan(id_, 0, 20) for id_ in apart]
        for question in questions
        for language in ("id", "en")
    }
    groups = curriculum_groups(replace(WHOLE, languages=2), sources, 1, found)
    read = {e.id.split(":")[2] for g in groups for e in g if e.source in ("newsqa", "written")}
    assert read == trained


def test_every_source_is_read_and_the_card_knows_it(sources):
    assert {e.source for e in examples(sources)} == {source.name for source in SOURCES}


def test_a_share_of_the_public_questions_is_asked_in_english_of_the_same_passages(
    sources, training_data
):
    originals = {
        e.id: e
        for name in ("facqa", "idk-mrc")
        for e in read_examples(training_data / f"{name}.train.jsonl")
    }
    public = [e for e in examples(sources) if e.id in originals]
    twins = [e for e in public if e.source == "twins"]
    assert 0.3 < len(twins) / len(public) < 0.7
    for twin in twins:
        assert twin.language == "en"
        assert twin.question.startswith("Who ")
        assert twin.passage in originals[twin.id].passage
        assert bool(twin.answers) == bool(originals[twin.id].answers)
    none = examples(sources, replace(WHOLE, twins=0.0))
    assert all(e.source != "twins" for e in none)


def test_a_question_is_asked_in_as_many_languages_as_told(sources):
    for languages in (1, 2):
        read = examples(sources, replace(WHOLE, languages=languages))
        groups = {e.group for e in read if e.source == "newsqa"}
        assert len(groups) == languages * len({group.split(":")[0] for group in groups})


@pytest.mark.parametrize("wrong", [{"languages": 3}, {"twins": 1.5}, {"elsewhere": -0.1}])
def test_a_curriculum_that_cannot_be_is_refused(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=name):
        Curriculum(**wrong)
