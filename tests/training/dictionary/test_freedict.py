import gzip

import pytest

from qa.training.dictionary.freedict import DIGITS, DictionaryError, read_freedict

ENTRIES = [
    ("00-database-info", "About the dictionary, which is no entry\n"),
    (
        "capital",
        "capital /k/ <n>\n1. modal, kapital\nmoney and wealth\n2. huruf besar\nuppercase\n",
    ),
    ("er", "er /e/ <suffix>\nem-, eng-\n"),
    ("Finn", "Finn /f/ <n>\norang (Finlandia), Finlandia\nperson from Finland\n"),
    ("river", "river /r/ <n>\nsungai 2.\nlarge stream\n 3.\nany large flow\n"),
]


def number(value: int) -> str:
    written = DIGITS[value % 64]
    while value := value // 64:
        written = DIGITS[value % 64] + written
    return written


@pytest.fixture
def folder(tmp_path):
    content, lines = b"", []
    for headword, entry in ENTRIES:
        lines.append(f"{headword}\t{number(len(content))}\t{number(len(entry))}")
        content += entry.encode()
    (tmp_path / "small.index").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "small.dict.dz").write_bytes(gzip.compress(content))
    return tmp_path


def test_translations_are_read_and_what_describes_a_sense_is_not(folder):
    assert read_freedict(folder, "small") == [
        ("capital", "modal"),
        ("capital", "kapital"),
        ("capital", "huruf besar"),
        ("Finn", "Finlandia"),
        ("river", "sungai"),
    ]


def test_a_dictionary_that_is_not_there_or_damaged_is_told_by_its_folder(folder):
    with pytest.raises(DictionaryError, match="expected a FreeDict other"):
        read_freedict(folder, "other")
    (folder / "small.dict.dz").write_bytes(b"not compressed")
    with pytest.raises(DictionaryError, match=str(folder)):
        read_freedict(folder, "small")
