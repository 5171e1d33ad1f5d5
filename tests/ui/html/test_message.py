import html
import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.span import Span
from ui.html.escaping import escape_markdown
from ui.html.message import (
    MAX_QUESTION_CHARS,
    answer_message,
    question_message,
    turn_message,
    working_message,
)
from ui.session import ChatTurn
from ui.strings.english import ENGLISH
from ui.strings.indonesian import INDONESIAN

# Control characters have no number that HTML takes; U+FFFD stands for them everywhere.
readable = st.text(st.characters(exclude_categories=("Cs", "Cc"))) | st.text("*_`$[]()<>&!\n# ")


def article(text: str) -> Article:
    return Article("a", "Title", text, "a.txt", "id", source="VIVA", published=date(2024, 6, 19))


def shown(message: str) -> str:
    """The text of a message, its tags taken away."""
    return html.unescape(re.sub(r"<[^>]*>", "", message)).replace("\u00a0", " ")


@given(readable)
def test_escaped_text_reads_as_it_was_and_holds_no_sign_that_means_anything(text):
    written = escape_markdown(text)
    assert html.unescape(written.replace("<br>", "\n")) == text
    signs = re.sub(r"&#\d+;|<br>", "", written)
    assert not re.search(r"[\x00-\x1f!-/:-@[-`{-~]", signs)


def answered(*claims: Claim, language: str = "en") -> str:
    """The message of an answer with these claims, in the first turn."""
    return answer_message(Answer("Who?", language, claims, 0.9, ()), turn=1)


def test_the_items_of_a_list_stand_above_the_one_sentence_that_they_are_in():
    text = article("So: Ana met Budi there.")
    cited = Citation(text, 4, 23, (Span(4, 7), Span(12, 16)))
    message = answered(Claim("Ana", (cited,)), Claim("Budi", (cited,)))
    assert shown(message).startswith("Ana [1]Budi [1]Ana met Budi there.VIVA · 19 June 2024")
    assert message.count("<li ") == 2
    assert message.count("<blockquote") == 1
    assert "<strong>Ana</strong> met <strong>Budi</strong> there" in message


def test_an_item_of_a_list_that_another_sentence_adds_has_that_sentence_under_it():
    text = article("Ana and Budi came. Citra too.")
    first = Citation(text, 0, 18, (Span(0, 3), Span(8, 12)))
    second = Citation(text, 19, 29, (Span(19, 24),))
    claims = Claim("Ana", (first,)), Claim("Citra", (second,)), Claim("Budi", (first,))
    message = answered(*claims)
    words = ["Ana [1]", "Budi [1]", "Ana and Budi came.", "Citra [2]", "Citra too."]
    places = [shown(message).index(part) for part in words]
    assert places == sorted(places)


def test_what_several_articles_say_is_shown_once_and_the_others_are_named():
    first = Citation(article("It was in 2000."), 0, 15, (Span(10, 14),))
    other = Article("b", "Judul", "Tahun 2000.", "b.txt", "id", source="Okezone")
    second = Citation(other, 0, 11, (Span(6, 10),))
    message = answered(Claim("2000", (first, second)))
    assert shown(message).startswith(
        "2000 [1] [2]It was in 2000.VIVA · 19 June 2024Also in [2] Okezone"
    )
    assert message.count('href="#cite-1-2"') == 2
    assert 'title="Okezone&#44; no date given"' in message


def test_a_sentence_that_is_shown_is_not_named_again_as_one_more_that_says_it():
    text = article("Ana came. Ana and Budi came.")
    first, second = Citation(text, 0, 9, (Span(0, 3),)), Citation(text, 10, 28, (Span(18, 22),))
    message = answered(Claim("Ana", (first, second)), Claim("Budi", (second,)))
    assert "Also in" not in shown(message)
    assert "Budi [2]Ana and Budi came." in shown(message)


def test_a_claim_that_is_the_whole_sentence_is_not_quoted_a_second_time():
    text = article("Ana left because\nof Budi.")
    cited = Citation(text, 0, 25, (Span(9, 25),))
    message = answered(Claim("Ana left because of Budi.", (cited,)))
    assert shown(message).startswith("Ana left because of Budi. [1]VIVA · 19 June 2024Sure")
    assert "<strong>because of Budi&#46;</strong>" in message
    assert "<blockquote" not in message


def test_words_from_an_article_are_told_apart_from_those_of_the_page_by_their_language():
    cited = Citation(article("Ana met Budi."), 0, 13, (Span(0, 3),))
    quoted = answered(Claim("Ana", (cited,)))
    assert '<span class="said" lang="id">Ana</span>' in quoted
    assert '<blockquote class="quoted" lang="id">' in quoted
    own = answered(Claim("Two people", (cited,)))
    assert '<span class="said">Two people</span>' in own
    assert "Ana met Budi." in shown(own)


