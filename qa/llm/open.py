"""Create the writer that the settings configure."""

from qa.llm.writer import Writer
from qa.reader.base import Reader
from qa.settings import LanguageModelSettings


def open_writer(settings: LanguageModelSettings, reader: Reader) -> Writer | None:
    """Create a writer for the configured language model; None where there is none.

    Makes no request before the first question.

    Raises:
        SettingsError: the URL is malformed.
    """
    if settings.url is None:
        return None
    from qa.llm.client import ChatCompletionsClient

    return Writer(ChatCompletionsClient.of(settings), reader, settings)
