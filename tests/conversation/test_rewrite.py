"""Follow-ups of a made-up conversation: what each comes to be, and what is left alone."""

from dataclasses import replace

import pytest

from qa.answer.refusal import refuse
from qa.conversation.rewrite import rewrite_question
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.span import Span
from qa.settings import ConversationSettings

TEXT = (
    "Gubernur Ana Wijaya tiba di Surabaya pada 3 Mei 2020. Ana mengatakan ia bertemu Budi Hartono. "
    "Wali kota Budi Hartono mengatakan jalan rusak. Kapal Nusa, Kapal Rimba dan Kapal Bayu "
    "berlayar dari Medan ke Surabaya. Pabrik PT Sinar dibangun di Medan."
)
ARTICLE = Article(id="a", title="t", text=TEXT, path="a", language="id")
FOUND = (RetrievedPassage(Passage(ARTICLE, 0, len(TEXT)), 0.5, 1),)


def answered(question, *items, language="id"):
    """An answer that names these items, each cited where the article has it."""
    if not items:
        return refuse(question, language, "No.", FOUND)
    claims = []
    for item in items:
        start = TEXT.index(item)
        span = Span(start, start + len(item))
        claims.append(Claim(item, (Citation(ARTICLE, span.start, span.end, (span,)),)))
    return Answer(question, language, tuple(claims), 0.9, FOUND)


def rewritten(text, history):
    return rewrite_question(text, history, ConversationSettings())


def asked(text, *history):
    return rewritten(text, history).text


GOVERNOR = answered("Who is the governor?", "Ana Wijaya", language="en")
GUBERNUR = answered("Siapa gubernurnya?", "Ana Wijaya")
ARRIVAL = answered("Kapan Ana Wijaya tiba di Surabaya?", "3 Mei 2020")
VISIT = answered("When did Ana Wijaya first visit Surabaya?", "3 Mei 2020", language="en")
SHIPS = answered("Kapal apa saja yang berlayar?", "Kapal Nusa", "Kapal Rimba", "Kapal Bayu")


@pytest.mark.parametrize(
    ("then", "history", "whole"),
    [
        ("When did she arrive?", GOVERNOR, "When did Ana Wijaya arrive?"),
        ("What is her job?", GOVERNOR, "What is Ana Wijaya’s job?"),
        ("Who invited her?", GOVERNOR, "Who invited Ana Wijaya?"),
        ("Whom did she meet there?", VISIT, "Whom did Ana Wijaya meet in Surabaya?"),
        ("How did she get there?", VISIT, "How did Ana Wijaya get to Surabaya?"),
        (
            "Whom did she meet on that occasion?",
            VISIT,
            "Whom did Ana Wijaya meet in 3 Mei 2020?",
        ),
        ("Kapan dia tiba?", GUBERNUR, "Kapan Ana Wijaya tiba?"),
        ("Apa katanya?", GUBERNUR, "Apa kata Ana Wijaya?"),
        ("Apa yang ia temukan?", GUBERNUR, "Apa yang ditemukan Ana Wijaya?"),
        ("Siapa yang menemuinya?", GUBERNUR, "Siapa yang menemui Ana Wijaya?"),
        ("Siapa yang dia temui di sana?", ARRIVAL, "Siapa yang ditemui Ana Wijaya di Surabaya?"),
        ("Waktu itu dia bertemu siapa?", ARRIVAL, "Pada 3 Mei 2020 Ana Wijaya bertemu siapa?"),
    ],
)
def test_a_word_that_points_back_is_put_as_what_it_points_to(then, history, whole):
    assert asked(then, history) == whole


