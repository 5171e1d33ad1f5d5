"""What the page, a file and a browser's memory have of a language model's words."""

import html
import re
from dataclasses import replace

import pytest
from fakes.in_memory_listing import InMemoryListing

from qa.answer.record import AnswerRecord
from qa.answer.render_text import render_text
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.generated import FailureReason, GeneratedSentence, GeneratedText, Translation
from ui.chat.export import chat_markdown
from ui.chat.stored_chat import restore_chat, store_chat
from ui.html.evidence import render_evidence
from ui.html.message import answer_message
from ui.html.page import data_notice
from ui.session import Chat, ChatTurn
from ui.strings.english import ENGLISH
from ui.strings.indonesian import INDONESIAN
from ui.strings.languages import strings_for
from ui.strings.wording import describe_generated_text

TEXT = "Kim bertemu Putin di Pyongyang. Mereka menandatangani perjanjian."
NEWS = Article("a", "Judul", TEXT, "a.txt", "id", source="VIVA")
MET, SIGNED = Citation(NEWS, 0, 31), Citation(NEWS, 32, len(TEXT))
TRUE = GeneratedSentence("Kim met Putin.", (MET,))
FALSE = GeneratedSentence("Kim met Xi.")


def answer(
    written: GeneratedText | None = None, language: str = "en", *glosses: Translation
) -> Answer:
    claims = (Claim("Kim", (MET,)), Claim("Mereka", (SIGNED,)))
    return Answer("Who?", language, claims, 0.9, (), written=written, glosses=glosses)


def message(written: GeneratedText) -> str:
    return answer_message(answer(written), turn=1)


def read(message: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", message)).replace("\u00a0", " ")


def test_a_supported_sentence_has_the_number_of_its_quotation_and_a_mark():
    shown = message(GeneratedText("qwen", (TRUE,), is_done=True))
    assert "Kim met Putin. [1] ✓" in read(shown)
    assert 'title="found in the articles"' in html.unescape(shown)
    assert "Written by qwen; each sentence was checked against the quotations." in read(shown)


def test_the_exact_answer_stands_above_what_was_written():
    shown = read(message(GeneratedText("qwen", (TRUE,), is_done=True)))
    assert shown.index("Mereka") < shown.index("In other words") < shown.index("Kim met Putin.")


def test_an_unsupported_sentence_is_struck_through_and_says_so():
    shown = message(GeneratedText("qwen", (TRUE, FALSE), is_done=True))
    struck = re.search(r"<s>(.*?)</s>(.*?)</span>", shown)
    assert read(struck[1]) == "Kim met Xi."
    assert read(struck[2]).strip() == "(not in the articles)"


def test_a_written_sentence_is_text_and_nothing_else():
    said = GeneratedSentence("**Kim** <img src=x> ![a](http://e.example) $x$", (MET,))
    shown = message(GeneratedText("<b>qwen</b>", (said,), is_done=True))
    assert "<img" not in shown
    assert "<b>" not in shown
    assert "http://" not in shown
    assert said.text in read(shown)


def test_how_many_were_left_out_is_told():
    assert "1 sentence that they do not say was left out." in about(GeneratedText("q", (TRUE,), 1))
    assert "3 sentences that they do not say were left out." in about(
        GeneratedText("q", (TRUE,), 3)
    )


def about(written: GeneratedText, language: str = "en") -> str:
    return describe_generated_text(replace(written, is_done=True), strings_for(language).writing)


def test_where_nothing_was_left_the_model_is_said_to_have_written_nothing_of_it():
    assert about(GeneratedText("q", (), 2)) == "q wrote nothing that the quotations say."
    assert about(GeneratedText("q"), "id") == "q tidak menulis apa pun yang ada dalam kutipan."


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("trouble", list(FailureReason))
def test_every_trouble_is_told_in_one_line_that_leads_back_to_the_exact_answer(trouble, language):
    told = about(GeneratedText("q", trouble=trouble, is_done=True), language)
    assert "exact answer" in told or "jawaban tepatnya" in told
    assert "\n" not in told


def test_trouble_alone_has_no_heading_for_words_that_are_not_there():
    shown = read(message(GeneratedText("", trouble=FailureReason.UNREACHABLE, is_done=True)))
    assert "cannot be reached" in shown
    assert "In other words" not in shown


def test_while_nothing_is_written_yet_there_is_nothing_to_show():
    assert "In other words" not in read(message(GeneratedText("q")))


def test_a_host_elsewhere_is_named_and_this_machine_is_not():
    line = html.unescape(data_notice("models.example.com", INDONESIAN))
    assert "Pertanyaan dan kutipan dikirim ke models.example.com." in line
    assert data_notice("", ENGLISH) == ""


def test_a_quotation_in_another_language_can_be_translated_and_one_in_the_same_not():
    assert "do-gloss" in evidence(answer(), can_translate=True)
    assert "gloss" not in evidence(answer(), can_translate=False)
    assert "gloss" not in evidence(answer(language="id"), can_translate=True)


def evidence(answer: Answer, can_translate: bool) -> str:
    return render_evidence(answer, 1, can_translate=can_translate)


def test_a_translation_stands_marked_as_a_machines():
    gloss = Translation(MET, "Kim met Putin in <Pyongyang>.", "en", "qwen")
    shown = evidence(answer(None, "en", gloss), can_translate=True)
    assert "Kim met Putin in <Pyongyang>." in html.unescape(shown)
    assert "<Pyongyang>" not in shown
    assert "Machine translation by qwen" in shown


def test_what_was_written_and_translated_comes_back_with_a_kept_chat():
    written = GeneratedText("qwen", (TRUE, FALSE), 2, FailureReason.CUT, True, 30, 12)
    gloss = Translation(MET, "Kim met Putin.", "en", "qwen")
    chat = Chat((ChatTurn("Who?", answer(written, "en", gloss)),))
    assert restore_chat(store_chat(chat), InMemoryListing([NEWS])).turns == chat.turns


def test_an_exported_chat_tells_what_is_a_models_and_what_became_of_it():
    written = GeneratedText("qwen", (TRUE, FALSE), 1, is_done=True)
    text = html.unescape(chat_markdown(Chat((ChatTurn("Who?", answer(written)),)), ENGLISH))
    assert "Kim met Putin" in text
    assert "Written by qwen" in text
    assert text.index("not in the articles") > text.index("Kim met Xi")


def test_a_printed_answer_tells_what_is_a_models_and_why_it_ended():
    written = GeneratedText("qwen", (TRUE,), 2, FailureReason.CUT, True)
    lines = render_text(AnswerRecord.of(answer(written))).splitlines()
    head = lines.index("In other words, by qwen, each sentence checked against the quotations:")
    assert "Kim met Putin. [1]" in lines[head + 1]
    assert any("2 " in line and "left out" in line for line in lines[head:])
    assert any("cut" in line for line in lines[head:])


def test_an_answers_record_has_what_was_written_and_translated():
    written = GeneratedText("qwen", (TRUE, FALSE), 1, None, True, 30, 12)
    gloss = Translation(MET, "Kim met Putin.", "en", "qwen")
    record = AnswerRecord.of(answer(written, "en", gloss)).model_dump(mode="json")
    sentences = record["written"]["sentences"]
    assert [len(each["citations"]) for each in sentences] == [1, 0]
    assert (record["written"]["tokens_read"], record["written"]["trouble"]) == (30, None)
    assert record["glosses"][0]["text"] == "Kim met Putin."
    assert AnswerRecord.of(answer()).model_dump(mode="json")["written"] is None
