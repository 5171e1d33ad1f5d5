from datetime import date

import pytest

from qa.schema.filters import EVERYTHING, DateRange, SearchFilter
from ui.chat.filters import filter_form, filter_line, parse_filter
from ui.strings.english import ENGLISH


def test_the_form_is_filled_in_as_the_scope_is(parsed):
    scope = SearchFilter(("VIVA",), DateRange(date(2024, 6, 1), None))
    page = parsed(filter_form(("Okezone", "VIVA"), scope, ENGLISH))
    boxes = {a["value"]: "checked" in a for tag, a in page.elements if a.get("name") == "source"}
    assert boxes == {"Okezone": False, "VIVA": True}
    days = {a["name"]: a["value"] for tag, a in page.elements if a.get("type") == "date"}
    assert days == {"first": "2024-06-01", "last": ""}


def test_a_library_without_publishers_is_filtered_by_day_alone():
    assert "fieldset" in filter_form((), EVERYTHING, ENGLISH)
    assert ENGLISH.publishers not in filter_form((), EVERYTHING, ENGLISH)


def test_a_publisher_s_name_is_no_markup():
    html = filter_form(('"><script>',), SearchFilter(('"><script>',)), ENGLISH)
    assert "<script>" not in html + filter_line(SearchFilter(('"><script>',)), ENGLISH)


def test_what_is_filled_in_is_the_scope():
    told = '{"sources": ["VIVA", "Nobody"], "first": "2024-06-01", "last": null}'
    assert parse_filter(told, ("Okezone", "VIVA")) == SearchFilter(
        ("VIVA",), DateRange(date(2024, 6, 1), None)
    )


@pytest.mark.parametrize(
    "told",
    ["", "[]", '{"first": "soon"}', '{"first": "2024-06-02", "last": "2024-06-01"}'],
)
def test_a_form_that_cannot_be_is_refused(told):
    with pytest.raises(ValueError, match=r"."):
        parse_filter(told, ())


def test_while_nothing_is_filtered_nothing_is_said():
    assert filter_line(EVERYTHING, ENGLISH) == ""
    assert "Only: " in filter_line(SearchFilter(("VIVA",)), ENGLISH)