def test_an_article_without_a_publisher_is_named_by_its_title_in_its_own_language():
    untold = Article("b", "Judul", "Ana datang.", "b.txt", "id")
    message = answered(Claim("Ana", (Citation(untold, 0, 11, (Span(0, 3),)),)))
    assert '<p class="by"><span lang="id">Judul</span> · no date given</p>' in message


def test_an_indonesian_question_is_answered_in_indonesian_phrases():
    one, other = article("Tahun 2000."), article("Pada 2000.")
    cited = Citation(one, 0, 11, (Span(6, 10),)), Citation(other, 0, 10, (Span(5, 9),))
    message = answered(Claim("2000", cited), language="id")
    assert "VIVA · 19 Juni 2024Juga di [2] VIVA" in shown(message)


@given(readable.filter(str.strip), readable.filter(str.strip), st.data())
def test_a_quotation_reads_as_its_article_has_it_and_brings_no_markup(text, source, data):
    start = data.draw(st.integers(0, len(text) - 1))
    mark = Span(start, data.draw(st.integers(start + 1, len(text))))
    page = Article("a", "Title", text, "a.txt", "id", source=source)
    message = answered(Claim("said", (Citation(page, 0, len(text), (mark,)),)))
    assert " ".join(text.split()) in " ".join(shown(message).split())
    ours = "div|p|span|blockquote|strong|a|abbr|button"
    assert re.sub(rf"</?(?:{ours})(?: [a-z]+=\"[^\"<>]*\")*>", "", message).count("<") == 0


def test_confidence_is_a_word_with_its_percentage_behind_it():
    claims = (Claim("Yes", (Citation(article("Yes"), 0, 3),)),)
    message = answer_message(Answer("Q", "en", claims, 0.62, ()), turn=1)
    assert "Fairly sure · 1 article" in shown(message)
    assert 'title="62&#37; likely to be right"' in message


def test_a_refusal_is_not_dressed_as_an_answer():
    message = answer_message(Answer("Q", "id", (), 0.1, (), note="Tidak disebutkan."), turn=1)
    assert 'class="refusal"' in message
    assert 'class="answer"' not in message
    assert shown(message) == "Tidak disebutkan."


def test_a_very_long_question_is_cut_and_says_how_long_it_is():
    message = question_message("x" * 100_000)
    assert shown(message) == "x" * MAX_QUESTION_CHARS + "… (100,000)"


def test_the_working_line_is_in_the_question_s_language_and_says_how_to_stop_it():
    assert shown(working_message(5, ENGLISH, ENGLISH)) == "Looking through 5 articles… Stop"
    assert shown(working_message(1, INDONESIAN, ENGLISH)) == "Membaca 1 artikel… Stop"


def test_a_failure_is_said_and_can_be_asked_again():
    message = turn_message(ChatTurn("Kapan?", None), 1, True, ENGLISH, INDONESIAN)
    assert shown(message).startswith(INDONESIAN.failed)
    assert 'class="do do-retry"' in message
    assert "do-copy" not in message


def test_only_the_last_turn_can_be_asked_again_or_edited():
    turn = ChatTurn("Who?", Answer("Who?", "en", (), 0.1, (), note="Not said."))
    last = turn_message(turn, 2, True, ENGLISH, ENGLISH)
    earlier = turn_message(turn, 1, False, ENGLISH, ENGLISH)
    assert "do-retry" in last
    assert "do-edit" in last
    assert "do-retry" not in earlier
    assert "do-edit" not in earlier
    assert "do-delete" in earlier


def test_how_a_question_was_understood_is_said_before_its_answer():
    answer = Answer("And he?", "en", (), 0.1, (), note="Not said.", understood="Did Ana <come>?")
    message = answer_message(answer, turn=1)
    assert shown(message).startswith("Understood as: Did Ana <come>? ChangeNot said.")
    assert "<come>" not in message


def test_what_the_question_narrowed_the_search_to_can_be_taken_off_the_last_turn_alone():
    day = DateRange(date(2024, 5, 25), date(2024, 5, 25))
    scope = SearchFilter(("Okezone",), about=day)
    answer = Answer("Who?", "en", (), 0.1, (), note="Not said.", scope=scope)
    assert "Looked only at: Okezone, about 25 May 2024 Look at" in shown(answer_message(answer, 1))
    assert "do-widen" not in answer_message(answer, 1, is_last=False)


def test_a_refusal_says_what_the_articles_do_say_with_links_and_offers_questions():
    cited = Citation(article("Ana met Budi."), 0, 13, (Span(0, 3),))
    answer = Answer(
        "His wife?",
        "en",
        (),
        0.1,
        (),
        note="Not said.",
        related=(Claim("Ana", (cited,)),),
        suggestions=("Who met Budi?",),
    )
    message = answer_message(answer, turn=2)
    assert shown(message) == (
        "Not said.What the articles do sayAna [1]Ana met Budi.VIVA · 19 June 2024"
        "You can askWho met Budi?"
    )
    assert 'href="#cite-2-1"' in message
