"""Step 6: a new file answers as soon as it is indexed, and a corrected file answers otherwise."""

import pytest

from qa import Assistant

PAGE = """Wali Kota Resmikan Taman Baca di Kelurahan Sukamaju

Sukamaju - Wali Kota Ratna Dewi meresmikan taman baca di Kelurahan Sukamaju pada Senin (3/6/2024).

ADVERTISEMENT

Taman baca itu menyimpan 1.200 buku dan dibuka setiap hari. Bangunannya dirancang oleh arsitek
Joko Prasetyo dari bekas gudang beras.

Baca Juga: Harga Buku Naik
"""
CORRECTED = PAGE.replace("Joko Prasetyo", "Lina Marlina")
QUESTION = "Siapa arsitek yang merancang bangunan dari bekas gudang beras?"


@pytest.fixture
def asked(command, encoder, tmp_path):
    """Save a page, index it, ask the question; return what `tanya index` said and the answer."""
    file, folder = tmp_path / "taman-baca.txt", tmp_path / "library"

    def index_and_ask(text):
        file.write_text(text, "utf-8")
        said = command("index", file, "--library", folder)
        return said, Assistant.open(folder, encoder=encoder).ask(QUESTION)

    return index_and_ask


def test_a_file_becomes_a_cited_answer_and_a_corrected_file_another(asked):
    said, answer = asked(PAGE)
    assert said.startswith("1 added, 0 changed, ")
    assert "Joko Prasetyo" in answer.text
    citation = answer.citations[0]
    assert citation.article.id == "taman-baca.txt"
    assert citation.quote == PAGE[citation.start : citation.end]
    assert "Joko Prasetyo" in [PAGE[mark.start : mark.end] for mark in citation.marks]
    assert not any("Baca Juga" in r.passage.text for r in answer.passages)

    said, answer = asked(CORRECTED)
    assert said.startswith("0 added, 1 changed, ")
    assert "Lina Marlina" in answer.text
    assert not any("Joko" in r.passage.text for r in answer.passages)


def test_a_library_on_disk_and_articles_in_memory_give_the_same_answers(assistant, seed_assistant):
    for question in ("who was in Putin's delegation?", "Kapan Putin tiba di Pyongyang?"):
        here, there = assistant.ask(question), seed_assistant.ask(question)
        assert here.text == there.text is not None
        assert [c.quote for c in here.citations] == [c.quote for c in there.citations]
        assert [r.passage.text for r in here.passages] == [r.passage.text for r in there.passages]
