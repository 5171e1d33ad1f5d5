"""A whole evaluation, from a plan to outcomes and figures, with an encoder without a model."""

from dataclasses import replace
from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.evaluation import EvaluationError
from qa.evaluation.compare import compare
from qa.evaluation.datasets.files import DataError
from qa.evaluation.datasets.gold import read_gold
from qa.evaluation.metrics.measures import figures, group_by_dataset
from qa.evaluation.observed import STAGES, ObservedAssistant
from qa.evaluation.runner import check_plan, evaluate
from qa.evaluation.runs import RunError, SavedRun
from qa.evaluation.tasks.gold import GoldTask
from qa.settings import RetrievalSettings, Settings


def nobody(*_):
    return None


def test_every_gold_question_has_one_outcome_in_its_order(gold_run):
    ids = [outcome.id for outcome in gold_run.outcomes()]
    assert ids == ["host-en", "host-id", "wife-en", "wife-id", "then-id"]


def test_the_answers_are_those_that_a_user_gets(gold_run, gold_plan, settings, encoder):
    assistant = Assistant.from_articles(*gold_plan.articles, settings=settings, encoder=encoder)
    for outcome in gold_run.outcomes():
        answers = []
        for question in (*outcome.history, outcome.question):
            answers.append(assistant.ask(question, tuple(answers)))
        assert outcome.text == answers[-1].text
        assert outcome.values["confidence"] == pytest.approx(answers[-1].confidence)
        assert [c.quote for c in outcome.citations] == [c.quote for c in answers[-1].citations]


def test_a_question_with_an_answer_has_ranking_measures_and_one_without_has_none(gold_run):
    has_ranking = {o.id: "recall@5" in o.values for o in gold_run.outcomes()}
    assert has_ranking == {
        "host-en": True,
        "host-id": True,
        "wife-en": False,
        "wife-id": False,
        "then-id": True,
    }


def test_the_ranking_is_of_what_the_reader_ends_with_and_the_retriever_alone_is_a_baseline(
    gold_plan, encoder, backward_reader
):
    settings = Settings(retrieval=RetrievalSettings(k=2))
    made = Assistant.from_articles(*gold_plan.articles, settings=settings, encoder=encoder)
    assistant = Assistant(made.library, encoder, backward_reader(), settings)
    gold_task = GoldTask(ObservedAssistant(assistant))
    host = next(q for q in read_gold(Path(gold_plan.gold)) if q.id == "host-id")
    outcome = gold_task.ask(host)
    assert outcome.baselines["retriever"]["mrr@10"] == 1.0
    assert outcome.values["mrr@10"] == 0.5
    assert outcome.values["recall@5"] == 1.0


def test_every_baseline_is_measured_in_the_same_run(gold_run):
    (first, *_) = gold_run.outcomes()
    named = {"retriever", "bm25", "dense", "rrf", "first_sentence", "langchain"}
    assert set(first.baselines) == named
    assert first.baselines["bm25"]["recall@100"] == 1.0
    assert first.baselines["langchain"]["item_recall"] == 1.0
    assert first.baselines["langchain"]["refused"] == 0.0


def test_the_stages_add_up_to_the_time_to_answer(gold_run):
    for outcome in gold_run.outcomes():
        assert sum(outcome.ms[s] for s in STAGES) == pytest.approx(outcome.ms["total"], rel=1e-6)


def test_refusing_never_hides_what_would_have_been_said(gold_plan, settings, encoder):
    shy = settings.model_copy(
        update={"answer": settings.answer.model_copy(update={"min_confidence": 1.0})}
    )
    assistant = Assistant.from_articles(*gold_plan.articles, settings=shy, encoder=encoder)
    seen = ObservedAssistant(assistant).ask("Siapa menyambut Presiden Putin?")
    assert seen.answer.text is None
    assert seen.guess is not None
    assert seen.guess.citations


def test_the_figures_of_a_data_set_stand_beside_those_of_its_languages(gold_run):
    split = group_by_dataset(gold_run.outcomes())
    assert {name: len(each) for name, each in split.items()} == {
        "seeds": 5,
        "seeds/en": 2,
        "seeds/id": 3,
    }
    found = figures(split["seeds"])
    assert found["verbatim"].value == 1.0
    assert found["item_recall"].n == 3
    assert found["twin_agreement"].n == 4
    assert "exact_match" not in found


