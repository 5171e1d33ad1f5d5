from dataclasses import replace
from datetime import date

import pytest

from qa.answer.compose import compose
from qa.schema.answer import Answer
from qa.schema.article import Article
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span
from qa.settings import AnswerSettings

OPENED = "kapan jembatan Kalora dibuka"


def found(id_, text, *said, day=None, score=0.0, language="id", source=None):
    """Return a candidate in an article of one sentence; `day` is of March 2031."""
    article = Article(
        id=id_,
        title=id_,
        text=f"{text} Selesai.",
        path=id_,
        language=language,
        source=source,
        published=date(2031, 3, day) if day else None,
    )
    marks = tuple(Span(text.index(words), text.index(words) + len(words)) for words in said)
    return AnswerCandidate(article, 0, len(text), score, marks)


OTHER = Article(id="z", title="z", text="Panen padi.", path="z", language="id")
"""What is read beside, and tells nothing."""


def answered(question, *candidates, language="id") -> Answer:
    ordered = tuple(sorted(candidates, key=lambda candidate: -candidate.score))
    articles = {candidate.article.id: candidate.article for candidate in ordered}.values()
    passages = tuple(
        RetrievedPassage(Passage(article, 0, len(article.text)), 0.8, rank)
        for rank, article in enumerate((*articles, OTHER), start=1)
    )
    reading = ReaderOutput(ordered, passages, 0.9, score_margin=0.7)
    return compose(question, Question(question, language), reading, AnswerSettings())


def views(question, *candidates, language="id"):
    """Return what each view says, and whether it was announced."""
    answer = answered(question, *candidates, language=language)
    assert {claim for view in answer.views for claim in view.claims} <= set(answer.claims)
    return [([claim.text for claim in view.claims], view.is_announced) for view in answer.views]


def test_two_days_for_one_event_are_two_views_the_newest_first():
    one = found("a", "Jembatan Kalora dibuka pada 4 Maret.", "4 Maret", day=5)
    other = found("b", "Jembatan Kalora dibuka pada 6 Maret.", "6 Maret", day=9, score=-2)
    assert views(OPENED, one, other) == [(["6 Maret"], False), (["4 Maret"], False)]


def test_a_time_of_another_event_is_not_told_beside_the_two_that_differ():
    one = found("a", "Jembatan Kalora dibuka pada 4 Maret.", "4 Maret", day=5)
    other = found("b", "Jembatan Kalora dibuka pada 6 Maret.", "6 Maret", day=9, score=-0.1)
    repaired = found("c", "Pasar itu diperbaiki pada 2019.", "2019", day=9, score=-0.2)
    repaired = replace(repaired, margin=-0.5)
    answer = answered(OPENED, one, other, repaired)
    assert [claim.text for claim in answer.claims] == ["4 Maret", "6 Maret"]
    assert [c.text for c in answered(OPENED, one, repaired).claims] == ["4 Maret"]


def test_claims_stay_in_their_order_unless_the_question_is_about_now():
    one = found("a", "Harga beras Rp 14.500.", "Rp 14.500", day=5)
    other = found("b", "Harga beras Rp 16.200.", "Rp 16.200", day=9, score=-1)
    then = answered("berapa harga beras", one, other)
    now = answered("berapa harga beras sekarang", one, other)
    assert [claim.text for claim in then.claims] == ["Rp 14.500", "Rp 16.200"]
    assert [claim.text for claim in now.claims] == ["Rp 16.200", "Rp 14.500"]


def test_what_is_only_told_more_exactly_or_spelled_otherwise_is_no_disagreement():
    one = found("a", "Jembatan Kalora dibuka pada 4 Maret 2031.", "4 Maret 2031", day=5)
    same = found("b", "Jembatan Kalora dibuka pada Selasa (4/3).", "4/3", day=5, score=-2)
    wide = found("c", "Jembatan Kalora dibuka pada Maret 2031.", "Maret 2031", day=9, score=-3)
    answer = answered(OPENED, one, same, wide)
    assert answer.views == ()
    (claim,) = answer.claims
    assert [citation.article.id for citation in claim.citations] == ["a", "b", "c"]


