from itertools import pairwise

import numpy as np
import pytest
import torch
from fakes.network_tensors import NetworkTensors
from hypothesis import example, given
from hypothesis import strategies as st

from embeddings.e5.onnx_export import save_scorer_graph
from embeddings.e5.onnx_session import OnnxSession
from qa.reader.span_model import SpanModel
from qa.reader.weights import MAX_QUESTION_TOKENS, MAX_SPAN_TOKENS, PAIR_DIM
from qa.training.model.network import BertConfig, Network, span_scores

VOCABULARY = 32
WIDTH = 2 + 2 * PAIR_DIM
SMALL = BertConfig(
    hidden=64, layers=2, heads=2, feed_forward=128, vocabulary=VOCABULARY, positions=512
)
START, END = 0, 1
FIRST, LAST = slice(2, 2 + PAIR_DIM), slice(2 + PAIR_DIM, None)


class Echo:
    """A graph that gives each token its word embedding as its scores."""

    def run(self, words, attention_mask):
        assert words.shape[:2] == attention_mask.shape
        assert words.shape[1] <= SMALL.positions
        return words


def scored(**words):
    """Return a table of words by letter, (start, end) each; "begin" is the row's first token."""
    table = np.zeros((VOCABULARY, WIDTH), np.float32)
    for word, (start, end) in words.items():
        table[row(word), :2] = start, end
    return table


def row(word):
    return 0 if word == "begin" else 4 + ord(word) - ord("a")


def said(text, reading):
    return [(text[s.start : s.end], pytest.approx(s.margin)) for s in reading.spans]


def read_one(model, text, starts=(0,), question="q"):
    (reading,) = model.read(question, [text], [list(starts)])
    return reading


def test_a_margin_is_the_spans_score_above_that_of_no_answer(letters):
    table = scored(begin=(1.0, 0.5), a=(3.0, -9.0), b=(-9.0, 4.0), c=(-9.0, -9.0))
    # Position 0 with itself: 8 * 2 / sqrt(64) = 2. The first with the last token: 8 * 1 / 8 = 1.
    table[0, FIRST][0], table[0, LAST][0] = 8.0, 2.0
    table[row("a"), FIRST][1], table[row("b"), LAST][1] = 8.0, 1.0
    reading = read_one(SpanModel(letters, table, Echo()), "c a b c")
    best = reading.spans[0]
    assert (best.start, best.end) == (2, 5)
    assert best.margin == pytest.approx(3.0 + 4.0 + 1.0 - (1.0 + 0.5 + 2.0))


def test_the_log_odds_are_those_of_all_spans_together(letters):
    table = scored(begin=(0, 1.0), a=(2.0, 0), b=(0, 1.0))
    reading = read_one(SpanModel(letters, table, Echo()), "a b")
    # "a" 2 + 0, "b" 0 + 1 and "a b" 2 + 1, each against 1.
    assert reading.log_odds == pytest.approx(np.log(np.exp([1.0, 0.0, 2.0]).sum()))


def test_the_next_best_span_is_the_best_that_is_free_of_those_before_it(letters):
    table = scored(a=(5.0, 5.0), b=(4.0, 4.0), c=(1.0, 1.0), d=(-20.0, -20.0))
    table[:, :2] -= 2.5
    text = "a d c d b"
    reading = read_one(SpanModel(letters, table, Echo()), text)
    assert said(text, reading)[:3] == [("a", 5 + 5), ("b", 4 + 4), ("c", 1 + 1)]


def test_many_good_spans_in_one_place_do_not_crowd_out_another(letters):
    table = scored(a=(5.0, 5.0), b=(1.0, 1.0), d=(-20.0, -20.0))
    reading = read_one(SpanModel(letters, table, Echo()), "a a a a a a a a a a d b")
    assert "b" in [text for text, _ in said("a a a a a a a a a a d b", reading)]


def test_a_text_of_nothing_or_of_spaces_has_no_span(letters):
    model = SpanModel(letters, scored(a=(1.0, 1.0)), Echo())
    nothing, spaces, word = model.read("q", ["", "  \n ", "a"], [[], [], [0]])
    for reading in (nothing, spaces):
        assert (reading.spans, reading.log_odds) == ((), -np.inf)
    assert word.spans
    assert model.read("q", [], []) == []


def test_the_words_of_the_question_are_no_answer(letters):
    model = SpanModel(letters, scored(q=(9.0, 9.0)), Echo())
    reading = read_one(model, "a b", question="q q")
    assert {span.margin for span in reading.spans} == {0.0}


def test_a_question_too_long_is_cut_and_the_text_still_read(letters):
    model = SpanModel(letters, scored(a=(5.0, 5.0)), Echo())
    reading = read_one(model, "b a", question="q " * (MAX_QUESTION_TOKENS + 500))
    assert (reading.spans[0].start, reading.spans[0].end) == (2, 3)


def test_texts_are_answered_in_the_order_given_whatever_their_length(letters):
    model = SpanModel(letters, scored(a=(5.0, 5.0)), Echo())
    texts = ["b " * n + "a" + " b" * (n % 7) for n in (400, 3, 90, 0, 900, 1)]
    for text, reading in zip(texts, model.read("q", texts, [[0]] * len(texts)), strict=True):
        assert reading.spans[0].start == text.index("a")


