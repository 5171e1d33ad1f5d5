"""What a course makes of its sources: held out, refused, changed, swapped, with passages near."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from qa.reader.training.course import (
    COURSES,
    Portion,
    course_examples,
    held_out,
    held_out_examples,
)
from qa.reader.training.example import Example, read_examples
from qa.reader.training.plan import PLANS

SPECIAL = "swapped"


def shouted(example: Example, question: bool, _passage: bool, random: Random) -> Example:
    """Stand for a switch whose work can be seen."""
    mark = f"{SPECIAL}{random.random():.6f} "
    return replace(example, question=(mark if question else "") + example.question)


def made(
    data: Path, *portions: Portion, near: Mapping[str, Sequence[str]] | None = None, seed: int = 1
) -> list[Example]:
    return course_examples(portions, data, seed, shouted, near or {})


def originals(data: Path, source: str) -> dict[str, Example]:
    return {e.id: e for e in read_examples(data / f"{source}.train.jsonl")}


def test_what_is_held_out_is_never_read_in_a_course(training_data):
    held = {example.passage for example in held_out_examples(training_data)}
    assert held
    portions = (Portion("facqa", 500, negatives=1.0), Portion("idk-mrc", 500, negatives=1.0))
    near = {e.id: sorted(held) for e in read_examples(training_data / "facqa.train.jsonl")}
    passages = {example.passage for example in made(training_data, *portions, near=near)}
    assert not passages & held


def test_a_passage_is_held_out_in_one_source_only_where_thresholds_are_taken_from_it():
    passages = [f"Hujan turun {n} kali." for n in range(200)]
    kept = [
        held_out(Example("a", "a", source, "id", "?", passage, ()))
        for source in ("facqa", "qamr-wikinews")
        for passage in passages
    ]
    assert any(kept[:200])
    assert not any(kept[200:])


def test_one_seed_gives_the_same_examples_and_another_gives_others(training_data):
    course = (Portion("idk-mrc", 20, switch_question=0.5, negatives=0.5, changed=0.3),)
    assert made(training_data, *course) == made(training_data, *course)
    assert made(training_data, *course) != made(training_data, *course, seed=2)


def test_a_share_of_refusals_is_kept_to(training_data):
    examples = made(training_data, Portion("idk-mrc", 20, refusals=0.25))
    assert [bool(e.answers) for e in examples].count(False) == 5
    assert len(examples) == 20


def test_a_changed_question_never_keeps_its_answers_and_others_keep_theirs(training_data):
    before = originals(training_data, "tydiqa-en")
    examples = made(training_data, Portion("tydiqa-en", 40, changed=0.5))
    changed = [e for e in examples if e.question != before[e.id].question]
    assert 5 < len(changed) < 35
    assert all(not e.answers for e in changed)
    assert all(e.answers for e in examples if e not in changed)


def test_a_changed_question_brings_no_other_passage_along(training_data):
    examples = made(training_data, Portion("tydiqa-en", 40, negatives=1.0, changed=1.0))
    before = originals(training_data, "tydiqa-en")
    changed = {e.group for e in examples if not e.answers and not e.id.endswith("+near")}
    assert changed
    assert all(before[group.split(":")[1]].answers for group in changed)
    assert not any(e.group in changed for e in examples if e.id.endswith("+near"))


def test_a_near_passage_asks_the_same_question_in_the_same_group_and_has_no_answer(training_data):
    near = dict.fromkeys(originals(training_data, "facqa"), ("Tak seorang pun tiba.",))
    portion = Portion("facqa", 20, negatives=1.0, switch_question=1.0)
    examples = made(training_data, portion, near=near)
    assert len(examples) == 40
    for example, rival in zip(examples[::2], examples[1::2], strict=True):
        assert rival.id == f"{example.id}+near"
        assert (rival.group, rival.question) == (example.group, example.question)
        assert rival.question.startswith(SPECIAL)
        assert (rival.passage, rival.answers) == ("Tak seorang pun tiba.", ())
        assert example.texts


def test_without_a_near_passage_other_sentences_of_its_own_are_taken(training_data):
    examples = made(training_data, Portion("facqa", 20, negatives=1.0))
    before = originals(training_data, "facqa")
    rivals = [e for e in examples if e.id.endswith("+near")]
    assert len(rivals) == 20
    for rival in rivals:
        original = before[rival.id.removesuffix("+near")]
        assert rival.passage in original.passage
        assert original.texts[0] not in rival.passage


def test_cloze_questions_are_a_source_as_any_other(training_data):
    examples = made(training_data, Portion("cloze-en", 10), Portion("cloze-id", 10))
    assert [e.language for e in examples] == ["en"] * 10 + ["id"] * 10
    assert {e.source for e in examples} == {"cloze"}
    assert all(e.texts for e in examples)


@pytest.mark.parametrize("course", COURSES)
def test_every_course_has_a_plan(course):
    assert PLANS[course].course == course
