"""Collections of pages, from their folders to what answers and views are worth."""

import json
from dataclasses import replace

import pytest

from qa.evaluation import EvaluationError
from qa.evaluation.datasets.collections import read_collections
from qa.evaluation.metrics.items import collection_values
from qa.evaluation.metrics.measures import figures
from qa.evaluation.observed import Observation
from qa.evaluation.runner import check_plan, evaluate
from qa.evaluation.runs import EvaluationPlan, SavedRun
from qa.schema.answer import Answer, Claim, View
from qa.schema.citation import Citation

PLAN = EvaluationPlan((), None, "test")
PAGES = {
    "p1": "Pasar Lawira Terbakar\n\nSebanyak 14 kios hangus di Pasar\nLawira. Api padam pukul dua.",
    "p2": "Kebakaran di Lawira\n\nKebakaran melalap 9 kios, kata Camat Sena Wiraja, Lurah Tirta.",
}


def row(id_, kind, **changed):
    return {
        "id": id_,
        "kind": kind,
        "id_q": "Berapa kios yang hangus di Pasar Lawira?",
        "en_q": "How many stalls burned down at the Lawira market?",
        "items": [["14 kios", "14"], ["9 kios", "9"]],
        "pages": ["p1", "p2"],
        "evidence": ["14 kios", "9 kios"],
        "history": [],
        "history_en": [],
    } | changed


OFFICIALS = {"items": [["sena wiraja"], ["tirta"]], "pages": ["p2"],
             "evidence": ["Sena Wiraja", "Lurah Tirta"]}  # fmt: skip
BEFORE = {"history": ["Apa yang terbakar?"], "history_en": ["What burned?"]}
ROWS = [
    row(1, "conflict"),
    row(2, "list", **OFFICIALS),
    row(3, "followup", items=[["dua"]], pages=["p1"], evidence=["di Pasar Lawira."], **BEFORE),
    row(4, "unanswerable", items=[], pages=[], evidence=[]),
]


def write(folder, rows=ROWS):
    folder.mkdir(parents=True)
    for name, text in PAGES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    lines = "".join(f"{json.dumps(each)}\n" for each in rows)
    (folder / "questions.jsonl").write_text(lines, "utf-8")
    return folder.parent


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "held" / "two")
    return write(tmp_path / "held" / "one")


@pytest.fixture
def asked(folder):
    """The pages by name, and the Indonesian questions by kind."""
    (collection,) = read_collections(folder, ("one",))
    pages = {page.id.removesuffix(".txt"): page for page in collection.pages}
    return pages, {q.kind: q for q in collection.questions if q.language == "id"}


def claim(text, *pages):
    return Claim(text, tuple(Citation(page, 0, len(page.text)) for page in pages))


def answer(*claims, views=(), confidence=0.9):
    note = "" if claims else "The articles do not say."
    return Answer("Berapa?", "id", claims, confidence, (), note=note, views=views)


def worth(question, told, guess=None):
    return collection_values(question, Observation(told, guess or told, None, None, {}))


def test_every_row_is_a_question_in_both_languages_with_its_history(folder):
    one, two = read_collections(folder)
    assert (one.id, two.id) == ("one", "two")
    assert [q.id for q in one.questions[:3]] == ["one-1-id", "one-1-en", "one-2-id"]
    follow_up = one.questions[5]
    assert (follow_up.stem, follow_up.history) == ("one-3", ("What burned?",))


def test_the_names_in_the_folder_are_not_pages(folder):
    (one, _) = read_collections(folder)
    assert [page.id for page in one.pages] == ["p1.txt", "p2.txt"]


def test_half_of_the_items_is_half_a_recall_and_not_right(asked):
    pages, by_kind = asked
    half = worth(by_kind["list"], answer(claim("Camat Sena Wiraja", pages["p2"])))
    assert (half["item_recall"], half["all_items"], half["right"], half["wrong"]) == (0.5, 0, 0, 0)
    both = worth(by_kind["list"], answer(claim("Sena Wiraja dan Tirta", pages["p2"])))
    assert (both["item_recall"], both["all_items"], both["right"]) == (1, 1, 1)
    assert (both["sure"], both["sure_right"]) == (1, 1)


def test_a_list_is_cited_where_all_its_evidence_is_and_other_kinds_where_any_is(asked):
    pages, by_kind = asked
    page = pages["p2"]
    start = page.text.index("Camat")
    part = Claim("Sena Wiraja", (Citation(page, start, start + len("Camat Sena Wiraja")),))
    assert worth(by_kind["list"], answer(part))["source_cited"] == 0
    assert worth(by_kind["list"], answer(claim("Sena", page)))["source_cited"] == 1
    # The line that ends between its words makes no difference.
    assert worth(by_kind["followup"], answer(claim("dua", pages["p1"])))["source_cited"] == 1
    assert worth(by_kind["followup"], answer(claim("dua", page)))["source_cited"] == 0


