from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.article import Article
from qa.compose import compose
from qa.passage import Passage, RetrievedPassage
from qa.question import Question
from qa.reader.span_model import ScoredSpan, TextReading
from qa.reader.span_reader import (
    EXACT_WORDS,
    LEAST_MARGIN_BEHIND,
    RETRIEVED_WEIGHT,
    SpanReader,
)
from qa.settings import AnswerSettings

VISIT = "Hujan turun sejak pagi. Andrei Belousov tiba di Hanoi pada 19 Juni 2024. Ia tersenyum."
RAIN = "Banjir surut. Warga kembali ke rumah masing-masing."
LIST = (
    "Putin membawa empat orang. Hadir antara lain Sergei Lavrov, Andrei Belousov dan Ani Lestari."
)
WHO = Question("siapa yang tiba di Hanoi", "id")
WHO_ALL = Question("siapa saja yang hadir", "id")


def span_reader(model) -> SpanReader:
    return SpanReader(model)


class Finds:
    """A model that finds the words that it is told, each with its margin.

    `odds` are the log odds of texts, by words in them; the best margin's where there are none.
    """

    def __init__(self, margins, odds=()):
        self._margins, self._odds = margins, dict(odds)

    def read(self, _question, texts, starts):
        assert len(texts) == len(starts)
        return [self._reading(text) for text in texts]

    def _reading(self, text):
        held = sorted((-margin, words) for words, margin in self._margins.items() if words in text)
        places = [(text.index(words), words, -less) for less, words in held]
        spans = tuple(ScoredSpan(at, at + len(words), m) for at, words, m in places)
        odds = [value for name, value in self._odds.items() if name in text]
        return TextReading(spans, odds[0] if odds else max((s.margin for s in spans), default=-9.0))


def retrieved(*texts, scores=None):
    """Return each text as an article of one passage, in the order in which they are ranked."""
    scores = scores or [0.8 - 0.01 * n for n in range(len(texts))]
    return [
        RetrievedPassage(Passage(article(text, f"a{n}"), 0, len(text)), score, n + 1)
        for n, (text, score) in enumerate(zip(texts, scores, strict=True))
    ]


def article(text, id_="a"):
    return Article(id=id_, title=id_, text=text, path=id_, language="id")


def marked(finding):
    return [finding.said(mark) for mark in finding.marks]


def test_what_was_found_is_marked_in_the_sentence_that_it_stands_in():
    reading = span_reader(Finds({"Belousov": 4.0})).read(WHO, retrieved(VISIT))
    (finding,) = reading.findings
    assert finding.text == "Andrei Belousov tiba di Hanoi pada 19 Juni 2024."
    assert (marked(finding), finding.is_exact) == (["Andrei Belousov"], True)


def test_a_passage_within_an_article_keeps_its_places():
    text = f"{RAIN} {VISIT}"
    passage = Passage(article(text), len(RAIN) + 1, len(text))
    reading = span_reader(Finds({"Belousov": 4.0})).read(WHO, [RetrievedPassage(passage, 0.5, 1)])
    (finding,) = reading.findings
    assert finding.text.startswith("Andrei Belousov tiba")
    assert marked(finding) == ["Andrei Belousov"]


def test_the_log_odds_and_the_passages_own_score_order_them_together():
    model = Finds({"Belousov": 4.0, "Warga": 2.0})
    apart = 2.0 / RETRIEVED_WEIGHT
    near = retrieved(RAIN, VISIT, scores=[0.5 + 0.9 * apart, 0.5])
    assert [f.text[:6] for f in span_reader(model).read(WHO, near).findings] == ["Andrei", "Warga "]
    far = retrieved(RAIN, VISIT, scores=[0.5 + 1.1 * apart, 0.5])
    reading = span_reader(model).read(WHO, far)
    assert [f.text[:6] for f in reading.findings] == ["Warga ", "Andrei"]
    scores = [f.score for f in reading.findings]
    assert scores[0] - scores[1] == pytest.approx(0.1 * 2.0)


