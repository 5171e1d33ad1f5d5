"""A browser, the pages that it opens, and how a question is asked on them."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from ui.chat.app import launch

WIDE = (1280, 800)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def browser_path() -> str:
    """Return the path of Chromium; skip the tests, or fail with REQUIRE_BROWSER=1, without one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, names)), None)
    if found is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("REQUIRE_BROWSER=1, and there is no Chromium; install one or set BROWSER_PATH")
    if found is None:
        pytest.skip("no Chromium was found; install one, or name it in BROWSER_PATH")
    return found


@pytest.fixture(scope="package")
def browser():
    """One browser for all tests here; each has a fresh context, and none outlives this folder.

    While it runs, asyncio.run fails in this process.
    """
    # A busy machine needs longer than the default of five seconds.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(assistant):
    """The address of a page over the scripted assistant."""
    return launch(assistant, wait=False)


@pytest.fixture(scope="module")
def real_address(seed_assistant):
    """The address of a page over the seeds."""
    return launch(seed_assistant, wait=False)


@pytest.fixture
def visit(browser):
    """Open pages; at the end, fail on any request off the loopback and on any script error."""
    contexts, requests, errors = [], [], []

    def opened(address: str, size=WIDE, scheme="light", path="", locale="en-GB") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale=locale
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        expect(page.locator("#question textarea")).to_be_visible()
        # Text that is typed before the page has switched its language could be lost.
        expect(page.locator("#kept")).to_be_attached()
        return page

    yield opened
    for context in contexts:
        context.close()
    hosts = {urlsplit(url).hostname for url in requests if url.startswith(("http", "ws"))}
    assert hosts == {"127.0.0.1"}
    assert errors == []


def _ask(page: Page, question: str, turn: int = 1) -> None:
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(f"#answer-{turn}")).to_be_visible()
    # The evidence is drawn after the answer, and would undo an earlier click.
    expect(page.locator(f"#evidence-{turn}")).to_be_visible()


@pytest.fixture(scope="session")
def ask():
    """Ask a question on the page, and wait for its answer and its evidence."""
    return _ask
