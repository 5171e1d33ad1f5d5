"""The chat in a browser with a language model behind an endpoint that a test holds in its hands."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from axe_playwright_python.sync_playwright import Axe
from fakes.scripted_endpoint import Reply, Request, ScriptedEndpoint
from playwright.sync_api import Page, expect

from qa.llm.open import open_writer
from qa.settings import LanguageModelSettings
from ui.chat.app import launch

NARROW = (390, 844)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
QUESTION = "Siapa saja delegasi Putin?"
FIRST = "Delegasi Putin termasuk menteri pertahanan barunya, Andrei Belousov [1]. "
SECOND = "Delegasi Putin termasuk Menteri Luar Negeri Sergei Lavrov dan Alexander Novak [1]."
HOSTILE = (
    '<img src=x onerror="document.title=1"> ![chat](http://e.example/?q=1) [1]. '
    "**Delegasi Putin termasuk Xi Jinping** [1]. "
)
GLOSS = (
    "Putin's delegation included his new defence minister, Andrei Belousov, foreign minister "
    "Sergei Lavrov and deputy prime minister Alexander Novak."
)


class Script:
    """What the endpoint answers to the next question; a test sets it."""

    def __init__(self) -> None:
        self.reply = Reply((FIRST, SECOND))

    def __call__(self, _: Request) -> Reply:
        return self.reply


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def chatting(assistant, seed_assistant, script) -> Iterator[Callable[..., str]]:
    """Return the address of a chat whose model answers by the script, with these settings."""
    with ScriptedEndpoint(script) as endpoint:

        def address(**fields) -> str:
            settings = LanguageModelSettings(url=endpoint.url, max_retries=0, **fields)
            writer = open_writer(settings, seed_assistant.reader)
            return launch(assistant, wait=False, writer=writer)

        yield address


@pytest.fixture(scope="module")
def with_model(chatting) -> str:
    return chatting()


def begin(page: Page, question: str = QUESTION) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")


def test_the_exact_answer_comes_first_and_sentence_after_sentence_under_it(
    visit, with_model, script
):
    last = Event()
    script.reply = Reply((FIRST, "Del", SECOND[3:]), holds=last)
    page = visit(with_model)
    begin(page)
    expect(page.locator("#answer-1 .claim").first).to_contain_text("Belousov")
    expect(page.locator("#answer-1 .written-text")).to_have_text(
        "Delegasi Putin termasuk menteri pertahanan barunya, Andrei Belousov. [1] ✓"
    )
    expect(page.get_by_text("scripted sedang menulis")).to_be_visible()
    last.set()
    expect(page.locator("#answer-1 .supported")).to_have_count(2)
    expect(page.locator("#answer-1 .written-by")).to_contain_text("Ditulis oleh scripted")
    expect(page.get_by_text("sedang menulis")).to_have_count(0)


def test_an_endpoint_that_dies_half_way_leaves_what_is_checked_and_the_exact_answer(
    visit, with_model, script
):
    script.reply = Reply((FIRST, "Delegasi Putin term"), is_cut=True)
    page = visit(with_model)
    begin(page)
    expect(page.locator("#answer-1 .written-by")).to_contain_text("Model bahasa terputus")
    expect(page.locator("#answer-1 .supported")).to_have_count(1)
    expect(page.locator("#answer-1 .claim").first).to_contain_text("Belousov")


def test_stop_ends_the_writing_and_keeps_what_is_there(visit, with_model, script):
    script.reply = Reply((FIRST, "Del", *(" dan",) * 300), pause_s=0.1)
    page = visit(with_model)
    begin(page)
    expect(page.locator("#answer-1 .supported")).to_have_count(1)
    page.locator(".do-stop").click()
    expect(page.locator("#answer-1 .written-by")).to_contain_text("Dihentikan")
    expect(page.locator("#answer-1 .claim").first).to_contain_text("Belousov")
    script.reply = Reply((FIRST,))
    begin(page)
    expect(page.locator("#answer-2 .written-by")).to_contain_text("Ditulis oleh scripted")


def test_hostile_words_of_a_model_are_left_out_or_struck_through_and_do_nothing(
    visit, chatting, script
):
    script.reply = Reply((HOSTILE, FIRST))
    page = visit(chatting(unsupported="strike"))
    begin(page)
    expect(page.locator("#answer-1 .written-by")).to_contain_text("Ditulis oleh")
    assert page.locator("#answer-1 s").count() >= 2
    assert page.locator("#answer-1 img").count() == 0
    assert page.locator("#answer-1 .written a[href^=http]").count() == 0
    assert page.title() != "1"
    expect(page.locator("#answer-1 .unsupported").first).to_have_text("(tidak ada dalam artikel)")


def test_a_quotation_is_translated_under_the_original_and_marked(visit, with_model, script):
    script.reply = Reply((FIRST,))
    page = visit(with_model)
    begin(page, "Who was in Putin's delegation?")
    expect(page.locator("#answer-1 .written-by")).to_be_visible()
    script.reply = Reply((GLOSS,))
    page.locator("#evidence-1 .do-gloss").first.click()
    expect(page.locator("#evidence-1 .gloss")).to_contain_text(GLOSS)
    expect(page.locator("#evidence-1 .gloss")).to_contain_text("Machine translation by scripted")
    card = page.locator("#evidence-1 .card").first.inner_text()
    assert card.index("Delegasi Putin termasuk") < card.index("Putin's delegation")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_narrow_page_nothing_runs_out_of_it_or_bars_a_reader(
    visit, with_model, script, scheme
):
    script.reply = Reply((FIRST, SECOND))
    page = visit(with_model, NARROW, scheme)
    begin(page)
    expect(page.locator("#answer-1 .written-by")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    found = Axe().run(page, options=RULES).response["violations"]
    assert [each["id"] for each in found] == []