def test_a_view_has_all_the_articles_that_hold_it():
    answer = answered(
        OPENED,
        found("a", "Jembatan Kalora dibuka pada 4 Maret.", "4 Maret", day=5),
        found("b", "Jembatan Kalora dibuka pada 6 Maret.", "6 Maret", day=7, score=-2),
        found("c", "Pada Kamis (6/3) jembatan Kalora dibuka.", "6/3", day=8, score=-3),
    )
    newest, _ = answer.views
    (claim,) = newest.claims
    assert [citation.article.id for citation in claim.citations] == ["b", "c"]
    assert claim.independent_sources == 2


@pytest.mark.parametrize(("score", "margin"), [(-7.5, 3), (-1, -0.5)])
def test_what_lies_far_behind_or_below_no_answer_is_not_heard(score, margin):
    one = found("a", "Jembatan Kalora dibuka pada 4 Maret.", "4 Maret", day=5)
    other = found("b", "Jembatan Kalora dibuka pada 6 Maret.", "6 Maret", day=7, score=score)
    assert views(OPENED, one, replace(other, margin=margin)) == []


def test_one_publisher_does_not_differ_from_itself():
    one = found("a", "Jembatan Kalora dibuka pada 4 Maret.", "4 Maret", day=5, source="Okezone")
    text = "Jembatan Kalora dibuka pada 6 Maret."
    other = found("b", text, "6 Maret", day=7, score=-1, source="okezone")
    elsewhere = found("b", text, "6 Maret", day=7, score=-1, source="VIVA")
    assert views(OPENED, one, other) == []
    assert len(views(OPENED, one, elsewhere)) == 2


def test_one_article_does_not_differ_from_itself():
    one = found("a", "Jembatan Kalora dibuka pada 4 Maret.", "4 Maret", day=5)
    assert views(OPENED, one, AnswerCandidate(one.article, 0, 20, -1, (Span(0, 8),))) == []


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("berapa medali tim putri Renjani", ("tim putri", "21"), ("tim putra", "13")),
        ("berapa medali tim Renjani 2030", ("tim 2030", "21"), ("tim 2026", "13")),
    ],
)
def test_another_word_in_the_place_of_one_that_was_asked_is_another_matter(question, one, other):
    asked = f"{question} ini"
    first, second = (
        found(id_, f"Medali {who} Renjani {n} keping.".replace("tim 20", "tim Renjani 20"), n)
        for id_, (who, n) in (("a", one), ("b", other))
    )
    if "20" in one[0]:
        first = found("a", "Tim Renjani 2030 ini meraih medali 21 keping.", "21")
        second = found("b", "Tim Renjani 2026 ini meraih medali 13 keping.", "13", score=-1)
    assert views(asked, first, second) == []


def test_what_happened_at_two_times_is_two_matters():
    one = found("a", "Pada 1990 banjir Kalora menewaskan lima orang.", "lima", day=5)
    other = found("b", "Pada 2002 banjir Kalora menewaskan tiga orang.", "tiga", day=5, score=-1)
    asked = "berapa orang tewas dalam banjir Kalora"
    assert views(asked, one, other) == []


def test_an_update_of_the_news_is_another_view():
    one = found("a", "Selasa (4/3) banjir Kalora menewaskan lima orang.", "lima", day=4)
    other = found("b", "Rabu (5/3) banjir Kalora menewaskan tiga orang.", "tiga", day=5, score=-1)
    asked = "berapa orang tewas banjir Kalora"
    assert [said for said, _ in views(asked, one, other)] == [["tiga"], ["lima"]]


def test_names_of_two_people_differ_and_of_one_person_do_not():
    one = found("a", "Pelatih Renjani Ratna Lestari.", "Ratna Lestari", day=4)
    short = found("b", "Pelatih Renjani Lestari.", "Lestari", day=5, score=-1)
    other = found("c", "Pelatih Renjani Budi Santoso.", "Budi Santoso", day=6, score=-2)
    assert views("siapa pelatih Renjani", one, short) == []
    assert [said for said, _ in views("siapa pelatih Renjani", one, short, other)] == [
        ["Budi Santoso"],
        ["Ratna Lestari"],
    ]


def test_a_hall_and_its_town_are_one_place():
    one = found("a", "Konser Renjani digelar di Gedung Purnama.", "Gedung Purnama", day=4)
    town = found("b", "Konser Renjani digelar di Kalora.", "Kalora", day=4, score=-1)
    both = "Konser Renjani digelar di Gedung Purnama, Kalora."
    near = found("a", both, "Gedung Purnama", day=4)
    assert len(views("di mana konser Renjani digelar", one, town)) == 2
    assert views("di mana konser Renjani digelar", near, town) == []


