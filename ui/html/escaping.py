"""Escape text for HTML, and for chat messages, which Gradio reads as Markdown.

Which of the two a template needs is settled by the environment that fills it in: see `templates`.
"""

import re
from html import escape

_WHITE_SPACE = re.compile(r"\s+")
_SIGN_CODES = {n: f"&#{n};" for n in range(128) if not (chr(n).isalnum() or chr(n) == " ")}
_MARKDOWN_ESCAPES = _SIGN_CODES | {ord("\n"): "<br>"}


def escape_html(text: str) -> str:
    """Escape text for an element or a double-quoted attribute; every character is kept."""
    # A browser turns a bare carriage return into a line feed while parsing.
    return escape(text, quote=True).replace("\r", "&#13;")


def escape_markdown(text: str) -> str:
    """Escape text so that neither Markdown nor HTML nor TeX finds markup in it.

    Each ASCII sign is written as its number, so that there is no asterisk, dollar or colon left
    for anything to find. Line ends become `<br>`: an empty line would end the HTML block.
    """
    return text.translate(_MARKDOWN_ESCAPES)


def escape_markdown_line(text: str) -> str:
    """Escape text as `escape_markdown` does, with every run of white space as one space.

    For sentences, names and attributes, in which a line end has no meaning and `<br>` no place.
    """
    return escape_markdown(_WHITE_SPACE.sub(" ", text))
