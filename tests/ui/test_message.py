import html
import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer, Citation, Claim
from qa.article import Article
from qa.span import Span
from ui.message import (
    MAX_QUESTION_CHARS,
    answer_message,
    failed_message,
    literal,
    question_message,
    working_message,
)
from ui.words import ENGLISH, INDONESIAN

# Control characters have no number that HTML takes; U+FFFD stands for them everywhere.
readable = st.text(st.characters(exclude_categories=("Cs", "Cc"))) | st.text("*_`$[]()<>&!\n# ")


def article(text: str) -> Article:
    return Article("a", "Title", text, "a.txt", "id", source="VIVA", published=date(2024, 6, 19))


def shown(message: str) -> str:
    """The text of a message, its tags taken away."""
    return html.unescape(re.sub(r"<[^>]*>", "", message))


@given(readable)
def test_literal_text_reads_as_it_was_and_holds_no_sign_that_means_anything(text):
    written = literal(text)
    assert html.unescape(written.replace("<br>", "\n")) == text
    signs = re.sub(r"&#\d+;|<br>", "", written)
    assert not re.search(r"[\x00-\x1f!-/:-@[-`{-~]", signs)


def test_each_claim_is_followed_by_the_numbers_of_its_citations():
    text = article("Ana came. Budi left.")
    first, second = Citation(text, 0, 9), Citation(text, 10, 20)
    claims = (Claim("Ana came", (first, second)), Claim("Budi left", (second,)))
    message = answer_message(Answer("Who?", "en", claims, 0.9, ()), turn=3)
    assert shown(message).startswith("Ana came [1] [2]Budi left [2]")
    assert message.count('href="#cite-3-1"') == 1
    assert message.count('href="#cite-3-2"') == 2


def test_the_words_asked_for_are_strong_where_the_claim_is_quoted():
    text = article("So: Ana met Budi there.")
    cited = Citation(text, 4, 23, (Span(4, 7), Span(12, 16)))
    claims = (Claim("Ana met Budi there.", (cited,)),)
    message = answer_message(Answer("Who?", "en", claims, 0.9, ()), turn=1)
    assert "<strong>Ana</strong> met <strong>Budi</strong> there" in message
    assert '<span class="said" lang="id">' in message


def test_a_claim_in_other_words_than_the_quotation_is_shown_as_it_is():
    cited = Citation(article("Ana met Budi."), 0, 13, (Span(0, 3),))
    message = answer_message(Answer("Q", "en", (Claim("Two people", (cited,)),), 0.9, ()), turn=1)
    assert '<span class="said">Two people</span>' in message


def test_confidence_is_a_word_with_its_percentage_behind_it():
    claims = (Claim("Yes", (Citation(article("Yes"), 0, 3),)),)
    message = answer_message(Answer("Q", "en", claims, 0.62, ()), turn=1)
    assert "Fairly sure · 1 source" in shown(message)
    assert 'title="62&#37; likely to be right"' in message


def test_a_refusal_is_not_dressed_as_an_answer():
    message = answer_message(Answer("Q", "id", (), 0.1, (), note="Tidak disebutkan."), turn=1)
    assert 'class="refusal"' in message
    assert 'class="answer"' not in message
    assert shown(message) == "Tidak disebutkan."


def test_a_very_long_question_is_cut_and_says_how_long_it_is():
    message = question_message("x" * 100_000)
    assert shown(message) == "x" * MAX_QUESTION_CHARS + "… (100,000)"


def test_the_working_line_and_the_failure_are_in_the_language_of_the_page():
    assert shown(working_message(5, ENGLISH)) == "Looking through 5 articles…"
    assert shown(working_message(1, INDONESIAN)) == "Membaca 1 artikel…"
    assert shown(failed_message(INDONESIAN)) == INDONESIAN.failed