@pytest.mark.parametrize(
    ("then", "history", "whole"),
    [
        ("Why?", VISIT, "Why did Ana Wijaya first visit Surabaya?"),
        ("And since when?", GOVERNOR, "Since when is Ana Wijaya the governor?"),
        ("What about 2019?", VISIT, "When did Ana Wijaya first visit Surabaya in 2019?"),
        ("And Medan?", VISIT, "When did Ana Wijaya first visit Medan?"),
        ("Kenapa?", ARRIVAL, "Kenapa Ana Wijaya tiba di Surabaya?"),
        ("Naik apa?", ARRIVAL, "Naik apa Ana Wijaya tiba di Surabaya?"),
        ("Kalau Budi Hartono?", ARRIVAL, "Kapan Budi Hartono tiba di Surabaya?"),
    ],
)
def test_what_is_left_out_is_taken_from_the_question_before(then, history, whole):
    assert asked(then, history) == whole


def test_a_phrase_takes_the_place_of_the_one_that_shares_a_word_with_it():
    first = answered("Who is the foreign minister of Kaledon?", language="en")
    assert asked("And the defence minister?", first) == "Who is the defence minister of Kaledon?"
    actor = answered("Siapa aktor terbaik Festival Samudra?")
    assert asked("Kalau aktris terbaiknya?", actor) == "Siapa aktris terbaik Festival Samudra?"


@pytest.mark.parametrize(
    ("then", "whole"),
    [
        ("Yang kedua berlayar ke mana?", "Kapal Rimba berlayar ke mana?"),
        ("Where did the last one sail?", "Where did Kapal Bayu sail?"),
        ("Kapan mereka berlayar?", "Kapan Kapal Nusa, Kapal Rimba dan Kapal Bayu berlayar?"),
        ("Which of them is new?", "Which of Kapal Nusa, Kapal Rimba and Kapal Bayu is new?"),
        ("Yang kesembilan?", "Yang kesembilan?"),
    ],
)
def test_a_number_in_a_list_is_put_as_the_item_in_that_place(then, whole):
    assert asked(then, SHIPS) == whole


def test_the_second_one_is_asked_what_was_asked_of_the_first():
    first = asked("Yang pertama berlayar ke mana?", SHIPS)
    second = asked("Kalau yang kedua?", SHIPS, answered(first, "Surabaya"))
    assert (first, second) == ("Kapal Nusa berlayar ke mana?", "Kapal Rimba berlayar ke mana?")


def test_who_said_that_quotes_what_was_said():
    said = answered("Di mana pabriknya?", "Medan")
    assert asked("Kata siapa?", said) == "Siapa yang mengatakan “Medan”?"
    assert asked("Who said that?", said) == "Who said “Medan”?"


@pytest.mark.parametrize(
    "text",
    [
        "Who chairs the central bank?",
        "and what did Prabowo say?",
        "When did Jokowi meet his minister?",
        "Kapan Jokowi bertemu menterinya?",
        "Why did the company dismiss its director?",
        "Apakah akhirnya Jokowi datang?",
        "Is it true that there are tigers in Java?",
        "Where is the man that visited Hanoi?",
        "is it true that the governor of the province went to the capital by train?",
    ],
)
def test_a_question_that_names_its_own_subject_is_left_as_it_is(text):
    assert asked(text, SHIPS, VISIT) == text
    assert asked(text, SHIPS, ARRIVAL) == text


@pytest.mark.parametrize(
    ("then", "whole"),
    [
        ("Berapa jalan rusak?", "Berapa jalan rusak, soal Ana Wijaya dan Surabaya?"),
        ("Which roads are broken?", "Which roads are broken, as to Ana Wijaya and Surabaya?"),
        ("Berapa harga beras?", "Berapa harga beras?"),
        ("Which rivers are deep?", "Which rivers are deep?"),
    ],
)
def test_a_question_without_a_name_goes_on_where_the_article_has_all_its_words(then, whole):
    assert asked(then, ARRIVAL) == whole


def test_a_reply_is_to_what_was_asked_about():
    invited = answered("When did Ana invite Budi to Kudus?", language="en")
    assert asked("How did Budi respond?", invited) == (
        "How did Budi respond when Ana did invite Budi to Kudus?"
    )
    sent = answered("Ana mengirim apa ke Kudus?")
    assert asked("Imbalannya apa?", sent) == "Imbalan apa saat Ana mengirim ke Kudus?"
    assert asked("What was the response to the fire?", sent) == "What was the response to the fire?"


