"""Ask a collection of news articles, and get an answer whose every claim can be opened.

>>> from qa import Assistant
>>> assistant = Assistant.from_articles("seeds")
>>> answer = assistant.ask("who was in Putin's delegation?")
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answer import Answer, Citation, Claim, View
    from qa.article import Article
    from qa.assistant import Assistant, NoArticlesError, ask
    from qa.library_error import LibraryError
    from qa.passage import Passage, RetrievedPassage
    from qa.scope import Days, Scope
    from qa.settings import Settings, SettingsError
    from qa.span import Span
    from qa.writing.opening import open_writer

_WHERE = {
    "Answer": "qa.answer",
    "Citation": "qa.answer",
    "Claim": "qa.answer",
    "Article": "qa.article",
    "Assistant": "qa.assistant",
    "NoArticlesError": "qa.assistant",
    "ask": "qa.assistant",
    "Passage": "qa.passage",
    "RetrievedPassage": "qa.passage",
    "Days": "qa.scope",
    "Scope": "qa.scope",
    "View": "qa.answer",
    "Settings": "qa.settings",
    "SettingsError": "qa.settings",
    "Span": "qa.span",
    "LibraryError": "qa.store",
    "open_writer": "qa.writing.opening",
}

DEFAULT_LIBRARY = ".tanya"
"""The folder of a library, where none is named: here, for `--help` tells it and cannot wait."""

__all__ = [
    "DEFAULT_LIBRARY",
    "Answer",
    "Article",
    "Assistant",
    "Citation",
    "Claim",
    "Days",
    "LibraryError",
    "NoArticlesError",
    "Passage",
    "RetrievedPassage",
    "Scope",
    "Settings",
    "SettingsError",
    "Span",
    "View",
    "ask",
    "open_writer",
]


def __getattr__(name: str) -> object:
    # Found when first used: `tanya --help` imports this package and must not wait for FAISS.
    if name not in _WHERE:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
