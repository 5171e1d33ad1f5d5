"""NewsQA, from its folder to figures that were worked out by hand on two articles and four rows."""

import json
from dataclasses import replace

import pytest

from qa.assistant import Assistant
from qa.evaluation import EvaluationError
from qa.evaluation.datasets.newsqa import read_newsqa
from qa.evaluation.datasets.reading import GoldSpan
from qa.evaluation.metrics.items import library_values, span_recall
from qa.evaluation.metrics.measures import figures
from qa.evaluation.observed import Observation
from qa.evaluation.runner import check_plan, evaluate
from qa.evaluation.runs import EvaluationPlan, SavedRun
from qa.evaluation.tasks.base import TaskState
from qa.evaluation.tasks.documents import DocumentIndexer
from qa.evaluation.tasks.newsqa import ask_articles, ask_library
from qa.evaluation.tasks.vectors import VectorCache
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span
from qa.settings import Settings
from qa.store.local import LocalLibrary

PLAN = EvaluationPlan((), None, "test")
HARVEST = "Petani Karsa memanen padi lebih awal. Harga beras turun menjadi Rp 9.000 per kilogram."
BRIDGE = "Jembatan Lawira dibuka Bupati Sena Wiraja di depan warga. Biayanya Rp 4,2 miliar."
ARTICLES = [
    {"id": "panen", "title": "Panen", "source": "Koran A", "text": HARVEST},
    {"id": "jembatan", "title": "Jembatan", "source": "Koran B", "text": BRIDGE},
]
OPENED, PRICE = "Sena Wiraja", "Rp 9.000 per kilogram"


def row(id_, article, kind, indonesian, english, *answers):
    text = next(each["text"] for each in ARTICLES if each["id"] == article)
    spans = [{"text": answer, "start": text.index(answer)} for answer in answers]
    asked = {"question_id": indonesian, "question_en": english}
    return {"id": id_, "article": article, "kind": kind, **asked, "answers": spans}


ROWS = [
    row("one-1", "jembatan", "who", "Siapa membuka jembatan?", "Who opened the bridge?", OPENED),
    row("one-2", "panen", "how_many", "Berapa harga beras?", "What does rice cost?", PRICE),
    row("two-1", "jembatan", "near_miss", "Siapa menutup jembatan?", "Who closed the bridge?"),
    row("two-2", "panen", "what", "Apa yang dipanen?", "What was harvested?", "padi"),
]
SAID = {
    "Siapa membuka jembatan?": ("Sena Wiraja", 0.9),
    "Who opened the bridge?": ("Bupati Sena Wiraja", 0.9),
    "Berapa harga beras?": ("Rp 9.000", 0.2),
    "Siapa menutup jembatan?": ("Sena Wiraja", 0.9),
    "Who closed the bridge?": ("Sena Wiraja", 0.1),
    "Apa yang dipanen?": ("padi", 0.7),
    "What was harvested?": ("padi", 0.9),
}
"""What the reader finds and how sure it is, by question; it finds nothing of the others."""


class ScriptedReader:
    """Finds the words that it was told to find, and keeps which articles it was given."""

    def __init__(self):
        self.given = {}

    def read(self, question, passages):
        self.given[question.text] = {each.passage.article.id for each in passages}
        words, confidence = SAID.get(question.text, ("", 0.0))
        for each in passages if words else ():
            passage = each.passage
            start = passage.article.text.find(words, passage.start, passage.end)
            if start >= 0:
                mark = Span(start, start + len(words))
                found = AnswerCandidate(passage.article, passage.start, passage.end, 1.0, (mark,))
                return ReaderOutput((found,), tuple(passages), confidence, 0.0)
        return ReaderOutput((), tuple(passages), 0.0, 0.0)


@pytest.fixture
def written(tmp_path):
    def write(articles=ARTICLES, rows=ROWS):
        folder = tmp_path / "news"
        folder.mkdir()
        for name, each in (("articles", articles), ("tune", rows)):
            text = "".join(f"{json.dumps(row)}\n" for row in each)
            (folder / f"{name}.jsonl").write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture
