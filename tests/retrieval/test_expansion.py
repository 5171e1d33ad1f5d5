from qa.retrieval.expansion import expand_query
from qa.schema.question import Question
from qa.store.indexes.bm25 import exact_terms
from qa.text.dictionary import Lexicon, WordPair
from qa.text.tokens import terms

LEXICON = Lexicon(
    [
        WordPair("missile", "rudal", 0.75),
        WordPair("missile", "peluru kendali", 0.25),
        WordPair("visit", "kunjungan", 0.5),
    ]
)


def test_in_the_questions_own_language_its_terms_are_looked_for():
    question = Question("Kapan kunjungan Putin?", "id")
    assert expand_query(question, "id", lambda: LEXICON) == exact_terms(terms(question.text))


def test_what_an_abbreviation_is_short_for_will_do_as_well():
    looked_for = expand_query(Question("Siapa Menhan Rusia?", "id"), "id", lambda: LEXICON)
    assert (("menhan", 1.0), ("menteri_pertahanan", 1.0)) in looked_for


def test_the_lexicon_is_not_opened_where_the_languages_are_the_same():
    def unopened() -> Lexicon:
        raise AssertionError("opened")

    assert expand_query(Question("Kapan?", "id"), "id", unopened)


def test_in_another_language_translations_will_do_as_well_as_the_words_themselves():
    looked_for = expand_query(Question("Which missile?", "en"), "id", lambda: LEXICON)
    assert looked_for[0] == (("missile", 1.0), ("rudal", 0.75), ("peluru_kendali", 0.25))


def test_two_words_that_stand_side_by_side_are_looked_for_as_they_are():
    looked_for = expand_query(
        Question("When did Vladimir Putin visit?", "en"), "id", lambda: LEXICON
    )
    assert (("vladimir_putin", 1.0),) in looked_for
    assert not any(term == "when" for options in looked_for for term, _ in options)
