"""What stands in the chat: a question, an answer with its citation links, a refusal.

Gradio reads a message as Markdown and cleans the HTML in it. Cleaning keeps `class`, `id`, `href`,
`title`, `role` and `lang`, and takes away `data-*` and `aria-*`; so the links are told by class and
href. Whatever is not ours goes through `literal`.
"""

import re
from collections.abc import Set
from dataclasses import dataclass

from qa.answer import Answer, Citation, Claim
from qa.article import Article
from ui.statement import Statement, is_in_quotation, is_quotation, statements
from ui.words import Words, counted, percent, sureness, words_in, written_date

MAX_QUESTION_CHARS = 1200

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Links:
    """The links to one answer's citations."""

    turn: int
    numbers: dict[Citation, int]
    words: Words

    def number(self, citation: Citation) -> str:
        """Return a link that shows the citation's number."""
        return self._link(citation, "")

    def named(self, citation: Citation) -> str:
        """Return a link that shows the citation's number and who published it."""
        return self._link(citation, f" {_publisher(citation.article)}")

    def _link(self, citation: Citation, name: str) -> str:
        article, number = citation.article, self.numbers[citation]
        source = article.source or article.title
        title = _prose(f"{source}, {written_date(article.published, self.words)}")
        return (
            f'<a class="cite" href="#cite-{self.turn}-{number}" title="{title}">'
            f"&#91;{number}&#93;{name}</a>"
        )


def literal(text: str) -> str:
    """Return text that neither Markdown nor HTML nor TeX makes anything of.

    Each ASCII sign is written as its number, so that there is no asterisk, dollar or colon left
    for anything to find. Line ends become `<br>`: an empty line would end the HTML block.
    """
    return "".join(_literal_character(character) for character in text)


def question_message(question: str) -> str:
    """Return a question as it was typed; a very long one is cut and says how long it is."""
    cut = question[:MAX_QUESTION_CHARS]
    rest = f"… ({len(question):,})" if len(question) > len(cut) else ""
    return f'<div class="question">{literal(cut + rest)}</div>'


def working_message(articles: int, words: Words) -> str:
    """Return what is shown while the articles are looked through."""
    phrase = literal(counted(articles, words.working_one, words.working))
    return f'<div class="working" role="status">{phrase}</div>'


def failed_message(words: Words) -> str:
    """Return what is shown where asking raised an exception."""
    return f'<div class="failed" lang="{words.language}">{literal(words.failed)}</div>'


def answer_message(answer: Answer, turn: int) -> str:
    """Return an answer or a refusal; ids carry the turn, counted from 1."""
    words = words_in(answer.language)
    if not answer.claims:
        return _refusal(answer, turn, words)
    stated = statements(answer)
    links = _Links(turn, {cited: n for n, cited in enumerate(answer.citations, start=1)}, words)
    shown = frozenset(statement.citation for statement in stated)
    said = "".join(_statement(statement, shown, links) for statement in stated)
    return (
        f'<div class="answer" id="answer-{turn}" lang="{words.language}">{said}'
        f"{_sureness(answer, words)}</div>"
    )


def _refusal(answer: Answer, turn: int, words: Words) -> str:
    link = ""
    if answer.passages:
        link = f'<p><a class="see" href="#evidence-{turn}">{words.see_nearest}</a></p>'
    return (
        f'<div class="refusal" id="answer-{turn}" lang="{words.language}">'
        f"<p>{literal(answer.note)}</p>{link}</div>"
    )


def _sureness(answer: Answer, words: Words) -> str:
    sources = len({citation.article.id for citation in answer.citations})
    return (
        f'<p class="sureness"><abbr title="{literal(percent(answer.confidence, words))}">'
        f"{sureness(answer.confidence, words)}</abbr> · "
        f"{counted(sources, words.source_one, words.sources)}"
        f' <button type="button" class="copy-answer" title="{words.copied}">{words.copy}'
        "</button></p>"
    )


def _statement(statement: Statement, shown: Set[Citation], links: _Links) -> str:
    tag = "li" if len(statement.claims) > 1 else "p"
    said = "".join(_claim(claim, tag, links) for claim in statement.claims)
    if tag == "li":
        said = f'<ul role="list">{said}</ul>'
    quoted = "" if statement.is_whole else _quotation(statement.citation)
    return (
        f'<div class="statement">{said}{quoted}'
        f'<p class="by">{_by(statement.citation.article, links.words)}'
        f"{_also(statement, shown, links)}</p></div>"
    )


def _claim(claim: Claim, tag: str, links: _Links) -> str:
    is_whole = is_quotation(claim)
    said = _quoted(claim.citations[0]) if is_whole else literal(claim.text)
    return (
        f'<{tag} class="claim{" whole" if is_whole else ""}">'
        # The space does not break: a number alone on a line would belong to nothing.
        f'<span class="said"{_language(claim)}>{said}</span>\u00a0'
        f"{' '.join(map(links.number, claim.citations))}</{tag}>"
    )


def _language(claim: Claim) -> str:
    language = literal(claim.citations[0].article.language)
    return f' lang="{language}"' if is_in_quotation(claim) else ""


def _quotation(citation: Citation) -> str:
    language = literal(citation.article.language)
    return f'<blockquote class="quoted" lang="{language}">{_quoted(citation)}</blockquote>'


def _quoted(citation: Citation) -> str:
    """Return the words quoted, with what was asked for set in strong type; not if it is all."""
    marks = citation.marks
    if sum(mark.end - mark.start for mark in marks) == len(citation.quote):
        marks = ()
    text, at, said = citation.article.text, citation.start, ""
    for mark in marks:
        said += _prose(text[at : mark.start])
        said += f"<strong>{_prose(text[mark.start : mark.end])}</strong>"
        at = mark.end
    return said + _prose(text[at : citation.end])


def _by(article: Article, words: Words) -> str:
    return f"{_publisher(article)} · {literal(written_date(article.published, words))}"


def _publisher(article: Article) -> str:
    """Return who published an article, or else what it is called, in its own language."""
    if article.source:
        return _prose(article.source)
    return f'<span lang="{literal(article.language)}">{_prose(article.title)}</span>'


def _also(statement: Statement, shown: Set[Citation], links: _Links) -> str:
    """Return who else says it, of those whose words are not shown in this answer."""
    others = [citation for citation in statement.citations if citation not in shown]
    if not others:
        return ""
    named = ", ".join(map(links.named, others))
    return f'<span class="also">{links.words.also} {named}</span>'


def _prose(text: str) -> str:
    # A line end in a sentence or a name is the page's own, and `<br>` cannot stand in a title.
    return literal(_SPACE.sub(" ", text))


def _literal_character(character: str) -> str:
    if character == "\n":
        return "<br>"
    if character == " " or not character.isascii() or character.isalnum():
        return character
    return f"&#{ord(character)};"
