"""Every default, once. A setting that is not known is refused.

From Python: `Settings(retrieval=RetrievalSettings(k=12))`. From the environment, a section and a
name joined by two underscores: `TANYA_RETRIEVAL__K=12`.
"""

import os
from datetime import date
from pathlib import Path
from typing import Literal, Self

from platformdirs import user_cache_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadSettingsError

from embeddings.errors import TanyaError

_PREFIX = "TANYA_"

SURE_CONFIDENCE = 0.9
FAIRLY_SURE_CONFIDENCE = 0.5
"""The least confidence of an answer that is called sure, and of one that is called fairly sure."""


class SettingsError(TanyaError):
    """A setting is unknown or has a value that cannot be; the message names it."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EncoderSettings(_Section):
    """What turns text into vectors."""

    model: str = Field(default="bundled", min_length=1)
    """"bundled", or the name or the folder of any Sentence Transformers model."""

    cache_folder: Path = Field(default_factory=lambda: user_cache_path("tanya", appauthor=False))


class PassageSettings(_Section):
    """How articles are split."""

    max_article_chars: int = Field(default=2_000_000, ge=1)
    max_chars: int = Field(default=400, ge=1)
    overlap_chars: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _overlaps_less_than_it_holds(self) -> Self:
        if self.overlap_chars >= self.max_chars:
            raise ValueError(
                f"overlap_chars is {self.overlap_chars}; expected less than max_chars, which is "
                f"{self.max_chars}"
            )
        return self


class RetrievalSettings(_Section):
    """How passages are ranked: the cosine, and BM25 with a weight of its own.

    The weight of one language was set on 800 questions of FacQA's training split, that across
    languages on 350 English questions made of NTREX and sought in Indonesian (with a lexicon that
    had not seen it), the share of the mean that is taken from a question in another language (see
    `qa.store.vectors`) on the tuning gold questions.
    """

    k: int = Field(default=8, ge=1)
    candidates: int = Field(default=100, ge=1)
    narrow_rows: int = Field(default=20_000, ge=1)
    """A filter that accepts more rows is applied after the search (post-filtering)."""

    post_filter_factor: int = Field(default=20, ge=1)
    """Post-filtering searches for so many times as many candidates."""

    same_language_weight: float = Field(default=0.0017, ge=0)
    other_language_weight: float = Field(default=0.002, ge=0)
    other_language_centring: float = Field(default=0.5, ge=0, le=1)
    reranker: str = "identity"
    """The name of a re-ranker, see `qa.retrieval.rerankers`."""


class ReaderSettings(_Section):
    """How passages are read, and how what is read becomes a confidence."""

    window_chars: int = Field(default=700, ge=1)
    """The longest context window: a retrieved passage with the sentences around it."""

    max_model_tokens: int = Field(default=320, ge=1, le=400)
    """Of a text that the network reads at once; a longer one is read in overlapping windows."""

    model_overlap_tokens: int = Field(default=80, ge=0)
    """That two such windows share; less than `max_model_tokens`."""

    batch_tokens: int = Field(default=256, ge=1)
    """Of all rows that the network reads at once, unless one row alone is longer."""

    max_window_spans: int = Field(default=24, ge=1)
    """Answer spans kept of each window."""

    retrieval_weight: float = Field(default=20.0, ge=0)
    """What a passage's own score counts for beside a span's margin."""

    item_margin: float = Field(default=5.0, ge=0)
    """How far a span above "no answer" may lie behind the best of its window and still be an item
    of a list beside it."""

    close_margin: float = Field(default=2.0, ge=0)
    """How far a candidate of another sentence may lie behind the best, to be told beside it."""

    bias: float = -6.813
    log_odds_weight: float = 0.383
    retrieval_score_weight: float = 6.281
    cross_lingual_weight: float = 0.286
    score_lead_weight: float = 0.195
    max_score_lead: float = Field(default=4.0, gt=0)
    """The score lead is cut off here; it is this also where there is no rival."""

    min_same_answer_overlap: float = Field(default=0.5, ge=0, le=1)
    """Jaccard index of their words from which two candidates give the same answer."""

    alone_bias: float = 0.09
    alone_log_odds_weight: float = 0.42
    """Where one window was read, these are the bias and the only weight."""

    @model_validator(mode="after")
    def _windows_advance(self) -> Self:
        if self.model_overlap_tokens >= self.max_model_tokens:
            raise ValueError(
                f"model_overlap_tokens is {self.model_overlap_tokens}; expected less than "
                f"max_model_tokens, which is {self.max_model_tokens}"
            )
        return self


class ScopeSettings(_Section):
    """How the times that a question names are read."""

    today: date | None = None
    """What "last week" is counted from; the machine's day where there is none."""

    min_event_confidence: float = Field(default=0.6, ge=0, le=1)
    """Least confidence in the date of an event ("before the election"); else it is ignored."""

    max_event_days: int = Field(default=7, ge=1)
    """Longest date of an event; a longer one is too inexact for "before" and "after"."""


