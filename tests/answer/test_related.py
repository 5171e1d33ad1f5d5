import pytest

from qa.answer.related import named_entities, related_claims
from qa.schema.article import Article
from qa.schema.passage import Passage
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


def said(question, passages=PASSAGES):
    named = named_entities(parse_question(question), shipped_lexicon)
    return [claim.text for claim in related_claims(named, passages)]


@pytest.mark.parametrize("question", ["Berapa umur Ratna Dewi?", "How old is Ratna Dewi?"])
def test_only_sentences_that_stand_alone_are_told_and_no_two_alike(question):
    assert sorted(said(question)) == sorted(
        [
            "Wali Kota Ratna Dewi meresmikan taman baca di Kelurahan Sukamaju pada Senin.",
            "Pada tahun 2019 Ratna Dewi memimpin dinas perpustakaan di Bandung.",
        ]
    )


def test_every_claim_is_cited_word_by_word():
    named = named_entities(parse_question("Berapa umur Ratna Dewi?"), shipped_lexicon)
    for claim in related_claims(named, PASSAGES):
        (citation,) = claim.citations
        assert citation.quote == claim.text == TEXT[citation.start : citation.end]


def test_the_rarer_name_comes_first():
    texts = [f"Wali Kota Ratna Dewi berkunjung ke pasar nomor {n} di Bandung." for n in range(4)]
    texts.append("Gubernur Papua belum pernah berkunjung ke pasar di Bandung.")
    articles = [Article(str(n), "A", text, "a", "id") for n, text in enumerate(texts)]
    passages = [Passage(article, 0, len(article.text)) for article in articles]
    assert "Papua" in said("Apakah Ratna Dewi pernah ke Papua?", passages)[0]


def test_nothing_is_told_of_those_whom_no_article_names():
    assert said("Berapa umur Joko Prasetyo?") == []
    assert said("Berapa umur Ratna Dewi?", ()) == []
