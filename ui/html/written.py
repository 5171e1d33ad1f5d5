"""What a language model wrote about an answer's quotations, as HTML for the chat.

It stands under the exact answer. Its sentences are text and nothing else: neither Markdown nor HTML
nor an address in them comes to anything.
"""

from qa.schema.answer import Answer
from qa.schema.written import Written, WrittenSentence
from ui.html.cited import Links
from ui.html.highlight import safe
from ui.html.literal import button, prose
from ui.strings.page import Strings, counted
from ui.strings.writing import WritingStrings, writing_strings_for


def written(answer: Answer, links: Links) -> str:
    """Return what was written so far; empty where no model was asked."""
    told = answer.written
    if told is None:
        return ""
    words = writing_strings_for(answer.language)
    sentences = " ".join(_sentence(each, links, words) for each in told.sentences)
    text = ""
    if sentences:
        head = f'<p class="written-head">{prose(words.head)}</p>'
        text = f'{head}<p class="written-text">{sentences}</p>'
    about = _about(told, words)
    return f'<div class="written">{text}{about}</div>' if text or about else ""


def writing_line(answer: Answer, page: Strings) -> str:
    """Return that the model is writing, and how to stop it."""
    words = writing_strings_for(answer.language)
    model = answer.written.model if answer.written else ""
    told = prose(words.writing.format(model=model or words.model))
    return (
        f'<div class="working"><span role="status">{told}</span> {button("stop", page.stop)}</div>'
    )


def sent_line(host: str, page: Strings) -> str:
    """Return where questions and quotations are sent; empty where they stay on this machine."""
    if not host:
        return ""
    told = writing_strings_for(page.language).sent.format(host=host)
    return f'<p class="sent" lang="{page.language}">{safe(told)}</p>'


def _sentence(sentence: WrittenSentence, links: Links, words: WritingStrings) -> str:
    if not sentence.is_supported:
        note = f'<span class="unsupported">({prose(words.unsupported)})</span>'
        return f"<s>{prose(sentence.text)}</s> {note}"
    numbers = " ".join(map(links.number, sentence.citations))
    mark = f'<span class="supported" role="img" title="{prose(words.supported)}">✓</span>'
    return f"{prose(sentence.text)}\u00a0{numbers}\u00a0{mark}"


def _about(told: Written, words: WritingStrings) -> str:
    if not told.is_done:
        return ""
    return f'<p class="written-by" role="status">{prose(about_written(told, words))}</p>'


def about_written(told: Written, words: WritingStrings) -> str:
    """Return who wrote it, what was left out, and why there is no more of it."""
    parts: list[str] = []
    model = told.model or words.model
    if told.sentences:
        parts.append(words.by.format(model=model))
    elif told.trouble is None:
        parts.append(words.nothing.format(model=model))
    if told.dropped and told.sentences:
        parts.append(counted(told.dropped, words.dropped_one, words.dropped))
    if told.trouble is not None:
        parts.append(words.troubles[told.trouble])
    return " ".join(parts)
