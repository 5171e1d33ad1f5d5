"""The page by keyboard, and by what axe-core finds against WCAG A and AA; see `conftest.py`."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

NARROW = (390, 844)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def violations(page: Page) -> list[str]:
    """All that is found on the page, Gradio's own parts among it; nothing is left out."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize(("size", "scheme"), [(None, "light"), (NARROW, "dark")])
def test_nothing_on_the_page_bars_a_reader(visit, address, ask, size, scheme):
    page = visit(address, size or (1280, 800), scheme)
    assert violations(page) == []
    page.locator(".filter summary").click()
    page.get_by_label("Okezone").check()
    expect(page.locator(".filtered")).to_be_visible()
    page.locator("#chats summary").click()
    page.locator("#articles summary").click()
    ask(page, "When did the sources say he arrived?", turn=1)
    ask(page, "What is the name of his mother?", turn=2)
    ask(page, "And whom did he bring, according to Okezone?", turn=3)
    page.locator("#answer-3 .do-edit").click()
    expect(page.locator("#hint .hint")).to_be_visible()
    assert violations(page) == []
    page.locator("#evidence-3 .card .open-article").first.click()
    expect(page.locator("#article-window")).to_be_visible()
    assert violations(page) == []


def test_the_page_is_walked_by_keyboard_from_the_skip_link_to_an_article_and_back(
    visit, address, ask
):
    page = visit(address)
    page.locator("#chats summary").focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("a.skip")).to_be_focused()
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_focused()

    page.locator("#chats summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chats .inside")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#chats .inside")).to_be_hidden()
    expect(page.locator("#chats summary")).to_be_focused()

    ask(page, "Who was in Putin's delegation?")
    button = page.locator(".card .open-article").first
    button.focus()
    outline = button.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#article-window .close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#article-window")).to_be_hidden()
    expect(button).to_be_focused()
