"""The frame of the page: its title bar, the window an article opens in, its styles and script.

Nothing here comes from an article or a question.
"""

from importlib.resources import files
from pathlib import Path

from ui.words import Words


def title_bar(words: Words) -> str:
    """Return the name and the promise."""
    return (
        f'<header class="title-bar"><h1>Tanya</h1><p class="promise">{words.promise}</p></header>'
    )


def article_window() -> str:
    """Return the empty window that `chat.js` opens an article in."""
    return '<dialog id="article-window" aria-labelledby="article-title"></dialog>'


def stylesheet() -> str:
    """Return the page's own styles."""
    return files("ui").joinpath("chat.css").read_text(encoding="utf-8")


def icon() -> Path:
    """Return where the page's icon lies."""
    return Path(__file__).with_name("icon.svg")


def script() -> str:
    """Return what the browser runs once: the page's listeners."""
    return files("ui").joinpath("chat.js").read_text(encoding="utf-8")
