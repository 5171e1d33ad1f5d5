"""Ask a collection of news articles, and get an answer whose every claim can be opened.

>>> from qa import Assistant
>>> assistant = Assistant.from_articles("seeds")
>>> answer = assistant.ask("who was in Putin's delegation?")
"""

from qa.answer import Answer, Citation, Claim
from qa.article import Article
from qa.assistant import Assistant, NoArticlesError, ask
from qa.passage import Passage, RetrievedPassage
from qa.settings import Settings, SettingsError
from qa.span import Span
from qa.store import LibraryError

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "Citation",
    "Claim",
    "LibraryError",
    "NoArticlesError",
    "Passage",
    "RetrievedPassage",
    "Settings",
    "SettingsError",
    "Span",
    "ask",
]
