"""Assistant.ask: the whole story, from a question to a cited answer, on one page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from embeddings.base import Encoder
from embeddings.errors import TanyaError
from embeddings.load import encoder_name, open_encoder
from qa import DEFAULT_LIBRARY
from qa.answer.compose import compose
from qa.answer.refusal import missing_words, phrases, refuse, refuse_unsearchable
from qa.answer.suggestions import SuggestionFinder
from qa.conversation.rewrite import rewrite_question
from qa.indexing.sync import SyncReport, sync_library
from qa.ingest.document import LoadError
from qa.ingest.page.publishers import source_names
from qa.ingest.read import LoadOutcome
from qa.ingest.sandbox import Sandbox
from qa.reader.base import Reader
from qa.reader.filtered_reader import FilteredOutput, FilteredReader
from qa.reader.open import open_reader
from qa.retrieval.base import Reranker, Retriever
from qa.retrieval.events import find_event, narrow_to_event
from qa.retrieval.filters import ParsedFilters, parse_filters
from qa.retrieval.hybrid import HybridRetriever
from qa.retrieval.rerankers import open_reranker
from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.question import Question
from qa.settings import Settings, UploadSettings, read_settings
from qa.store.base import Library
from qa.store.errors import LibraryError
from qa.store.listing import ArticleListing
from qa.store.local import LocalLibrary
from qa.store.open import open_library

Report = Callable[[str], None]


class NoArticlesError(TanyaError):
    """No file had an article; the message says what was wrong with the first one."""


class Assistant:
    """Answers questions about a collection of articles. Safe to share between threads."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        reader: Reader,
        settings: Settings,
        *,
        retriever: Retriever | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """Create an assistant from its parts; see `from_articles` and `open` for the usual ones.

        Args:
            library: the indexed articles.
            encoder: the one that made the library's vectors.
            reader: finds the answer in the passages.
            settings: all thresholds.
            retriever: hybrid retrieval over the library unless given.
            reranker: the one that the settings name unless given.
        """
        self.library = library
        self.encoder = encoder
        self.reader = reader
        self.settings = settings
        self.retriever = retriever or HybridRetriever(library, encoder, settings.retrieval)
        self.reranker = reranker or open_reranker(settings.retrieval.reranker)
        self._sandbox = Sandbox(settings.reading)

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the answer to a question; an abstention where the articles do not answer it.

        Args:
            question: in English or Indonesian. Lone surrogates, which cannot be encoded, are
                replaced by "?".
            history: the earlier answers of the conversation, oldest first.
            scope: the user's search filter.
            narrow: whether publishers and dates that the question names are filters too.

        Raises:
            LibraryError: the library is gone, or cannot be read.
        """
        question = question.encode("utf-8", "replace").decode("utf-8")
        self.library.refresh()
        refusal = refuse_unsearchable(
            question, self.settings.answer.max_question_chars, bool(self.library.languages())
        )
        if refusal is not None:
            return refusal
        standalone = rewrite_question(question, history, self.settings.conversation)
        filters = self._parse_filters(standalone) if narrow else _no_filters(standalone)
        result = self._filtered_reader.read(standalone, scope, filters)
        if result is None:
            note = phrases(standalone.language).nothing_in_common
            answer = refuse(question, standalone.language, note)
        elif self._filtered_reader.is_answered(result.output):
            answer = compose(question, result.question, result.output, self.settings.answer)
        else:
            answer = self._refuse(question, standalone, filters, result, scope)
        is_rewritten = standalone.text.strip() != question.strip()
        return replace(
            answer,
            understood=standalone.text if is_rewritten else "",
            scope=result.applied_filter if result else filters.scope,
        )

    def _parse_filters(self, question: Question) -> ParsedFilters:
        """Return the filters that a question names; the date of an event is asked of the reader."""
        settings = self.settings.scope
        today = settings.today or date.today()
        filters = parse_filters(question.text, source_names(self.sources), today)
        event = find_event(replace(question, text=filters.text))
        if event is None or not filters.about.is_open:
            return filters
        output = self._filtered_reader.read_passages(event.date_question, filters.scope)
        return narrow_to_event(filters, event, output, settings)

    def _refuse(
        self,
        question: str,
        standalone: Question,
        filters: ParsedFilters,
        result: FilteredOutput,
        scope: SearchFilter,
    ) -> Answer:
        """Return a refusal with the missing words, related claims and suggested questions."""
        # A relative date ("minggu lalu") is no missing word: articles give the date itself.
        text = filters.undated_text if filters.is_relative else filters.text
        stripped, output = replace(standalone, text=text), result.output
        searched = scope.intersection(result.applied_filter) or scope
        answer = refuse(
            question,
            standalone.language,
            phrases(standalone.language).not_said,
            output.passages,
            output.confidence,
            missing_words(stripped, self.library, self.settings.refusal),
            searched.sources,
        )
        finder = SuggestionFinder(self.retriever, self.reader, self.settings.refusal)
        offered = finder.find(stripped, output.passages, scope)
        return replace(answer, related=offered.related, suggestions=offered.suggestions)

    @property
    def _filtered_reader(self) -> FilteredReader:
        """Retrieves, re-ranks and reads within filters."""
        min_confidence = self.settings.answer.min_confidence
        return FilteredReader(
            self.library, self.retriever, self.reranker, self.reader, min_confidence
        )

    @classmethod
    def from_articles(
        cls,
        *paths: str | Path,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        report: Report | None = None,
        reader: Reader | None = None,
        reranker: Reranker | None = None,
    ) -> "Assistant":
        """Return an assistant over the articles in these files and folders, held in memory.

        Args:
            paths: files and folders; see `qa.ingest.read.iter_articles`.
            settings: the defaults as changed by the environment, unless given.
            encoder: the one that the settings name, unless given.
            report: called with a line of text before anything slow and for each refused file.
            reader: the one that ships with Tanya, unless given.
            reranker: the one that the settings name, unless given.

        Raises:
            NoArticlesError: none of the files has an article.
            EncoderError: the encoder or the reader cannot be opened.
        """
        settings, report = settings or read_settings(), report or _ignore
        encoder = encoder or _open_encoder(settings, report)
        library = LocalLibrary(settings=settings.index)
        changes = sync_library(
            library,
            paths,
            encoder.name,
            lambda: encoder,
            settings.passage,
            lambda _: None,
            compacts=True,
        )
        for error in changes.refused:
            report(str(error))
        if not changes.added:
            raise NoArticlesError(_no_articles_message(paths, changes.refused))
        return cls.from_library(library, encoder, settings, report, reader, reranker)

    @classmethod
    def open(
        cls,
        name: str | Path = DEFAULT_LIBRARY,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        report: Report | None = None,
        reader: Reader | None = None,
        reranker: Reranker | None = None,
    ) -> "Assistant":
        """Return an assistant over a library that `tanya index` made.

        Args:
            name: its folder, or "milvus:" and a server's address; see `qa.store.open`.
            settings: the defaults as changed by the environment, unless given.
            encoder: the one that the settings name, unless given.
            report: called with a line of text before anything slow.
            reader: the one that ships with Tanya, unless given.
            reranker: the one that the settings name, unless given.

        Raises:
            LibraryError: it is missing or unreadable, or was made with another encoder.
            EncoderError: the encoder or the reader cannot be opened.
        """
        settings, report = settings or read_settings(), report or _ignore
        library = open_library(name, settings.milvus, settings.index)
        current = encoder.name if encoder else encoder_name(settings.encoder.model)
        if library.encoder not in (None, current):
            raise LibraryError(
                f"{name}: was made with the encoder {library.encoder}, the settings name "
                f"{current}; run 'tanya index' again"
            )
        encoder = encoder or _open_encoder(settings, report)
        return cls.from_library(library, encoder, settings, report, reader, reranker)

    @classmethod
    def from_library(
        cls,
        library: Library,
        encoder: Encoder,
        settings: Settings,
        report: Report | None = None,
        reader: Reader | None = None,
        reranker: Reranker | None = None,
    ) -> "Assistant":
        """Return an assistant over an open library, with the reader that ships unless given.

        Raises:
            EncoderError: the reader cannot be opened.
        """
        reader = reader or open_reader(
            encoder, settings.encoder.cache_folder, report or _ignore, settings.reader
        )
        return cls(library, encoder, reader, settings, reranker=reranker)

    @property
    def articles(self) -> ArticleListing:
        """The articles as a list."""
        return self.library.listing

    def check_library(self) -> int:
        """Return the number of articles, of the library as it is now.

        Raises:
            LibraryError: the library is gone, or cannot be read.
        """
        self.library.refresh()
        return self.library.counts()[0]

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in alphabetical order."""
        return self.library.sources()

    @property
    def folder(self) -> Path | None:
        """The folder of the library; None where it is in memory or on a server."""
        return self.library.folder

    @property
    def upload_settings(self) -> UploadSettings:
        """The limits on files that are added on the page."""
        return self.settings.upload

    def read(self, path: Path) -> tuple[LoadOutcome, ...]:
        """Return the articles of a file, read in a sandbox with limits on memory and time."""
        max_chars = self.settings.passage.max_article_chars
        return tuple(self._sandbox.read(path, path.name, max_chars))

    def add(self, path: Path, found: Sequence[LoadOutcome]) -> SyncReport:
        """Add what was read of a file to the library; no question may be asked meanwhile.

        Args:
            path: of the file.
            found: its articles, from `read`.
        """

        def read_already(_path: Path, _name: str, _max_chars: int) -> Iterator[LoadOutcome]:
            return iter(found)

        return sync_library(
            self.library,
            (path,),
            self.encoder.name,
            lambda: self.encoder,
            self.settings.passage,
            lambda _: None,
            read=read_already,
        )


def ask(question: str, articles: str | Path | Sequence[str | Path]) -> Answer:
    """Return the answer from these files and folders: read, index and ask in one call.

    For more than one question keep an `Assistant`.
    """
    paths = (articles,) if isinstance(articles, str | Path) else articles
    return Assistant.from_articles(*paths).ask(question)


def _no_filters(question: Question) -> ParsedFilters:
    return ParsedFilters(question.text, undated_text=question.text)


def _open_encoder(settings: Settings, report: Report) -> Encoder:
    return open_encoder(settings.encoder.model, settings.encoder.cache_folder, report)


def _ignore(_: str) -> None:
    return None


def _no_articles_message(paths: Sequence[str | Path], errors: Sequence[LoadError]) -> str:
    named = ", ".join(map(str, paths)) or "no path was given"
    why = str(errors[0]) if errors else "expected .txt, .md, .html, .pdf, .docx, .jsonl or .csv"
    return f"no article was found ({named}): {why}"
