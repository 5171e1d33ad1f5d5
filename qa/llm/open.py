"""The writer that the settings ask for, if they ask for one."""

from qa.llm.writer import Writer
from qa.reader.base import Reader
from qa.settings import LanguageModelSettings


def open_writer(settings: LanguageModelSettings, reader: Reader) -> Writer | None:
    """Return what writes with the language model that is set; None where none is.

    Nothing is asked of the endpoint before the first question.

    Raises:
        SettingsError: the address cannot be one.
    """
    if settings.url is None:
        return None
    from qa.llm.client import ChatCompletionsClient

    return Writer(ChatCompletionsClient.of(settings), reader, settings)
