from random import Random

import pytest
from fakes.hashing_encoder import HashingEncoder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.retrieval.hybrid import HybridRetriever
from qa.schema.filters import SearchFilter
from qa.schema.question import Question
from qa.settings import RetrievalSettings
from qa.store.documents import IndexedDocument
from qa.store.local import LocalLibrary

INDONESIAN = {
    f"id{n}": text
    for n, text in enumerate(
        (
            "Harga beras naik di pasar Demak. Pedagang mengeluh karena pembeli makin sepi.",
            "Hujan turun di Demak sejak pagi. Warga menunggu di atap rumah mereka.",
            "Kereta baru melayani rute selatan. Penumpang memuji kursi yang empuk.",
        )
    )
}
ENGLISH = {
    "en0": "Rice prices rose again in Demak. Traders say that buyers stay away.",
    "en1": "The new train serves the southern route. Passengers praised its seats.",
}


@pytest.fixture
def library(entered, hashing):
    library = LocalLibrary()
    library.reset_for_encoder(hashing.name, hashing.dim)
    entries = [entered(id_, text) for id_, text in INDONESIAN.items()]
    entries += [entered(id_, text, language="en") for id_, text in ENGLISH.items()]
    library.update(entries, ())
    return library


def retrieved(library, question, k=None, **weights):
    settings = RetrievalSettings(**{"candidates": 50, **weights})
    return HybridRetriever(library, HashingEncoder(64), settings).retrieve(question, k)


@pytest.mark.parametrize("k", [1, 3, 100])
def test_ranks_count_from_one_and_scores_do_not_rise(library, k):
    found = retrieved(library, Question("harga beras di Demak", "id"), k)
    assert len(found) == min(k, library.counts()[1])
    assert [r.rank for r in found] == list(range(1, len(found) + 1))
    scores = [r.score for r in found]
    assert scores == sorted(scores, reverse=True)
    assert len({r.passage for r in found}) == len(found)


def test_k_is_that_of_the_settings_unless_given(library):
    assert len(retrieved(library, Question("beras", "id"), k=None)) == min(
        RetrievalSettings().k, library.counts()[1]
    )
    settings = RetrievalSettings(k=2)
    assert (
        len(HybridRetriever(library, HashingEncoder(64), settings).retrieve(Question("x", "id")))
        == 2
    )


def test_a_k_below_one_is_refused(library):
    with pytest.raises(ValueError, match="k is 0"):
        retrieved(library, Question("beras", "id"), k=0)


def scores(library, question, **weights):
    return {r.passage: r.score for r in retrieved(library, question, 100, **weights)}


def test_without_weights_the_score_of_a_passage_in_the_same_language_is_the_cosine(
    library, hashing
):
    question = Question("harga beras di Demak", "id")
    query = hashing.encode_query(question.text)
    found = scores(library, question, bm25_weight=0, cross_lingual_bm25_weight=0)
    same = [passage for passage in found if passage.article.language == "id"]
    assert same
    for passage in same:
        (vector,) = hashing.encode_documents([passage.text])
        assert found[passage] == pytest.approx(float(vector @ query), abs=1e-5)


@pytest.mark.parametrize("asked_in", ["id", "en"])
def test_shared_words_count_with_the_weight_of_the_language(library, asked_in):
    question = Question("Demak", asked_in)
    plain = scores(library, question, bm25_weight=0, cross_lingual_bm25_weight=0)
    for name, same in (("bm25_weight", True), ("cross_lingual_bm25_weight", False)):
        weights = {"bm25_weight": 0, "cross_lingual_bm25_weight": 0, name: 0.5}
        raised = {p for p, s in scores(library, question, **weights).items() if s > plain[p] + 1e-4}
        expected = {
            p for p in plain if "Demak" in p.text and (p.article.language == asked_in) is same
        }
        assert raised == expected != set()


def test_a_passage_found_by_words_alone_has_its_cosine_too(library):
    question = Question("empuk", "id")
    found = scores(library, question, candidates=1, bm25_weight=0.001)
    plain = scores(library, question, bm25_weight=0, cross_lingual_bm25_weight=0)
    assert found
    for passage, score in found.items():
        assert 0 <= score - plain[passage] < 0.05


def test_an_empty_library_has_no_passages():
    assert retrieved(LocalLibrary(), Question("beras", "id")) == ()


def test_a_language_with_articles_but_no_passages_hinders_nothing(library, entered):
    entry = entered("ms0", "Tiada apa.", language="ms")
    library.update([IndexedDocument(entry.article, entry.source, (), entry.vectors[:0])], ())
    assert retrieved(library, Question("harga beras di Demak", "id"))


def test_a_scope_finds_its_passages_however_far_down_they_are(library, entered):
    entries = [entered(f"many{n}", "Harga beras naik di Demak hari ini.") for n in range(30)]
    library.update([*entries, entered("few", "Warga Demak menanam padi.", source="VIVA")], ())
    settings = RetrievalSettings(candidates=5)
    retriever = HybridRetriever(library, HashingEncoder(64), settings)
    question = Question("harga beras naik di Demak", "id")
    assert "few" not in {r.passage.article.id for r in retriever.retrieve(question)}
    found = retriever.retrieve(question, scope=SearchFilter(("VIVA",)))
    assert [r.passage.article.id for r in found] == ["few"]
    assert retriever.retrieve(question, scope=SearchFilter(("Nobody",))) == ()


def test_a_passage_has_the_same_score_within_a_scope(library, entered):
    library.update([entered("few", "Warga Demak menanam padi.", source="VIVA")], ())
    retriever = HybridRetriever(library, HashingEncoder(64), RetrievalSettings(candidates=50))
    question = Question("siapa menanam padi", "id")
    every = {r.passage: r.score for r in retriever.retrieve(question, 100)}
    found = retriever.retrieve(question, 100, SearchFilter(("VIVA",)))
    assert found
    assert {r.passage: r.score for r in found}.items() <= every.items()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sources=st.sets(st.sampled_from(["0", "1", "2"]), min_size=1),
    candidates=st.integers(1, 40),
    question=st.sampled_from(["harga beras naik", "warga menunggu hujan", "kereta baru pagi"]),
)
def test_a_broad_scope_is_searched_with_what_a_narrow_one_finds(
    entered, hashing, sources, candidates, question
):
    vocabulary = ("harga", "beras", "naik", "warga", "menunggu", "hujan", "kereta", "baru", "pagi")
    library = LocalLibrary()
    library.reset_for_encoder(hashing.name, hashing.dim)
    # Of words by lot, so that no two are alike.
    drawn = Random(5)
    texts = [" ".join(drawn.choices(vocabulary, k=7 + n % 5)) for n in range(30)]
    library.update([entered(f"{n}", t, source=str(n % 3)) for n, t in enumerate(texts)], ())
    asked, scope = Question(question, "id"), SearchFilter(tuple(sorted(sources)))

    def found(max_prefilter_rows):
        by = RetrievalSettings(candidates=candidates, max_prefilter_rows=max_prefilter_rows)
        ranked = HybridRetriever(library, hashing, by).retrieve(asked, 9, scope)
        return [(r.passage.article.id, r.passage.start, round(r.score, 6)) for r in ranked]

    assert found(1) == found(1000)
