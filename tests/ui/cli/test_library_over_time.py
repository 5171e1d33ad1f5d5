"""The commands that change a library, as its folders change."""

import subprocess
import sys

import pytest
from fakes.web_site import WebSite

ROADS = "Jalan Diperbaiki\n\nWarga Baruna memperbaiki jalan desa pada Senin.\n"
FERRY = "Feri Diangkat\n\nPer Aske mengangkat feri itu pada Jumat.\n"


@pytest.fixture
def tanya(tmp_path, child_environment):
    def run(*words):
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "ui.cli.main",
                *map(str, words),
                "--library",
                str(tmp_path / "l"),
            ],
            capture_output=True,
            text=True,
            env=child_environment,
            check=False,
        )

    return run


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "jalan.txt").write_text(ROADS, "utf-8")
    (folder / "feri.txt").write_text(FERRY, "utf-8")
    return folder


def test_an_empty_folder_removes_nothing_and_is_told_with_exit_code_1(tanya, news):
    tanya("index", news)
    for path in news.iterdir():
        path.unlink()
    kept = tanya("index", news)
    assert kept.returncode == 1
    assert "2 articles of these folders are missing all at once and were kept" in kept.stderr
    assert "holds 2 articles" in kept.stdout
    gone = tanya("index", news, "--remove-missing")
    assert (gone.returncode, "2 removed" in gone.stdout) == (0, True)


def test_articles_are_forgotten_by_id_file_or_folder(tanya, news):
    tanya("index", news)
    done = tanya("forget", "feri.txt")
    assert done.stdout.startswith("1 article forgotten.")
    assert "1 added" in tanya("index", news).stdout
    assert tanya("forget", news / "feri.txt").stdout.startswith("1 article forgotten.")
    assert tanya("forget", news).stdout.startswith("1 article forgotten.")
    unknown = tanya("forget", "lain.txt")
    assert (unknown.returncode, "lain.txt" in unknown.stderr) == (1, True)


def test_the_column_of_the_text_may_be_named(tanya, tmp_path):
    (tmp_path / "a.csv").write_text("kolom 1,kolom 2\nPresiden tiba di Hanoi.,Tiba\n", "utf-8")
    refused = tanya("index", tmp_path / "a.csv")
    assert "name it: --column text=NAME" in refused.stderr
    taken = tanya("index", tmp_path / "a.csv", "--column", "text=kolom 1")
    assert "1 added" in taken.stdout
    wrong = tanya("index", tmp_path / "a.csv", "--column", "teks=kolom 1")
    assert (wrong.returncode, "expected FIELD=NAME" in wrong.stderr) == (1, True)


def test_pages_are_fetched_only_where_an_address_is_given(tanya, tmp_path):
    page = (
        "<html><body><h1>Feri Diangkat</h1><p>" + FERRY.splitlines()[2] * 3 + "</p></body></html>"
    )
    with WebSite({"/a": (200, {"Content-Type": "text/html"}, page.encode())}) as site:
        refused = tanya("index", f"{site.address}/a")
        assert (refused.returncode, "private network" in refused.stderr) == (1, True)
        done = tanya("index", f"{site.address}/a", "--allow-private-addresses")
        assert "1 added" in done.stdout
        asked = len(site.asked)
        again = tanya("index", tmp_path / "l" / "fetched")
        assert "Nothing changed" in again.stdout
        assert len(site.asked) == asked
