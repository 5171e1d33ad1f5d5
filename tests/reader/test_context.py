"""Windows of context, on pages with paragraphs that are the article and some that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.ingest.chunking import split_into_passages
from qa.reader.context import Context, context_windows
from qa.schema.article import Article
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.span import Span

SENTENCES = (
    "Siti tiba di Bogor pada pagi hari.",
    "Ia menunggu.",
    "Hujan turun di kota itu sejak pagi hari, kata seorang warga yang melihatnya dari rumahnya.",
    "Rina pulang malamnya.",
    "Tak ada yang tahu ke mana Budi pergi setelah itu.",
)
CALLOUT = "Baca juga: Kapal Tiba di Bima"
PARAGRAPHS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(" ".join)
PAGES = st.lists(PARAGRAPHS | st.just(CALLOUT), min_size=1, max_size=6).map("\n\n".join)


def article(text: str) -> Article:
    return Article("a", "Kabar", text, "a", "id")


def found(*passages_: Passage) -> list[RetrievedPassage]:
    return [RetrievedPassage(each, 1.0, rank) for rank, each in enumerate(passages_, start=1)]


@given(PAGES, st.randoms(), st.integers(40, 150), st.integers(100, 600))
def test_windows_hold_every_passage_and_stay_in_its_run(page, random, passage_chars, max_chars):
    text = article(page)
    drawn = list(split_into_passages(text, passage_chars))
    random.shuffle(drawn)
    windows = context_windows(found(*drawn), max_chars)
    held = {each.passage.start for window in windows for each in window.passages}
    assert held == {each.start for each in drawn}
    assert all(CALLOUT not in window.text for window in windows)
    runs = [Span(run[0].start, run[-1].end) for run in Context.of(text).runs]
    for window in windows:
        assert any(r.start <= window.span.start and window.span.end <= r.end for r in runs)


def test_windows_of_one_article_never_overlap():
    page = article("Siti tiba di Bogor. Ia menunggu.\n\nHujan turun. Rina pulang malamnya.")
    first, second = split_into_passages(page, 36)
    spans = [window.span for window in context_windows(found(first, second), 50)]
    assert not spans[0].overlaps(spans[1])


@given(PAGES, st.data(), st.integers(60, 400), st.floats(0, 1))
def test_a_window_around_whole_sentences_cuts_none(page, data, max_chars, before):
    context = Context.of(article(page))
    runs = [run for run in context.runs if run]
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    first = data.draw(st.integers(0, len(run) - 1))
    last = data.draw(st.integers(first, len(run) - 1))
    span = Span(run[first].start, run[last].end)
    window = context.window(span, max_chars, before)
    assert window.start <= span.start
    assert span.end <= window.end
    assert window.end - window.start <= max(max_chars, span.end - span.start)
    assert window.start in {sentence.start for sentence in run}
    assert window.end in {sentence.end for sentence in run}


def test_a_window_around_a_word_holds_its_whole_sentence_where_there_is_room():
    page = "Hujan turun di sana. Siti tiba di Bogor pada pagi hari."
    start = page.index("Siti")
    window = Context.of(article(page)).window(Span(start, start + 4), 40, before=1.0)
    assert page[window.start : window.end] == "Siti tiba di Bogor pada pagi hari."


@pytest.mark.parametrize(
    ("before", "expected"),
    [(0.0, "Tiga. Empat. Lima."), (0.5, "Dua. Tiga. Empat."), (1.0, "Satu. Dua. Tiga.")],
)
def test_the_room_goes_before_and_after_as_told(before, expected):
    page = "Satu. Dua. Tiga. Empat. Lima."
    start = page.index("Tiga")
    window = Context.of(article(page)).window(Span(start, start + 4), 18, before)
    assert page[window.start : window.end] == expected


def test_what_one_side_does_not_need_goes_to_the_other():
    page = "Satu. Dua. Tiga. Empat. Lima."
    window = Context.of(article(page)).window(Span(0, 4), 17)
    assert page[window.start : window.end] == "Satu. Dua. Tiga."


def test_a_sentence_that_is_too_long_is_read_as_far_as_it_was_cut():
    page = "Siti tiba di Bogor pada pagi hari yang panas sekali itu. Hujan turun."
    span = Span(5, 18)
    assert Context.of(article(page)).window(span, 20) == span


def test_a_passage_inside_a_better_ones_window_needs_none_of_its_own():
    page = article("Siti tiba di Bogor. Ia menunggu. Hujan turun.")
    first, second = Passage(page, 0, 19), Passage(page, 33, 45)
    (window,) = context_windows(found(second, first), 100)
    assert [each.passage for each in window.passages] == [second, first]
    assert window.text == page.text
    assert [page.text[s.start : s.end] for s in window.sentences] == [
        "Siti tiba di Bogor.",
        "Ia menunggu.",
        "Hujan turun.",
    ]