def test_they_are_those_who_were_named_together():
    met = answered("Who met Ana Wijaya?", "Budi Hartono", language="en")
    assert asked("Where did they meet?", met) == "Where did Budi Hartono and Ana Wijaya meet?"


def test_what_points_to_nothing_that_has_a_name_is_told_the_question_before():
    refused = answered("Which buyer is the largest?", language="en")
    assert asked("How much did it buy?", refused) == (
        "How much did it buy, as to “Which buyer is the largest?”?"
    )


def test_a_noun_alone_takes_the_place_of_another_of_the_same_owner():
    father = answered("Who is Ana Wijaya’s father?", language="en")
    assert asked("And the son?", father) == "Who is Ana Wijaya’s son?"
    ayah = answered("Siapa ayah Ana Wijaya?")
    assert asked("Kalau ibunya?", ayah) == "Siapa ibu Ana Wijaya?"


def test_a_chain_of_turns_goes_on_from_what_was_understood():
    history = [answered("Who built the plant in Medan?", "PT Sinar", language="en")]
    second = rewritten("Who is its director?", history)
    assert second.text == "Who is PT Sinar’s director?"
    answer = answered(second.text, "Budi Hartono", language="en")
    history.append(replace(answer, question="Who is its director?", understood=second.text))
    third = rewritten("When did he say so?", history)
    assert third.text == "When did Budi Hartono say so?"


def test_after_a_refusal_what_was_asked_for_is_still_spoken_of():
    refused = answered("Siapa ketua nelayan di Kudus?")
    assert asked("Apa yang dia minta?", refused) == "Apa yang diminta ketua nelayan di Kudus?"
    refused = answered("Who opened the port of Kudus?", language="en")
    assert (
        asked("What did she say?", refused) == "What did the one who opened the port of Kudus say?"
    )
    assert asked("Why?", answered("When did Ana leave Surabaya?")) == "Why did Ana leave Surabaya?"


def test_names_are_carried_into_another_language_as_they_are():
    question = rewritten("Kapan dia ke sana?", [VISIT])
    assert (question.text, question.language) == ("Kapan Ana Wijaya ke Surabaya?", "id")


def test_a_question_word_is_put_into_the_language_of_the_question_that_it_completes():
    question = rewritten("Kenapa?", [VISIT])
    assert (question.text, question.language) == ("Why did Ana Wijaya first visit Surabaya?", "en")


def test_a_conversation_in_small_letters_is_followed_too():
    history = answered("kapan ana wijaya tiba di surabaya?", "3 Mei 2020")
    assert asked("siapa yang dia temui di sana?", history) == (
        "siapa yang ditemui Ana Wijaya di Surabaya?"
    )


def test_only_a_question_that_something_was_added_to_is_looked_for_beside_the_last_one():
    assert rewritten("Kapan dia tiba?", [GUBERNUR]).context == "Siapa gubernurnya?"
    assert rewritten("Who chairs the central bank?", [GUBERNUR]).context == ""


def test_without_a_history_nothing_is_taken():
    assert asked("when was he there?") == "when was he there?"


def test_a_question_that_could_not_be_looked_for_is_not_pointed_back_to():
    unread = refuse("x" * 100_000, "en", "Too long.")
    assert asked("And why?", VISIT, unread) == "Why did Ana Wijaya first visit Surabaya?"
    assert asked("and when?", unread) == "and when?"


@pytest.mark.parametrize("text", ["?", "the second one", "nya", "it " * 200, "“", "Itu", "dia dia"])
def test_whatever_is_asked_there_is_a_question(text):
    for history in ([], [VISIT], [SHIPS, answered("?"), ARRIVAL]):
        assert rewritten(text, history).text.strip()
