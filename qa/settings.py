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
    """Hybrid retrieval: cosine similarity plus weighted BM25.

    `bm25_weight` was tuned on 800 questions of FacQA's training split; `cross_lingual_bm25_weight`
    on 350 English questions made from NTREX with Indonesian passages, and a lexicon that had not
    seen them; `cross_lingual_centring` on the tuning split of the gold questions.
    """

    k: int = Field(default=8, ge=1)
    """Passages that are read."""

    candidates: int = Field(default=100, ge=1)
    """Hits of dense search and of BM25, each, in each language."""

    max_prefilter_rows: int = Field(default=20_000, ge=1)
    """A filter that accepts more rows is applied after the search (post-filtering)."""

    post_filter_factor: int = Field(default=20, ge=1)
    """Post-filtering multiplies the number of candidates by this."""

    bm25_weight: float = Field(default=0.0017, ge=0)
    cross_lingual_bm25_weight: float = Field(default=0.002, ge=0)
    cross_lingual_centring: float = Field(default=0.5, ge=0, le=1)
    """Share of the passages' mean vector that is subtracted from the question's."""

    reranker: str = "identity"
    """Name of the re-ranker, see `qa.retrieval.rerankers`."""


class ReaderSettings(_Section):
    """Reading, and the calibration of its confidence (see `qa.reader.calibration`)."""

    window_chars: int = Field(default=700, ge=1)
    """Length of a context window: a retrieved passage with the sentences around it."""

    max_model_tokens: int = Field(default=320, ge=1, le=400)
    """Length of text in one row of the network; longer text is read in overlapping windows."""

    model_overlap_tokens: int = Field(default=80, ge=0)
    """Overlap of two such windows; less than `max_model_tokens`."""

    batch_tokens: int = Field(default=256, ge=1)
    """Size of a batch, padding included; a longer row is a batch of its own."""

    max_window_spans: int = Field(default=24, ge=1)
    """Answer spans kept of each window."""

    retrieval_weight: float = Field(default=20.0, ge=0)
    """Weight of the retrieval score, added to a span's margin."""

    item_margin: float = Field(default=5.0, ge=0)
    """Largest gap to the best span of a window at which another span is an item of a list."""

    score_margin: float = Field(default=2.0, ge=0)
    """Largest gap to the best candidate's score at which another is a top candidate."""

    bias: float = -6.813
    log_odds_weight: float = 0.383
    retrieval_score_weight: float = 6.281
    cross_lingual_weight: float = 0.286
    score_lead_weight: float = 0.195
    """Bias and feature weights of the calibration."""

    max_score_lead: float = Field(default=4.0, gt=0)
    """Upper limit of the score lead, and its value where no candidate has a different answer."""

    min_same_answer_overlap: float = Field(default=0.5, ge=0, le=1)
    """Jaccard index of their words from which two candidates give the same answer."""

    single_window_bias: float = 0.09
    single_window_log_odds_weight: float = 0.42
    """Bias and only weight of the calibration where a single window was read."""

    @model_validator(mode="after")
    def _windows_advance(self) -> Self:
        if self.model_overlap_tokens >= self.max_model_tokens:
            raise ValueError(
                f"model_overlap_tokens is {self.model_overlap_tokens}; expected less than "
                f"max_model_tokens, which is {self.max_model_tokens}"
            )
        return self


class ScopeSettings(_Section):
    """Dates that a question names."""

    today: date | None = None
    """Reference date of "last week"; the machine's date where there is none."""

    min_event_confidence: float = Field(default=0.6, ge=0, le=1)
    """Least confidence in the date of an event ("before the election"), which is ignored below."""

    max_event_days: int = Field(default=7, ge=1)
    """An event whose date is this long or longer is too inexact for "before" and "after"."""


class ConversationSettings(_Section):
    """Rewriting of follow-up questions."""

    max_turns: int = Field(default=4, ge=1)
    """Earlier answers that a question may refer to."""

    max_rewritten_chars: int = Field(default=300, ge=1)
    """A longer question is taken as standalone."""

    max_continuation_words: int = Field(default=8, ge=1)
    """Length of a question without a name that may continue the topic of the last answer."""

    max_relational_words: int = Field(default=7, ge=1)
    """Length of a question for a reply, a result or a cause that lacks what it is of."""

    max_elliptical_words: int = Field(default=6, ge=1)
    """Length of the phrase in "and what about …?"."""

    max_item_words: int = Field(default=8, ge=1)
    """Length of an answer that a later question may refer to."""


