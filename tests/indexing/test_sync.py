import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fakes.hashing_encoder import HashingEncoder
from fakes.loading import CASES

from qa.indexing.progress import Progress
from qa.indexing.sync import sync_library
from qa.ingest.document import LoadError
from qa.ingest.read import read_file
from qa.settings import PassageSettings
from qa.store.indexes.bm25 import exact_terms
from qa.store.local import LocalLibrary

TEXTS = {
    "beras.txt": "Harga beras naik lagi pada bulan ini. Pedagang di pasar mengeluh sepi.\n",
    "hujan.txt": "Hujan turun sejak pagi di kota itu. Warga menunggu sampai banjir surut.\n",
    "kereta.txt": "Kereta baru melayani rute selatan. Penumpang memuji kursinya yang empuk.\n",
}


class Opener:
    """Opens an encoder, and counts how often."""

    def __init__(self, encoder=None):
        self.encoder = encoder or HashingEncoder(32)
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.encoder


@pytest.fixture
def news(tmp_path):
    return written(tmp_path / "news", TEXTS)


def written(folder, texts):
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def updated(library, *paths, opener=None, settings=None, report=None, read=read_file, **options):
    opener = opener or Opener()
    settings = settings or PassageSettings()
    name = opener.encoder.name
    told = report or (lambda _: None)
    return sync_library(library, paths, name, opener, settings, told, read=read, **options)


def held(library):
    """Ids and paths of a library's articles."""
    return {article.id: article.path for article in library.articles()}


def test_a_first_run_adds_every_article(news):
    library = LocalLibrary()
    changes = updated(library, news)
    assert changes.added == tuple(TEXTS)
    assert (changes.changed, changes.removed, changes.unchanged) == ((), (), 0)
    assert changes.passages == library.counts()[1] >= 3
    assert not changes.is_unchanged


def test_a_second_run_opens_no_encoder_and_changes_nothing(news, tmp_path):
    updated(LocalLibrary.create(tmp_path / "library"), news)
    opener, reported = Opener(), []
    library = LocalLibrary.open(tmp_path / "library")
    before = (tmp_path / "library" / "derived.json").stat().st_mtime_ns
    changes = updated(library, news, opener=opener, report=reported.append)
    assert changes.is_unchanged
    assert (changes.unchanged, changes.passages) == (3, 0)
    assert (opener.times, reported) == (0, [])
    assert (tmp_path / "library" / "derived.json").stat().st_mtime_ns == before


def test_only_what_is_new_changed_or_gone_is_touched(news):
    library = LocalLibrary()
    updated(library, news)
    (news / "beras.txt").write_text("Harga beras akhirnya turun. Pembeli kembali ke pasar.\n")
    (news / "kereta.txt").unlink()
    (news / "pasar.txt").write_text("Pasar lama direnovasi. Pedagang pindah sementara waktu.\n")
    changes = updated(library, news)
    assert changes.changed == ("beras.txt",)
    assert changes.added == ("pasar.txt",)
    assert changes.removed == ("kereta.txt",)
    assert changes.unchanged == 1
    texts = {article.id: article.text for article in library.articles()}
    assert set(texts) == {"beras.txt", "hujan.txt", "pasar.txt"}
    assert "turun" in texts["beras.txt"]


def test_what_a_change_took_out_is_not_found_any_more(news):
    library, opener = LocalLibrary(), Opener()
    updated(library, news, opener=opener)
    (news / "kereta.txt").write_text("Bus menggantikan semuanya. Penumpang tetap senang.\n")
    updated(library, news, opener=opener)
    query = opener.encoder.encode_query("kereta baru melayani rute selatan")
    hits = library.vectors.search(query, "id", 50)
    assert len(hits) == library.counts()[1]
    passages = library.passages([hit.row for hit in hits])
    assert not any("Kereta" in passage.text for passage in passages.values())
    assert library.search_bm25(exact_terms(("kereta",)), "id", 5) == ()


