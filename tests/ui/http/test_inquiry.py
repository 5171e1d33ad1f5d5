"""Questions of programs: their history, their number, and who waits for whom."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import pytest
from fakes.in_memory_listing import InMemoryListing

from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.settings import ServerSettings
from ui.http.inquiry import Inquiries, Inquiry, InquiryError
from ui.http.shared_assistant import BusyError, SerializedAssistant


class Recorder:
    """Answers every question with itself, and keeps what it was asked; holds on until it may."""

    def __init__(self):
        self.articles, self.sources = InMemoryListing(), ()
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.may_answer = Event()
        self.may_answer.set()
        self.entered = Semaphore(0)
        self.at_once = 0
        self.most_at_once = 0

    def ask(self, question, history=(), scope=EVERYTHING, narrow=True):  # noqa: ARG002
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.entered.release()
        assert self.may_answer.wait(timeout=30)
        self.asked.append((question, tuple(answer.question for answer in history)))
        self.at_once -= 1
        return Answer(question, "en", (), 0.0, (), note="None.", scope=scope)


def test_the_earlier_questions_are_asked_in_order_each_with_those_before_it():
    recorder = Recorder()
    Inquiries(recorder, ServerSettings()).answer(Inquiry("third", ("first", "second")))
    assert recorder.asked == [
        ("first", ()),
        ("second", ("first",)),
        ("third", ("first", "second")),
    ]


def test_a_follow_up_does_not_ask_again_what_was_answered():
    recorder = Recorder()
    inquiries = Inquiries(recorder, ServerSettings())
    inquiries.answer(Inquiry("first"))
    inquiries.answer(Inquiry("second", ("first",)))
    inquiries.answer(Inquiry("third", ("first", "second")))
    assert [question for question, _ in recorder.asked] == ["first", "second", "third"]


def test_the_same_question_is_asked_anew():
    recorder = Recorder()
    inquiries = Inquiries(recorder, ServerSettings())
    inquiries.answer(Inquiry("first"))
    inquiries.answer(Inquiry("first"))
    assert len(recorder.asked) == 2


def test_an_answer_from_another_scope_is_not_taken_for_an_earlier_one(assistant):
    inquiries = Inquiries(assistant, ServerSettings())
    before = len(assistant.asked)
    inquiries.answer(Inquiry("first"))
    inquiries.answer(Inquiry("second", ("first",), SearchFilter(("VIVA",))))
    assert [question for question, _ in assistant.asked[before:]] == ["first", "first", "second"]
    assert assistant.scopes[-2:] == [(SearchFilter(("VIVA",)), True)] * 2


def test_no_more_answers_are_remembered_than_may_be():
    recorder = Recorder()
    inquiries = Inquiries(recorder, ServerSettings(max_remembered=2))
    for question in ("first", "second", "third"):
        inquiries.answer(Inquiry(question))
    recorder.asked.clear()
    inquiries.answer(Inquiry("next", ("third",)))
    inquiries.answer(Inquiry("next", ("first",)))
    assert [question for question, _ in recorder.asked] == ["next", "first", "next"]


def test_one_question_more_than_may_wait_is_told_to_come_again():
    recorder = Recorder()
    recorder.may_answer.clear()
    inquiries = Inquiries(recorder, ServerSettings(max_waiting=1))
    with ThreadPoolExecutor() as pool:
        first = pool.submit(inquiries.answer, Inquiry("first"))
        assert recorder.entered.acquire(timeout=30)
        with pytest.raises(BusyError, match="1 questions are waiting"):
            inquiries.answer(Inquiry("second"))
        recorder.may_answer.set()
        assert first.result().question == "first"
    assert inquiries.answer(Inquiry("later")).question == "later"


def test_a_question_that_failed_does_not_wait_for_ever(assistant):
    inquiries = Inquiries(assistant, ServerSettings(max_waiting=1))
    for _ in range(2):
        with pytest.raises(RuntimeError):
            inquiries.answer(Inquiry("crash"))


def test_everybody_gets_the_answer_to_his_own_question_and_one_is_asked_at_a_time():
    recorder = Recorder()
    shared = SerializedAssistant.around(recorder, 40)
    inquiries = Inquiries(shared, ServerSettings(max_waiting=40))
    questions = [f"question {n}" for n in range(40)]
    with ThreadPoolExecutor(20) as pool:
        by_program = pool.map(lambda q: inquiries.answer(Inquiry(q, ("before",))), questions)
        by_page = pool.map(shared.ask, questions)
        assert [answer.question for answer in by_program] == questions
        assert [answer.question for answer in by_page] == questions
    assert recorder.most_at_once == 1


def test_an_assistant_that_is_shared_is_shared_once():
    shared = SerializedAssistant(Recorder(), 9)
    assert SerializedAssistant.around(shared) is shared


def test_a_publisher_that_no_article_has_is_named_with_those_there_are(assistant):
    with pytest.raises(InquiryError, match=r"'The Paper'.*detikNews.*VIVA"):
        Inquiries(assistant, ServerSettings()).answer(
            Inquiry("first", scope=SearchFilter(("The Paper",)))
        )


def test_a_publisher_may_be_written_in_small_letters(assistant):
    Inquiries(assistant, ServerSettings()).answer(
        Inquiry("first", scope=SearchFilter(("DETIKNEWS",)))
    )
    assert assistant.scopes[-1] == (SearchFilter(("detikNews",)), True)


@pytest.mark.parametrize("narrow", [True, False])
def test_whether_a_question_may_narrow_the_scope_holds_for_the_earlier_ones_too(assistant, narrow):
    Inquiries(assistant, ServerSettings()).answer(Inquiry("second", ("first",), narrow=narrow))
    assert assistant.scopes[-2:] == [(SearchFilter(), narrow)] * 2


@pytest.mark.parametrize("asked", [("",), (" \n",), ("first", ("",))])
def test_an_empty_question_is_no_inquiry(asked):
    with pytest.raises(ValueError, match="empty"):
        Inquiry(*asked)
