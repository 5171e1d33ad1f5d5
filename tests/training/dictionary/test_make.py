import json

import pytest

from qa.text.dictionary import Lexicon, WordPair
from qa.training.config import DictionaryConfig
from qa.training.dictionary.induce import PARALLEL, induce_pairs
from qa.training.dictionary.make import main, merge_pairs

SENTENCES = [
    (["the", "president", "arrived"], ["presiden", "tiba"]),
    (["the", "president", "left"], ["presiden", "pergi"]),
    (["the", "king", "arrived"], ["raja", "tiba"]),
    (["the", "king", "left"], ["raja", "pergi"]),
]


def test_words_that_go_together_in_many_sentences_are_pairs():
    lexicon = Lexicon(induce_pairs(SENTENCES, DictionaryConfig()))
    assert lexicon.translations("presiden", "id")[0][0] == "president"
    assert lexicon.translations("arrived", "en")[0][0] == "tiba"


def test_what_both_the_dictionary_and_the_sentences_say_weighs_most():
    induced = [WordPair("visit", "kunjungan", 0.4), WordPair("visit", "kabar", 0.05)]
    dictionary = [("Visit", "kunjungan"), ("visit", "kunjungan"), ("visit", "lawatan")]
    assert merge_pairs(induced, dictionary, DictionaryConfig()) == [
        WordPair("visit", "kunjungan", 0.9),
        WordPair("visit", "kabar", 0.05),
        WordPair("visit", "lawatan", 0.5),
    ]


def test_numbers_names_and_phrases_of_both_languages_are_left_out():
    induced = [WordPair("2019", "2020", 0.5), WordPair("moscow", "moscow", 1.0)]
    assert merge_pairs(induced, [("prime minister", "perdana menteri")], DictionaryConfig()) == []


def test_a_dictionary_that_is_missing_ends_the_command_in_one_line(tmp_path):
    row = json.dumps({"en": "the king", "id": "raja"})
    for name in PARALLEL:
        (tmp_path / name).write_text(row + "\n", "utf-8")
    with pytest.raises(SystemExit, match="expected a FreeDict freedict-eng-ind there"):
        main([f"--data={tmp_path}", f"--dictionary={tmp_path}", f"--out={tmp_path / 'words.tsv'}"])
    assert not (tmp_path / "words.tsv").exists()
