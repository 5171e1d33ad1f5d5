"""The frame of the page: its title bar, the window an article opens in, its styles and script.

Nothing here comes from an article or a question.
"""

from importlib.resources import files
from pathlib import Path

from ui.strings.page import Strings

SCRIPTS = ("chat.js", "chats.js", "start.js")


def title_bar(words: Strings) -> str:
    """Return the name and the promise."""
    return (
        f'<header class="title-bar" lang="{words.language}"><h1>Tanya</h1>'
        f'<p class="promise">{words.promise}</p></header>'
    )


def skip_link(words: Strings) -> str:
    """Return the first link of the page, seen only where it has the focus."""
    return f'<a class="skip" href="#question" lang="{words.language}">{words.skip}</a>'


def chats_menu(words: Strings) -> str:
    """Return the button for a new chat, and the folded menu that `chats.js` lists chats in."""
    buttons = "".join(
        f'<button type="button" class="do do-save-{form}">{label}</button>'
        for form, label in (("markdown", words.save_markdown), ("json", words.save_json))
    )
    return (
        f'<nav lang="{words.language}" aria-label="{words.chats}">'
        f'<details class="menu" id="chats"><summary>{words.chats}</summary><div class="inside">'
        f'<ul role="list" id="chat-list" data-delete="{words.delete_chat}"'
        f' data-locale="{words.language}"></ul>'
        f'<p class="no-chats">{words.no_chats}</p>'
        f'<p class="saving" hidden>{buttons}</p></div></details>'
        f'<button type="button" id="new-chat" class="do do-new">{words.new_chat}</button></nav>'
    )


def article_window() -> str:
    """Return the empty window that `chat.js` opens an article in."""
    return '<dialog id="article-window" aria-labelledby="article-title"></dialog>'


def stylesheet() -> str:
    """Return the page's own styles."""
    return files("ui.html").joinpath("chat.css").read_text(encoding="utf-8")


def icon() -> Path:
    """Return where the page's icon lies."""
    return Path(__file__).with_name("icon.svg")


def script() -> str:
    """Return what the browser runs once: the page's listeners, of all files in one scope."""
    parts = (files("ui.html").joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)
    return "\n".join(parts)
