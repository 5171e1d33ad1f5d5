"""What a language model writes about gold questions, how much is verified, and how fast.

Run by hand: python tests/benchmarks/written_sentences.py SENTENCES.jsonl [URL]. Without an address
the small model of the tests is started. Each sentence goes into the file with the quotations that
are shown for it, and those that it cites itself, for labelling by hand; see tests/gold/README.md.
"""

import json
import statistics
import sys
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from fakes.small_model import small_model  # noqa: E402

from qa.assistant import Assistant  # noqa: E402
from qa.evaluation.datasets.catalog import packaged_file  # noqa: E402
from qa.evaluation.datasets.conflicts import read_cases, write_articles  # noqa: E402
from qa.evaluation.datasets.gold import read_gold  # noqa: E402
from qa.llm.base import IsWanted, LanguageModel, Message, Tokens  # noqa: E402
from qa.llm.citations import CitationParser  # noqa: E402
from qa.llm.client import ChatCompletionsClient  # noqa: E402
from qa.llm.injection import is_prompt_injection  # noqa: E402
from qa.llm.writer import Writer  # noqa: E402
from qa.schema.answer import Answer  # noqa: E402
from qa.schema.citation import Citation  # noqa: E402
from qa.settings import LanguageModelSettings, Settings  # noqa: E402


@dataclass(frozen=True)
class Asked:
    """A question, and those that were asked before it, oldest first."""

    id: str
    question: str
    history: tuple[str, ...] = ()


@dataclass
class Times:
    """Seconds from the question to something, one for each question."""

    exact: list[float]
    first_word: list[float]
    first_shown: list[float]
    whole: list[float]


class RecordedModel:
    """A language model of which the words are kept, and when the first came."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.written = ""
        self.first_word: float | None = None

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def host(self) -> str:
        return self._model.host

    @property
    def is_local(self) -> bool:
        return self._model.is_local

    def write(
        self, messages: Sequence[Message], is_wanted: IsWanted, max_tokens: int | None = None
    ) -> Generator[str | Tokens]:
        self.written, self.first_word = "", None
        for piece in self._model.write(messages, is_wanted, max_tokens):
            if isinstance(piece, str):
                self.first_word = self.first_word or time.perf_counter()
                self.written += piece
            yield piece


def main() -> None:
    """Write the sentences, and print their counts and the times."""
    to, *given = sys.argv[1:]
    times = Times([], [], [], [])
    rows: list[dict[str, Any]] = []
    with nullcontext(given[0]) if given else small_model() as url, Path(to).open("w", 1) as file:
        # What is not let through is wanted, too.
        settings = LanguageModelSettings(url=url, unsupported="strike")
        for assistant, questions in _sets():
            model = RecordedModel(ChatCompletionsClient.of(settings))
            writer = Writer(model, assistant.reader, settings)
            for question in questions:
                for row in _asked(assistant, writer, model, question, times):
                    rows.append(row)
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
    _show(rows, times)


def _sets() -> Iterator[tuple[Assistant, tuple[Asked, ...]]]:
    """Yield what is asked, with what answers it: the gold questions, and the disagreements."""
    seeds = Assistant.from_articles(ROOT / "seeds", settings=Settings())
    gold = read_gold(packaged_file("seeds"), "all")
    yield seeds, tuple(Asked(each.id, each.question, each.history) for each in gold)
    cases = read_cases(packaged_file("disagreements"), "all")
    with TemporaryDirectory() as folder:
        write_articles(cases, Path(folder) / "cases.jsonl")
        assistant = Assistant.from_articles(folder, settings=Settings(), encoder=seeds.encoder)
    yield assistant, tuple(Asked(each.id, each.question) for each in cases)


def _asked(
    assistant: Assistant,
    writer: Writer,
    model: RecordedModel,
    question: Asked,
    times: Times,
) -> Iterator[dict[str, Any]]:
    history: list[Answer] = []
    for earlier in question.history:
        history.append(assistant.ask(earlier, history))
    began = now = time.perf_counter()
    exact = shown = None
    answer = None
    for answer in writer.answers(assistant.ask, question.question, history):
        now = time.perf_counter()
        exact = exact or now
        if shown is None and answer.written and any(s.citations for s in answer.written.sentences):
            shown = now
    if answer is None or exact is None or not answer.claims or answer.written is None:
        return
    times.exact.append(exact - began)
    times.whole.append(now - began)
    times.first_word.append((model.first_word or now) - began)
    if shown is not None:
        times.first_shown.append(shown - began)
    quotations = [c for c in answer.citations if not is_prompt_injection(c.quote)]
    parsed = CitationParser()
    sentences = (*parsed.feed(model.written), *parsed.close())
    for n, (said, written) in enumerate(zip(sentences, answer.written.sentences, strict=False)):
        yield {
            "id": f"{question.id}:{n}",
            "question": answer.understood or answer.question,
            "language": answer.language,
            "sentence": written.text,
            "shown_for": _told(written.citations),
            "cited": list(said.numbers),
            "quotations": _told(quotations),
        }


def _told(citations: Iterable[Citation]) -> list[dict[str, str]]:
    return [
        {
            "article": c.article.id,
            "language": c.article.language,
            "published": c.article.published and c.article.published.isoformat()[:10],
            "quote": c.quote,
        }
        for c in citations
    ]


def _show(rows: Sequence[dict[str, Any]], times: Times) -> None:
    shown = sum(bool(row["shown_for"]) for row in rows)
    print(f"{len(rows)} sentences, {shown} let through ({shown / max(1, len(rows)):.3f})")
    for name, values in vars(times).items():
        if values:
            spread = sorted(values)
            late = spread[int(0.95 * (len(spread) - 1))]
            print(f"{name}: median {statistics.median(values):.2f} s, 95th {late:.2f} s")


if __name__ == "__main__":
    main()
