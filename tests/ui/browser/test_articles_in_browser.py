"""Articles that are added, sought and opened, in a browser; see `conftest.py`."""

import pytest
from playwright.sync_api import expect

from ui.chat.app import launch

NEWS = "Harbour opens in Ambon\n\nBy Ana\n\nThe new harbour of Ambon was opened on Monday.\n"


@pytest.fixture(scope="module")
def grown_address(assistant, tmp_path_factory):
    """A page over a library that can be added to."""
    return launch(assistant.kept_in(tmp_path_factory.mktemp("library")), wait=False)


def test_articles_are_added_with_a_word_on_every_file_that_is_refused(
    visit, grown_address, tmp_path
):
    files = {
        "harbour.txt": NEWS,
        "the same.txt": NEWS,
        "picture.png": "x",
        "long.txt": "x" * 3000,
        "one too many.txt": "Another article.",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    page = visit(grown_address)
    page.locator("#columns input[type=file]").set_input_files([tmp_path / name for name in files])
    lines = page.locator(".arrivals li")
    expect(lines).to_have_count(5)
    expect(lines.nth(0)).to_have_text("harbour.txt 1 article")
    expect(lines.nth(1)).to_contain_text("is there already: Harbour opens in Ambon")
    expect(lines.nth(2)).to_contain_text("expected one of .txt")
    expect(lines.nth(3)).to_contain_text("larger than 0.002 MB")
    expect(lines.nth(4)).to_contain_text("at most 4 files")
    expect(page.locator("#articles summary")).to_have_text("6 articles")

    page.locator("#articles summary").click()
    page.locator("#find").fill("harbour ambon")
    titles = page.locator("#articles .title")
    expect(titles).to_have_text(["Harbour opens in Ambon"])
    titles.click()
    expect(page.locator("#article-window .article-text")).to_contain_text("opened on Monday")
    page.keyboard.press("Escape")
    page.locator("#find").fill("no such words")
    expect(page.locator("#found")).to_have_text("No article has these words.")


def test_an_article_shows_all_that_it_answered_in_the_chat_and_the_quotation_that_was_opened(
    visit, address, ask
):
    page = visit(address)
    ask(page, "When did Putin arrive in Pyongyang?", turn=1)
    ask(page, "Who was in Putin's delegation?", turn=2)
    page.locator("#evidence-2 .card .open-article").click()
    window = page.locator("#article-window")
    expect(window.locator("mark.quote")).to_contain_text("Andrei Belousov")
    expect(window.locator("mark.quote")).to_be_in_viewport()
    expect(window.locator("mark.quoted-elsewhere")).to_contain_text("disambut karpet merah")
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(page.locator("#evidence-2 .card .open-article")).to_be_focused()
