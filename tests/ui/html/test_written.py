"""What the page, a file and a browser's memory have of a language model's words."""

import html
import re
from dataclasses import replace

import pytest
from fakes.in_memory_catalogue import InMemoryCatalogue

from qa.answer.record import answer_record
from qa.answer.render_text import render_text
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.written import Gloss, Trouble, Written, WrittenSentence
from ui.chat.export import chat_markdown
from ui.chat.stored_chat import restore_chat, store_chat
from ui.html.highlight import Quoted
from ui.html.message import answer_message
from ui.html.translations import Glosses
from ui.html.written import about_written, sent_line
from ui.session import Chat, ChatTurn
from ui.strings.page import ENGLISH, INDONESIAN
from ui.strings.writing import writing_strings_for

TEXT = "Kim bertemu Putin di Pyongyang. Mereka menandatangani perjanjian."
NEWS = Article("a", "Judul", TEXT, "a.txt", "id", source="VIVA")
MET, SIGNED = Citation(NEWS, 0, 31), Citation(NEWS, 32, len(TEXT))
TRUE = WrittenSentence("Kim met Putin.", (MET,))
FALSE = WrittenSentence("Kim met Xi.")


def answer(written: Written | None = None, language: str = "en", *glosses: Gloss) -> Answer:
    claims = (Claim("Kim", (MET,)), Claim("Mereka", (SIGNED,)))
    return Answer("Who?", language, claims, 0.9, (), written=written, glosses=glosses)


def message(written: Written) -> str:
    return answer_message(answer(written), turn=1)


def read(message: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", message)).replace("\u00a0", " ")


def test_a_supported_sentence_has_the_number_of_its_quotation_and_a_mark():
    shown = message(Written("qwen", (TRUE,), is_done=True))
    assert "Kim met Putin. [1] ✓" in read(shown)
    assert 'title="found in the articles"' in html.unescape(shown)
    assert "Written by qwen; each sentence was checked against the quotations." in read(shown)


def test_the_exact_answer_stands_above_what_was_written():
    shown = read(message(Written("qwen", (TRUE,), is_done=True)))
    assert shown.index("Mereka") < shown.index("In other words") < shown.index("Kim met Putin.")


def test_an_unsupported_sentence_is_struck_through_and_says_so():
    shown = message(Written("qwen", (TRUE, FALSE), is_done=True))
    struck = re.search(r"<s>(.*?)</s>(.*?)</span>", shown)
    assert read(struck[1]) == "Kim met Xi."
    assert read(struck[2]).strip() == "(not in the articles)"


def test_a_written_sentence_is_text_and_nothing_else():
    said = WrittenSentence("**Kim** <img src=x> ![a](http://e.example) $x$", (MET,))
    shown = message(Written("<b>qwen</b>", (said,), is_done=True))
    assert "<img" not in shown
    assert "<b>" not in shown
    assert "http://" not in shown
    assert said.text in read(shown)


def test_how_many_were_left_out_is_told():
    assert "1 sentence that they do not say was left out." in about(Written("q", (TRUE,), 1))
    assert "3 sentences that they do not say were left out." in about(Written("q", (TRUE,), 3))


def about(written: Written, language: str = "en") -> str:
    return about_written(replace(written, is_done=True), writing_strings_for(language))


def test_where_nothing_was_left_the_model_is_said_to_have_written_nothing_of_it():
    assert about(Written("q", (), 2)) == "q wrote nothing that the quotations say."
    assert about(Written("q"), "id") == "q tidak menulis apa pun yang ada dalam kutipan."


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_is_told_in_one_line_that_leads_back_to_the_exact_answer(trouble, language):
    told = about(Written("q", trouble=trouble, is_done=True), language)
    assert "exact answer" in told or "jawaban tepatnya" in told
    assert "\n" not in told


def test_trouble_alone_has_no_heading_for_words_that_are_not_there():
    shown = read(message(Written("", trouble=Trouble.UNREACHABLE, is_done=True)))
    assert "cannot be reached" in shown
    assert "In other words" not in shown


def test_while_nothing_is_written_yet_there_is_nothing_to_show():
    assert "In other words" not in read(message(Written("q")))


def test_a_host_elsewhere_is_named_and_this_machine_is_not():
    line = html.unescape(sent_line("models.example.com", INDONESIAN))
    assert "Pertanyaan dan kutipan dikirim ke models.example.com." in line
    assert sent_line("", ENGLISH) == ""


def test_a_quotation_in_another_language_can_be_translated_and_one_in_the_same_not():
    assert "do-gloss" in Glosses.of(answer(), can_gloss=True).shown(quotes(1))
    assert Glosses.of(answer(), can_gloss=False).shown(quotes(1)) == ""
    assert Glosses.of(answer(language="id"), can_gloss=True).shown(quotes(1)) == ""


def quotes(*numbers: int) -> list[Quoted]:
    return [Quoted.of((MET, SIGNED)[n - 1], n) for n in numbers]


def test_a_translation_stands_marked_as_a_machines():
    gloss = Gloss(MET, "Kim met Putin in <Pyongyang>.", "en", "qwen")
    shown = Glosses.of(answer(None, "en", gloss), can_gloss=True).shown(quotes(1))
    assert "Kim met Putin in <Pyongyang>." in html.unescape(shown)
    assert "<Pyongyang>" not in shown
    assert "Machine translation by qwen" in shown


def test_what_was_written_and_translated_comes_back_with_a_kept_chat():
    written = Written("qwen", (TRUE, FALSE), 2, Trouble.CUT, True, 30, 12)
    gloss = Gloss(MET, "Kim met Putin.", "en", "qwen")
    chat = Chat((ChatTurn("Who?", answer(written, "en", gloss)),))
    assert restore_chat(store_chat(chat), InMemoryCatalogue([NEWS])).turns == chat.turns


def test_an_exported_chat_tells_what_is_a_models_and_what_became_of_it():
    written = Written("qwen", (TRUE, FALSE), 1, is_done=True)
    text = html.unescape(chat_markdown(Chat((ChatTurn("Who?", answer(written)),)), ENGLISH))
    assert "Kim met Putin" in text
    assert "Written by qwen" in text
    assert text.index("not in the articles") > text.index("Kim met Xi")


def test_a_printed_answer_tells_what_is_a_models_and_why_it_ended():
    written = Written("qwen", (TRUE,), 2, Trouble.CUT, True)
    lines = render_text(answer(written)).splitlines()
    head = lines.index("In other words, by qwen, each sentence checked against the quotations:")
    assert "Kim met Putin. [1]" in lines[head + 1]
    assert any("2 " in line and "left out" in line for line in lines[head:])
    assert any("cut" in line for line in lines[head:])


def test_an_answers_record_has_what_was_written_and_translated():
    written = Written("qwen", (TRUE, FALSE), 1, None, True, 30, 12)
    record = answer_record(answer(written, "en", Gloss(MET, "Kim met Putin.", "en", "qwen")))
    sentences = record["written"]["sentences"]
    assert [len(each["citations"]) for each in sentences] == [1, 0]
    assert (record["written"]["tokens_read"], record["written"]["trouble"]) == (30, None)
    assert record["glosses"][0]["text"] == "Kim met Putin."
    assert answer_record(answer())["written"] is None
