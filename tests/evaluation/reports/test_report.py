"""The report and the tables: everything is in them, nothing is asked for from outside."""

import re
from html.parser import HTMLParser

import pytest

from qa.evaluation.compare import compare, difference_table
from qa.evaluation.reports.failures import by_kind, failure_type, failures
from qa.evaluation.reports.plots import plots
from qa.evaluation.reports.report import write_reports
from qa.evaluation.reports.results_page import results_page
from qa.evaluation.reports.table import figures_by_system, markdown_table, measure_table


@pytest.fixture
def run(gold_run):
    return gold_run


@pytest.fixture(scope="module")
def page(gold_run):
    return write_reports(gold_run, gold_run.outcomes()).read_text("utf-8")


def drawn(outcomes, least):
    return plots("seeds", outcomes, figures_by_system(outcomes), least)


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(page):
    parser = Elements()
    parser.feed(page)
    return parser.found


def test_the_page_asks_for_nothing_from_outside(page):
    for tag, attributes in elements(page):
        assert tag not in ("link", "img", "iframe", "object", "base"), tag
        assert "src" not in attributes, (tag, attributes)
        for name in ("href", "xlink:href"):
            assert attributes.get(name, "#").startswith("#"), (tag, attributes)
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_every_failed_question_is_on_the_page_with_its_tags(page, run):
    shown = [a for tag, a in elements(page) if tag == "article"]
    failed = failures(run.outcomes())
    assert [(a["data-kind"], a["data-language"], a["data-way"]) for a in shown] == [
        (o.kind, o.language, failure_type(o)) for o in failed
    ]


def test_words_of_a_question_are_never_taken_as_html(page):
    assert "<b>name</b>" not in page
    assert [tag for tag, _ in elements(page) if tag == "b"] == []


def test_each_plot_has_ids_of_its_own(page):
    ids = [a["id"] for tag, a in elements(page) if "id" in a and tag in ("clippath", "path", "use")]
    assert len(ids) == len(set(ids))
    assert page.count("<svg") == 5


def test_the_markdown_names_plots_that_are_there(page, run):
    text = (run.folder / "report.md").read_text("utf-8")
    assert page.count("<figure>") == 5
    files = re.findall(r"!\[.*?\]\((.*?)\)", text)
    assert len(files) == 5
    assert all((run.folder / file).is_file() for file in files)


def test_the_trade_off_of_the_threshold_is_drawn_with_the_one_in_use(run):
    plot = drawn(run.outcomes(), 0.37)["Refusal threshold"]
    assert "in use: 0.37" in plot
    for line in ("answered rightly", "unanswerable and refused", "answered that are right"):
        assert line in plot


def test_the_threshold_in_use_is_the_one_of_the_run_s_settings(page, run):
    least = run.manifest["settings"]["answer"]["min_confidence"]
    assert re.findall(r"in use: [\d.]+", page)[-1] == f"in use: {least:g}"


def test_there_is_no_trade_off_where_every_question_has_an_answer(run):
    answerable = [outcome for outcome in run.outcomes() if outcome.values["answerable"]]
    assert "Refusal threshold" not in drawn(answerable, 0.37)


def test_the_page_of_results_has_every_figure_of_the_data_set(run):
    page = results_page(run.manifest, run.outcomes())
    for name in figures_by_system(run.outcomes())["ours"]:
        assert re.search(rf"^\| {re.escape(name)}( ↓)? \|", page, re.MULTILINE), name


def test_a_table_in_markdown_keeps_its_bars_apart():
    assert markdown_table([["a", "b"], ["x|y", "1"]]) == "| a | b |\n| --- | ---: |\n| x\\|y | 1 |"


def test_every_line_of_a_table_has_a_cell_for_each_column(run):
    rows = measure_table(figures_by_system(run.outcomes()))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_the_ways_of_failing_add_up_to_the_failed_questions(run):
    outcomes = run.outcomes()
    summaries = by_kind(outcomes)
    assert sum(summary.questions for summary in summaries) == len(outcomes)
    assert sum(sum(summary.counts) for summary in summaries) == len(failures(outcomes))


def test_a_comparison_marks_only_what_leaves_zero_out(run):
    found = compare(run.outcomes(), run.outcomes())
    _, *lines = difference_table(found.differences["seeds"])
    assert {line[3] for line in lines} == {""}