@given(first=st.integers(0, 900), length=st.integers(1, MAX_SPAN_TOKENS), after=st.integers(0, 400))
@example(first=320 - MAX_SPAN_TOKENS + 1, length=MAX_SPAN_TOKENS, after=200)
@example(first=239, length=MAX_SPAN_TOKENS, after=200)
@example(first=900, length=1, after=0)
def test_every_span_that_is_not_too_long_is_in_a_window_whole(letters, first, length, after):
    said = "a" + "c" * (length - 2) + "b" if length > 1 else "d"
    text = " ".join("c" * first + said + "c" * after)
    table = scored(a=(9.0, -9.0), b=(-9.0, 9.0), c=(-9.0, -9.0), d=(9.0, 9.0))
    best = read_one(SpanModel(letters, table, Echo()), text).spans[0]
    assert (best.start, best.end) == (2 * first, 2 * (first + length) - 1)
    assert best.margin == 18.0


def test_a_span_too_long_is_none(letters):
    table = scored(a=(9.0, -9.0), b=(-9.0, 9.0), c=(-9.0, -9.0))
    text = " ".join(["a", *"c" * (MAX_SPAN_TOKENS - 1), "b"])
    assert read_one(SpanModel(letters, table, Echo()), text).spans[0].margin == 0.0


@given(
    words=st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=500),
    seed=st.integers(0, 9),
    data=st.data(),
)
def test_spans_stay_in_their_sentence_do_not_overlap_and_come_best_first(
    letters, words, seed, data
):
    text = " ".join(words)
    cuts = data.draw(st.sets(st.integers(1, len(words)), max_size=20))
    starts = [0, *(2 * cut for cut in sorted(cuts) if cut < len(words))]
    table = np.random.default_rng(seed).normal(size=(VOCABULARY, WIDTH)).astype(np.float32)
    spans = read_one(SpanModel(letters, table, Echo()), text, starts).spans
    assert spans
    for span in spans:
        assert not any(span.start < start < span.end for start in starts)
        assert text[span.start : span.end].strip() == text[span.start : span.end] != ""
    in_order = sorted(spans, key=lambda span: span.start)
    assert all(one.end <= other.start for one, other in pairwise(in_order))
    assert all(one.margin >= other.margin for one, other in pairwise(spans))


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(3)
    made = Network(SMALL)
    with torch.no_grad():
        made.segments.weight[1] = made.segments.weight[0]
        # As large as those of a trained one, so that margins are some units apart.
        for linear in (made.ends, made.first, made.last):
            linear.weight *= 15
            linear.bias += 0.1 * torch.randn(linear.bias.shape)
    return made.eval()


@pytest.fixture(scope="module")
def model(network, letters, tmp_path_factory):
    head = (network.ends, network.first, network.last)
    matrix = torch.cat([linear.weight for linear in head]).detach().numpy().T
    bias = torch.cat([linear.bias for linear in head]).detach().numpy()
    path = tmp_path_factory.mktemp("graph") / "scorer.onnx"
    save_scorer_graph(NetworkTensors(network), matrix, bias, path)
    return SpanModel(letters, network.words.weight.numpy(), OnnxSession(path))


def margins(network, letters, question, text):
    """Return the network's margin of each span of a text that fits a window, by token."""
    (asked, _), (words, _) = letters.pieces([question, text])
    ids = torch.tensor([[0, *asked, 2, *words, 2]])
    first = len(asked) + 2
    allowed = torch.zeros(ids.shape, dtype=torch.bool)
    allowed[0, first : first + len(words)] = True
    with torch.inference_mode():
        scores = network(ids, torch.zeros_like(ids), torch.tensor([ids.shape[1]]))
        spans = span_scores(*scores, allowed, MAX_SPAN_TOKENS)[0]
    spans = spans - spans[0, 0]
    return spans[first : first + len(words), first : first + len(words)].numpy()


TEXTS = ["a b c d e f g", "h i j k l m n o p " * 9, "z", "the quick brown fox " * 20]


@pytest.mark.parametrize("text", TEXTS)
def test_the_graph_agrees_with_the_network_it_was_made_of(network, letters, model, text):
    expected = margins(network, letters, "w x y", text)
    likely = expected[expected > -1000]
    reading = read_one(model, text, question="w x y")
    offsets = letters.pieces([text])[0][1]
    firsts = {start: n for n, (start, _) in enumerate(offsets) if text[start : start + 1].strip()}
    lasts = {end: n for n, (start, end) in enumerate(offsets) if end > start}
    assert likely.max() - np.median(likely) > 1 or len(likely) == 1
    assert reading.spans
    # What is lost in 8 bits.
    near = 0.02 * float(np.abs(likely).max())
    for span in reading.spans:
        theirs = expected[firsts[span.start], lasts[span.end]]
        assert span.margin == pytest.approx(theirs, abs=near)
    assert reading.spans[0].margin == pytest.approx(likely.max(), abs=near)
    odds = likely.max() + np.log(np.exp(likely - likely.max()).sum())
    assert reading.log_odds == pytest.approx(odds, abs=near)


def test_what_is_read_beside_it_changes_a_reading_little(model):
    starts = [[0]] * len(TEXTS)
    together = model.read("w x y", TEXTS, starts)
    for text, beside in zip(TEXTS, together, strict=True):
        alone = read_one(model, text, question="w x y")
        assert alone.log_odds == pytest.approx(beside.log_odds, rel=0.02)
        assert alone.spans[0].margin == pytest.approx(beside.spans[0].margin, rel=0.02)