class ConversationSettings(_Section):
    """How follow-up questions are rewritten."""

    max_turns: int = Field(default=4, ge=1)
    """How many earlier answers are looked at; what is meant is seldom further back."""

    max_rewritten_chars: int = Field(default=300, ge=1)
    """A longer question is taken as standalone."""

    max_continuation_words: int = Field(default=8, ge=1)
    """Of a question without a name that may continue the topic of the last answer."""

    max_relational_words: int = Field(default=7, ge=1)
    """Of a question for a reply, a result or a cause, which is completed with what it is of."""

    max_elliptical_words: int = Field(default=6, ge=1)
    """Of the phrase in "and what about …?"."""

    max_item_words: int = Field(default=8, ge=1)
    """Of an answer that a later question may refer back to."""


class AnswerSettings(_Section):
    """What is said, and when nothing is.

    At the least confidence 79 in 100 of the tuning questions over a library of news that no article
    answers are refused.
    """

    min_confidence: float = Field(default=0.45, ge=0, le=1)
    max_sentences: int = Field(default=3, ge=1)
    """That new claims are taken from; the items of a list in one sentence count once."""

    max_support_score_gap: float = Field(default=7.0, ge=0)
    """How far a candidate may lie behind the best and still be heard for or against it."""

    min_support_margin: float = 0.0
    """How far above "no answer" it must be for that."""

    max_sides: int = Field(default=4, ge=2)
    """Told where publishers differ."""

    max_place_gap_chars: int = Field(default=40, ge=0)
    """Between two place names that an article gives as one place: a hall and its town."""

    news_days: int = Field(default=7, ge=0)
    """A date this near to the publication is that of the news, not of another event."""

    near_duplicate_shingle_words: int = Field(default=3, ge=1)
    near_duplicate_min_jaccard: float = Field(default=0.5, ge=0, le=1)
    """Jaccard index of their shingles from which two quotations are near-duplicates."""

    near_duplicate_min_words: int = Field(default=12, ge=0)
    """A shorter quotation is compared with its context: anyone may say so little."""

    near_duplicate_context_chars: int = Field(default=200, ge=0)
    """Of context on either side of such a quotation."""

    max_question_chars: int = Field(default=2000, ge=1)


class RefusalSettings(_Section):
    """What is offered where there is no answer."""

    max_related: int = Field(default=3, ge=0)
    min_related_chars: int = Field(default=40, ge=1)
    max_related_chars: int = Field(default=300, ge=1)
    """Of a sentence that is offered as a related claim."""

    related_entity_weight: float = Field(default=2.0, ge=0)
    """What naming the rarest entity counts for, beside 1 for the nearest passage."""

    related_lead_chars: int = Field(default=60, ge=0)
    """An entity named this early counts 1 more: the sentence is about it."""

    max_related_overlap: float = Field(default=0.4, ge=0, le=1)
    """Jaccard index of their words from which two sentences say nearly the same."""

    max_missing_words_checked: int = Field(default=40, ge=0)
    """Words of a question that are looked up in the articles."""

    max_suggestions: int = Field(default=2, ge=0)
    max_suggestions_tried: int = Field(default=4, ge=0)
    """Each takes the reading of one passage."""

    min_suggestion_confidence: float = Field(default=0.75, ge=0, le=1)


class ChatSettings(_Section):
    """Where the chat listens."""

    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=1, le=65535)
    """The first free port from 7860 up where there is none."""


class ServerSettings(_Section):
    """What programs that ask over HTTP, or as a tool, may ask of the machine."""

    max_waiting: int = Field(default=64, ge=1)
    """Questions that wait for their turn, on the page as over HTTP; one more is told to come again.
    """

    max_requests_a_minute: int = Field(default=600, ge=1)
    """That one client sends, not counting what it only reads."""

    max_remembered: int = Field(default=64, ge=1)
    """Answers kept for the follow-ups to them."""

    max_body_bytes: int = Field(default=131_072, ge=1024)
    """Of a request; the page's own may have more, see below."""

    max_page_bytes: int = Field(default=268_435_456, ge=1024)
    """Of a request of the page: the files that are added at once."""


class ReadingSettings(_Section):
    """What a file may need to be read, when articles are added to a library."""

    max_file_s: float = Field(default=60.0, gt=0)
    """Until the next article of it is there."""

    max_memory_bytes: int = Field(default=2_000_000_000, ge=500_000_000)
    max_packed_bytes: int = Field(default=50_000_000, ge=1)
    """Of a compressed file (PDF, Word), and of what it unpacks to."""

    max_pages: int = Field(default=5_000, ge=1)
    """Of a PDF."""


