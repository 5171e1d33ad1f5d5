"""What stands in the chat: a question, an answer with its citation links, a refusal.

Gradio reads a message as Markdown and cleans the HTML in it. Cleaning keeps `class`, `id`, `href`,
`title`, `role` and `lang`, and takes away `data-*` and `aria-*`; so the links are told by class and
href, and the buttons by class. Whatever is not ours goes through `literal`.
"""

from qa.schema.answer import Answer
from ui.html.actions import actions
from ui.html.answer import render_claims
from ui.html.cited import Links
from ui.html.conflicts import render_conflicts
from ui.html.literal import button, literal, prose
from ui.html.written import writing_line, written
from ui.session import ChatTurn
from ui.strings.filters import scope_phrases
from ui.strings.page import Strings, counted, percent, strings_for, sureness

MAX_QUESTION_CHARS = 1200


def question_message(question: str) -> str:
    """Return a question as it was typed; a very long one is cut and says how long it is."""
    cut = question[:MAX_QUESTION_CHARS]
    rest = f"… ({len(question):,})" if len(question) > len(cut) else ""
    return f'<div class="question">{literal(cut + rest)}</div>'


def working_message(articles: int, words: Strings, page: Strings) -> str:
    """Return what is shown while the articles are looked through; `page` says how to stop it."""
    phrase = literal(counted(articles, words.working_one, words.working))
    return (
        f'<div class="working"><span role="status" lang="{words.language}">{phrase}</span> '
        f"{button('stop', page.stop)}</div>"
    )


def turn_message(turn: ChatTurn, number: int, is_last: bool, page: Strings, words: Strings) -> str:
    """Return what is said to a question, with what the reader can do about it.

    Args:
        turn: the question and its answer.
        number: of the turn, from 1; ids carry it.
        is_last: whether it is the chat's last turn, which alone can be asked again.
        page: the words of the page's own buttons.
        words: those for a question that got no answer.
    """
    done = actions(turn, is_last, page)
    if turn.answer is None:
        return (
            f'<div class="failed" id="answer-{number}" lang="{words.language}">'
            f"{literal(words.stale if turn.is_stale else words.failed)}{done}</div>"
        )
    return _filtered(turn, page) + answer_message(turn.answer, number, is_last, done)


def writing_message(turn: ChatTurn, number: int, page: Strings) -> str:
    """Return what is said so far to a question whose answer is still being written."""
    if turn.answer is None:
        return ""
    return _filtered(turn, page) + answer_message(
        turn.answer, number, False, writing_line(turn.answer, page)
    )


def _filtered(turn: ChatTurn, page: Strings) -> str:
    """Return what the reader had narrowed the search to."""
    phrases = prose(", ".join(scope_phrases(turn.scope, page)))
    if not phrases:
        return ""
    chip = f'<span class="chip">{phrases}</span>'
    return f'<p class="narrowed" lang="{page.language}">{page.filtered} {chip}</p>'


def answer_message(answer: Answer, turn: int, is_last: bool = True, done: str = "") -> str:
    """Return an answer or a refusal; ids carry the turn, counted from 1."""
    words = strings_for(answer.language)
    links = Links.of(answer, turn, words)
    head = _understood(answer, words) + _narrowed(answer, is_last, words)
    if answer.claims:
        differing = {claim for view in answer.views for claim in view.claims}
        agreed = [claim for claim in answer.claims if claim not in differing]
        body = render_conflicts(answer, links) + render_claims(agreed, links)
        body += _sureness(answer, words) + written(answer, links)
    else:
        body = _refusal(answer, links)
    kind = "answer" if answer.claims else "refusal"
    return (
        f'<div class="{kind}" id="answer-{turn}" lang="{words.language}">{head}{body}{done}</div>'
    )


def _understood(answer: Answer, words: Strings) -> str:
    if not answer.understood:
        return ""
    return (
        f'<p class="understood">{words.understood} <q>{prose(answer.understood)}</q> '
        f"{button('correct', words.change)}</p>"
    )


def _narrowed(answer: Answer, is_last: bool, words: Strings) -> str:
    """Return what the question itself narrowed the search to; the last can be taken off."""
    phrases = prose(", ".join(scope_phrases(answer.scope, words)))
    if not phrases:
        return ""
    chip = f'<span class="chip">{phrases}</span>'
    if is_last:
        chip += " " + button("widen", words.widen)
    return f'<p class="narrowed">{words.narrowed} {chip}</p>'


def _refusal(answer: Answer, links: Links) -> str:
    words = links.words
    link = f'<p><a class="see" href="#evidence-{links.turn}">{words.see_nearest}</a></p>'
    return (
        f'<p class="note">{literal(answer.note)}</p>{link if answer.passages else ""}'
        f"{_related(answer, links)}{_suggestions(answer, words)}"
    )


def _related(answer: Answer, links: Links) -> str:
    if not answer.related:
        return ""
    return (
        f'<div class="related"><p class="related-head">{links.words.related}</p>'
        f"{render_claims(answer.related, links)}</div>"
    )


def _suggestions(answer: Answer, words: Strings) -> str:
    if not answer.suggestions:
        return ""
    asked = "".join(f"<li>{button('suggested', each)}</li>" for each in answer.suggestions)
    return f'<div class="suggestions"><p>{words.suggestions}</p><ul role="list">{asked}</ul></div>'


def _sureness(answer: Answer, words: Strings) -> str:
    articles = len({citation.article.id for citation in answer.citations})
    return (
        f'<p class="sureness"><abbr title="{literal(percent(answer.confidence, words))}">'
        f"{sureness(answer.confidence, words)}</abbr> · "
        f"{counted(articles, words.articles_one, words.articles)}</p>"
    )