def test_articles_of_other_folders_stay(news, tmp_path):
    library = LocalLibrary()
    other = written(tmp_path / "other", {"pasar.txt": "Pasar lama direnovasi. Ramai sekali.\n"})
    updated(library, news)
    changes = updated(library, other)
    assert (changes.added, changes.removed) == (("pasar.txt",), ())
    assert set(held(library)) == {*TEXTS, "pasar.txt"}


def test_articles_with_one_id_in_two_folders_each_keep_their_own(news, tmp_path):
    library = LocalLibrary()
    other = written(tmp_path / "other", {"beras.txt": "Petani panen beras. Gudang kini penuh.\n"})
    updated(library, news, other)
    before = held(library)
    assert before["beras.txt"] == str(news / "beras.txt")
    assert before["other/beras.txt"] == str(other / "beras.txt")
    for paths in ((news, other), (other, news), (other,), (news,)):
        assert updated(library, *paths).is_unchanged
        assert held(library) == before


def test_folders_with_one_name_each_keep_their_own_articles(tmp_path):
    folders = [
        written(tmp_path / place / "news", {"a.txt": f"Berita dari {place} hari ini. Cerah.\n"})
        for place in ("jakarta", "medan", "ambon", "kupang")
    ]
    library = LocalLibrary()
    changes = updated(library, *folders)
    assert len(set(changes.added)) == 4
    before = held(library)
    assert set(before.values()) == {str(folder / "a.txt") for folder in folders}
    assert updated(library, *folders).is_unchanged
    assert updated(library, *reversed(folders)).is_unchanged
    assert held(library) == before


def test_an_article_keeps_its_id_when_the_one_that_had_it_first_goes(news, tmp_path):
    library = LocalLibrary()
    other = written(tmp_path / "other", {"beras.txt": "Petani panen beras. Gudang kini penuh.\n"})
    updated(library, news, other)
    (news / "beras.txt").unlink()
    assert updated(library, news, other).removed == ("beras.txt",)
    after = held(library)
    assert after["other/beras.txt"] == str(other / "beras.txt")
    assert updated(library, news, other).is_unchanged
    assert held(library) == after


def test_a_file_named_beside_its_folder_is_one_article(news):
    library = LocalLibrary()
    changes = updated(library, news, news / "beras.txt")
    assert changes.added == tuple(TEXTS)
    assert updated(library, news, news / "beras.txt").is_unchanged
    assert updated(library, news / "beras.txt").is_unchanged


def test_files_that_are_refused_are_counted_and_the_others_go_in(news):
    (news / "kosong.txt").write_text("")
    (news / "rusak.pdf").write_bytes(b"no pdf")
    changes = updated(LocalLibrary(), news, news / "tidak-ada.txt")
    assert changes.added == tuple(TEXTS)
    named = [problem.path.rpartition("/")[2] for problem in changes.refused]
    assert named == ["kosong.txt", "rusak.pdf", "tidak-ada.txt"]


def test_what_a_file_held_stays_when_it_cannot_be_read_for_once(news):
    library = LocalLibrary()
    updated(library, news)
    before = library.counts()
    (failing, *_) = sorted(news.rglob("*.txt"))

    def read(path, name, max_chars):
        if path.name != failing.name:
            yield from read_file(path, name, max_chars)
            return
        yield LoadError(
            str(path), None, "took longer than 60 s to read; split it", is_transient=True
        )

    changes = updated(library, news, read=read)
    assert changes.is_unchanged
    assert library.counts() == before
    failing.write_text("  ", "utf-8")
    assert len(updated(library, news).removed) == 1


def test_another_encoder_has_everything_encoded_anew(news, tmp_path):
    library = LocalLibrary.create(tmp_path / "library")
    updated(library, news)
    opener = Opener(HashingEncoder(48))
    changes = updated(library, news, opener=opener)
    assert sorted(changes.added) == sorted(TEXTS)
    assert library.encoder == "hashing-48"
    assert opener.times == 1
    hits = LocalLibrary.open(tmp_path / "library").vectors.search(np.ones(48, np.float32), "id", 50)
    assert len(hits) == library.counts()[1]


