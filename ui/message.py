"""What stands in the chat: a question, an answer with its citation links, a refusal.

Gradio reads a message as Markdown and cleans the HTML in it. Cleaning keeps `class`, `id`, `href`,
`title`, `role` and `lang`, and takes away `data-*` and `aria-*`; so the links are told by class and
href. Whatever is not ours goes through `literal`.
"""

from qa.answer import Answer, Citation, Claim
from ui.words import Words, counted, percent, sureness, words_in, written_date

MAX_QUESTION_CHARS = 1200


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
    numbers = {citation: n for n, citation in enumerate(answer.citations, start=1)}
    claims = "".join(_claim(claim, numbers, turn, words) for claim in answer.claims)
    sources = len({citation.article.id for citation in answer.citations})
    return (
        f'<div class="answer" id="answer-{turn}" lang="{words.language}">{claims}'
        f'<p class="sureness"><abbr title="{literal(percent(answer.confidence, words))}">'
        f"{sureness(answer.confidence, words)}</abbr> · "
        f"{counted(sources, words.source_one, words.sources)}"
        f' <button type="button" class="copy-answer" title="{words.copied}">{words.copy}'
        "</button></p></div>"
    )


def _refusal(answer: Answer, turn: int, words: Words) -> str:
    link = ""
    if answer.passages:
        link = f'<p><a class="see" href="#evidence-{turn}">{words.see_nearest}</a></p>'
    return (
        f'<div class="refusal" id="answer-{turn}" lang="{words.language}">'
        f"<p>{literal(answer.note)}</p>{link}</div>"
    )


def _claim(claim: Claim, numbers: dict[Citation, int], turn: int, words: Words) -> str:
    links = " ".join(
        _link(citation, numbers[citation], turn, words) for citation in claim.citations
    )
    return (
        f'<p class="claim"><span class="said"{_language(claim)}>{_said(claim)}</span> {links}</p>'
    )


def _link(citation: Citation, number: int, turn: int, words: Words) -> str:
    article = citation.article
    source = article.source or article.title
    title = literal(f"{source}, {written_date(article.published, words)}")
    return f'<a class="cite" href="#cite-{turn}-{number}" title="{title}">&#91;{number}&#93;</a>'


def _language(claim: Claim) -> str:
    citation = claim.citations[0]
    is_quoted = claim.text in citation.quote
    return f' lang="{literal(citation.article.language)}"' if is_quoted else ""


def _said(claim: Claim) -> str:
    """The claim's words; where they are quoted, with what was asked for set in strong type."""
    citation = claim.citations[0]
    offset = citation.quote.find(claim.text)
    if offset < 0:
        return literal(claim.text)
    at = first = citation.start + offset
    last = at + len(claim.text)
    inside = [m for m in citation.marks if first <= m.start and m.end <= last]
    if sum(m.end - m.start for m in inside) == len(claim.text):
        return literal(claim.text)
    said, text = "", citation.article.text
    for mark in inside:
        key = literal(text[mark.start : mark.end])
        said += f"{literal(text[at : mark.start])}<strong>{key}</strong>"
        at = mark.end
    return said + literal(text[at:last])


def _literal_character(character: str) -> str:
    if character == "\n":
        return "<br>"
    if character == " " or not character.isascii() or character.isalnum():
        return character
    return f"&#{ord(character)};"