def asked(written, tmp_path, encoder):
    """Ask all rows with the scripted reader; give it and the outcomes by id."""

    def ask(asks):
        reader = ScriptedReader()
        like = Assistant(LocalLibrary(), encoder, reader, Settings())
        indexer = DocumentIndexer(like, VectorCache(tmp_path / "vectors", encoder), None)
        outcomes = tuple(asks(read_newsqa(written()), indexer, TaskState(lambda *_: None, set())))
        return reader, {outcome.id: outcome for outcome in outcomes}

    return ask


def answer(text, article=None):
    article = article or bridge()
    claim = Claim(text, (Citation(article, 0, len(article.text)),))
    return Answer("Siapa?", "id", (claim,), 0.9, ())


def bridge():
    return Article("a", "Jembatan", BRIDGE, "a.txt", "id")


def gold(*words):
    return tuple(GoldSpan(each, BRIDGE.index(each)) for each in words)


def test_a_row_is_a_question_in_each_language_that_share_a_stem(written):
    first, second, *_ = read_newsqa(written()).questions
    assert (first.id, first.language, first.question) == (
        "one-1-id", "id", "Siapa membuka jembatan?",
    )  # fmt: skip
    assert (second.id, second.language, second.stem) == ("one-1-en", "en", "one-1")
    assert first.article.text == first.passage == BRIDGE


def test_questions_about_one_article_follow_each_other(written):
    ids = [question.stem for question in read_newsqa(written()).questions[::2]]
    assert ids == ["one-1", "two-1", "one-2", "two-2"]


def test_each_question_is_asked_of_its_own_article_alone(asked):
    reader, outcomes = asked(ask_articles)
    assert len(outcomes) == 8
    assert reader.given["Siapa membuka jembatan?"] == {"articles.jsonl#jembatan"}
    assert reader.given["What does rice cost?"] == {"articles.jsonl#panen"}


def test_exact_match_and_token_f1_are_of_what_was_found_even_where_it_was_withheld(asked):
    _, outcomes = asked(ask_articles)
    worth = {id_: (o.values["exact_match"], o.values["token_f1"]) for id_, o in outcomes.items()
             if "token_f1" in o.values}  # fmt: skip
    assert worth == {
        "one-1-id": (1, 1),
        # Three words said and two wanted share two: 2 · 2 / (3 + 2).
        "one-1-en": (0, pytest.approx(0.8)),
        # Two words said and four wanted share two: 2 · 2 / (2 + 4).
        "one-2-id": (0, pytest.approx(2 / 3)),
        "one-2-en": (0, 0),
        "two-2-id": (1, 1),
        "two-2-en": (1, 1),
    }
    withheld = outcomes["one-2-id"]
    assert (withheld.text, withheld.values["refused"], withheld.values["right"]) == (None, 1, 1)


def test_the_figures_of_the_articles_are_those_worked_out_by_hand(asked):
    _, outcomes = asked(ask_articles)
    found = figures(tuple(outcomes.values()))
    assert (found["exact_match"].value, found["exact_match"].n) == (0.5, 6)
    assert found["token_f1"].value == pytest.approx((1 + 0.8 + 2 / 3 + 0 + 1 + 1) / 6)
    # Of 12 pairs the answerable is surer in: 0.2 and 0.7 over 0.1, three 0.9 over 0.1 and level
    # with 0.9, and none with 0.0.
    assert found["answerable_auroc"].value == pytest.approx((2 + 3 * 1.5) / 12)
    # Three are refused, one of them rightly, of two that should be: 2 · 1 / (3 + 2).
    assert found["refusal_f1"].value == pytest.approx(0.4)
    assert "calibration_error" in found
    assert "item_recall" not in found


def test_the_library_holds_all_articles_and_its_figures_are_those_worked_out_by_hand(asked):
    reader, outcomes = asked(ask_library)
    both = {"articles.jsonl#jembatan", "articles.jsonl#panen"}
    assert reader.given["Siapa membuka jembatan?"] == both
    assert {o.data for o in outcomes.values()} == {"newsqa-library"}
    found = {name: each.value for name, each in figures(tuple(outcomes.values())).items()}
    # Said: the opener twice, the harvest twice; the two questions about the price are refused.
    assert found["item_recall"] == pytest.approx(4 / 6)
    assert found["source_cited"] == pytest.approx(4 / 6)
    assert (found["wrong"], found["views_shown"]) == (0, 0)
    assert found["refused_absent"] == 0.5
    # Four are sure (0.9), of which the one without an answer is wrong.
    assert found["right_when_sure"] == 0.75
    assert found["median_ms"] > 0


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("Sena Wiraja", 1),
        ("BUPATI SENA WIRAJA!", 1),
        # Held whole among 14 words: as many as three times two and eight.
        ("Sena Wiraja a b c d e f g h i j k l", 1),
        ("Sena Wiraja a b c d e f g h i j k l m", 0),
        # A word between: not whole, and 2 · 2 / (5 + 2) is less than 0.6.
        ("Sena tiba bersama sang Wiraja", 0),
        ("Senalla Wirajaya", 0),
    ],
)
def test_an_answer_is_said_by_what_is_alike_or_holds_it_and_is_little_longer(claim, said):
    assert span_recall([OPENED], answer(claim), "id") == said


