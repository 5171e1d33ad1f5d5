"""Related claims: whole sentences about the entities that a question names."""

import pytest

from qa.answer.related import is_named_in, named_entities, related_claims
from qa.schema.article import Article
from qa.schema.passage import Passage
from qa.schema.question import Question
from qa.settings import RefusalSettings
from qa.text.dictionary import shipped_lexicon
from qa.text.questions import parse_question

TEXT = (
    "Wali Kota Ratna Dewi meresmikan taman baca di Kelurahan Sukamaju pada Senin. "
    "Ia datang bersama suaminya dan dua orang anak yang masih kecil. "
    "Menurut warga, taman itu dibangun oleh Ratna Dewi dengan uang sendiri. "
    "“Ratna Dewi sudah lama menunggu hari ini. "
    "Pada tahun 2019 Ratna Dewi memimpin dinas perpustakaan di Bandung. "
    "Wali Kota Ratna Dewi meresmikan taman baca di Kelurahan Sukamaju pada Senin pagi. "
    "Harga beras naik di seluruh kabupaten sejak bulan lalu. "
    "Ratna Dewi lahir."
)
ARTICLE = Article("a", "A", TEXT, "a", "id")
PASSAGES = (Passage(ARTICLE, 0, len(TEXT)),)


def related(question, passages=PASSAGES):
    entities = named_entities(parse_question(question), shipped_lexicon)
    return [claim.text for claim in related_claims(entities, passages, RefusalSettings())]


@pytest.mark.parametrize("question", ["Berapa umur Ratna Dewi?", "How old is Ratna Dewi?"])
def test_only_sentences_that_stand_alone_are_told_and_no_two_alike(question):
    assert sorted(related(question)) == sorted(
        [
            "Wali Kota Ratna Dewi meresmikan taman baca di Kelurahan Sukamaju pada Senin.",
            "Pada tahun 2019 Ratna Dewi memimpin dinas perpustakaan di Bandung.",
        ]
    )


def test_every_claim_is_cited_word_by_word():
    found = named_entities(parse_question("Berapa umur Ratna Dewi?"), shipped_lexicon)
    for claim in related_claims(found, PASSAGES, RefusalSettings()):
        (citation,) = claim.citations
        assert citation.quote == claim.text == TEXT[citation.start : citation.end]


def test_the_rarer_name_comes_first():
    texts = [f"Wali Kota Ratna Dewi berkunjung ke pasar nomor {n} di Bandung." for n in range(4)]
    texts.append("Gubernur Papua belum pernah berkunjung ke pasar di Bandung.")
    articles = [Article(str(n), "A", text, "a", "id") for n, text in enumerate(texts)]
    passages = [Passage(article, 0, len(article.text)) for article in articles]
    assert "Papua" in related("Apakah Ratna Dewi pernah ke Papua?", passages)[0]


def test_nothing_is_told_of_those_whom_no_article_names():
    assert related("Berapa umur Joko Prasetyo?") == []
    assert related("Berapa umur Ratna Dewi?", ()) == []


def entities(text, language):
    return [entity.text for entity in named_entities(Question(text, language), shipped_lexicon)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("What is the name of Joko Widodo's wife?", "en", ["Joko Widodo"]),
        ("Siapa istri Joko Widodo?", "id", ["Joko Widodo"]),
        ("Ratna Dewi menginap di hotel mana?", "id", ["Ratna Dewi"]),
        ("How far is Demak from Semarang in May 2024?", "en", ["Demak", "Semarang"]),
        ("Berapa tentara Korut di Ukraina?", "id", ["Korea Utara", "Ukraina"]),
        ("kapan widodo lahir", "id", ["widodo"]),
        ("When does it rain on Tuesday?", "en", []),
        ("How do I cook rice?", "en", []),
        ("?", "en", []),
    ],
)
def test_entities_are_recognised_by_the_form_of_their_names(text, language, expected):
    assert entities(text, language) == expected


def test_a_name_is_found_across_languages_and_abbreviations():
    (korea,) = named_entities(Question("Who rules North Korea?", "en"), shipped_lexicon)
    assert is_named_in(korea, "Pemimpin Korea Utara itu tiba.", "id", shipped_lexicon)
    assert is_named_in(korea, "Pemimpin Korut itu tiba.", "id", shipped_lexicon)
    assert not is_named_in(korea, "Pemimpin Korea Selatan itu tiba.", "id", shipped_lexicon)
    assert is_named_in(korea, "The leader of North Korea arrived.", "en", shipped_lexicon)