def test_reading_rows_are_answered_from_their_own_passage_and_found_in_the_pool(reading_run):
    outcomes = reading_run.outcomes()
    passages = {o.id: {c.article for c in o.citations} for o in outcomes}
    assert all(cited <= {id_} for id_, cited in passages.items())
    assert reading_run.manifest["pool"] == {"passages": 124}
    found = figures(outcomes)
    assert found["recall@1"].n == 4
    assert [o.id for o in outcomes if o.values["recall@1"]] == ["r0", "r1", "r3"]
    assert {"exact_match", "token_f1", "refusal_f1", "entity_f1", "median_ms"} <= set(found)
    assert "item_recall" not in found


def test_a_run_that_was_cut_off_goes_on_where_it_was(new_run, reading_plan, settings, encoder):
    run = new_run(reading_plan)
    evaluate(run, settings, nobody, encoder)
    path = run.folder / "questions.jsonl"
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1] + lines[2][:40])
    asked = []
    again = SavedRun.open(run.folder)
    evaluate(again, settings, lambda *told: asked.append(told), encoder)
    assert path.read_bytes().splitlines(keepends=True)[:2] == lines[:2]
    assert [o.id for o in again.outcomes()] == ["r0", "r1", "r2", "r3"]


def test_a_run_made_again_from_its_manifest_has_the_same_outcomes(
    gold_run, new_run, settings, encoder
):
    again = new_run(SavedRun.open(gold_run.folder).plan, "again")
    evaluate(again, settings, nobody, encoder)
    for before, after in zip(gold_run.outcomes(), again.outcomes(), strict=True):
        assert replace(before, ms={}) == replace(after, ms={})
    found = compare(gold_run.outcomes(), again.outcomes())
    assert found.changes == ()
    assert found.differences["seeds"]["item_recall"].high == 0.0


def test_runs_without_a_question_in_common_cannot_be_compared(gold_run, reading_run):
    with pytest.raises(EvaluationError, match=r"no question in common.*seeds.*reading"):
        compare(gold_run.outcomes(), reading_run.outcomes())


def test_the_manifest_says_what_made_the_run(gold_run, encoder):
    kept = SavedRun.open(gold_run.folder).manifest
    assert kept["encoder"] == encoder.name
    assert kept["library"]["articles"] == 3
    assert kept["library"]["generation"] >= 1
    assert kept["settings"]["retrieval"]["k"] >= 1
    assert kept["finished"] >= kept["began"]
    assert kept["peak_memory_mb"] > 0


def test_shuffled_ranks_are_caught_by_comparing_the_runs(
    reading_run, new_run, reading_plan, settings, encoder
):
    broken = new_run(replace(reading_plan, retriever="shuffled"), "broken")
    evaluate(broken, settings, nobody, encoder)
    found = compare(reading_run.outcomes(), broken.outcomes())
    for measure in ("mrr@10", "ndcg@10"):
        change = found.differences["reading"][measure]
        assert change.value <= change.high < 0
    assert {change.measure for change in found.lost} == {"mrr@10"}
    assert found.won == ()
    before, after = (
        figures(run.outcomes(), "retriever")["mrr@10"] for run in (reading_run, broken)
    )
    assert after.high < before.low


def test_gold_questions_about_articles_that_are_not_there_are_refused(
    new_run, gold_plan, collection, settings, encoder
):
    run = new_run(replace(gold_plan, articles=(str(collection / "articles" / "bola.txt"),)))
    with pytest.raises(DataError, match=r"needs the article tiba\.txt"):
        evaluate(run, settings, nobody, encoder)


def test_a_folder_of_articles_that_is_not_there_is_named_before_a_run_is_made(gold_plan, tmp_path):
    plan = replace(gold_plan, articles=(str(tmp_path / "seeds"),))
    with pytest.raises(DataError, match=r"seeds: is not there; name the folder.*--articles"):
        check_plan(plan)


def test_a_run_with_settings_of_another_version_is_refused_with_the_setting(new_run, gold_plan):
    run = new_run(gold_plan)
    assert run.settings == Settings.model_validate(run.manifest["settings"])
    run.manifest["settings"]["reader"]["lead"] = 1.0
    with pytest.raises(RunError, match=r"'reader\.lead' is of another version.*make a new run"):
        _ = run.settings


def test_a_run_is_never_written_over_and_a_folder_without_one_is_named(
    new_run, gold_plan, tmp_path
):
    new_run(gold_plan)
    with pytest.raises(RunError, match="there is a run already"):
        new_run(gold_plan)
    with pytest.raises(RunError, match="holds no run"):
        SavedRun.open(tmp_path)
