"""Fixtures of the user interface: a scripted assistant, and a parser of HTML."""

import pytest
from fakes.html_page import HtmlPage
from fakes.scripted_assistant import ScriptedAssistant


@pytest.fixture(scope="session")
def parsed() -> type[HtmlPage]:
    """The parser of HTML."""
    return HtmlPage


@pytest.fixture(scope="session")
def assistant() -> ScriptedAssistant:
    """The assistant behind the pages."""
    return ScriptedAssistant()