def test_a_refusal_is_neither_wrong_nor_sure_and_its_guess_may_be_right(asked):
    pages, by_kind = asked
    guess = answer(claim("dua", pages["p1"]), confidence=0.3)
    values = worth(by_kind["followup"], answer(confidence=0.3), guess)
    assert (values["refused"], values["right"], values["wrong"]) == (1, 1, 0)
    assert (values["item_recall"], values["sure"], values["source_cited"]) == (0, 0, 0)


def test_refusing_is_right_where_the_pages_do_not_answer_and_saying_something_is_not(asked):
    pages, by_kind = asked
    question = by_kind["unanswerable"]
    assert worth(question, answer())["refused_absent"] == 1
    said = worth(question, answer(claim("dua", pages["p1"])))
    assert (said["refused_absent"], said["sure"], said["sure_right"]) == (0, 1, 0)
    assert not {"wrong", "item_recall", "source_cited"} & set(said)


def test_views_are_right_where_each_side_is_told_from_its_own_pages(asked):
    pages, by_kind = asked
    many, few = claim("14 kios", pages["p1"]), claim("9 kios", pages["p2"])
    for order in ((many, few), (few, many)):
        told = answer(*order, views=tuple(View((each,)) for each in order))
        assert worth(by_kind["conflict"], told)["views_right"] == 1


@pytest.mark.parametrize(
    "said",
    [
        (),
        (("14 kios", "p1"), ("9 kios", "p1")),
        (("14 kios", "p1"), ("14 kios hangus", "p1")),
        (("14 kios", "p1"), ("9 kios", "p2"), ("Api padam", "p1")),
    ],
    ids=["no views", "a wrong page", "a side is missing", "a view of nothing"],
)
def test_views_are_not_right_without_all_sides_from_their_pages_and_nothing_else(asked, said):
    pages, by_kind = asked
    claims = [claim(text, pages[page]) for text, page in said]
    told = answer(*(claims or [claim("14 kios", pages["p1"])]), views=tuple(
        View((each,)) for each in claims))  # fmt: skip
    values = worth(by_kind["conflict"], told)
    assert (values["views_right"], values["views_shown"]) == (0, float(bool(said)))


def test_a_run_of_collections_is_measured_and_taken_up_where_it_was_cut_off(
    new_run, folder, settings, encoder
):
    run = new_run(replace(PLAN, data=(("collections", str(folder)),), rows=("one",)))
    evaluate(run, settings, lambda *_: None, encoder)
    whole = run.outcomes()
    assert [o.id for o in whole] == [
        f"one-{number}-{language}" for number in (1, 2, 3, 4) for language in ("id", "en")
    ]
    assert whole[4].history == ("Apa yang terbakar?",)
    found = figures(whole)
    applies = {name: found[name].n for name in ("item_recall", "all_items", "wrong",
               "source_cited", "refused_absent", "views_recall")}  # fmt: skip
    assert applies == {
        "item_recall": 6, "all_items": 6, "wrong": 6, "source_cited": 6, "refused_absent": 2,
        "views_recall": 2,
    }  # fmt: skip
    path = run.folder / "questions.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:3]), "utf-8")
    evaluate(SavedRun.open(run.folder), settings, lambda *_: None, encoder)
    assert [o.id for o in run.outcomes()] == [o.id for o in whole]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"pages": ["p9"]}, "there is no page 'p9'"),
        ({"evidence": ["14 kios", "10 kios"]}, "evidence '10 kios' stands in none of its pages"),
        ({"items": [["14"]]}, "a conflict needs two sides"),
        ({"items": []}, "items and evidence need each other"),
        ({"en_q": " "}, "the question is empty"),
        ({"history": None}, "is no row of a collection"),
    ],
)
def test_a_row_of_another_layout_is_named_with_what_to_do(tmp_path, changed, said):
    folder = write(tmp_path / "held" / "one", [row(1, "conflict", **changed)])
    with pytest.raises(EvaluationError, match=rf"questions\.jsonl: line 1: .*{said}.*mend the"):
        check_plan(replace(PLAN, data=(("collections", str(folder)),)))


def test_what_is_no_folder_of_collections_is_named(folder):
    with pytest.raises(EvaluationError, match="one: has no collections"):
        read_collections(folder / "one")
    (folder / "empty").mkdir()
    with pytest.raises(EvaluationError, match=r"empty: has no pages p\*\.txt"):
        read_collections(folder)
    with pytest.raises(EvaluationError, match="no id starts with 'three'"):
        read_collections(folder, ("three",))
