"""Plans and saved runs: a run is a folder with its plan and every outcome.

`manifest.json` says how the run was made, `questions.jsonl` has an outcome a line. A line that a
killed process left half written is dropped when the run is resumed.
"""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from qa.assistant import Assistant
from qa.evaluation import EvaluationError
from qa.evaluation.datasets.catalog import IN_FOLDERS
from qa.evaluation.outcome import Outcome
from qa.settings import Settings

MANIFEST_FILE = "manifest.json"
OUTCOMES_FILE = "questions.jsonl"
FORMAT_VERSION = 1


class RunError(EvaluationError):
    """A run cannot be made, read or repeated; the message says what to do."""


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """Which questions are asked of which articles; all that is needed to repeat a run.

    Attributes:
        articles: files and folders that gold questions and chats are about.
        gold: the file of gold questions; None to leave them out.
        split: "test", "tune" or "all", of gold questions, chats and disagreements.
        data: names and files of reading rows; or names of `catalog.IN_FOLDERS` and their folders.
        pool: files of passages that the passage of each reading row is searched for in.
        pool_articles: how many articles of each pool file are taken, the first; None for all.
        retriever: "ours", a baseline's name, or "shuffled", which is broken on purpose.
        chats: the file of chats, with their articles beside it; None to leave them out.
        disagreements: the file of conflict cases; None to leave them out.
        rows: prefixes of the ids of the rows that are asked; none for all rows.
    """

    articles: tuple[str, ...]
    gold: str | None
    split: str
    data: tuple[tuple[str, str], ...] = ()
    pool: tuple[str, ...] = ()
    pool_articles: int | None = None
    retriever: str = "ours"
    chats: str | None = None
    disagreements: str | None = None
    rows: tuple[str, ...] = ()

    @property
    def reading_files(self) -> tuple[tuple[str, Path], ...]:
        """The names and files of reading rows."""
        return tuple((name, Path(path)) for name, path in self.data if name not in IN_FOLDERS)

    def path_of(self, name: str) -> Path | None:
        """Return the path of a data set; None if the plan does not name it."""
        return next((Path(path) for each, path in self.data if each == name), None)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "EvaluationPlan":
        """Return the plan of a manifest."""
        fields: dict[str, Any] = dict(row)
        # A manifest that is older than `rows` has none.
        fields |= {name: tuple(row.get(name, ())) for name in ("articles", "pool", "rows")}
        fields["data"] = tuple((name, path) for name, path in row["data"])
        return cls(**fields)


class SavedRun:
    """A run in its folder."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = dict(manifest)

    @classmethod
    def create(cls, folder: Path, plan: EvaluationPlan, settings: Mapping[str, Any]) -> "SavedRun":
        """Create a run in a new folder.

        Args:
            folder: is not there yet.
            plan: of the run.
            settings: of the assistants that are asked.

        Raises:
            RunError: the folder is there, or cannot be made.
        """
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            raise RunError(
                f"{folder}: there is a run already; take another name, or --resume it"
            ) from None
        except OSError as error:
            raise RunError(f"{folder}: cannot be made ({error.strerror})") from error
        run = cls(folder, {
            "format": FORMAT_VERSION, "name": folder.name, "began": _now(), "finished": None,
            "plan": asdict(plan), "settings": dict(settings), "machine": describe_machine(),
        })  # fmt: skip
        run.write_manifest()
        return run

    @classmethod
    def open(cls, folder: Path) -> "SavedRun":
        """Return the run in a folder.

        Raises:
            RunError: there is none, or its format is another.
        """
        try:
            manifest = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
            if manifest["format"] != FORMAT_VERSION:
                raise RunError(
                    f"{folder}: is of format {manifest['format']}, expected {FORMAT_VERSION}"
                )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunError(f"{folder}: holds no run that can be read ({error!r})") from error
        return cls(folder, manifest)

    @property
    def plan(self) -> EvaluationPlan:
        """Its plan."""
        return EvaluationPlan.from_json(self.manifest["plan"])

    @property
    def settings(self) -> Settings:
        """The settings of the assistants that it asks.

        Raises:
            RunError: they are of another version of Tanya.
        """
        try:
            return Settings.model_validate(self.manifest["settings"])
        except ValidationError as error:
            name = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise RunError(
                f"{self.folder}: its setting {name!r} is of another version of Tanya; "
                "make a new run"
            ) from error

    def update_manifest(self, **facts: object) -> None:
        """Write facts about the run into its manifest."""
        self.manifest |= facts
        self.write_manifest()

    def finish(self) -> None:
        """Record that every question was asked, when, and the peak memory."""
        before = self.manifest.get("peak_memory_mb", 0.0)
        self.update_manifest(finished=_now(), peak_memory_mb=max(before, peak_memory_mb()))

    def write_manifest(self) -> None:
        """Write the manifest, whole or not at all."""
        partial = self.folder / f".{MANIFEST_FILE}.partial"
        text = json.dumps(self.manifest, ensure_ascii=False, indent=2)
        partial.write_text(text + "\n", "utf-8")
        partial.replace(self.folder / MANIFEST_FILE)

    def append(self, outcome: Outcome) -> None:
        """Write an outcome behind the others."""
        line = json.dumps(outcome.to_json(), ensure_ascii=False)
        with (self.folder / OUTCOMES_FILE).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return every outcome, in the order in which they were written.

        Raises:
            RunError: a line is damaged.
        """
        path = self.folder / OUTCOMES_FILE
        if not path.exists():
            return ()
        found: list[Outcome] = []
        for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
            try:
                found += [Outcome.from_json(json.loads(line))] if line else []
            except (ValueError, KeyError, TypeError) as error:
                raise RunError(f"{path}: line {number} is damaged ({error!r})") from error
        return tuple(found)

    def drop_partial_line(self) -> None:
        """Drop the last line if a killed process left it half written."""
        path = self.folder / OUTCOMES_FILE
        if path.exists():
            whole = path.read_bytes()
            path.write_bytes(whole[: whole.rfind(b"\n") + 1])


def describe_machine() -> dict[str, Any]:
    """Return the facts of this machine that times depend on."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def describe_assistant(assistant: Assistant) -> dict[str, Any]:
    """Return what identifies an assistant's models and library."""
    articles, found = assistant.library.counts()
    texts = "\0".join(f"{a.id}\0{a.text}" for a in assistant.library.articles())
    return {
        "encoder": assistant.encoder.name,
        "reader": type(assistant.reader).__name__,
        "library": {
            "articles": articles,
            "passages": found,
            "generation": assistant.library.generation,
            "digest": blake2b(texts.encode(), digest_size=16).hexdigest(),
        },
    }


def peak_memory_mb() -> float:
    """Return the peak memory of this process, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
