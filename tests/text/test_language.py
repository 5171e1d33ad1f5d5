"""Which language a question or an article is in."""

import pytest

from qa.text.language import detect_language

ENGLISH = """\
who was in Putin's delegation?
When did the train arrive?
where is the bridge
Why did prices rise?
How many people were hurt?
What is the capital of Vietnam?
And the defence minister?
which of them was new?
Who said that?
Is it over?
Was Kim there?
Did Putin visit Pyongyang in 2000?
the price of rice in Jakarta
name of the mayor
Tell me about Vostochny
List the delegates
number of victims
How long?
Whose idea was it?
According to Okezone, who came?
the russian defence minister
after the pandemic
What about Lavrov?
whom did he meet there?
""".splitlines()
INDONESIAN = """\
Siapa saja delegasi Putin?
Kapan Putin tiba?
Di mana jembatan itu?
kenapa harga beras naik
Berapa orang terluka?
Apa ibu kota Vietnam?
Kalau menteri pertahanan?
yang mana yang baru?
Siapa yang bilang begitu?
Sudah selesai?
Apakah Kim ada di sana?
Bagaimana dengan Lavrov?
harga beras di Jakarta
nama wali kota
Sebutkan anggota delegasi
jumlah korban
Berapa lama?
Ide siapa itu?
menurut Okezone, siapa yang datang?
menteri pertahanan Rusia
setelah pandemi
kalau yang kedua?
dengan siapa dia bertemu?
Ke mana Putin pergi pada 2000?
""".splitlines()


@pytest.mark.parametrize("question", ENGLISH)
def test_a_short_english_question_is_english(question: str):
    assert detect_language(question, default="id") == "en"


@pytest.mark.parametrize("question", INDONESIAN)
def test_a_short_indonesian_question_is_indonesian(question: str):
    assert detect_language(question, default="en") == "id"


@pytest.mark.parametrize("text", ["Kim Jong Un?", "", "  ", "2024", "😀😀", "???", "KCNA"])
@pytest.mark.parametrize("default", ["id", "en"])
def test_a_text_that_does_not_tell_is_in_the_language_that_is_expected(text: str, default: str):
    assert detect_language(text, default=default) == default


def test_without_a_default_the_first_language_is_expected():
    assert detect_language("Kim Jong Un?", among=("en", "id")) == "en"


def test_a_whole_article_is_told_by_its_words_and_not_by_its_names():
    english = "The ferry left Jakarta for Surabaya on Monday with three hundred people aboard. "
    indonesian = "Kapal itu meninggalkan Jakarta menuju Surabaya, Senin, dengan tiga ratus orang. "
    assert detect_language(english * 3) == "en"
    assert detect_language(indonesian * 3) == "id"


def test_a_third_language_can_be_chosen_from_too():
    french = "Le ferry a quitté le port lundi avec trois cents personnes à bord, selon la mairie."
    assert detect_language(french, among=("id", "en", "fr")) == "fr"


def test_no_languages_to_choose_from_is_an_error():
    with pytest.raises(ValueError, match="no languages"):
        detect_language("Siapa?", among=())
