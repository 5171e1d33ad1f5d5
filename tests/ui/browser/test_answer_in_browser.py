"""What an answer knows of itself, in a browser; see `conftest.py` for what that needs."""

from playwright.sync_api import expect

NARROW = (390, 844)


def test_how_a_question_was_understood_is_shown_and_can_be_corrected(visit, address, ask):
    page = visit(address)
    ask(page, "Who was in Putin's delegation?", turn=1)
    ask(page, "And whom did he bring?", turn=2)
    understood = page.locator("#answer-2 .understood q")
    expect(understood).to_have_text("Whom did Putin bring to Pyongyang?")
    page.locator("#answer-2 .do-correct").click()
    box = page.locator("#question textarea")
    expect(box).to_have_value("Whom did Putin bring to Pyongyang?")
    expect(box).to_be_focused()
    expect(page.locator("#hint")).to_contain_text("asked without the earlier ones")
    ask(page, "Who was in the delegation that Putin brought?", turn=3)
    expect(page.locator("#hint .hint")).to_have_count(0)
    expect(page.locator("#chat .question")).to_have_count(3)


def test_a_filter_that_was_understood_is_taken_off_with_a_click(visit, address, ask, assistant):
    page = visit(address)
    ask(page, "Who came, according to Okezone?")
    expect(page.locator("#answer-1 .chip")).to_have_text("Okezone")
    page.locator("#answer-1 .do-widen").click()
    expect(page.locator("#answer-1 .chip")).to_have_count(0)
    expect(page.locator("#chat .question")).to_have_count(1)
    assert assistant.scopes[-1][1] is False


def test_where_sources_differ_each_side_stands_for_itself_and_its_quotation_opens(
    visit, address, ask
):
    page = visit(address, NARROW)
    ask(page, "When did the sources say he arrived?")
    sides = page.locator("#answer-1 .sides > li")
    expect(sides).to_have_count(2)
    expect(sides.nth(0)).to_contain_text("Okezone")
    expect(sides.nth(0)).to_contain_text("18 June 2024")
    expect(sides.nth(0)).to_contain_text("1 independent source")
    expect(sides.nth(1)).to_contain_text("announced beforehand")
    sides.nth(1).locator("a.cite").first.click()
    expect(page.locator(".card", has=page.locator("#cite-1-2"))).to_be_focused()


def test_a_refusal_leads_on_to_what_the_articles_say_and_to_questions_they_answer(
    visit, address, ask
):
    page = visit(address)
    ask(page, "What is the name of Kim Jong Un's mother?")
    related = page.locator("#answer-1 .related")
    expect(related).to_contain_text("Kim Jong Il")
    related.locator("a.cite").first.click()
    card = page.locator(".card", has=page.locator("#cite-1-1"))
    expect(card).to_be_focused()
    card.locator(".open-article").click()
    expect(page.locator("#article-window mark.quote").first).to_contain_text("Kim Jong Il")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Who was in Putin's delegation?").click()
    expect(page.locator("#answer-2")).to_contain_text("Andrei Belousov")
