"""Chats, from their file to what their follow-ups are worth."""

import json
from dataclasses import replace

import numpy as np
import pytest

from qa.assistant import Assistant
from qa.evaluation import EvaluationError
from qa.evaluation.datasets.chats import read_chats
from qa.evaluation.metrics import statistics as statistic
from qa.evaluation.metrics.follow_ups import source_cited
from qa.evaluation.metrics.measures import figures
from qa.evaluation.observed import ObservedAssistant
from qa.evaluation.runner import check_plan, evaluate
from qa.evaluation.runs import EvaluationPlan
from qa.evaluation.tasks.chats import ChatTask
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation

TEXT = "Presiden Putin tiba di Pyongyang pada hari Rabu pagi. Kim Jong Un menyambutnya."


def turn(kind, question, standalone, item, quote=TEXT):
    start = TEXT.index(quote)
    place = {"article": "putin.txt", "start": start, "end": start + len(quote), "text": quote}
    return {
        "kind": kind,
        "language": "id",
        "question": question,
        "standalone": standalone,
        "items": [{"name": item, "spellings": [item]}] if item else [],
        "evidence": [place] if item else [],
    }


PLAN = EvaluationPlan((), None, "test")
CHAT = {
    "id": "visit",
    "split": "test",
    "turns": [
        turn("first", "Kapan Putin tiba di Pyongyang?", "Kapan Putin tiba di Pyongyang?", "Rabu"),
        turn("pronoun", "Siapa menyambutnya?", "Siapa menyambut Putin?", "Kim Jong Un"),
        turn("subject_change", "Siapa memanen padi?", "Siapa memanen padi?", ""),
    ],
}


@pytest.fixture(scope="module")
def chats_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("held")
    (folder / "chats").mkdir()
    (folder / "chats" / "putin.txt").write_text(TEXT, "utf-8")
    (folder / "chats" / "padi.txt").write_text("Petani memanen padi lebih awal.", "utf-8")
    (folder / "chats.jsonl").write_text(json.dumps(CHAT) + "\n", "utf-8")
    return folder / "chats.jsonl"


@pytest.fixture(scope="module")
def outcomes(chats_file, settings, encoder):
    folder = chats_file.with_suffix("")
    assistant = Assistant.from_articles(folder, settings=settings, encoder=encoder)
    chat_task = ChatTask(ObservedAssistant(assistant))
    return [outcome for chat in read_chats(chats_file) for outcome in chat_task.ask(chat)]


def test_every_turn_has_an_outcome_with_the_questions_before_it_as_history(outcomes):
    asked = [each["question"] for each in CHAT["turns"]]
    assert [outcome.question for outcome in outcomes] == asked
    assert [list(outcome.history) for outcome in outcomes] == [[], asked[:1], asked[:2]]


def test_a_follow_up_is_held_against_its_written_out_form(outcomes):
    values = outcomes[1].values
    assert values["source_cited"] in (0.0, 1.0)
    assert values["source_cited_in_full"] in (0.0, 1.0)
    assert 0.0 < values["rewrite_f1"] <= 1.0


@pytest.mark.parametrize(("quote", "worth"), [("Kim Jong Un", 1.0), ("Presiden Putin", 0.0)])
def test_a_source_is_cited_where_the_quotation_holds_what_was_asked_for(chats_file, quote, worth):
    gold = read_chats(chats_file)[0].turns[1]
    article = Article(id="putin.txt", title="t", text=TEXT, path="p", language="id")
    start = TEXT.index(quote)
    claim = Claim(quote, (Citation(article, start, start + len(quote)),))
    answer = Answer("q", "id", (claim,), 0.9, ())
    assert source_cited(answer, gold) == worth
    assert source_cited(Answer("q", "id", (), 0.1, (), note="No."), gold) == 0.0


def test_only_a_change_of_subject_is_held_against_itself_asked_alone(outcomes):
    assert ["same_alone" in outcome.values for outcome in outcomes] == [False, False, True]
    assert ["source_cited" in outcome.values for outcome in outcomes] == [False, True, False]
    assert outcomes[2].values["same_alone"] == 1.0


def test_the_turns_of_a_chat_belong_together_and_are_no_twins(outcomes):
    assert {outcome.stem for outcome in outcomes} == {"visit"}
    found = figures(outcomes)
    assert "twin_agreement" not in found
    assert found["source_cited_share"].n == 1


def test_a_share_is_a_sum_over_a_sum():
    ones = np.ones((1, 3))
    found = statistic.share(ones, np.array([1.0, 0.0, 1.0]), np.array([1.0, 1.0, 1.0]))
    assert found == pytest.approx([2 / 3])


def test_a_run_of_chats_is_taken_up_where_it_was_cut_off(new_run, chats_file, settings, encoder):
    run = new_run(replace(PLAN, chats=str(chats_file)))
    evaluate(run, settings, lambda *_: None, encoder)
    whole = run.outcomes()
    lines = (run.folder / "questions.jsonl").read_text("utf-8").splitlines(keepends=True)
    (run.folder / "questions.jsonl").write_text("".join(lines[:2]), "utf-8")
    evaluate(run, settings, lambda *_: None, encoder)
    assert [outcome.id for outcome in run.outcomes()] == [outcome.id for outcome in whole]


def test_a_line_that_is_no_chat_is_named(tmp_path):
    path = tmp_path / "chats.jsonl"
    path.write_text('{"id": "a", "split": "test", "turns": []}\n', "utf-8")
    with pytest.raises(EvaluationError, match=r"chats\.jsonl: line 1: is no chat"):
        check_plan(replace(PLAN, chats=str(path)))


def test_an_article_that_the_chats_need_and_do_not_find_is_named(
    new_run, chats_file, tmp_path, settings, encoder
):
    other = tmp_path / "chats.jsonl"
    other.write_bytes(chats_file.read_bytes())
    (tmp_path / "chats").mkdir()
    (tmp_path / "chats" / "padi.txt").write_text("Petani memanen padi lebih awal.", "utf-8")
    with pytest.raises(EvaluationError, match=r"needs the article putin\.txt"):
        evaluate(new_run(replace(PLAN, chats=str(other))), settings, lambda *_: None, encoder)
