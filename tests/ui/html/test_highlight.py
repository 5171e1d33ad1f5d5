from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from qa.schema.span import Span
from ui.html.escaping import escape_html
from ui.html.highlight import QuotedSpan, highlight


class Parsed(HTMLParser):
    """What a parser makes of highlighted text: all of it, and the parts in each tag."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.open, self.tags = "", [], []
        self.inside = {"mark": "", "strong": ""}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        for tag in self.open:
            self.inside[tag] += data


def test_a_quotation_is_marked_and_the_words_asked_for_are_stronger():
    text = "Before. Ana met Budi. After."
    quote = QuotedSpan(8, 21, 1, (Span(8, 11), Span(16, 20)))
    assert highlight(text, 0, len(text), [quote]) == (
        'Before. <mark class="quote" data-cites="1"><strong class="key">Ana</strong> met '
        '<strong class="key">Budi</strong>.</mark> After.'
    )


def test_two_quotations_side_by_side_are_two_marks():
    html = highlight("One. Two.", 0, 9, [QuotedSpan(0, 4, 1), QuotedSpan(5, 9, 2)])
    assert html == (
        '<mark class="quote" data-cites="1">One.</mark> '
        '<mark class="quote" data-cites="2">Two.</mark>'
    )


def test_where_quotations_overlap_the_shared_part_carries_both_numbers():
    html = highlight("abcdef", 0, 6, [QuotedSpan(0, 4, 1), QuotedSpan(2, 6, 2)])
    assert [tag[1]["data-cites"] for tag in Parsed(html).tags] == ["1", "1 2", "2"]


def test_a_quotation_that_starts_before_the_passage_is_marked_from_the_passage_on():
    html = highlight("abcdef", 2, 6, [QuotedSpan(0, 4, 1)])
    assert html == '<mark class="quote" data-cites="1">cd</mark>ef'


def test_signs_that_mean_something_in_html_are_shown_as_they_are():
    assert escape_html("<b> & \"q\" 'a'") == "&lt;b&gt; &amp; &quot;q&quot; &#x27;a&#x27;"


@st.composite
def marked_texts(draw):
    text = draw(st.text(min_size=1, max_size=80) | st.text("<>&\"'/!- \n\ra;#x", min_size=1))
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = [tuple(sorted(p)) for p in draw(st.lists(places, max_size=4)) if p[0] != p[1]]
    quotes = [
        QuotedSpan(a, b, n, (Span(a, b),) if n % 2 else ()) for n, (a, b) in enumerate(spans, 1)
    ]
    return text, quotes


@given(marked_texts())
def test_the_text_comes_back_unchanged_and_exactly_the_quotations_are_marked(drawn):
    text, quotes = drawn
    parsed = Parsed(highlight(text, 0, len(text), quotes))
    covered = {i for quote in quotes for i in range(quote.start, quote.end)}
    keyed = {i for q in quotes for mark in q.marks for i in range(mark.start, mark.end)}
    assert parsed.text == text
    assert parsed.inside["mark"] == "".join(c for i, c in enumerate(text) if i in covered)
    assert parsed.inside["strong"] == "".join(c for i, c in enumerate(text) if i in keyed)
    assert parsed.open == []


@given(st.text())
def test_no_text_opens_a_tag(text):
    assert "<" not in escape_html(text)
    assert Parsed(escape_html(text)).tags == []
