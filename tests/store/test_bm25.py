import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.store.indexes.bm25 import TermIndex, TermIndexError, exact_terms
from qa.text.tokens import terms, words

ROWS = (
    (1, "id", "Andrei Belousov tiba di Pyongyang"),
    (2, "id", "Andrei yang lain tinggal di Moskow"),
    (3, "en", "Andrei Belousov arrived on Tuesday"),
)


@pytest.fixture
def index():
    index = TermIndex()
    index.add(ROWS)
    index.commit()
    return index


def kept_in(folder):
    """An index of the rows, written and closed."""
    index = TermIndex(folder)
    index.add(ROWS)
    index.commit()
    index.compact()


def rows(hits):
    return [hit.row for hit in hits]


def test_words_are_small_letters_in_their_order():
    assert words("Rabu (19/6), Ｋｉｍ JONG-un!") == ("rabu", "19", "6", "kim", "jong", "un")
    assert words("… 👍 —") == ()


def test_terms_are_words_and_each_two_that_stand_side_by_side():
    assert terms("Andrei Belousov tiba") == (
        "andrei", "belousov", "tiba", "andrei_belousov", "belousov_tiba",
    )  # fmt: skip
    assert terms("") == ()


def test_a_name_of_two_words_finds_its_own_row_first(index):
    hits = index.search(exact_terms(terms("Andrei Belousov")), "id", 5)
    assert rows(hits) == [1, 2]
    assert hits[0].score > hits[1].score > 0


def test_only_rows_of_the_language_are_found(index):
    assert rows(index.search(exact_terms(("andrei",)), "en", 5)) == [3]
    assert index.search(exact_terms(("andrei",)), "fr", 5) == ()


def test_a_language_adds_nothing_to_a_score():
    alone, mixed = TermIndex(), TermIndex()
    alone.add([(1, "id", "satu dua"), (2, "id", "tiga")])
    alone.commit()
    mixed.add([(1, "en", "satu dua"), (2, "en", "tiga")])
    mixed.commit()
    one = exact_terms(("satu",))
    assert alone.search(one, "id", 1)[0].score == mixed.search(one, "en", 1)[0].score


def test_of_several_words_for_one_thing_the_best_counts_and_not_their_sum(index):
    one = index.search(((("belousov", 1.0),),), "id", 1)[0].score
    either = index.search(((("belousov", 1.0), ("tiba", 0.1)),), "id", 1)[0].score
    assert either == pytest.approx(one)
    weaker = index.search(((("belousov", 0.5),),), "id", 1)[0].score
    assert weaker == pytest.approx(one / 2)


def test_no_more_than_k_are_found(index):
    assert len(index.search(exact_terms(("andrei",)), "id", 1)) == 1
    assert index.search((), "id", 5) == ()


def test_rows_that_were_removed_are_not_found(index):
    index.remove([1, 99])
    index.commit()
    assert rows(index.search(exact_terms(("andrei",)), "id", 5)) == [2]
    assert len(index) == 2


def test_a_part_of_a_word_is_found_in_any_language_but_not_across_two_words(index):
    assert index.has_term_containing("elouso")
    assert index.has_term_containing("tuesday")
    assert not index.has_term_containing("belousovtiba")
    assert not index.has_term_containing("beijing")


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30))
def test_any_text_can_be_looked_for(text):
    index = TermIndex()
    index.add([(1, "id", text)])
    index.commit()
    assert rows(index.search(exact_terms(terms(text)), "id", 5)) == ([1] if words(text) else [])
    for word in words(text):
        assert "_" in word or index.has_term_containing(word)


@pytest.mark.parametrize("letter", ["a", "é", "漢", "𐐷"])
def test_a_word_of_two_thousand_letters_can_be_looked_for(index, letter):
    assert not index.has_term_containing(letter * 2000)


def test_an_index_in_a_folder_finds_the_same_when_opened_again(tmp_path):
    index = TermIndex(tmp_path / "terms")
    for row in ROWS:
        index.add([row])
        index.commit()
    index.remove([2])
    index.commit()
    wanted = exact_terms(terms("Andrei Belousov"))
    opened = TermIndex(tmp_path / "terms")
    assert opened.search(wanted, "id", 5) == index.search(wanted, "id", 5)
    assert len(opened) == 2


def spoil(folder, suffix):
    """Spoil the first file of this kind."""
    path = next(path for path in sorted(folder.iterdir()) if path.name.endswith(suffix))
    path.write_bytes(b"not what it was")


@pytest.mark.parametrize("suffix", ["meta.json", ".term", ".idx", ".store", ".fieldnorm", ".fast"])
def test_a_damaged_index_is_not_opened(tmp_path, suffix):
    kept_in(tmp_path / "terms")
    spoil(tmp_path / "terms", suffix)
    with pytest.raises(TermIndexError, match="terms: not a readable term index"):
        TermIndex(tmp_path / "terms")


def test_an_index_without_a_file_of_its_own_is_not_opened(tmp_path):
    kept_in(tmp_path / "terms")
    next((tmp_path / "terms").glob("*.pos")).unlink()
    with pytest.raises(TermIndexError, match="terms"):
        TermIndex(tmp_path / "terms")


@given(among=st.sets(st.integers(0, 12)), k=st.integers(1, 12))
def test_a_search_among_some_rows_agrees_with_choosing_them_from_all(among, k):
    index = TermIndex()
    index.add([(n, "id", "beras " * (n + 1) + "naik") for n in range(10)])
    index.commit()
    wanted = exact_terms(("beras", "naik"))
    chosen = [hit for hit in index.search(wanted, "id", 10) if hit.row in among][:k]
    assert list(index.search(wanted, "id", k, sorted(among))) == chosen
