from contextlib import contextmanager

import pytest
from fakes.hashing_encoder import HashingEncoder

from qa.assistant import Assistant
from qa.settings import ReadingSettings, Settings, UploadSettings
from qa.store.local import LocalLibrary
from ui.chat.article_store import article_store_of
from ui.chat.upload import UploadResult, add_uploads, render_upload_results
from ui.strings.english import ENGLISH

NEWS = "Harbour opens in Ambon\n\nThe new harbour of Ambon was opened on Monday by Ana.\n"


@pytest.fixture(params=["in a folder", "in memory"])
def store(request, tmp_path):
    folder = tmp_path / "library" if request.param == "in a folder" else None
    library = LocalLibrary() if folder is None else LocalLibrary.create(folder)
    settings = Settings(upload=UploadSettings(max_files=3, max_file_bytes=1000))
    return article_store_of(Assistant.from_library(library, HashingEncoder(), settings))


def files(tmp_path, **texts):
    folder = tmp_path / "sent"
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return [folder / f"{name}.txt" for name in texts]


def test_a_file_that_is_added_can_be_asked_about_under_an_id_of_its_own(store, tmp_path):
    sent = files(tmp_path, **{"Harbour & more": NEWS})
    assert list(add_uploads(sent, store, ENGLISH)) == [UploadResult("Harbour & more.txt", 1)]
    (article,) = store.articles.newest(9)
    assert article.id.startswith("harbour-more-")
    assert article.id.endswith(".txt")
    assert article.text == NEWS
    answer = store.ask("When was the new harbour of Ambon opened?")
    assert {found.passage.article.id for found in answer.passages} == {article.id}


def test_the_same_article_is_not_added_twice_whatever_its_file_is_called(store, tmp_path):
    sent = files(tmp_path, one=NEWS, two=NEWS)
    first, second = add_uploads(sent, store, ENGLISH)
    assert first.added == 1
    assert second.problems == ("is there already: Harbour opens in Ambon",)
    (again,) = add_uploads(sent[:1], store, ENGLISH)
    assert again.added == 0
    assert len(store.articles) == 1
    if store.folder:
        assert len(list((store.folder / "uploaded").iterdir())) == 1


def test_a_file_that_is_refused_is_not_kept_and_the_others_go_in(store, tmp_path):
    sent = files(tmp_path, empty="  \n", fine=NEWS)
    refused, taken = add_uploads(sent, store, ENGLISH)
    assert refused.added == 0
    assert "nothing but white space" in refused.problems[0]
    assert taken.added == 1
    if store.folder:
        assert len(list((store.folder / "uploaded").iterdir())) == 1


def test_an_article_stays_when_the_library_is_opened_again(tmp_path):
    folder = tmp_path / "library"
    assistant = Assistant.from_library(LocalLibrary.create(folder), HashingEncoder(), Settings())
    list(add_uploads(files(tmp_path, harbour=NEWS), assistant, ENGLISH))
    before = assistant.articles.newest(9)
    assistant.library.close()
    again = Assistant.from_library(LocalLibrary.open(folder), HashingEncoder(), Settings())
    assert len(before) == 1
    assert again.articles.newest(9) == before


@pytest.mark.parametrize("name", ["..", "...txt", "-rf", "con", "x" * 200])
def test_no_name_leads_out_of_the_library_s_folder(tmp_path, name):
    folder = tmp_path / "library"
    assistant = Assistant.from_library(LocalLibrary.create(folder), HashingEncoder(), Settings())
    (result,) = add_uploads(files(tmp_path, **{name: NEWS}), assistant, ENGLISH)
    assert result.added == 1
    (kept,) = (folder / "uploaded").iterdir()
    assert len(kept.name) < 70


def test_the_results_of_an_upload_are_shown_one_by_one_and_are_no_markup():
    html = render_upload_results([UploadResult("<b>.txt", 2, ("<i>",))], 3, ENGLISH)
    assert "<b>" not in html
    assert "<i>" not in html
    assert "Adding: 1/3" in html
    assert "<progress" not in render_upload_results([UploadResult("a.txt", 1)], 1, ENGLISH)


def test_a_file_that_holds_up_its_reading_is_refused_and_the_others_go_in(tmp_path):
    settings = Settings(reading=ReadingSettings(max_file_s=0.005))
    assistant = Assistant.from_library(LocalLibrary(), HashingEncoder(), settings)
    sent = files(tmp_path, small=NEWS, large="A sentence of news. " * 90_000)
    small, large = add_uploads(sent, assistant, ENGLISH)
    assert small.added == 1
    assert large.added == 0
    assert "took longer than 0.005 s" in large.problems[0]


def test_questions_are_kept_away_only_while_the_library_is_changed(tmp_path):
    assistant = Assistant.from_library(LocalLibrary(), HashingEncoder(), Settings())
    told: list[str] = []

    class Told:
        """An assistant that keeps in which order it reads and takes in."""

        articles, folder, upload_settings = (
            assistant.articles, None, UploadSettings(max_file_bytes=1000)
        )  # fmt: skip

        def read(self, path):
            told.append("read")
            return assistant.read(path)

        def add(self, path, found):
            told.append("add")
            return assistant.add(path, found)

    @contextmanager
    def held():
        told.append("held")
        yield
        told.append("free")

    list(add_uploads(files(tmp_path, harbour=NEWS), Told(), ENGLISH, held))
    assert told == ["read", "held", "add", "free"]