class AnswerSettings(_Section):
    """Composing an answer: abstention, support, conflicts and near-duplicates.

    At the default `min_confidence`, 79 of 100 unanswerable tuning questions are refused, over a
    library of news.
    """

    min_confidence: float = Field(default=0.45, ge=0, le=1)
    """Least confidence of an answer; below it the answer is an abstention."""

    max_sentences: int = Field(default=3, ge=1)
    """Sentences that claims are taken from; all items of a list in one sentence count once."""

    max_support_score_gap: float = Field(default=7.0, ge=0)
    """Largest gap to the best candidate's score at which another supports or contradicts it."""

    min_support_margin: float = 0.0
    """Least margin above "no answer" of such a candidate."""

    max_sides: int = Field(default=4, ge=2)
    """Sides of a conflict that are shown."""

    max_place_gap_chars: int = Field(default=40, ge=0)
    """Characters between two place names that together name one place: a hall and its town."""

    news_days: int = Field(default=7, ge=0)
    """A date at most this far from the publication is that of the news, not of another event."""

    near_duplicate_shingle_words: int = Field(default=3, ge=1)
    near_duplicate_min_jaccard: float = Field(default=0.5, ge=0, le=1)
    """Jaccard index of their shingles from which two quotations are near-duplicates."""

    near_duplicate_min_words: int = Field(default=12, ge=0)
    """A shorter quotation is compared with its context: short ones are alike by chance."""

    near_duplicate_context_chars: int = Field(default=200, ge=0)
    """Context on either side of a short quotation."""

    max_question_chars: int = Field(default=2000, ge=1)
    """A longer question is refused."""


class RefusalSettings(_Section):
    """What a refusal offers: missing words, related claims and suggested questions."""

    max_missing_words_checked: int = Field(default=40, ge=0)
    """Words of a question that are looked up in the articles."""

    max_related: int = Field(default=3, ge=0)
    min_related_chars: int = Field(default=40, ge=1)
    max_related_chars: int = Field(default=300, ge=1)
    """Number of related claims, and the length of their sentences."""

    related_entity_weight: float = Field(default=2.0, ge=0)
    """Weight of the rarest entity in the ranking; the nearest passage has 1."""

    related_lead_chars: int = Field(default=60, ge=0)
    """An entity within the first so many characters adds 1: the sentence is about it."""

    max_related_overlap: float = Field(default=0.4, ge=0, le=1)
    """Jaccard index of their words from which two sentences are near-duplicates."""

    max_suggestions: int = Field(default=2, ge=0)
    max_suggestions_tried: int = Field(default=4, ge=0)
    """Questions suggested, and generated questions given to the reader, one passage each."""

    min_suggestion_confidence: float = Field(default=0.75, ge=0, le=1)
    """Least confidence of the reader in the answer to a suggested question."""


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

    allowed_hosts: tuple[str, ...] = ()
    """Names besides this machine's own by which the server may be asked, as a proxy's."""

    root_path: str = Field(default="", pattern=r"^(?:/[\w./-]*[\w-])?$")
    """The path that a reverse proxy takes off before it passes a request on: "/tanya"."""

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

    columns: dict[Literal["text", "title", "published", "author", "source", "url", "id"], str] = {}
    """The columns of tables and JSON that hold a field, where their names do not say it."""


class FetchSettings(_Section):
    """What may be fetched, of the addresses that `tanya index` is given."""

    timeout_s: float = Field(default=20.0, gt=0)
    """Until a server goes on answering."""

    max_bytes: int = Field(default=10_000_000, ge=1)
    """Of a page."""

    max_redirects: int = Field(default=5, ge=0)
    max_feed_items: int = Field(default=100, ge=1)
    """Of a feed, the newest ones."""

    allows_private_addresses: bool = False
    """Whether servers of this machine and of private networks may be asked."""


class UploadSettings(_Section):
    """What may be added on the page."""

    max_files: int = Field(default=100, ge=1)
    """At once."""

    max_file_bytes: int = Field(default=20_000_000, ge=1)


class IndexSettings(_Section):
    """The indexes of a library in a folder or in memory."""

    max_flat_vectors: int = Field(default=20_000, ge=1)
    """Vectors of a language that are compared with every question; more get an IVF index."""

    term_writer_bytes: int = Field(default=64_000_000, ge=15_000_000)
    """Memory of the term index's writer."""

    lock_timeout_s: float = Field(default=5.0, ge=0)
    """How long SQLite waits while another process changes the library."""


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
    """The type of the vector index, by Milvus's name. Used when the library is created."""

    min_candidates: int = Field(default=400, ge=1)
    """Vectors asked for in a search, even if fewer are wanted: of the ten nearest of 12,000
    AUTOINDEX found 0.91 where 100 were asked for, 0.99 where 400, in 1.5 ms more (2.3.5)."""

    term_candidates_factor: int = Field(default=4, ge=1)
    """So many times what is wanted is asked for each term, before terms are combined."""

    write_batch_articles: int = Field(default=192, ge=1)
    """Articles written at once: making a change visible takes a server a second or more."""


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
    fetch: FetchSettings = FetchSettings()
    upload: UploadSettings = UploadSettings()
    server: ServerSettings = ServerSettings()
    index: IndexSettings = IndexSettings()
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
