"""The chat, driven as a reader would drive it, in a Chromium that is already on the machine.

Without one these tests are left out; with REQUIRE_BROWSER=1 they fail instead. BROWSER_PATH names
another browser. TANYA_PICTURE names the file that the picture of the chat is written to.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fakes.in_memory_listing import InMemoryListing
from playwright.sync_api import Page, expect

from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING
from qa.schema.passage import Passage, RetrievedPassage
from ui.chat.app import launch

WIDE, NARROW = (1280, 800), (390, 844)
NAMES = ("Andrei Belousov", "Sergei Lavrov", "Alexander Novak")
ENGLISH = "Who was in Putin's delegation?"
INDONESIAN = "Siapa saja delegasi Putin?"
HOSTILE = (
    "**bold** _soft_ $x^2$ <script>window.harmed=1</script> <img src=x onerror='window.harmed=1'> "
    "[press](javascript:window.harmed=1) ![picture](http://example.com/a.png) "
    "https://example.com/b `code` </div></blockquote> ${window.harmed=1} {{value}}"
)
# Every visible text that stands in an element of its own, with its colour and what lies behind it.
COLOURS = """() => [...document.querySelectorAll("body *")].flatMap((element) => {
  const words = [...element.childNodes].filter((n) => n.nodeType === 3 && n.data.trim());
  if (!words.length || !element.checkVisibility() || element.matches("script, style")) return [];
  let behind = element, opacity = 1;
  for (let e = element; e; e = e.parentElement) opacity *= getComputedStyle(e).opacity;
  const bare = (e) => /, 0\\)$|^transparent$/.test(getComputedStyle(e).backgroundColor);
  while (behind.parentElement && bare(behind)) behind = behind.parentElement;
  const look = getComputedStyle(element);
  const at = getComputedStyle(behind).backgroundColor;
  return [[words[0].data.trim().slice(0, 40), look.color, at, opacity]];
})"""


def quote(page: Page):
    return page.locator(".turn:not([hidden]) .card").first.locator("mark.quote").first


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def luminance(colour: str) -> float:
    channels = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("where", ["address", "real_address"], ids=["scripted", "real"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("question", [ENGLISH, INDONESIAN])
def test_the_delegation_is_named_and_its_quotation_is_opened_in_its_article(
    visit, request, where, size, question, ask
):
    page = visit(request.getfixturevalue(where), size)
    ask(page, question)
    for name in NAMES:
        expect(page.locator("#answer-1")).to_contain_text(name)
    card = page.locator(".card", has_text=NAMES[0])
    first = card.locator("mark.quote", has_text=NAMES[0])
    expect(first).to_be_visible()
    quoted = first.text_content()
    assert all(name in quoted for name in NAMES)

    page.locator("#answer-1 a.cite").first.click()
    expect(card).to_be_focused()
    expect(first).to_be_in_viewport()
    expect(card).to_contain_text("Okezone")

    card.locator(".open-article").click()
    marked = page.locator("#article-window mark.quote", has_text=NAMES[0])
    expect(marked).to_be_in_viewport()
    assert marked.text_content() == quoted
    expect(page.locator("#article-window")).to_contain_text("Okezone")
    page.keyboard.press("Escape")
    expect(page.locator("#article-window")).to_be_hidden()
    assert overflow(page) <= 0


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_exact_words_stand_large_above_their_sentence_and_who_says_it(
    visit, address, size, ask
):
    page = visit(address, size)
    ask(page, ENGLISH)
    answer = page.locator("#answer-1")
    expect(answer.locator("li .said")).to_have_text(NAMES)
    expect(answer.locator("blockquote strong")).to_have_text(NAMES)
    expect(answer.locator("blockquote")).to_have_attribute("lang", "id")
    expect(answer.locator(".by")).to_have_text("Okezone · 18 June 2024")
    size_of = "element => parseFloat(getComputedStyle(element).fontSize)"
    said, quoted = answer.locator(".said").first, answer.locator("blockquote")
    assert said.evaluate(size_of) > quoted.evaluate(size_of)
    assert said.bounding_box()["y"] < quoted.bounding_box()["y"]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_long_answer_is_shown_from_its_beginning(visit, address, size, ask):
    page = visit(address, (size[0], 500))
    ask(page, INDONESIAN, turn=1)
    ask(page, "Kapan Putin mengunjungi Pyongyang?", turn=2)
    expect(page.locator("#answer-2 .said").first).to_be_in_viewport(ratio=1)
    expect(page.locator("#chat .question").last).to_be_in_viewport(ratio=1)


def test_a_second_article_that_says_the_same_is_named_and_can_be_gone_to(visit, address, ask):
    page = visit(address)
    ask(page, "Kapan Putin mengunjungi Pyongyang?")
    statement = page.locator("#answer-1 .statement").first
    expect(statement.locator(".said")).to_have_text("tahun 2000")
    expect(statement.locator("blockquote")).to_have_count(1)
    expect(statement.locator(".also")).to_contain_text("Juga di [2]")
    statement.locator(".also a").click()
    expect(page.locator(".card", has=page.locator("#cite-1-2"))).to_be_focused()


def test_on_a_phone_there_is_a_way_back_from_the_evidence_to_the_number(visit, address, ask):
    page = visit(address, NARROW)
    ask(page, ENGLISH)
    link = page.locator("#answer-1 a.cite").first
    link.click()
    page.locator(".card .back").first.click()
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()


def test_a_citation_is_followed_by_keyboard(visit, address, ask):
    page = visit(address)
    ask(page, ENGLISH)
    page.locator("#answer-1 a.cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card").first).to_be_focused()


def test_the_number_of_an_earlier_answer_brings_back_that_answers_evidence(visit, address, ask):
    page = visit(address)
    ask(page, ENGLISH, turn=1)
    ask(page, "What is the name of Kim Jong Un's wife?", turn=2)
    expect(page.locator("#evidence-2")).to_be_visible()
    expect(page.locator("#evidence-1")).to_be_hidden()
    page.locator("#answer-1 a.cite").first.click()
    expect(page.locator("#evidence-1")).to_be_visible()
    expect(page.locator("#evidence-2")).to_be_hidden()


def test_a_refusal_says_so_calmly_and_names_the_nearest_passages(visit, address, ask):
    page = visit(address)
    ask(page, "What is the name of Kim Jong Un's wife?")
    expect(page.locator("#answer-1.refusal")).to_be_visible()
    expect(page.locator("#evidence-1 .not-found")).to_be_visible()
    expect(page.locator("#evidence-1 > .passages .other").first).to_be_visible()
    expect(page.locator("mark.quote")).to_have_count(0)


def test_the_question_and_a_working_line_stand_there_until_the_answer_does(visit, assistant):
    held = assistant.held()
    page = visit(launch(held, wait=False))
    page.get_by_label("Your question").fill(ENGLISH)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#chat .question")).to_have_text(ENGLISH)
    expect(page.locator("#chat .working [role=status]")).to_have_text("Looking through 5 articles…")
    held.may_answer.set()
    expect(page.locator("#answer-1")).to_contain_text(NAMES[0])
    expect(page.locator("#chat .working")).to_have_count(0)


def test_a_new_chat_forgets_the_question_that_is_being_worked_on(visit, assistant):
    held = assistant.held()
    page = visit(launch(held, wait=False))
    page.get_by_label("Your question").fill(ENGLISH)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .working")).to_be_visible()
    page.locator("#new-chat").click()
    expect(page.locator("#chat .question")).to_have_count(0)
    # The first question is still being worked on when the second is asked.
    page.get_by_label("Your question").fill(INDONESIAN)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .question")).to_have_text([INDONESIAN])
    held.may_answer.set()
    expect(page.locator("#answer-1")).to_be_visible()
    expect(page.locator("#chat .question")).to_have_text([INDONESIAN])
    expect(page.locator("#evidence .asked")).to_have_text([INDONESIAN])


def test_two_readers_do_not_see_each_others_questions(visit, address, ask):
    one, other = visit(address), visit(address)
    ask(one, ENGLISH)
    ask(other, INDONESIAN)
    expect(one.locator("#chat .question")).to_have_text([ENGLISH])
    expect(other.locator("#chat .question")).to_have_text([INDONESIAN])


def test_an_article_that_is_gone_is_said_to_be_gone(visit, address, ask):
    page = visit(address)
    ask(page, ENGLISH)
    button = page.locator(".card .open-article").first
    button.evaluate("button => { button.dataset.article = 'gone.txt'; }")
    button.click()
    expect(button).to_have_text("This article could not be opened.")
    expect(page.locator("#article-window")).to_be_hidden()


def test_an_example_is_asked_by_a_click_and_a_new_chat_starts_from_nothing(visit, address):
    page = visit(address)
    page.get_by_text(INDONESIAN).click()
    expect(page.locator("#answer-1")).to_contain_text(NAMES[0])
    expect(page.locator("#evidence-1")).to_have_attribute("lang", "id")
    page.locator("#new-chat").click()
    expect(page.locator("#answer-1")).to_have_count(0)
    expect(page.locator("#evidence-1")).to_have_count(0)
    expect(page.locator("#chat").get_by_text(INDONESIAN)).to_be_visible()
    expect(page.locator("#question textarea")).to_be_focused()


def test_shift_and_enter_make_a_new_line_and_ask_nothing(visit, address):
    page = visit(address)
    box = page.locator("#question textarea")
    box.fill("Who was in")
    box.press("Shift+Enter")
    box.press_sequentially("the delegation?")
    expect(box).to_have_value("Who was in\nthe delegation?")
    expect(page.locator("#chat .question")).to_have_count(0)


def test_the_articles_are_listed_and_each_can_be_opened(visit, address, assistant):
    page = visit(address)
    page.locator("#articles summary").click()
    titles = page.locator("#articles .title")
    expect(titles).to_have_count(len(assistant.articles))
    titles.nth(1).click()
    expect(page.locator("#article-window h2")).to_have_text(assistant.articles[1].title)
    shown = page.locator("#article-window .article-text").text_content()
    assert shown == assistant.articles[1].text
    page.locator("#article-window .close").click()
    expect(page.locator("#article-window")).to_be_hidden()


def test_an_answer_is_copied_with_its_sources(visit, address, ask):
    page = visit(address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, ENGLISH)
    page.locator(".do-copy").click()
    expect(page.locator(".do-copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("\n".join(f"{name} [1]" for name in NAMES) + "\n\n[1] “")
    assert re.search(r"^\[1\] “.*” \(Okezone, .*, 18 June 2024\)$", copied, re.MULTILINE)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(
    ("scheme", "path"), [("light", ""), ("dark", ""), ("light", "?__theme=dark")]
)
def test_every_text_stands_out_from_what_is_behind_it(visit, address, size, scheme, path, ask):
    page = visit(address, size, scheme, path)
    ask(page, ENGLISH, turn=1)
    ask(page, "What is the name of Kim Jong Un's wife?", turn=2)
    page.locator("#answer-1 a.cite").first.click()
    page.locator(".turn:not([hidden]) .others summary").click()
    page.locator("#articles summary").click()
    seen = page.evaluate(COLOURS)
    faint = [s for s in seen if contrast(s[1], s[2]) < 4.5 or s[3] < 1]
    assert len(seen) > 30
    assert faint == []
    is_dark = luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) < 0.1
    assert is_dark == ("dark" in scheme + path)
    assert overflow(page) <= 0


@dataclass
class HostileAssistant:
    """Has one article, all of it an attempt at the page, and answers every question with it."""

    articles: InMemoryListing = field(
        default=InMemoryListing(
            [Article("<i>&\"'", f"T {HOSTILE}", HOSTILE, "h.txt", "en", source=HOSTILE)]
        )
    )
    sources: tuple[str, ...] = (HOSTILE,)

    def ask(self, question, history=(), scope=EVERYTHING, narrow=True):  # noqa: ARG002
        passage = Passage(self.articles[0], 0, len(HOSTILE))
        claim = Claim(HOSTILE, (Citation(self.articles[0], 0, len(HOSTILE)),))
        return Answer(question, "en", (claim,), 0.9, (RetrievedPassage(passage, 1.0, 1),))


def test_a_hostile_article_and_a_hostile_question_are_shown_and_do_nothing(visit, ask):
    page = visit(launch(HostileAssistant(), wait=False), NARROW)
    ask(page, HOSTILE)
    page.locator("#articles summary").click()
    page.locator(".card .open-article").click()
    expect(page.locator("#article-window .article-text")).to_have_text(HOSTILE)
    assert page.locator("#answer-1 .said").text_content() == HOSTILE
    assert page.locator("#chat .question").text_content() == HOSTILE
    assert quote(page).text_content() == HOSTILE
    page.keyboard.press("Escape")
    page.locator(".filter summary").click()
    page.locator("#filter-form [name=source]").check()
    expect(page.locator(".filtered .chip")).to_have_text(HOSTILE)
    # What the browser kept is shown again, and its title stands in the list.
    page.reload()
    expect(page.locator("#answer-1 .said")).to_have_text(HOSTILE)
    page.locator("#chats summary").click()
    expect(page.locator(".open-chat")).to_have_text(HOSTILE[:80])
    assert page.evaluate("window.harmed") is None
    ours = "#chat :is(img, script, code, em, .katex), #columns a:not(.cite, .back), #beside img"
    expect(page.locator(ours)).to_have_count(0)
    assert overflow(page) <= 0


def test_a_picture_of_the_chat_can_be_taken(visit, real_address, tmp_path, ask):
    path = Path(os.environ.get("TANYA_PICTURE") or tmp_path / "chat.png")
    page = visit(real_address)
    ask(page, INDONESIAN, turn=1)
    ask(page, "When did Putin arrive in Pyongyang?", turn=2)
    expect(quote(page)).to_be_visible()
    page.mouse.move(0, 0)
    page.screenshot(path=path, animations="disabled")
    assert path.read_bytes().startswith(b"\x89PNG")


def test_an_answer_that_is_lost_on_its_way_is_looked_for(visit, address):
    page = visit(address)
    nothing = {"status": 200, "content_type": "text/event-stream", "body": ""}
    page.route("**/queue/data*", lambda route: route.fulfill(**nothing))
    page.locator("#question textarea").fill("Who was in Putin's delegation?")
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#answer-1")).to_contain_text("Belousov")
