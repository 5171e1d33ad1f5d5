import pytest

from qa.question import Kind, Question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who chaired the meeting?", Kind.PERSON),
        ("Whose car was stolen?", Kind.PERSON),
        ("Siapa saja yang hadir?", Kind.PERSON),
        ("Siapakah ketuanya?", Kind.PERSON),
        ("When did it open?", Kind.TIME),
        ("What year was the bridge built?", Kind.TIME),
        ("Kapan jembatan itu dibangun?", Kind.TIME),
        ("Tahun berapa jembatan itu dibangun?", Kind.TIME),
        ("Sejak kapan ia menjabat?", Kind.TIME),
        ("How many people came?", Kind.NUMBER),
        ("Berapa tahun ia menjabat?", Kind.NUMBER),
        ("Berapakah harganya?", Kind.NUMBER),
        ("Where was he born?", Kind.PLACE),
        ("Which countries signed?", Kind.PLACE),
        ("Di mana ia lahir?", Kind.PLACE),
        ("Dimana rapatnya?", Kind.PLACE),
        ("Dari mana mereka datang?", Kind.PLACE),
        ("Why did it close?", Kind.REASON),
        ("Mengapa jalan ditutup?", Kind.REASON),
        ("Apa alasan penutupannya?", Kind.REASON),
        ("Apa yang terjadi?", Kind.OTHER),
        ("What happened?", Kind.OTHER),
        ("WHO AND WHEN?", Kind.TIME),
    ],
)
def test_a_question_tells_what_kind_of_thing_it_asks_for(text, kind):
    assert Question.of(text).kind is kind


def test_a_word_that_only_holds_a_question_word_asks_for_nothing():
    assert Question.of("the whole of nowhere").kind is Kind.OTHER


def test_the_language_is_told_from_the_words_and_is_english_where_they_do_not_tell():
    assert Question.of("Siapa yang datang?").language == "id"
    assert Question.of("Who came?").language == "en"
    assert Question.of("Pyongyang 2024").language == "en"


def test_a_question_has_words():
    with pytest.raises(ValueError, match="empty"):
        Question(" \n", "id")


@pytest.mark.parametrize(
    "text",
    [
        "Siapa saja yang hadir?",
        "Negara mana saja yang ikut?",
        "Apa saja dampaknya?",
        "Di mana saja gempa terasa?",
        "Sebutkan anggota delegasi itu.",
        "Which countries signed?",
        "Which ministers were new?",
        "What documents were signed?",
        "What types of weapons were shown?",
        "Who was in the delegation?",
        "Who were the victims?",
        "Who else came?",
        "List the members of the delegation.",
        "NAME ALL THE COUNTRIES.",
    ],
)
def test_a_question_for_a_list_asks_for_several(text):
    assert Question.of(text).asks_for_several


@pytest.mark.parametrize(
    "text",
    [
        "Siapa yang hadir?",
        "Siapa presiden Rusia?",
        "Mana yang lebih besar?",
        "Apa yang terjadi?",
        "Apa isi daftar itu?",
        "Bersama siapa ia pergi?",
        "Who was the first guest?",
        "Whose plans were these?",
        "What is the capital?",
        "What was the loss?",
        "What's the price?",
        "What does he want?",
        "What happens next?",
        "What happened to the guests?",
        "Which is the largest of the islands?",
        "Which class did he attend?",
        "When did the ministers meet?",
    ],
)
def test_a_question_for_one_thing_does_not_ask_for_several(text):
    assert not Question.of(text).asks_for_several


def test_a_question_is_looked_for_with_its_context_and_asked_without():
    question = Question("Kapan Ana tiba?", "id", context="Siapa gubernur Kudus?")
    assert question.looked_for == Question("Kapan Ana tiba? Siapa gubernur Kudus?", "id")
    assert question.in_full == "Kapan Ana tiba?"
    alone = Question("Kapan Ana tiba?", "id")
    assert alone.looked_for == alone
