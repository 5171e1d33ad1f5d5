"""The frame of the page: its title bar, status lines, the window for an article, styles, script."""

from importlib.resources import files
from pathlib import Path

from ui.html.templates import render_html
from ui.strings.phrases import Strings

SCRIPTS = ("chat.js", "chats.js", "start.js")


def title_bar(words: Strings) -> str:
    """Render the name and the promise."""
    return render_html("title_bar.html", words=words)


def skip_link(words: Strings) -> str:
    """Render the first link of the page, seen only where it has the focus."""
    return render_html("skip_link.html", words=words)


def chats_menu(words: Strings) -> str:
    """Render the button for a new chat, and the folded menu that `chats.js` lists chats in."""
    return render_html("chats_menu.html", words=words)


def article_window() -> str:
    """Render the empty window that `chat.js` opens an article in."""
    return render_html("article_window.html")


def data_notice(host: str, words: Strings) -> str:
    """Render where questions and quotations are sent; empty where they stay on this machine."""
    return render_html("data_notice.html", host=host, words=words)


def status_line(status: str, words: Strings, can_cancel: bool = False) -> str:
    """Render what the box is being used for, or what could not be done; empty for neither."""
    return render_html("status_line.html", status=status, words=words, can_cancel=can_cancel)


def stylesheet() -> str:
    """Return the page's own styles."""
    return files("ui.html").joinpath("chat.css").read_text(encoding="utf-8")


def icon() -> Path:
    """Return the path of the page's icon."""
    return Path(__file__).with_name("icon.svg")


def script() -> str:
    """Return what the browser runs once: the page's listeners, of all files in one scope."""
    parts = (files("ui.html").joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)
    return "\n".join(parts)