def test_the_passages_are_ranked_anew_from_one_without_gaps_and_none_is_lost():
    given_ = retrieved(RAIN, LIST, VISIT, scores=[0.5, 0.5, 0.5])
    reading = span_reader(Finds({"Belousov": 4.0, "Lavrov": 3.0})).read(WHO, given_)
    assert [p.rank for p in reading.passages] == [1, 2, 3]
    assert {p.passage for p in reading.passages} == {p.passage for p in given_}
    assert reading.passages[-1].passage.text == RAIN


def test_only_the_best_span_of_a_passage_answers_where_one_thing_is_asked_for():
    model = Finds({"Sergei Lavrov": 5.0, "Ani Lestari": 4.9})
    (finding,) = (
        span_reader(model).read(Question("siapa yang hadir", "id"), retrieved(LIST)).findings
    )
    assert marked(finding) == ["Sergei Lavrov"]


def test_a_list_is_found_whole_and_once():
    model = Finds({"Sergei Lavrov": 5.0, "Ani Lestari": 4.9, "Andrei": 4.0})
    (finding,) = span_reader(model).read(WHO_ALL, retrieved(LIST)).findings
    assert marked(finding) == ["Sergei Lavrov", "Andrei Belousov", "Ani Lestari"]
    assert finding.is_exact


def test_items_of_several_sentences_are_several_findings():
    text = "Sergei Lavrov hadir pada Rabu. Kemudian Ani Lestari menyusul."
    model = Finds({"Sergei Lavrov": 5.0, "Ani Lestari": 5.0 - 0.9 * LEAST_MARGIN_BEHIND})
    found = span_reader(model).read(WHO_ALL, retrieved(text)).findings
    assert [marked(finding) for finding in found] == [["Sergei Lavrov"], ["Ani Lestari"]]
    assert found[0].score - found[1].score == pytest.approx(0.9 * LEAST_MARGIN_BEHIND)


def test_what_lies_far_behind_its_passages_best_is_no_item():
    text = "Sergei Lavrov hadir pada Rabu. Kemudian Ani Lestari menyusul."
    model = Finds({"Sergei Lavrov": 5.0, "Ani Lestari": 4.9 - LEAST_MARGIN_BEHIND})
    found = span_reader(model).read(WHO_ALL, retrieved(text)).findings
    assert [marked(finding) for finding in found] == [["Sergei Lavrov"]]


def test_a_reason_is_told_in_its_sentence():
    question = Question("mengapa Belousov tersenyum", "id")
    (finding,) = span_reader(Finds({"Hujan turun": 3.0})).read(question, retrieved(VISIT)).findings
    assert not finding.is_exact
    assert (finding.text, marked(finding)) == ("Hujan turun sejak pagi.", ["Hujan turun"])


@pytest.mark.parametrize(("words", "exact"), [(EXACT_WORDS, True), (EXACT_WORDS + 1, False)])
def test_what_is_too_long_to_be_said_by_itself_is_told_in_its_sentence(words, exact):
    long = " ".join(["kata"] * words)
    model = Finds({long: 3.0})
    reading = span_reader(model).read(Question("apa isinya", "id"), retrieved(f"Isinya {long}."))
    assert reading.findings[0].is_exact is exact


def test_a_passage_that_says_nothing_gives_no_finding_and_comes_last():
    reading = span_reader(Finds({"Belousov": 1.0})).read(WHO, retrieved(RAIN, VISIT))
    assert len(reading.findings) == 1
    assert [p.passage.text for p in reading.passages] == [VISIT, RAIN]


def test_the_surer_the_network_the_higher_the_confidence():
    low, none, high = (
        span_reader(Finds({"Belousov": 1.0}, {"Andrei": odds}))
        .read(WHO, retrieved(VISIT))
        .confidence
        for odds in (-3.0, 0.0, 3.0)
    )
    assert 0 < low < none < high < 1


def test_the_nearer_the_passage_the_higher_the_confidence_where_there_are_others():
    far, near = (
        span_reader(Finds({"Belousov": 1.0}))
        .read(WHO, retrieved(VISIT, RAIN, scores=[score, 0.7]))
        .confidence
        for score in (0.8, 0.9)
    )
    assert 0 < far < near < 1