def test_another_way_to_split_has_everything_split_anew(news):
    library = LocalLibrary()
    updated(library, news)
    before = library.counts()[1]
    changes = updated(library, news, settings=PassageSettings(max_chars=40))
    assert sorted(changes.changed) == sorted(TEXTS)
    assert library.counts()[1] > before


def test_progress_is_told_after_every_batch(tmp_path):
    numbered = {f"{n:03}.txt": f"Kabar nomor {n} dari desa. Warga tenang.\n" for n in range(70)}
    reported = []
    library = LocalLibrary()
    changes = updated(library, written(tmp_path / "news", numbered), report=reported.append)
    assert [progress.articles for progress in reported] == [32, 64, 70]
    assert reported[-1].passages == changes.passages == library.counts()[1]
    seconds = [progress.seconds for progress in reported]
    assert seconds == sorted(seconds)


def test_the_rate_is_passages_by_seconds():
    assert Progress(2, 30, 1.5, 0.5).passages_per_second == 20.0
    assert Progress(0, 0, 0.0, 0.0).passages_per_second == 0.0


def test_the_time_left_is_that_of_what_is_still_to_be_read():
    assert Progress(2, 30, 30.0, 0.25).seconds_left == 90.0
    assert Progress(2, 30, 30.0, 1.0).seconds_left == 0.0
    assert Progress(0, 0, 1.0, 0.0).seconds_left is None


class Failing(HashingEncoder):
    """Encodes one batch and then fails, as a process that is stopped."""

    def encode_documents(self, texts):
        if any("nomor 40 " in text for text in texts):
            raise KeyboardInterrupt
        return super().encode_documents(texts)


def test_a_run_that_is_stopped_loses_only_the_batch_in_flight(tmp_path):
    numbered = {f"{n:03}.txt": f"Kabar nomor {n} dari desa. Warga tenang.\n" for n in range(70)}
    news = written(tmp_path / "news", numbered)
    library = LocalLibrary.create(tmp_path / "library")
    with pytest.raises(KeyboardInterrupt):
        updated(library, news, opener=Opener(Failing(32)))
    library.close()
    opened = LocalLibrary.open(tmp_path / "library")
    assert opened.counts()[0] == 32
    changes = updated(opened, news)
    assert (len(changes.added), changes.unchanged) == (38, 32)


def test_a_folder_that_is_gone_takes_its_articles_with_it_only_if_it_is_told_to(news):
    library = LocalLibrary()
    updated(library, news)
    shutil.rmtree(news)
    changes = updated(library, news)
    assert changes.removed == ()
    assert sorted(changes.kept_missing) == sorted(held(library)) == sorted(TEXTS)
    changes = updated(library, news, removes_missing=True)
    assert sorted(changes.removed) == sorted(TEXTS)
    assert len(changes.refused) == 1


def test_a_folder_that_is_suddenly_empty_removes_nothing(news):
    library = LocalLibrary()
    updated(library, news)
    for path in news.iterdir():
        path.unlink()
    assert updated(library, news).kept_missing == tuple(sorted(TEXTS))
    assert len(held(library)) == len(TEXTS)


def test_where_most_of_many_articles_are_missing_they_stay_until_told(tmp_path):
    texts = {f"{n:02}.txt": f"Kabar nomor {n} dari kota. Warga menunggu.\n" for n in range(20)}
    news, library = written(tmp_path / "news", texts), LocalLibrary()
    updated(library, news)
    for name in sorted(texts)[:12]:
        (news / name).unlink()
    assert len(updated(library, news).kept_missing) == 12
    (news / "12.txt").unlink()
    assert len(updated(library, news, removes_missing=True).removed) == 13