def test_lists_that_share_items_and_not_all_are_two_views_with_the_shared_in_both():
    one = found("a", "Negara anggota ialah Peru, Chili, dan Kuba.", "Peru", "Chili", "Kuba", day=4)
    other = found(
        "b", "Negara anggota ialah Peru, Kuba, dan Fiji.", "Peru", "Kuba", "Fiji", day=5, score=-2
    )
    asked = "negara mana saja yang menjadi anggota"
    assert views(asked, one, other) == [
        (["Peru", "Kuba", "Fiji"], False),
        (["Peru", "Chili", "Kuba"], False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Anggota negara ialah Peru, antara lain, dan Kuba.",
        "Negara anggota ialah Fiji dan Laos.",
        "Negara anggota ialah Peru.",
    ],
)
def test_lists_that_are_open_or_share_nothing_or_name_one_do_not_differ(text):
    one = found("a", "Negara anggota ialah Peru, Chili, dan Kuba.", "Peru", "Chili", "Kuba", day=4)
    said = [name for name in ("Peru", "Kuba", "Fiji", "Laos") if name in text]
    other = found("b", text, *said, day=5, score=-2)
    assert views("negara mana saja yang menjadi anggota", one, other) == []


@pytest.mark.parametrize(
    ("text", "said", "day", "announced"),
    [
        ("Jembatan Kalora dibuka pada 20 Maret.", "20 Maret", 9, True),
        ("Jembatan Kalora dibuka pada 20 Maret.", "20 Maret", 21, False),
        ("Jembatan Kalora akan dibuka pada Juni.", "Juni", 9, True),
        ("Jembatan Kalora dibuka pada 20 Maret.", "20 Maret", None, False),
        ("Jembatan Kalora akan dibuka pada 20 Maret.", "20 Maret", None, True),
    ],
)
def test_a_view_is_announced_where_it_was_published_before_its_time(text, said, day, announced):
    one = found("a", "Jembatan Kalora dibuka pada 4 Maret 2031.", "4 Maret 2031", day=22)
    other = found("b", text, said, day=day, score=-1)
    assert ([said], announced) in views(OPENED, one, other)


def test_the_day_on_which_a_plan_was_told_is_not_its_time():
    one = found("a", "Konser Renjani digelar di Kalora.", "Kalora", day=20)
    text = "Konser Renjani akan digelar di Benduk, kata panitia, Selasa (4/3)."
    other = found("b", text, "Benduk", day=5, score=-1)
    assert views("di mana konser Renjani digelar", one, other) == [
        (["Kalora"], False),
        (["Benduk"], True),
    ]


def test_articles_in_two_languages_differ_by_what_their_words_mean():
    one = found("a", "The Kalora bridge opened on 4 March.", "4 March", day=5, language="en")
    same = found("b", "Jembatan Kalora dibuka pada 4 Maret.", "4 Maret", day=5, score=-1)
    other = found("c", "Jembatan Kalora dibuka pada 6 Maret.", "6 Maret", day=7, score=-2)
    asked = "when did the Kalora bridge open"
    assert views(asked, one, same, language="en") == []
    assert [said for said, _ in views(asked, one, same, other, language="en")] == [
        ["6 Maret"],
        ["4 March"],
    ]


def test_two_sides_are_told_in_all_the_words_by_which_they_differ():
    one = found("a", "Jembatan Kalora dibuka pada Selasa (4/3) pukul 8 pagi.", "4/3", day=5)
    late = "Jembatan Kalora dibuka pada Selasa (4/3) pukul 4 sore."
    answer = answered(OPENED, one, found("b", late, "4/3", day=6, score=-1))
    assert [claim.text for claim in answer.claims] == [
        "Selasa (4/3) pukul 8 pagi",
        "Selasa (4/3) pukul 4 sore",
    ]
    marked = answer.claims[0].citations[0]
    (mark,) = marked.marks
    assert marked.article.text[mark.start : mark.end] == answer.claims[0].text


def test_small_words_may_be_replaced():
    one = found("a", "Hukuman penjara kepada Hendra enam tahun.", "enam", day=4)
    other = found("b", "Hukuman penjara untuk Hendra delapan tahun.", "delapan", day=5, score=-1)
    assert [said for said, _ in views("berapa hukuman penjara bagi Hendra", one, other)] == [
        ["delapan tahun"],
        ["enam tahun"],
    ]
