"""Chats, filters and what is done about an answer, in a browser; see `conftest.py`."""

import json
from pathlib import Path

import pytest
from fakes.in_memory_listing import InMemoryListing
from playwright.sync_api import Locator, Page, expect

from qa.answer.feedback import FEEDBACK_FILE
from ui.chat.app import launch

DELEGATION = "Who was in Putin's delegation?"
ARRIVAL = "When did Putin arrive in Pyongyang?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the library that the page stands over."""
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="module")
def kept_address(assistant, folder):
    """A page over articles that lie in a folder."""
    return launch(assistant.kept_in(folder), wait=False)


def _stopped(page: Page) -> Locator:
    """Ask, and stop it before the answer is there; return the box, which has the question again."""
    box = page.locator("#question textarea")
    box.fill(DELEGATION)
    box.press("Enter")
    page.locator(".working .do-stop").click()
    expect(box).to_have_value(DELEGATION)
    return box


def test_what_is_filtered_narrows_every_question_until_it_is_cleared(
    visit, address, ask, assistant
):
    page = visit(address)
    expect(page.locator(".filtered")).to_have_count(0)
    page.locator(".filter summary").click()
    page.get_by_label("Okezone").check()
    page.get_by_label("from").fill("2024-06-01")
    line = page.locator(".filtered")
    expect(line).to_contain_text("Okezone, published from 1 June 2024")
    ask(page, DELEGATION, turn=1)
    ask(page, ARRIVAL, turn=2)
    for scope, _ in assistant.scopes[-2:]:
        assert scope.sources == ("Okezone",)
        assert scope.published.first.isoformat() == "2024-06-01"
    expect(page.locator("#chat .narrowed .chip").first).to_contain_text("Okezone")
    page.get_by_label("until").fill("2024-05-01")
    expect(page.locator(".wrong-days")).to_be_visible()
    page.locator(".do-unfilter").click()
    expect(line).to_have_count(0)
    expect(page.locator("#filter-form [value=Okezone]")).not_to_be_checked()
    page.locator("#answer-2 .do-retry").click()
    expect(page.locator("#chat .narrowed")).to_have_count(1)
    assert assistant.scopes[-1][0].is_everything


def test_the_last_question_is_edited_stopped_asked_again_and_deleted(visit, assistant, ask):
    held = assistant.held()
    page = visit(launch(held, wait=False))
    box = _stopped(page)
    expect(page.locator("#chat .question")).to_have_count(0)
    held.may_answer.set()
    ask(page, DELEGATION, turn=1)

    page.locator("#answer-1 .do-edit").click()
    expect(box).to_have_value(DELEGATION)
    box.press("Escape")
    expect(page.locator("#hint .hint")).to_have_count(0)
    expect(box).to_have_value("")
    page.locator("#answer-1 .do-edit").click()
    expect(page.locator("#hint")).to_contain_text("Editing your last question")
    box.fill("Siapa delegasi Putin?")
    box.press("Enter")
    expect(page.locator("#chat .question")).to_have_text(["Siapa delegasi Putin?"])
    expect(page.locator("#answer-1")).to_have_attribute("lang", "id")

    ask(page, ARRIVAL, turn=2)
    expect(page.locator("#answer-1 .do-edit")).to_have_count(0)
    page.locator("#answer-1 .do-delete").click()
    expect(page.locator("#chat .question")).to_have_text([ARRIVAL])


def test_what_is_typed_after_a_stop_stays_when_the_stopped_answer_is_there(visit, assistant):
    held = assistant.held()
    page = visit(launch(held, wait=False))
    box = _stopped(page)
    box.fill(ARRIVAL)
    held.may_answer.set()
    assert held.has_answered.wait(timeout=30)
    # What must not come of it has as long to come.
    page.wait_for_timeout(1000)
    expect(page.locator("#chat .question")).to_have_count(0)
    expect(box).to_have_value(ARRIVAL)


def test_chats_survive_a_reload_with_their_evidence_and_are_listed_and_deleted(
    visit, kept_address, ask
):
    page = visit(kept_address)
    ask(page, DELEGATION, turn=1)
    ask(page, ARRIVAL, turn=2)
    page.reload()
    expect(page.locator("#answer-2")).to_be_visible()
    expect(page.locator("#evidence-2 mark.quote").first).to_be_visible()
    ask(page, "Who was in the delegation?", turn=3)

    page.locator("#new-chat").click()
    expect(page.locator("#chat .question")).to_have_count(0)
    ask(page, ARRIVAL, turn=1)
    page.locator("#chats summary").click()
    listed = page.locator(".open-chat")
    expect(listed).to_have_text([ARRIVAL, DELEGATION])
    listed.nth(1).click()
    expect(page.locator("#chat .question")).to_have_count(3)
    expect(page.locator("#evidence-3 mark.quote").first).to_be_visible()

    page.locator("#chats summary").click()
    page.locator(".delete-chat").nth(1).click()
    expect(listed).to_have_text([ARRIVAL])
    expect(page.locator("#chat .question")).to_have_count(0)