def test_it_is_surer_where_other_passages_say_the_same_than_where_they_say_something_else():
    agreeing = "Menurut warga, Belousov yang tiba di Hanoi."
    other = "Menurut warga, Lavrov yang tiba di Hanoi."
    model = Finds({"Andrei Belousov": 4.0, "Belousov": 3.0, "Lavrov": 3.0})
    surer, less_sure = (
        span_reader(model).read(WHO, retrieved(VISIT, beside)).confidence
        for beside in (agreeing, other)
    )
    assert surer > less_sure


def test_passages_in_another_language_are_read_with_its_words_beside_the_questions():
    asked = {}

    class Listens(Finds):
        def read(self, question, texts, starts):
            asked.update(dict.fromkeys(texts, question))
            return super().read(question, texts, starts)

    english = Article("e", "e", "Andrei Belousov arrived.", "e", language="en")
    passages = [
        *retrieved(VISIT),
        RetrievedPassage(Passage(english, 0, len(english.text)), 0.7, 2),
    ]
    reading = span_reader(Listens({"Belousov": 1.0})).read(
        Question("whose wife was it", "en"), passages
    )
    assert len(reading.passages) == 2
    assert asked == {VISIT: "whose wife istri was it", english.text: "whose wife was it"}


def test_where_nothing_is_retrieved_nothing_is_read():
    reading = span_reader(Finds({"Belousov": 1.0})).read(WHO, [])
    assert (reading.findings, reading.passages, reading.confidence) == ((), (), 0.0)


def test_where_nothing_is_found_the_passages_are_kept_and_it_is_not_sure():
    reading = span_reader(Finds({})).read(WHO, retrieved(RAIN, VISIT))
    assert (reading.findings, reading.confidence) == ((), 0.0)
    assert len(reading.passages) == 2


class Anything:
    """A model that finds the spans that it is told, by place."""

    def __init__(self, places):
        self._places = places

    def read(self, _question, texts, _starts):
        ordered = sorted((m, a, b) for a, b, m in self._places)[::-1]
        return [TextReading(tuple(ScoredSpan(a, b, m) for m, a, b in ordered), 1.0) for _ in texts]


WORDS = "Rusia, Cina dan 2,5 juta pada 19 Juni 2024 Budi Santoso, S.H., “Ani” (75) . Ia"
ASKED = ("siapa saja yang hadir", "which dates are known", "berapa", "mengapa", "siapa", "apa saja")


@given(
    words=st.lists(st.sampled_from(WORDS.split()), min_size=2, max_size=25),
    asked=st.sampled_from(ASKED),
    data=st.data(),
)
def test_whatever_is_found_can_be_cited(words, asked, data):
    text = " ".join(words)
    visible = [n for n, c in enumerate(text) if not c.isspace()]
    wordy = [n for n, c in enumerate(text) if c.isalnum()]
    assume(wordy)
    ends = st.tuples(st.sampled_from(visible), st.sampled_from(visible), st.floats(0, 2))
    places = data.draw(st.lists(ends.filter(lambda e: e[0] <= e[1]), min_size=1, max_size=6))
    # Of punctuation alone nothing is made.
    places.append((wordy[0], wordy[0], 0.0))
    model = Anything([(a, b + 1, m) for a, b, m in places])
    reading = span_reader(model).read(Question(asked, "id"), retrieved(text))
    assert reading.findings
    answer = compose(asked, Question(asked, "id"), reading, AnswerSettings())
    assert answer.claims
    for finding in reading.findings:
        assert all(one.end <= other.start for one, other in pairwise(finding.marks))


def test_of_a_list_what_other_passages_name_takes_nothing_from_the_confidence():
    other = "Menurut warga, Ani Lestari yang tiba di Hanoi."
    model = Finds({"Andrei Belousov": 4.0, "Ani Lestari": 3.0})
    one, list_ = (
        span_reader(model).read(asked, retrieved(VISIT, other)).confidence
        for asked in (WHO, Question("siapa saja yang tiba di Hanoi", "id"))
    )
    assert list_ > one
