"""Every default, once. A setting that is not known is refused.

From Python: `Settings(retrieval=RetrievalSettings(k=12))`. From the environment, a section and a
name joined by two underscores: `TANYA_RETRIEVAL__K=12`.
"""

from pathlib import Path

from platformdirs import user_cache_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

LIBRARY_FOLDER = Path(".tanya")


class SettingsError(Exception):
    """A setting is unknown or has a value that cannot be; the message names it."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EncoderSettings(_Section):
    """What turns text into vectors."""

    model: str = "bundled"
    """"bundled", or the name or the folder of any Sentence Transformers model."""

    cache_folder: Path = Field(default_factory=lambda: user_cache_path("tanya", appauthor=False))


class PassageSettings(_Section):
    """How articles are split."""

    max_article_chars: int = Field(default=2_000_000, ge=1)
    max_chars: int = Field(default=400, ge=1)
    overlap_chars: int = Field(default=0, ge=0)


class RetrievalSettings(_Section):
    """How passages are ranked: the cosine, and BM25 with a weight of its own.

    The weights were set on 800 questions of FacQA's training split.
    """

    k: int = Field(default=8, ge=1)
    candidates: int = Field(default=100, ge=1)
    same_language_weight: float = Field(default=0.0017, ge=0)
    other_language_weight: float = Field(default=0.0010, ge=0)


class AnswerSettings(_Section):
    """What is said, and when nothing is."""

    min_confidence: float = Field(default=0.5, ge=0, le=1)
    max_claims: int = Field(default=3, ge=1)
    max_question_chars: int = Field(default=2000, ge=1)


class ChatSettings(_Section):
    """Where the chat listens."""

    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)


class Settings(BaseSettings):
    """All of them."""

    model_config = SettingsConfigDict(
        env_prefix="TANYA_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    encoder: EncoderSettings = EncoderSettings()
    passage: PassageSettings = PassageSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    answer: AnswerSettings = AnswerSettings()
    chat: ChatSettings = ChatSettings()


def read_settings() -> Settings:
    """Return the defaults, as changed by the environment.

    Raises:
        SettingsError: the environment names a setting that is not known, or a value that cannot be.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "TANYA_" + "__".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name} is {first['input']!r}: {first['msg']}") from error
