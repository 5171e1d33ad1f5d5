"""From files and folders to articles; one clear problem for each thing that is wrong."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from qa.ingest.read import LoadError, LoadResult, iter_articles, read_articles
from qa.schema.article import Article

SEEDS = Path(__file__).parents[2] / "seeds"
PROSE = "Presiden tiba di Hanoi pada Senin. Ia disambut di bandara. Kunjungan ke-{}."


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def ids(reading: LoadResult) -> list[str]:
    return [article.id for article in reading.articles]


def test_the_seed_articles_are_their_files_text_and_their_files_names():
    reading = read_articles([SEEDS])
    assert reading.errors == ()
    files = sorted(SEEDS.glob("*.txt"))
    assert ids(reading) == [path.name for path in files]
    assert [a.text for a in reading.articles] == [p.read_bytes().decode() for p in files]
    assert {article.language for article in reading.articles} == {"id"}


def test_a_folder_is_read_by_name_with_the_folders_in_it_and_without_what_is_hidden(tmp_path: Path):
    names = ["b.txt", "a/z.md", "a/y.txt", ".hidden.txt", ".git/x.txt", "c.png", "d", "E.TXT"]
    for number, name in enumerate(names):
        write(tmp_path / name, PROSE.format(number))
    reading = read_articles([tmp_path])
    assert ids(reading) == ["E.TXT", "a/y.txt", "a/z.md", "b.txt"]
    assert reading.errors == ()


def test_rows_are_known_by_their_own_id_or_else_by_their_line(tmp_path: Path):
    rows = [{"text": PROSE.format(1), "id": "x"}, {"text": PROSE.format(2)}]
    write(tmp_path / "n/a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    assert ids(read_articles([tmp_path])) == ["n/a.jsonl#x", "n/a.jsonl#2"]
    assert ids(read_articles([tmp_path / "n/a.jsonl"])) == ["a.jsonl#x", "a.jsonl#2"]


def test_what_a_row_says_of_itself_is_believed_before_its_text(tmp_path: Path):
    row = {
        "text": f"Judul Lain Dari Berita Ini\n\n{PROSE}",
        "title": "Tiba",
        "published": "2024-06-19",
    }
    (article,) = read_articles([write(tmp_path / "a.jsonl", json.dumps(row))]).articles
    assert (article.title, article.published) == ("Tiba", date(2024, 6, 19))


BAD = {
    "empty": ("a.txt", b"", "is empty"),
    "blank": ("a.md", b" \n\t\n", "nothing but white space"),
    "binary": ("a.txt", b"\x7fELF\x02\x01\x01\x00\x00", "is binary"),
    "wrong encoding": ("a.txt", "Kata".encode("utf-16-be"), "is binary"),
    "scan": ("a.pdf", b"%PDF-1.4\n%%EOF", "is not a PDF"),
    "cut short": ("a.docx", b"PK\x03\x04", "cut short"),
    "no json": ("a.jsonl", b"{text}\n", "is not JSON"),
    "empty json": ("a.jsonl", b"", "has no articles in it"),
    "blank json": ("a.jsonl", b"\n\n", "has no articles in it"),
    "empty csv": ("a.csv", b"", "is empty"),
    "header only": ("a.csv", b"text\n", "has no articles in it"),
    "no column": ("a.csv", b"kolom\nkata\n", "no column holds the text"),
    "empty page": ("a.html", b"<html></html>", "no article was found"),
}


@pytest.mark.parametrize(("name", "data", "why"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_one_problem_and_the_others_go_in(
    tmp_path: Path, name: str, data: bytes, why: str
):
    bad = write(tmp_path / name, data)
    write(tmp_path / "good.txt", PROSE)
    reading = read_articles([tmp_path])
    assert ids(reading) == ["good.txt"]
    (problem,) = reading.errors
    assert problem.path == str(bad)
    assert why in problem.message
    assert "\n" not in str(problem)
    assert str(problem).startswith(str(bad))


def test_a_named_file_of_an_unknown_kind_and_one_that_is_not_there_are_problems(tmp_path: Path):
    reading = read_articles(
        [write(tmp_path / "a.png", "x"), tmp_path / "b.txt", tmp_path / ("c" * 300)]
    )
    first, second, third = (problem.message for problem in reading.errors)
    assert first.startswith("is of no known kind; expected one of .txt, .md")
    assert second.startswith("cannot be read (No such file")
    assert third.startswith("cannot be read (File name too long")


def test_a_path_that_no_file_can_have_is_a_problem():
    (problem,) = read_articles(["a\x00b.txt"]).errors
    assert problem.message.startswith("cannot be read")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv"])
def test_a_single_line_of_fifty_megabytes_is_one_problem(tmp_path: Path, name: str):
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b"text\n" if name.endswith("csv") else b"")
        file.seek(50_000_000)
        file.write(b"x\n")
    (problem,) = read_articles([path]).errors
    assert "bytes" in problem.message


def test_the_longest_article_can_be_set(tmp_path: Path):
    write(tmp_path / "a.txt", PROSE)
    write(tmp_path / "b.jsonl", json.dumps({"text": PROSE}))
    reading = read_articles([tmp_path], max_article_chars=len(PROSE) - 1)
    assert [problem.line for problem in reading.errors] == [None, 1]
    assert "the longest that is read is" in str(reading.errors[0])
    assert len(read_articles([tmp_path / "a.txt"], max_article_chars=len(PROSE)).articles) == 1
    with pytest.raises(ValueError, match="max_article_chars is 0"):
        read_articles([], max_article_chars=0)


def test_the_same_text_under_two_ids_is_kept_once(tmp_path: Path):
    write(tmp_path / "a.txt", PROSE)
    write(tmp_path / "b.txt", f"\r\n{PROSE}\r\n")
    reading = read_articles([tmp_path])
    assert ids(reading) == ["a.txt"]
    assert "b.txt: has the same text as 'a.txt', which was kept" in str(reading.errors[0])


def test_the_same_id_twice_is_kept_once(tmp_path: Path):
    for number, folder in enumerate(("x", "y")):
        write(tmp_path / folder / "a.txt", PROSE.format(number))
    reading = read_articles([tmp_path / "x", tmp_path / "y"])
    assert [article.path for article in reading.articles] == [str(tmp_path / "x/a.txt")]
    assert "has the id 'a.txt', like an article of" in str(reading.errors[0])


def test_a_duplicate_row_is_named_by_its_line(tmp_path: Path):
    rows = [{"text": PROSE.format(1)}, {"text": PROSE.format(1)}]
    path = write(tmp_path / "a.jsonl", "\n".join(json.dumps(row) for row in rows))
    (problem,) = read_articles([path]).errors
    assert problem.line == 2


def test_links_that_lead_back_are_a_problem_and_other_links_are_followed(tmp_path: Path):
    write(tmp_path / "in/a.txt", PROSE)
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/self.txt").symlink_to(tmp_path / "in/self.txt")
    (tmp_path / "in/more").symlink_to(tmp_path / "out")
    write(tmp_path / "out/b.txt", PROSE.format(2))
    reading = read_articles([tmp_path / "in"])
    assert ids(reading) == ["a.txt", "more/b.txt"]
    assert [Path(problem.path).name for problem in reading.errors] == ["loop", "self.txt"]


def test_a_named_pipe_is_a_problem_and_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "a.txt")
    (problem,) = read_articles([tmp_path]).errors
    assert "is not a regular file" in problem.message


def test_a_name_that_is_not_utf8_can_still_be_shown_and_stored(tmp_path: Path):
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(raw, "wb") as file:  # noqa: PTH123 (a name that str cannot hold)
        file.write(PROSE.encode())
    (article,) = read_articles([tmp_path]).articles
    assert article.id == "caf\\udce9.txt"
    assert article.path.encode()


def test_articles_come_as_they_are_read(tmp_path: Path):
    write(tmp_path / "a.txt", PROSE)
    found = iter_articles([tmp_path / "a.txt", tmp_path / "none.txt"])
    assert isinstance(next(found), Article)
    assert isinstance(next(found), LoadError)
    assert next(found, None) is None