def test_what_a_browser_kept_and_somebody_changed_is_not_shown(visit, kept_address, ask):
    page = visit(kept_address)
    ask(page, DELEGATION)
    page.evaluate(
        """() => {
          const name = Object.keys(localStorage).find((each) => each.startsWith("tanya.chat."));
          const chat = JSON.parse(localStorage[name]);
          chat.record = chat.record.replaceAll(/"end":\\d+/g, '"end":99999999');
          localStorage[name] = JSON.stringify(chat);
        }"""
    )
    page.reload()
    expect(page.locator("#hint")).to_contain_text("could not be opened")
    expect(page.locator("#chat .question")).to_have_count(0)


def test_an_answer_whose_article_is_gone_says_so_and_comes_back_with_it(
    visit, assistant, ask, tmp_path
):
    shrinking = assistant.kept_in(tmp_path)
    page = visit(launch(shrinking, wait=False))
    ask(page, DELEGATION)
    every = shrinking.articles
    shrinking.articles = InMemoryListing(every[:1])
    page.reload()
    expect(page.locator("#answer-1.failed")).to_contain_text("gone or have changed since")
    shrinking.articles = every
    page.reload()
    expect(page.locator("#answer-1")).to_contain_text("Andrei Belousov")


def test_a_chat_is_saved_with_its_citations(visit, kept_address, ask, tmp_path):
    page = visit(kept_address)
    ask(page, DELEGATION)
    saved = {}
    for form in ("markdown", "json"):
        page.locator("#chats summary").click()
        with page.expect_download() as download:
            page.locator(f".do-save-{form}").click()
        saved[form] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[form])
        page.keyboard.press("Escape")
        expect(page.locator(".do-save-json")).to_be_hidden()
    assert saved["markdown"].name == "Who-was-in-Putin-s-delegation.md"
    told = saved["markdown"].read_text("utf-8")
    assert "- **Andrei Belousov** [1] (1 independent source)" in told
    assert "> Delegasi Putin termasuk menteri pertahanan barunya" in told
    (turn,) = json.loads(saved["json"].read_text("utf-8"))["turns"]
    assert turn["answer"]["citations"][0]["quote"].startswith("Delegasi Putin")


def test_a_link_opens_the_page_with_its_question_asked_once(visit, kept_address, ask):
    page = visit(kept_address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, DELEGATION)
    page.locator("#answer-1 .do-link").click()
    expect(page.locator("#answer-1 .do-link")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{kept_address}?q=Who+was+in+Putin%27s+delegation%3F"
    other = visit(kept_address, path=link.removeprefix(kept_address))
    expect(other.locator("#answer-1")).to_contain_text("Andrei Belousov")
    assert other.url == kept_address
    other.reload()
    expect(other.locator("#answer-1")).to_be_visible()
    expect(other.locator("#chat .question")).to_have_count(1)


def test_what_a_reader_thinks_of_an_answer_is_kept_beside_the_library(
    visit, address, kept_address, ask, folder: Path
):
    page = visit(kept_address)
    ask(page, ARRIVAL, turn=1)
    ask(page, DELEGATION, turn=2)
    page.locator("#answer-2").get_by_role("button", name="Evidence wrong").click()
    judged = page.locator("#answer-2 .judging")
    expect(judged).to_have_text("Thank you; noted: evidence wrong")
    kept = json.loads((folder / FEEDBACK_FILE).read_text("utf-8"))
    assert kept["verdict"] == "evidence wrong"
    assert (kept["question"], kept["history"]) == (DELEGATION, [ARRIVAL])
    page.reload()
    expect(judged).to_contain_text("evidence wrong")

    unkept = visit(address)
    ask(unkept, DELEGATION)
    unkept.locator("#answer-1").get_by_role("button", name="Right", exact=True).click()
    expect(unkept.locator("#hint")).to_contain_text("nowhere to note that")


def test_the_page_speaks_the_browsers_language_and_an_answer_its_questions(visit, address, ask):
    page = visit(address, locale="id-ID")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect(page.get_by_placeholder("Tanyakan dalam bahasa")).to_be_visible()
    expect(page.get_by_role("button", name="Tanya", exact=True)).to_be_visible()
    expect(page.locator("#new-chat")).to_have_text("Percakapan baru")
    expect(page.locator("#articles summary")).to_have_text("5 artikel")
    expect(page.locator(".filter summary")).to_have_text("Saring")
    ask(page, ARRIVAL)
    expect(page.locator("#answer-1 .sureness")).to_contain_text("Fairly sure")
    expect(page.locator("#answer-1 .do-retry")).to_have_text("Tanya lagi")
