from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.span import Span
from ui.html.evidence import cards_of, no_evidence, passage_of, render_evidence
from ui.strings.english import ENGLISH

OUR_TAGS = {"section", "header", "footer", "article", "div", "h2", "h3", "h4", "p", "span"}
OUR_TAGS |= {"blockquote", "mark", "strong", "button", "a", "details", "summary", "ol", "ul", "li"}


def article(text: str, name: str = "a", **known) -> Article:
    return Article(name, known.pop("title", "A title"), text, f"{name}.txt", "id", **known)


def retrieved(*passages: Passage) -> tuple[RetrievedPassage, ...]:
    return tuple(RetrievedPassage(p, 1 / n, n) for n, p in enumerate(passages, start=1))


def answer(*citations: Citation, passages=(), question="Who?", language="en") -> Answer:
    claims = tuple(Claim(citation.quote, (citation,)) for citation in citations)
    return Answer(question, language, claims, 0.9, retrieved(*passages))


def test_the_cited_passage_stands_first_and_the_others_are_folded_with_rank_and_score(parsed):
    text = article("First passage. It has two sentences.\nSecond passage.")
    first, second = Passage(text, 0, 36), Passage(text, 37, 52)
    html = render_evidence(answer(Citation(text, 37, 52), passages=(first, second)), turn=1)
    assert parsed(html).text_of["quote"] == ["Second passage."]
    shown, folded = html.split("<details")
    assert "Second passage." in shown
    assert "First passage." in folded
    assert "Other passages (1)" in folded
    assert "Rank 1, score 1.00" in folded


def test_title_publisher_and_date_stand_on_the_card_in_the_language_of_the_question(parsed):
    text = article("Isi.", title="Judul", source="Okezone", published=date(2024, 6, 18))
    html = render_evidence(answer(Citation(text, 0, 4), language="id"), turn=1)
    page = parsed(html)
    assert page.text_of["meta"] == ["Okezone · 18 Juni 2024"]
    assert "Judul" in html
    assert "Buka artikel" in html


def test_several_quotations_of_one_passage_share_a_card(parsed):
    text = article("One. Two. Three.")
    whole = Passage(text, 0, 16)
    found = answer(Citation(text, 0, 4), Citation(text, 10, 16), passages=(whole,))
    assert [card.passage for card in cards_of(found)] == [whole]
    page = parsed(render_evidence(found, turn=2))
    assert page.text_of["quote"] == ["One.", "Three."]
    assert page.text_of["number"] == ["1", "2"]
    assert {"cite-2-1", "cite-2-2"} <= set(page.ids())


def test_a_quotation_whose_words_stood_in_an_earlier_one_says_which(parsed):
    one, two = article("The  same\nnews.", "a"), article("the same news.", "b")
    found = answer(Citation(one, 0, 15), Citation(two, 0, 14))
    assert [card.same_as for card in cards_of(found)] == [None, 1]
    assert parsed(render_evidence(found, turn=1)).text_of["same"] == ["The same words as [1]"]


def test_a_quotation_outside_every_retrieved_passage_is_shown_in_its_paragraph():
    text = article("Above.\nA quotation in a paragraph.\nBelow.")
    at = text.text.index("quotation")
    passage = passage_of(Citation(text, at, at + 9), ())
    assert passage.text == "A quotation in a paragraph."


def test_a_refusal_gives_the_note_the_missing_words_and_the_nearest_passages(parsed):
    text = article("Something else.")
    refusal = Answer(
        "His wife?", "en", (), 0.1, retrieved(Passage(text, 0, 15)), ("wife",), "Not said."
    )
    page = parsed(render_evidence(refusal, turn=3))
    assert "Not said." in page.text_of["not-found"][0]
    assert page.text_of["missing"] == ["wife"]
    assert page.text_of["passage"] == ["Something else."]
    assert "quote" not in page.text_of


def test_an_earlier_answers_evidence_is_there_but_out_of_sight(parsed):
    found = answer(Citation(article("Text."), 0, 5))
    assert parsed(render_evidence(found, 1, is_shown=False)).elements[0][1]["hidden"] is None
    assert "hidden" not in parsed(render_evidence(found, 1, is_shown=True)).elements[0][1]


def test_the_button_of_a_card_says_which_article_and_what_to_mark_in_it(parsed):
    text = article("Ana came.", "x&y")
    html = render_evidence(answer(Citation(text, 0, 9, (Span(0, 3),))), turn=1)
    button = next(a for _, a in parsed(html).elements if a.get("class") == "open-article")
    assert (button["data-article"], button["data-quotes"], button["data-marks"]) == (
        "x&y",
        "0-9-1",
        "0-3",
    )


def test_before_the_first_answer_the_panel_says_what_will_stand_there(parsed):
    assert parsed(no_evidence(ENGLISH)).text_of["nothing-yet"] == [ENGLISH.evidence_empty]


hostile = st.text(min_size=1, max_size=60) | st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x onerror=a>', "' onclick='a", "&lt;b&gt;", "]]>-->"]
)


@given(text=hostile, title=hostile, question=hostile, source=hostile, data=st.data())
def test_nothing_that_an_article_or_a_question_holds_becomes_markup(
    text, title, question, source, data, parsed
):
    text = f"x{text}"
    page = article(text, name=f"i{source}", title=f"T{title}", source=source)
    start = data.draw(st.integers(0, len(text) - 1))
    citation = Citation(page, start, data.draw(st.integers(start + 1, len(text))))
    claims = (Claim("said", (citation,)),)
    whole = Passage(page, 0, len(text))
    found = Answer(question, "en", claims, 0.5, retrieved(whole))
    shown = parsed(render_evidence(found, turn=1))
    assert {tag for tag, _ in shown.elements} <= OUR_TAGS
    assert not [name for _, attrs in shown.elements for name in attrs if name.startswith("on")]
    assert shown.text_of["quote"] == [citation.quote]
    assert shown.text_of["passage"] == [text]
    assert shown.open == []
