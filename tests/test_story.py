"""From a file to a cited answer, through a library on disk, with the encoder that ships."""

from qa.assistant import Assistant
from qa.indexing.sync import sync_library
from qa.settings import Settings
from qa.store.local import LocalLibrary

PAGE = """Wali Kota Resmikan Taman Baca di Kelurahan Sukamaju

Sukamaju - Wali Kota Ratna Dewi meresmikan taman baca di Kelurahan Sukamaju pada Senin (3/6/2024).

ADVERTISEMENT

Taman baca itu menyimpan 1.200 buku dan dibuka setiap hari. Bangunannya dirancang oleh arsitek
Joko Prasetyo dari bekas gudang beras.

Baca Juga: Harga Buku Naik
"""
CORRECTED = PAGE.replace("Joko Prasetyo", "Lina Marlina")


def bring_up_to_date(library, folder, encoder):
    return sync_library(
        library, [folder], encoder.name, lambda: encoder, Settings().passage, lambda _: None
    )


def test_a_file_becomes_a_cited_answer_and_a_corrected_file_another(tmp_path, encoder):
    news, folder = tmp_path / "news", tmp_path / "library"
    news.mkdir()
    (news / "taman-baca.txt").write_text(PAGE, "utf-8")
    library = LocalLibrary.make(folder)
    assert bring_up_to_date(library, news, encoder).added == ("taman-baca.txt",)
    library.close()

    answer = Assistant.open(folder, encoder=encoder).ask(
        "Siapa arsitek yang merancang bangunan dari bekas gudang beras?"
    )
    assert "Joko Prasetyo" in answer.text
    citation = answer.citations[0]
    assert citation.quote == PAGE[citation.start : citation.end]
    assert "Joko Prasetyo" in [PAGE[m.start : m.end] for m in citation.marks]
    assert citation.article.id == "taman-baca.txt"
    assert not any("Baca Juga" in r.passage.text for r in answer.passages)

    (news / "taman-baca.txt").write_text(CORRECTED, "utf-8")
    library = LocalLibrary.open(folder)
    assert bring_up_to_date(library, news, encoder).changed == ("taman-baca.txt",)
    library.close()
    answer = Assistant.open(folder, encoder=encoder).ask(
        "Siapa arsitek yang merancang bangunan dari bekas gudang beras?"
    )
    assert "Lina Marlina" in answer.text
    assert not any("Joko" in r.passage.text for r in answer.passages)


def test_the_seeds_on_disk_and_in_memory_give_the_same_answers(
    tmp_path, seeds, encoder, seed_assistant
):
    library = LocalLibrary.make(tmp_path)
    bring_up_to_date(library, seeds, encoder)
    library.close()
    on_disk = Assistant.open(tmp_path, encoder=encoder)
    for question in ("who was in Putin's delegation?", "Kapan Putin tiba di Pyongyang?"):
        here, there = on_disk.ask(question), seed_assistant.ask(question)
        assert here.text == there.text is not None
        assert [c.quote for c in here.citations] == [c.quote for c in there.citations]
        assert [r.passage.text for r in here.passages] == [r.passage.text for r in there.passages]
