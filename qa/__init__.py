"""Question answering over news articles, with a verbatim citation for every claim.

>>> from qa import Assistant
>>> assistant = Assistant.from_articles("seeds")
>>> answer = assistant.ask("who was in Putin's delegation?")
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.assistant import Assistant, NoArticlesError, ask
    from qa.llm.open import open_writer
    from qa.schema.answer import Answer, Claim, View
    from qa.schema.article import Article
    from qa.schema.citation import Citation
    from qa.schema.filters import DateRange, SearchFilter
    from qa.schema.passage import Passage, RetrievedPassage
    from qa.schema.span import Span
    from qa.settings import Settings, SettingsError
    from qa.store.errors import LibraryError

_MODULES = {
    "Answer": "qa.schema.answer",
    "Citation": "qa.schema.citation",
    "Claim": "qa.schema.answer",
    "Article": "qa.schema.article",
    "Assistant": "qa.assistant",
    "NoArticlesError": "qa.assistant",
    "ask": "qa.assistant",
    "Passage": "qa.schema.passage",
    "RetrievedPassage": "qa.schema.passage",
    "DateRange": "qa.schema.filters",
    "SearchFilter": "qa.schema.filters",
    "View": "qa.schema.answer",
    "Settings": "qa.settings",
    "SettingsError": "qa.settings",
    "Span": "qa.schema.span",
    "LibraryError": "qa.store.errors",
    "open_writer": "qa.llm.open",
}

DEFAULT_LIBRARY = ".tanya"
"""The default folder of a library; defined here so that `--help` need not import the assistant."""

__all__ = [
    "DEFAULT_LIBRARY",
    "Answer",
    "Article",
    "Assistant",
    "Citation",
    "Claim",
    "DateRange",
    "LibraryError",
    "NoArticlesError",
    "Passage",
    "RetrievedPassage",
    "SearchFilter",
    "Settings",
    "SettingsError",
    "Span",
    "View",
    "ask",
    "open_writer",
]


def __getattr__(name: str) -> object:
    # Imported on first use: `tanya --help` imports this package and must not wait for FAISS.
    if name not in _MODULES:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
