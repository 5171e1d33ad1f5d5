from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.answer.compose import compose
from qa.reader.span_model import ScoredSpan, TextScores
from qa.reader.span_reader import SpanReader
from qa.schema.article import Article
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.question import Question
from qa.settings import AnswerSettings, ReaderSettings

SETTINGS = ReaderSettings(retrieval_weight=40, item_margin=2)

VISIT = "Hujan turun sejak pagi. Andrei Belousov tiba di Hanoi pada 19 Juni 2024. Ia tersenyum."
RAIN = "Banjir surut. Warga kembali ke rumah masing-masing."
LIST = (
    "Putin membawa empat orang. Hadir antara lain Sergei Lavrov, Andrei Belousov dan Ani Lestari."
)
WHO = Question("siapa yang tiba di Hanoi", "id")
WHO_ALL = Question("siapa saja yang hadir", "id")


def span_reader(model) -> SpanReader:
    return SpanReader(model, SETTINGS)


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
        return TextScores(spans, odds[0] if odds else max((s.margin for s in spans), default=-9.0))


def retrieved(*texts, scores=None):
    """Return each text as an article of one passage, in the order in which they are ranked."""
    scores = scores or [0.8 - 0.01 * n for n in range(len(texts))]
    return [
        RetrievedPassage(Passage(article(text, f"a{n}"), 0, len(text)), score, n + 1)
        for n, (text, score) in enumerate(zip(texts, scores, strict=True))
    ]


def article(text, id_="a"):
    return Article(id=id_, title=id_, text=text, path=id_, language="id")


def marked(candidate):
    return [candidate.text_of(mark) for mark in candidate.answer_spans]


def test_what_was_found_is_marked_in_the_sentence_that_it_stands_in():
    reading = span_reader(Finds({"Belousov": 4.0})).read(WHO, retrieved(VISIT))
    (candidate,) = reading.candidates
    assert candidate.text == "Andrei Belousov tiba di Hanoi pada 19 Juni 2024."
    assert marked(candidate) == ["Belousov"]


def test_a_passage_within_an_article_keeps_its_places():
    text = f"{RAIN} {VISIT}"
    passage = Passage(article(text), len(RAIN) + 1, len(text))
    reading = span_reader(Finds({"Belousov": 4.0})).read(WHO, [RetrievedPassage(passage, 0.5, 1)])
    (candidate,) = reading.candidates
    assert candidate.text.startswith("Andrei Belousov tiba")
    assert marked(candidate) == ["Belousov"]


def test_the_log_odds_and_the_passages_own_score_order_them_together():
    model = Finds({"Belousov": 4.0, "Warga": 2.0})
    apart = 2.0 / SETTINGS.retrieval_weight
    near = retrieved(RAIN, VISIT, scores=[0.5 + 0.9 * apart, 0.5])
    assert [f.text[:6] for f in span_reader(model).read(WHO, near).candidates] == [
        "Andrei",
        "Warga ",
    ]
    far = retrieved(RAIN, VISIT, scores=[0.5 + 1.1 * apart, 0.5])
    reading = span_reader(model).read(WHO, far)
    assert [f.text[:6] for f in reading.candidates] == ["Warga ", "Andrei"]
    scores = [f.score for f in reading.candidates]
    assert scores[0] - scores[1] == pytest.approx(0.1 * 2.0)


def test_the_passages_are_ranked_anew_from_one_without_gaps_and_none_is_lost():
    given_ = retrieved(RAIN, LIST, VISIT, scores=[0.5, 0.5, 0.5])
    reading = span_reader(Finds({"Belousov": 4.0, "Lavrov": 3.0})).read(WHO, given_)
    assert [p.rank for p in reading.passages] == [1, 2, 3]
    assert {p.passage for p in reading.passages} == {p.passage for p in given_}
    assert reading.passages[-1].passage.text == RAIN


def test_every_span_near_the_best_of_its_window_is_an_item_of_a_list():
    model = Finds({"Sergei Lavrov": 5.0, "Ani Lestari": 4.9, "Andrei Belousov": 3.5, "empat": 2.9})
    candidates = span_reader(model).read(WHO_ALL, retrieved(LIST)).candidates
    assert [marked(f) for f in candidates] == [["Sergei Lavrov", "Andrei Belousov", "Ani Lestari"]]
    assert candidates[0].text_of(candidates[0].answer) == "Sergei Lavrov"
    assert candidates[0].margin == 5.0


def test_items_of_several_sentences_are_several_findings():
    text = "Sergei Lavrov hadir pada Rabu. Kemudian Ani Lestari menyusul."
    model = Finds({"Sergei Lavrov": 5.0, "Ani Lestari": 3.2})
    found = span_reader(model).read(WHO_ALL, retrieved(text)).candidates
    assert [marked(candidate) for candidate in found] == [["Sergei Lavrov"], ["Ani Lestari"]]
    assert found[0].score - found[1].score == pytest.approx(1.8)


def test_what_is_below_no_answer_is_found_only_where_it_is_the_best_of_its_window():
    text = "Sergei Lavrov hadir pada Rabu. Kemudian Ani Lestari menyusul."
    model = Finds({"Sergei Lavrov": 0.5, "Ani Lestari": -0.5, "Warga": -3.0})
    reading = span_reader(model).read(WHO_ALL, retrieved(text, RAIN))
    assert [marked(candidate) for candidate in reading.candidates] == [["Sergei Lavrov"], ["Warga"]]
    assert [marked(candidate) for candidate in reading.top_candidates] == [["Sergei Lavrov"]]


def test_a_passage_is_read_with_the_sentences_around_it():
    text = f"{VISIT} {RAIN}"
    read = []

    class Listens(Finds):
        def read(self, question, texts, starts):
            read.extend(texts)
            return super().read(question, texts, starts)

    passage = Passage(article(text), len(VISIT) + 1, len(text))
    reading = span_reader(Listens({"Belousov": 4.0})).read(WHO, [RetrievedPassage(passage, 0.5, 1)])
    assert read == [text]
    assert marked(reading.candidates[0]) == ["Belousov"]


def test_a_passage_that_says_nothing_gives_no_finding_and_comes_last():
    reading = span_reader(Finds({"Belousov": 1.0})).read(WHO, retrieved(RAIN, VISIT))
    assert len(reading.candidates) == 1
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


def test_where_nothing_is_retrieved_nothing_is_read():
    reading = span_reader(Finds({"Belousov": 1.0})).read(WHO, [])
    assert (reading.candidates, reading.passages, reading.confidence) == ((), (), 0.0)


def test_where_nothing_is_found_the_passages_are_kept_and_it_is_not_sure():
    reading = span_reader(Finds({})).read(WHO, retrieved(RAIN, VISIT))
    assert (reading.candidates, reading.confidence) == ((), 0.0)
    assert len(reading.passages) == 2


class Anything:
    """A model that finds the spans that it is told, by place."""

    def __init__(self, places):
        self._places = places

    def read(self, _question, texts, _starts):
        free = []
        for m, a, b in sorted((m, a, b) for a, b, m in self._places)[::-1]:
            if all(b <= other.start or a >= other.end for other in free):
                free.append(ScoredSpan(a, b, m))
        return [TextScores(tuple(free), 1.0) for _ in texts]


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
    assert reading.candidates
    answer = compose(asked, Question(asked, "id"), reading, AnswerSettings())
    assert answer.claims
    for candidate in reading.candidates:
        assert all(one.end <= other.start for one, other in pairwise(candidate.answer_spans))
