import pytest

from qa.text.dictionary import (
    Lexicon,
    LexiconError,
    WordPair,
    read_pairs,
    shipped_lexicon,
    write_pairs,
)

PAIRS = [
    WordPair("wife", "istri", 0.75),
    WordPair("visit", "kunjungan", 0.5),
    WordPair("visit", "mengunjungi", 0.25),
    WordPair("visit", "kabar", 0.1),
    WordPair("missile", "peluru kendali", 0.5),
]


def test_a_words_translations_come_likeliest_first_with_weights_that_add_up_to_one():
    assert Lexicon(PAIRS).translations("visit", "en") == (
        ("kunjungan", pytest.approx(2 / 3)),
        ("mengunjungi", pytest.approx(1 / 3)),
    )


def test_words_are_looked_up_both_ways_whatever_their_case():
    lexicon = Lexicon(PAIRS)
    assert lexicon.translations("Wife", "en") == (("istri", 1.0),)
    assert lexicon.translations("istri", "id") == (("wife", 1.0),)
    assert lexicon.translations("peluru kendali", "id") == (("missile", 1.0),)


def test_a_word_that_is_not_there_is_looked_up_by_its_stem():
    lexicon = Lexicon(PAIRS)
    assert lexicon.translations("missiles", "en") == (("peluru kendali", 1.0),)
    assert lexicon.translations("istrinya", "id") == (("wife", 1.0),)


def test_of_names_and_of_other_languages_nothing_is_known():
    lexicon = Lexicon(PAIRS)
    assert lexicon.translations("Belousov", "en") == ()
    assert lexicon.translations("femme", "fr") == ()


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "words.tsv"
    write_pairs(PAIRS, ("From two hands.",), path)
    assert path.read_text("utf-8").startswith("# From two hands.\n")
    assert sorted(read_pairs(path), key=repr) == sorted(PAIRS, key=repr)


@pytest.mark.parametrize("content", ["wife\tistri\n", "wife\tistri\tsure\n", "wife\tistri\t0\n"])
def test_a_damaged_table_is_told_by_its_name(tmp_path, content):
    path = tmp_path / "words.tsv"
    path.write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=r"words\.tsv.*install tanya again"):
        read_pairs(path)


def test_the_table_that_ships_knows_everyday_words():
    lexicon = shipped_lexicon()
    assert lexicon.translations("wife", "en")[0][0] == "istri"
    assert lexicon.translations("menteri", "id")[0][0] == "minister"
