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
from qa.answer.refusal import missing_words, phrases, refuse
from qa.answer.suggestions import SuggestionFinder
from qa.conversation.rewrite import rewrite_question
from qa.indexing.sync import SyncReport, sync_library
from qa.ingest.document import LoadError
from qa.ingest.publishers import source_names
from qa.ingest.read import FileRead
from qa.ingest.sandbox import Sandbox
from qa.reader.base import Reader
from qa.reader.events import find_event, narrow_to_event
from qa.reader.filtered import FilteredOutput, FilteredReader
from qa.reader.open import open_reader
from qa.retrieval.filters import ParsedFilters, parse_filters
from qa.retrieval.hybrid import HybridRetriever
from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.question import Question
from qa.settings import Settings, UploadSettings, read_settings
from qa.store.base import Library
from qa.store.catalogue import Catalogue
from qa.store.errors import LibraryError
from qa.store.local import LocalLibrary
from qa.store.open import open_library
from qa.text.language import language_of
from qa.text.tokens import words

Report = Callable[[str], None]


class NoArticlesError(TanyaError):
    """No file gave an article; the message says what was wrong with the first."""


class Assistant:
    """Answers questions about a collection of articles. May be used from several threads."""

    def __init__(
        self, library: Library, encoder: Encoder, reader: Reader, settings: Settings
    ) -> None:
        self.library = library
        self.encoder = encoder
        self.reader = reader
        self.settings = settings
        self.retriever = HybridRetriever(library, encoder, settings.retrieval)
        self._reading = Sandbox(settings.reading)

    @classmethod
    def from_articles(
        cls,
        *paths: str | Path,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        report: Report | None = None,
    ) -> "Assistant":
        """Return an assistant over the articles in these files and folders, held in memory.

        Args:
            paths: files and folders; see `qa.ingest.read.iter_articles`.
            settings: the defaults as changed by the environment, unless given.
            encoder: the one that the settings name, unless given.
            report: told, a line at a time, of what takes long and of files that were refused.

        Raises:
            NoArticlesError: none of the files gave an article.
            EncoderError: the encoder cannot be had.
        """
        settings, report = settings or read_settings(), report or _say_nothing
        encoder = encoder or _encoder(settings, report)
        library = LocalLibrary()
        changes = sync_library(
            library,
            paths,
            encoder.name,
            lambda: encoder,
            settings.passage,
            lambda _: None,
            compacts=True,
        )
        for problem in changes.refused:
            report(str(problem))
        if not changes.added:
            raise NoArticlesError(_nothing_in(paths, changes.refused))
        return cls.over(library, encoder, settings, report)

    @classmethod
    def open(
        cls,
        name: str | Path = DEFAULT_LIBRARY,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        report: Report | None = None,
    ) -> "Assistant":
        """Return an assistant over a library that `tanya index` made.

        Args:
            name: its folder, or "milvus:" and a server's address; see `qa.store.open`.
            settings: the defaults as changed by the environment, unless given.
            encoder: the one that the settings name, unless given.
            report: told, a line at a time, of what takes long.

        Raises:
            LibraryError: there is none, it cannot be read, or another encoder made it.
            EncoderError: the encoder cannot be had.
        """
        settings, report = settings or read_settings(), report or _say_nothing
        library = open_library(name, settings.milvus)
        wanted = encoder.name if encoder else encoder_name(settings.encoder.model)
        if library.encoder not in (None, wanted):
            raise LibraryError(
                f"{name}: was made with the encoder {library.encoder}, the settings name "
                f"{wanted}; run 'tanya index' again"
            )
        encoder = encoder or _encoder(settings, report)
        return cls.over(library, encoder, settings, report)

    @classmethod
    def over(
        cls,
        library: Library,
        encoder: Encoder,
        settings: Settings,
        report: Report | None = None,
    ) -> "Assistant":
        """Return an assistant over a library that is open, with the reader that ships with Tanya.

        Raises:
            EncoderError: the reader cannot be had.
        """
        reader = open_reader(
            encoder, settings.encoder.cache_folder, report or _say_nothing, settings.reader
        )
        return cls(library, encoder, reader, settings)

    @property
    def articles(self) -> Catalogue:
        """The articles, to be listed and looked up."""
        return self.library.catalogue

    @property
    def folder(self) -> Path | None:
        """The library's folder; None where the articles are held in memory, or by a server."""
        return self.library.folder

    @property
    def upload_settings(self) -> UploadSettings:
        """How much may be added on the page."""
        return self.settings.upload

    def read(self, path: Path) -> tuple[FileRead, ...]:
        """Return what a file holds, read in a process with limits on memory and time."""
        most = self.settings.passage.max_article_chars
        return tuple(self._reading.read(path, path.name, most))

    def add(self, path: Path, found: Sequence[FileRead]) -> SyncReport:
        """Take in what was read of a file, and return what that came to; see `update`.

        Nothing may be asked meanwhile.
        """

        def read_already(_path: Path, _name: str, _max_chars: int) -> Iterator[FileRead]:
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

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in the order of the alphabet."""
        return self.library.sources()

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the answer to a question, which may be that the articles do not answer it.

        Args:
            question: in English or Indonesian. Half characters (lone surrogates), which can be
                neither shown nor kept, are taken as "?".
            history: the earlier answers of the same conversation, oldest first.
            scope: what is looked at, whatever the question says.
            narrow: whether publishers and times that the question names narrow that further.
        """
        question = question.encode("utf-8", "replace").decode("utf-8")
        if (unanswerable := self._unanswerable(question)) is not None:
            return unanswerable
        asked = rewrite_question(question, history)
        understood = "" if asked.text.strip() == question.strip() else asked.text
        return replace(self._answer(question, asked, scope, narrow), understood=understood)

    def _unanswerable(self, question: str) -> Answer | None:
        """Return why this text cannot be looked for, if so."""
        asked, most = question.strip(), self.settings.answer.max_question_chars
        language = language_of(asked[:most], default="en")
        say = phrases(language)
        if not asked:
            return refuse(question, language, say.empty)
        if len(asked) > most:
            return refuse(question, language, say.too_long.format(size=len(asked), most=most))
        if not any(c.isalnum() for word in words(asked) for c in word):
            return refuse(question, language, say.no_words)
        if not self.library.languages():
            return refuse(question, language, say.no_articles)
        return None

    def _answer(self, text: str, question: Question, scope: SearchFilter, narrow: bool) -> Answer:
        named = (
            self._named(question) if narrow else ParsedFilters(question.text, undated=question.text)
        )
        reader = self._scoped_reader
        found = reader.read(question, scope, named)
        if found is None:
            note = phrases(question.language).nothing_in_common
            return replace(refuse(text, question.language, note), scope=named.scope)
        if reader.answers(found.reading):
            answer = compose(text, found.question, found.reading, self.settings.answer)
        else:
            # That no article has "minggu" tells nothing to who asked of last week.
            left = named.undated if named.is_relative else named.text
            answer = self._refusal(text, replace(question, text=left), found, scope)
        return replace(answer, scope=found.narrowed)

    @property
    def _scoped_reader(self) -> FilteredReader:
        least = self.settings.answer.min_confidence
        return FilteredReader(self.library, self.retriever, self.reader, least)

    def _named(self, question: Question) -> ParsedFilters:
        today = self.settings.scope.today or date.today()
        named = parse_filters(question.text, source_names(self.sources), today)
        event = find_event(replace(question, text=named.text))
        if event is None or not named.about.is_open:
            return named
        passages = self.retriever.retrieve(event.asked, scope=named.scope)
        return narrow_to_event(named, event, self.reader.read(event.asked, passages))

    def _refusal(
        self, asked: str, question: Question, found: FilteredOutput, scope: SearchFilter
    ) -> Answer:
        reading, narrowed = found.reading, scope.narrowed(found.narrowed) or scope
        answer = refuse(
            asked,
            question.language,
            phrases(question.language).not_said,
            reading.passages,
            reading.confidence,
            missing_words(question, self.library),
            narrowed.sources,
        )
        finder = SuggestionFinder(self.retriever, self.reader, self.settings.refusal)
        ways = finder.find(question, reading.passages, scope)
        return replace(answer, related=ways.related, suggestions=ways.suggestions)


def ask(question: str, articles: str | Path | Sequence[str | Path]) -> Answer:
    """Return the answer that these files and folders give: read, encoded and asked in one go.

    For more than one question keep an `Assistant`.
    """
    paths = (articles,) if isinstance(articles, str | Path) else articles
    return Assistant.from_articles(*paths).ask(question)


def _encoder(settings: Settings, report: Report) -> Encoder:
    return open_encoder(settings.encoder.model, settings.encoder.cache_folder, report)


def _say_nothing(_: str) -> None:
    return None


def _nothing_in(paths: Sequence[str | Path], problems: Sequence[LoadError]) -> str:
    named = ", ".join(map(str, paths)) or "no path was given"
    why = str(problems[0]) if problems else "expected .txt, .md, .html, .pdf, .docx, .jsonl or .csv"
    return f"no article was found ({named}): {why}"
