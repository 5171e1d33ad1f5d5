"""Text in a message, as it is: Gradio reads a message as Markdown and cleans its HTML."""

import re

_SPACE = re.compile(r"\s+")


def literal(text: str) -> str:
    """Return text that neither Markdown nor HTML nor TeX makes anything of.

    Each ASCII sign is written as its number, so that there is no asterisk, dollar or colon left
    for anything to find. Line ends become `<br>`: an empty line would end the HTML block.
    """
    return "".join(_literal_character(character) for character in text)


def prose(text: str) -> str:
    """Return literal text on one line."""
    # A line end in a sentence or a name is the page's own, and `<br>` cannot stand in a title.
    return literal(_SPACE.sub(" ", text))


def button(act: str, label: str, title: str = "") -> str:
    """Return a button of a message; `chat.js` knows it by its class, `do-` and the act."""
    told = f' title="{prose(title)}"' if title else ""
    return f'<button type="button" class="do do-{act}"{told}>{prose(label)}</button>'


def _literal_character(character: str) -> str:
    if character == "\n":
        return "<br>"
    if character == " " or not character.isascii() or character.isalnum():
        return character
    return f"&#{ord(character)};"
