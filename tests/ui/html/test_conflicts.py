import html
import re
from datetime import date

from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation
from ui.html.message import answer_message


def cited(text: str, source: str) -> Citation:
    page = Article(source, "Title", text, "a.txt", "en", source=source, published=date(2024, 6, 19))
    return Citation(page, 0, len(text))


TUESDAY = Claim(
    "Tuesday", (cited("He came on Tuesday.", "Okezone"), cited("Tuesday it was.", "VIVA")), 2
)
WEDNESDAY = Claim("Wednesday", (cited("He will come on Wednesday.", "Radar"),))
ROUTE = Claim("by train", (cited("He came by train.", "Antara"),))


def shown(message: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", message)).replace("\u00a0", " ")


def test_each_side_names_its_publishers_its_date_and_how_many_hold_it():
    views = View((TUESDAY,)), View((WEDNESDAY,), is_announced=True)
    claims = (TUESDAY, WEDNESDAY, ROUTE)
    message = answer_message(Answer("When?", "en", claims, 0.9, (), views=views), turn=1)
    one, other = message.split("<li>")[1:]
    assert "Okezone, VIVA 2 independent sources" in re.sub(" +", " ", shown(one))
    assert "announced" not in shown(one)
    assert "Tuesday" in shown(one)
    assert "19 June 2024" in shown(one)
    side, rest = other.split("</ol>")
    assert "Radar 1 independent source announced beforehand" in re.sub(" +", " ", shown(side))
    assert 'href="#cite-1-3"' in side
    assert "by train" not in side
    assert "by train" in shown(rest)


def test_a_side_of_a_list_names_only_those_who_list_all_of_it():
    shared = Claim("on Tuesday", (*TUESDAY.citations[:1], *WEDNESDAY.citations), 2)
    own, other = (Claim(c.text + ".", c.citations[:1]) for c in (TUESDAY, WEDNESDAY))
    views = View((shared, own)), View((shared, other))
    message = answer_message(Answer("Which?", "en", (shared, own, other), 0.9, (), views=views), 1)
    heads = [part.split("</strong>")[0] for part in message.split("<strong>")[1:3]]
    names = [view.holders[0].source for view in views]
    assert heads == names
    assert names[0] != names[1]


def test_where_the_sources_do_not_differ_no_side_is_shown_and_agreement_is_stated():
    message = answer_message(Answer("When?", "en", (TUESDAY,), 0.9, ()), turn=1)
    assert "differ" not in message
    assert "2 independent sources" in shown(message)


def test_a_claim_of_one_source_is_not_said_to_be_agreed_on():
    message = answer_message(Answer("When?", "en", (WEDNESDAY,), 0.9, ()), turn=1)
    assert "independent" not in message
