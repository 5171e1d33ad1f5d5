import pytest

from qa.schema.span import Span
from qa.text.dictionary import Lexicon, WordPair
from qa.values.name import Name, read_name
from qa.values.relation import ValueRelation

EQUAL, COMPATIBLE = ValueRelation.EQUAL, ValueRelation.COMPATIBLE
CONFLICTING, INCOMPARABLE = ValueRelation.CONFLICTING, ValueRelation.INCOMPARABLE
LEXICON = Lexicon([WordPair("river", "sungai", 1.0), WordPair("white", "putih", 1.0)])


def name(said, text=None, language="id", *, is_person=True):
    """Return the name in a sentence of its own, or in an article's text."""
    text = text or f"Yang datang ialah {said} tadi."
    start = text.rindex(said)
    mark = Span(start, start + len(said))
    return read_name(text, mark, Span(0, len(text)), language, is_person=is_person)


def place(said, language="id"):
    return name(said, language=language, is_person=False)


def relation(one, other):
    found = one.relation_to(other, lambda: LEXICON)
    assert other.relation_to(one, lambda: LEXICON) is found
    return found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ratna Dewi Lestari", "Ratna Dewi Lestari", EQUAL),
        ("Menteri Luar Negeri Ratna Lestari", "Ratna Lestari", EQUAL),
        ("Lestari", "Ratna Lestari", COMPATIBLE),
        ("Ratna", "Ratna Lestari", COMPATIBLE),
        ("Ratna Lestari", "Ratna Dewi Lestari", COMPATIBLE),
        ("Aleksei Morozov", "Alexei Morozov", EQUAL),
        ("Park Min Ho", "Park Min Su", CONFLICTING),
        ("Ratna Lestari", "Budi Lestari", CONFLICTING),
        ("Ratna", "Budi", CONFLICTING),
    ],
)
def test_people_are_told_apart_by_their_names(one, other, expected):
    assert relation(name(one), name(other)) is expected


def test_one_word_is_taken_by_the_full_name_that_its_article_has():
    short = name("Park", "Presiden Park Min Ho tiba. Menurut dia, Park akan bicara.")
    assert short.words == ("park", "min", "ho")
    assert relation(short, name("Park Min Su")) is CONFLICTING
    assert relation(short, name("Park Min Ho")) is EQUAL


def test_the_shorter_of_two_names_says_less():
    short = name("Park", "Presiden Park Min Ho tiba. Menurut dia, Park akan bicara.")
    assert short.spread > name("Park Min Ho").spread


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Sumba", "Sumba Timur", COMPATIBLE),
        ("Sumba Barat", "Sumba Timur", CONFLICTING),
        ("Bandung", "Badung", CONFLICTING),
        ("KONI", "Komite Olahraga Nasional Indonesia", EQUAL),
        ("kerja sama ekonomi", "ekonomi", INCOMPARABLE),
        ("sungai yang meluap", "tanggul yang jebol", INCOMPARABLE),
    ],
)
def test_places_and_things_are_told_apart_by_their_words(one, other, expected):
    assert relation(place(one), place(other)) is expected


def test_a_name_that_is_translated_is_the_same():
    assert relation(place("Sungai Putih"), place("White River", "en")) is EQUAL


def test_names_made_of_words_of_two_languages_are_not_held_to_differ():
    assert relation(place("Sungai Merah"), place("Blue Lake", "en")) is INCOMPARABLE
    assert relation(place("Kalora"), place("Benduk", "en")) is CONFLICTING


def test_a_name_has_words():
    with pytest.raises(ValueError, match=r"no words|are said"):
        Name((), "id")
