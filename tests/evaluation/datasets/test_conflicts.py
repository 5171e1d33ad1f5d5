"""Cases of disagreement, from their file to what an answer's views are worth."""

import json
from dataclasses import replace

import pytest

from qa.evaluation import EvaluationError
from qa.evaluation.datasets.conflicts import ConflictCase, ExpectedView, read_cases, write_articles
from qa.evaluation.datasets.gold import Item
from qa.evaluation.metrics.measures import figures
from qa.evaluation.metrics.views import case_view_values
from qa.evaluation.runner import check_plan, evaluate
from qa.evaluation.runs import EvaluationPlan
from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation

PLAN = EvaluationPlan((), None, "test")
TEXTS = ("Tujuh orang tewas di Kalora.", "Sebelas orang tewas di Kalora.")


def row(id_, split="test", **changed):
    articles = [
        {
            "source": f"Koran {n}",
            "published": f"2031-03-0{n}",
            "title": id_,
            "text": f"{text} {id_}",
        }
        for n, text in enumerate(TEXTS, start=1)
    ]
    views = [{"items": [[said]], "is_announced": False} for said in ("Sebelas", "Tujuh")]
    return {
        "id": id_,
        "split": split,
        "kind": "number",
        "language": "id",
        "question": "Berapa orang tewas di Kalora?",
        "articles": articles,
        "items": [["Sebelas"], ["Tujuh"]],
        "is_one_claim": False,
        "views": views,
        **changed,
    }


ALIKE = {"views": [], "items": [["Tujuh", "Sebelas"]], "is_one_claim": True}


@pytest.fixture
def file(tmp_path):
    rows = [row("planted"), row("alike", **ALIKE), row("other", "tune")]
    path = tmp_path / "disagreements.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in rows), "utf-8")
    return path


def claim(id_, text):
    article = Article(id=id_, title=id_, text=f"{text} orang.", path=id_, language="id")
    return Claim(text, (Citation(article, 0, len(article.text)),))


def answer(*views):
    claims = tuple(dict.fromkeys(claim for view in views for claim in view.claims))
    claims = claims or (claim("a", "Tujuh"),)
    return Answer("Berapa?", "id", claims, 0.9, (), views=views)


SEVEN, ELEVEN = View((claim("a", "Tujuh"),)), View((claim("b", "Sebelas"),))


def case(planted=True):
    expected = tuple(ExpectedView((Item(s, (s,)),), False) for s in ("Sebelas", "Tujuh"))
    items = (Item("Tujuh", ("Tujuh",)),)
    views = expected if planted else ()
    return ConflictCase("c", "test", "number", "id", "Berapa?", ({}, {}), items, not planted, views)


def test_the_cases_of_one_split_are_read_in_order(file):
    assert [each.id for each in read_cases(file)] == ["planted", "alike"]
    assert [each.id for each in read_cases(file, "all")] == ["planted", "alike", "other"]


def test_the_articles_of_all_cases_are_written_with_their_own_ids(file, tmp_path):
    path = tmp_path / "articles.jsonl"
    write_articles(read_cases(file, "all"), path)
    written = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [each["id"] for each in written][:3] == ["planted-1", "planted-2", "alike-1"]
    assert written[0]["source"] == "Koran 1"


def test_views_are_right_in_any_order():
    for views in ((SEVEN, ELEVEN), (ELEVEN, SEVEN)):
        values = case_view_values(answer(*views), case())
        assert (values["views_right"], values["views_shown"]) == (1, 1)


@pytest.mark.parametrize(
    "views",
    [
        (SEVEN, View((claim("b", "Dua belas"),))),
        (SEVEN, replace(ELEVEN, is_announced=True)),
        (SEVEN, ELEVEN, View((claim("c", "Dua belas"),))),
    ],
)
def test_views_that_say_something_else_or_too_much_are_shown_and_not_right(views):
    values = case_view_values(answer(*views), case())
    assert (values["views_right"], values["views_shown"], values["views_missed"]) == (0, 1, 0)


def test_a_disagreement_that_is_not_shown_is_missed():
    values = case_view_values(answer(), case())
    assert (values["views_right"], values["views_shown"], values["views_missed"]) == (0, 0, 1)


def test_a_view_of_what_is_one_is_a_false_alarm():
    assert case_view_values(answer(SEVEN, ELEVEN), case(planted=False))["false_alarm"] == 1
    assert case_view_values(answer(), case(planted=False))["false_alarm"] == 0


def test_what_the_articles_agree_on_is_one_claim_that_cites_all_of_them():
    one, other = claim("a", "Tujuh"), claim("b", "Tujuh")
    both = Claim("Tujuh", (*one.citations, *other.citations))
    values = case_view_values(Answer("Berapa?", "id", (both,), 0.9, ()), case(planted=False))
    assert values["one_claim"] == 1
    assert case_view_values(answer(), case(planted=False))["one_claim"] == 0


def test_a_run_of_cases_is_measured_and_taken_up_where_it_was_cut_off(
    new_run, file, settings, encoder
):
    run = new_run(replace(PLAN, disagreements=str(file)))
    evaluate(run, settings, lambda *_: None, encoder)
    outcomes = run.outcomes()
    assert [(outcome.data, outcome.id) for outcome in outcomes] == [
        ("disagreements", "planted"),
        ("disagreements", "alike"),
    ]
    found = figures(outcomes)
    assert {"views_recall", "false_alarm", "one_claim"} <= set(found)
    evaluate(run, settings, lambda *_: None, encoder)
    assert run.outcomes() == outcomes


@pytest.mark.parametrize(
    "changed", [{"views": []}, {"items": []}, {"articles": []}, {"is_one_claim": True}]
)
def test_a_line_that_is_no_case_is_named(tmp_path, changed):
    path = tmp_path / "disagreements.jsonl"
    bad = row("bad", **changed)
    if changed == {"views": []}:
        bad["views"] = [bad["views"]]
    path.write_text(json.dumps(bad) + "\n", "utf-8")
    with pytest.raises(EvaluationError, match=r"disagreements\.jsonl: line 1: is no case"):
        check_plan(replace(PLAN, disagreements=str(path)))