def test_half_of_two_answers_said_is_half_and_right(written):
    question = replace(
        read_newsqa(written()).questions[0], answers=gold("Sena Wiraja", "Jembatan Lawira")
    )
    told = answer("Sena Wiraja", question.article)
    values = library_values(question, Observation(told, told, None, None, {}))
    assert (values["item_recall"], values["right"], values["wrong"]) == (0.5, 1, 0)


def test_an_answer_that_says_no_item_is_wrong_and_the_words_in_another_article_cite_nothing(
    written,
):
    question, *_ = read_newsqa(written()).questions
    other = replace(question.article, id="other")
    seen = [answer(text, article) for text, article in
            (("Rp 4,2 miliar", question.article), ("Sena Wiraja", other))]  # fmt: skip
    wrong, elsewhere = (library_values(question, Observation(a, a, None, None, {})) for a in seen)
    assert (wrong["wrong"], wrong["right"], wrong["source_cited"]) == (1, 0, 1)
    assert (elsewhere["wrong"], elsewhere["item_recall"], elsewhere["source_cited"]) == (0, 1, 0)


def test_a_run_keeps_the_prefixes_of_its_rows_and_is_taken_up_where_it_was_cut_off(
    new_run, written, settings, encoder
):
    folder = str(written())
    data = (("newsqa", folder), ("newsqa-library", folder))
    run = new_run(replace(PLAN, data=data, rows=("one",)))
    evaluate(run, settings, lambda *_: None, encoder)
    whole = run.outcomes()
    stems = ["one-1", "one-1", "one-2", "one-2"]
    assert [(o.data, o.stem) for o in whole] == [(name, stem) for name, _ in data for stem in stems]
    path = run.folder / "questions.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:3]), "utf-8")
    again = SavedRun.open(run.folder)
    evaluate(again, settings, lambda *_: None, encoder)
    assert [(o.data, o.id) for o in again.outcomes()] == [(o.data, o.id) for o in whole]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"article": "none"}, r"tune\.jsonl: line 1: its article is 'none'.*add it"),
        ({"answers": [{"text": "Sena", "start": 0}]}, r"line 1: .*'Sena' does not stand at 0"),
        ({"question_en": None}, r"line 1: is no row of NewsQA .*expected id, article"),
        ({"id": "one-2"}, r"two rows have the same id; give each its own"),
    ],
)
def test_a_row_of_another_layout_is_named_with_what_to_do(written, changed, said):
    folder = written(rows=[ROWS[0] | changed, ROWS[1]])
    with pytest.raises(EvaluationError, match=said):
        check_plan(replace(PLAN, data=(("newsqa", str(folder)),)))


def test_an_article_that_cannot_be_read_is_named_with_its_line(written):
    folder = written(articles=[*ARTICLES, {"id": "leer", "text": " "}])
    with pytest.raises(EvaluationError, match=r"articles\.jsonl: line 3: 'text' is empty"):
        check_plan(replace(PLAN, data=(("newsqa-library", str(folder)),)))


def test_a_folder_or_a_prefix_without_rows_is_named(written, tmp_path):
    with pytest.raises(EvaluationError, match=r"none/articles\.jsonl: cannot be read"):
        check_plan(replace(PLAN, data=(("newsqa", str(tmp_path / "none")),)))
    data = (("newsqa", str(written())),)
    with pytest.raises(EvaluationError, match=r"no id starts with 'three' or 'four'"):
        check_plan(replace(PLAN, data=data, rows=("three", "four")))
