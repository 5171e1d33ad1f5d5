"""The data sets in the package: they are there, and are read with no file named."""

import pytest

from qa.evaluation.datasets.catalog import PACKAGED, packaged_file
from qa.evaluation.datasets.chats import chat_articles, read_chats
from qa.evaluation.datasets.conflicts import read_cases
from qa.evaluation.datasets.gold import read_gold


def test_every_packaged_data_set_can_be_read():
    assert len(read_gold(packaged_file("seeds"), "all")) == 208
    assert len(read_chats(packaged_file("chats"), "all")) == 49
    assert len(read_cases(packaged_file("disagreements"), "all")) == 97


def test_the_articles_of_the_chats_and_a_description_are_packaged_with_them():
    folder = packaged_file("chats").parent
    assert len(list(chat_articles(packaged_file("chats")).glob("*.txt"))) == 12
    readme = (folder / "README.md").read_text("utf-8")
    assert all(f"`{packaged_file(name).name}`" in readme for name in PACKAGED)


def test_a_data_set_that_is_not_packaged_is_refused_with_those_that_are():
    with pytest.raises(ValueError, match="'facqa'; expected one of seeds, chats, disagreements"):
        packaged_file("facqa")
