import pytest

from qa.schema.question import Question, QuestionType
from qa.text.questions import asks_for_list, expanded_text, parse_question, question_type


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who chaired the meeting?", QuestionType.PERSON),
        ("Whose car was stolen?", QuestionType.PERSON),
        ("Siapa saja yang hadir?", QuestionType.PERSON),
        ("Siapakah ketuanya?", QuestionType.PERSON),
        ("When did it open?", QuestionType.TIME),
        ("What year was the bridge built?", QuestionType.TIME),
        ("Kapan jembatan itu dibangun?", QuestionType.TIME),
        ("Tahun berapa jembatan itu dibangun?", QuestionType.TIME),
        ("Sejak kapan ia menjabat?", QuestionType.TIME),
        ("How many people came?", QuestionType.NUMBER),
        ("Berapa tahun ia menjabat?", QuestionType.NUMBER),
        ("Berapakah harganya?", QuestionType.NUMBER),
        ("Where was he born?", QuestionType.PLACE),
        ("Which countries signed?", QuestionType.PLACE),
        ("Di mana ia lahir?", QuestionType.PLACE),
        ("Dimana rapatnya?", QuestionType.PLACE),
        ("Dari mana mereka datang?", QuestionType.PLACE),
        ("Why did it close?", QuestionType.REASON),
        ("Mengapa jalan ditutup?", QuestionType.REASON),
        ("Apa alasan penutupannya?", QuestionType.REASON),
        ("Apa yang terjadi?", QuestionType.OTHER),
        ("What happened?", QuestionType.OTHER),
        ("WHO AND WHEN?", QuestionType.TIME),
    ],
)
def test_a_question_tells_what_kind_of_thing_it_asks_for(text, kind):
    assert question_type(parse_question(text)) is kind


def test_a_word_that_only_holds_a_question_word_asks_for_nothing():
    assert question_type(parse_question("the whole of nowhere")) is QuestionType.OTHER


def test_the_language_is_told_from_the_words_and_is_english_where_they_do_not_tell():
    assert parse_question("Siapa yang datang?").language == "id"
    assert parse_question("Who came?").language == "en"
    assert parse_question("Pyongyang 2024").language == "en"


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
    assert asks_for_list(parse_question(text))


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
    assert not asks_for_list(parse_question(text))


def test_a_question_is_looked_for_with_its_context_and_asked_without():
    question = Question("Kapan Ana tiba?", "id", context="Siapa gubernur Kudus?")
    assert question.search_query == Question("Kapan Ana tiba? Siapa gubernur Kudus?", "id")
    assert expanded_text(question) == "Kapan Ana tiba?"
    alone = Question("Kapan Ana tiba?", "id")
    assert alone.search_query == alone