class UploadSettings(_Section):
    """What may be added on the page."""

    max_files: int = Field(default=100, ge=1)
    """At once."""

    max_file_bytes: int = Field(default=20_000_000, ge=1)


class MilvusSettings(_Section):
    """A Milvus server that keeps a library."""

    token: SecretStr | None = None
    """As "user:password", or the key of a hosted one. From the environment only."""

    timeout_s: float = Field(default=60, gt=0)
    """For any one thing that it is asked for."""

    shards: int = Field(default=1, ge=1)
    """Of each table: so many nodes write at once. Counts when the library is made."""

    replicas: int = Field(default=1, ge=1)
    """Of each table in memory: so many groups of nodes answer at once, and may fail."""

    vector_index: str = Field(default="AUTOINDEX", pattern="^[A-Z][A-Z0-9_]*$")
    """What finds vectors, by Milvus's name for it. Counts when the library is made."""


class DaskSettings(_Section):
    """A Dask cluster whose workers make articles ready for a library."""

    connect_timeout_s: float = Field(default=10, gt=0)
    no_worker_timeout_s: float = Field(default=60, gt=0)
    """How long there may be no worker at all."""


class LanguageModelSettings(_Section):
    """A language model, where there is one: any endpoint that speaks as OpenAI's does."""

    url: str | None = None
    """As "http://127.0.0.1:11434/v1". Without it no model is asked."""

    model: str | None = None
    """Its name; where the endpoint has just one, that one unless given."""

    key: SecretStr | None = None
    """From the environment only; it is sent to the endpoint, and neither kept nor shown."""

    connect_timeout_s: float = Field(default=5, gt=0)
    first_word_timeout_s: float = Field(default=60, gt=0)
    """A model that is still being loaded takes its time."""

    timeout_s: float = Field(default=180, gt=0)
    """For all that is written to one question."""

    max_retries: int = Field(default=2, ge=0)
    max_tokens: int = Field(default=400, ge=1)
    """Written to one question."""

    max_quotations: int = Field(default=8, ge=1)
    """Shown to the model."""

    unsupported: Literal["drop", "strike"] = "drop"
    """Whether a sentence that no quotation supports is left out, or shown struck through."""


class Settings(BaseSettings):
    """All of them."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    encoder: EncoderSettings = EncoderSettings()
    passage: PassageSettings = PassageSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    reader: ReaderSettings = ReaderSettings()
    scope: ScopeSettings = ScopeSettings()
    conversation: ConversationSettings = ConversationSettings()
    answer: AnswerSettings = AnswerSettings()
    refusal: RefusalSettings = RefusalSettings()
    chat: ChatSettings = ChatSettings()
    reading: ReadingSettings = ReadingSettings()
    upload: UploadSettings = UploadSettings()
    server: ServerSettings = ServerSettings()
    milvus: MilvusSettings = MilvusSettings()
    dask: DaskSettings = DaskSettings()
    llm: LanguageModelSettings = LanguageModelSettings()

    def with_language_model(self, url: str | None, model: str | None) -> "Settings":
        """Return the settings with the address and the name of another model, where given.

        A key that was set for one address does not go to another.
        """
        given: dict[str, str | None] = {
            name: value for name, value in (("url", url), ("model", model)) if value
        }
        if url and self.llm.url not in (None, url):
            given["key"] = None
        return self.model_copy(update={"llm": self.llm.model_copy(update=given)})


def read_settings() -> Settings:
    """Return the defaults, as changed by the environment.

    Raises:
        SettingsError: the environment names a setting that is not known, or a value that cannot be.
    """
    _refuse_unknown_sections()
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = _PREFIX + "__".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name} is {first['input']!r}: {first['msg']}") from error
    except UnreadSettingsError as error:
        raise SettingsError(f"{error}; set {_PREFIX}SECTION__NAME instead") from error


def _refuse_unknown_sections() -> None:
    # pydantic-settings refuses unknown names of a section, but passes over unknown sections.
    sections = tuple(Settings.model_fields)
    for name in (name for name in os.environ if name.upper().startswith(_PREFIX)):
        asked = name[len(_PREFIX) :].lower()
        section, double, rest = asked.partition("__")
        misspelled = double and (section not in sections or not rest)
        joined_by_one = not double and asked.startswith(tuple(f"{s}_" for s in sections))
        if misspelled or joined_by_one:
            known = ", ".join(f"{_PREFIX}{section.upper()}__…" for section in sections)
            raise SettingsError(f"{name} is no setting; expected one of {known}")