def test_two_of_three_articles_that_were_deleted_go(news):
    library = LocalLibrary()
    updated(library, news)
    (news / "beras.txt").unlink()
    (news / "hujan.txt").unlink()
    assert sorted(updated(library, news).removed) == ["beras.txt", "hujan.txt"]


def test_a_sub_folder_and_then_its_parent_hold_an_article_once(news):
    sub = written(news / "sub", {"bus.txt": "Bus baru melayani rute utara. Warga senang.\n"})
    library = LocalLibrary()
    updated(library, sub)
    changes = updated(library, news)
    assert len(held(library)) == len(TEXTS) + 1
    assert sorted(changes.added) == sorted(TEXTS)
    (sub / "bus.txt").unlink()
    assert updated(library, news).removed == ("bus.txt",)
    assert len(held(library)) == len(TEXTS)


def test_a_parent_and_then_its_sub_folder_hold_an_article_once(news):
    sub = written(news / "sub", {"bus.txt": "Bus baru melayani rute utara. Warga senang.\n"})
    library = LocalLibrary()
    updated(library, news)
    changes = updated(library, sub)
    assert (changes.added, len(held(library))) == ((), len(TEXTS) + 1)


def test_a_folder_that_was_moved_is_known_by_its_texts(news, tmp_path):
    library = LocalLibrary()
    updated(library, news)
    moved = news.rename(tmp_path / "elsewhere")
    changes = updated(library, moved)
    assert (sorted(changes.moved), changes.added) == (sorted(TEXTS), ())
    assert held(library) == {name: str(moved / name) for name in TEXTS}
    (moved / "beras.txt").write_text("Harga beras turun. Pedagang senang.\n", "utf-8")
    assert updated(library, moved).changed == ("beras.txt",)


def test_articles_moved_into_a_sub_folder_are_known_too(news):
    library = LocalLibrary()
    updated(library, news)
    (news / "2024").mkdir()
    (news / "beras.txt").rename(news / "2024" / "harga.txt")
    changes = updated(library, news)
    assert (changes.moved, changes.added, changes.removed) == (("beras.txt",), (), ())
    assert held(library)["beras.txt"] == str(news / "2024" / "harga.txt")


def test_a_copy_of_a_file_that_is_still_there_is_no_move(news, tmp_path):
    library = LocalLibrary()
    updated(library, news)
    copy = shutil.copytree(news, tmp_path / "copy")
    assert len(updated(library, copy).added) == len(TEXTS)


def test_two_publishers_with_one_text_are_both_kept(tmp_path):
    rows = (CASES / "inputs/two-publishers-one-text.jsonl").read_text()
    news, library = written(tmp_path / "news", {"a.jsonl": rows}), LocalLibrary()
    changes = updated(library, news)
    assert (len(changes.added), changes.refused) == (2, ())
    assert library.sources() == ("Courier", "Herald")


def test_an_article_of_which_nothing_can_be_found_is_told(tmp_path):
    news = written(tmp_path / "news", {"a.txt": "*** --- ***\n", **TEXTS})
    changes = updated(LocalLibrary(), news)
    assert [str(warning) for warning in changes.warnings] == [
        f"{news / 'a.txt'}: holds no text that can be searched"
    ]


def test_a_folder_that_cannot_be_entered_is_named_and_the_others_go_in(news):
    locked = written(news / "locked", {"x.txt": "Rahasia. Tidak terbaca.\n"})
    code = (
        "import os, sys\nfrom qa.ingest.read import read_articles\n"
        "read_articles([sys.argv[1]])\n"  # all is imported, which the other user may not do
        "os.geteuid() or os.seteuid(65534)\n"
        "loaded = read_articles([sys.argv[1]])\n"
        "print(len(loaded.articles), *loaded.errors)"
    )
    for folder in (news, *news.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o755)
    locked.chmod(0o444)
    run = subprocess.run(
        [sys.executable, "-c", code, str(news)], capture_output=True, text=True, check=False
    )
    locked.chmod(0o755)
    assert run.stdout.startswith(f"{len(TEXTS)} {locked}"), run.stderr
