"""The messages of the chat: a question, its answer with citation links, a refusal, a failure."""

from qa.answer.feedback import Verdict
from qa.schema.answer import Answer
from ui.html.citations import CitationLinks
from ui.html.statements import DisplayedSide, group_claims
from ui.html.templates import render_message
from ui.session import ChatTurn
from ui.strings.languages import strings_for
from ui.strings.phrases import Strings
from ui.strings.wording import describe_generated_text, filter_phrases

MAX_QUESTION_CHARS = 1200


def question_message(question: str) -> str:
    """Render a question as it was typed; a very long one is cut and says how long it is."""
    cut = question[:MAX_QUESTION_CHARS]
    rest = f"… ({len(question):,})" if len(question) > len(cut) else ""
    return render_message("question.html", question=cut + rest)


def working_message(articles: int, words: Strings, page: Strings) -> str:
    """Render what is shown while the articles are searched; `page` says how to stop it."""
    return render_message("working.html", articles=articles, words=words, page=page)


def turn_message(turn: ChatTurn, number: int, is_last: bool, page: Strings, words: Strings) -> str:
    """Render the answer to a question, with what the reader can do about it.

    Args:
        turn: the question and its answer.
        number: of the turn, from 1; ids carry it.
        is_last: whether it is the chat's last turn, which alone can be asked again.
        page: the words of the page's own buttons.
        words: those for a question that got no answer.
    """
    about = {
        "turn": turn,
        "page": page,
        "verdict_labels": _verdict_labels(page),
        "filter_phrases": ", ".join(filter_phrases(turn.scope, page)),
    }
    if turn.answer is None:
        return render_message("failure.html", number=number, is_last=is_last, words=words, **about)
    return _render_answer(turn.answer, number, is_last, **about)


def writing_message(turn: ChatTurn, number: int, page: Strings) -> str:
    """Render the answer to a question while a language model is still writing about it."""
    if turn.answer is None:
        return ""
    return _render_answer(
        turn.answer,
        number,
        is_last=False,
        is_writing=True,
        page=page,
        filter_phrases=", ".join(filter_phrases(turn.scope, page)),
    )


def answer_message(answer: Answer, turn: int, is_last: bool = True) -> str:
    """Render an answer or a refusal without any buttons under it; ids carry `turn`, from 1."""
    return _render_answer(answer, turn, is_last)


def _render_answer(answer: Answer, number: int, is_last: bool, **about: object) -> str:
    words = strings_for(answer.language)
    differing = {claim for view in answer.views for claim in view.claims}
    written = answer.written
    values: dict[str, object] = {
        "answer": answer,
        "number": number,
        "is_last": is_last,
        "words": words,
        "links": CitationLinks.of(answer, number, words),
        "sides": tuple(map(DisplayedSide.of, answer.views)),
        "agreed": group_claims([c for c in answer.claims if c not in differing]),
        "related": group_claims(answer.related),
        "scope_phrases": ", ".join(filter_phrases(answer.scope, words)),
        "article_count": len({citation.article.id for citation in answer.citations}),
        "generated_summary": describe_generated_text(written, words.writing) if written else "",
        "writing_status": words.writing.writing.format(
            model=(written.model if written else "") or words.writing.model
        ),
    }
    without_turn = {"turn": None, "page": words, "filter_phrases": "", "is_writing": False}
    return render_message("answer.html", **(without_turn | values | about))


def _verdict_labels(page: Strings) -> dict[Verdict, str]:
    return {
        Verdict.RIGHT: page.right,
        Verdict.ANSWER_WRONG: page.answer_wrong,
        Verdict.EVIDENCE_WRONG: page.evidence_wrong,
    }
