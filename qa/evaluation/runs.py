"""A saved run: a folder with what was asked for, and every outcome as it came.

`manifest.json` says how the run was made, `questions.jsonl` holds an outcome a line. A line that
was cut off by a killed process is left out when the run is taken up again.
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

from qa.assistant import Assistant
from qa.evaluation import EvaluationError
from qa.evaluation.outcome import Outcome

MANIFEST_FILE = "manifest.json"
OUTCOMES_FILE = "questions.jsonl"
FORMAT = 1


class RunError(EvaluationError):
    """A run cannot be made, read or repeated; the message says what to do."""


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """What is to be asked of what; all that is needed to do it again.

    Attributes:
        articles: files and folders that the gold questions are asked of.
        gold: the file of gold questions; None if they are not asked.
        split: of all that is our own, "test", "tune" or "all".
        data: names and files of reading rows, or a name of `FOLDER_DATA` and its folder.
        pool: files of passages to find the right one among.
        pool_articles: how many articles of each pool file are taken, the first; None for all.
        retriever: "ours", a baseline's name, or "shuffled", which is broken on purpose.
        chats: the file of chats, its articles beside it; None if they are not held.
        disagreements: the file of cases of disagreement; None if they are not asked.
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

    @classmethod
    def of_json(cls, row: Mapping[str, Any]) -> "EvaluationPlan":
        """Return the plan that a manifest holds."""
        fields: dict[str, Any] = dict(row)
        # A manifest that is older than `rows` has none.
        fields |= {name: tuple(row.get(name, ())) for name in ("articles", "pool", "rows")}
        fields["data"] = tuple((name, path) for name, path in row["data"])
        return cls(**fields)


class SavedRun:
    """A run's folder."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = dict(manifest)

    @classmethod
    def make(cls, folder: Path, plan: EvaluationPlan, settings: Mapping[str, Any]) -> "SavedRun":
        """Return a new run in a folder that is not there yet.

        Raises:
            RunError: it is there, or cannot be made.
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
            "format": FORMAT, "name": folder.name, "began": _now(), "finished": None,
            "plan": asdict(plan), "settings": dict(settings), "machine": machine(),
        })  # fmt: skip
        run.write_manifest()
        return run

    @classmethod
    def open(cls, folder: Path) -> "SavedRun":
        """Return the run that is in this folder.

        Raises:
            RunError: there is none, or it is of another format.
        """
        try:
            manifest = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
            if manifest["format"] != FORMAT:
                raise RunError(f"{folder}: is of format {manifest['format']}, expected {FORMAT}")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunError(f"{folder}: holds no run that can be read ({error!r})") from error
        return cls(folder, manifest)

    @property
    def plan(self) -> EvaluationPlan:
        """What was asked of what."""
        return EvaluationPlan.of_json(self.manifest["plan"])

    def note(self, **facts: object) -> None:
        """Keep facts about the run in its manifest."""
        self.manifest |= facts
        self.write_manifest()

    def finish(self) -> None:
        """Say that every question was asked, and what it took."""
        before = self.manifest.get("peak_memory_mb", 0.0)
        self.note(finished=_now(), peak_memory_mb=max(before, peak_memory_mb()))

    def write_manifest(self) -> None:
        """Write the manifest, whole or not at all."""
        partial = self.folder / f".{MANIFEST_FILE}.partial"
        text = json.dumps(self.manifest, ensure_ascii=False, indent=2)
        partial.write_text(text + "\n", "utf-8")
        partial.replace(self.folder / MANIFEST_FILE)

    def append(self, outcome: Outcome) -> None:
        """Keep an outcome."""
        line = json.dumps(outcome.to_json(), ensure_ascii=False)
        with (self.folder / OUTCOMES_FILE).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return every outcome, in the order they came.

        Raises:
            RunError: a line is damaged.
        """
        path = self.folder / OUTCOMES_FILE
        if not path.exists():
            return ()
        found: list[Outcome] = []
        for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
            try:
                found += [Outcome.of_json(json.loads(line))] if line else []
            except (ValueError, KeyError, TypeError) as error:
                raise RunError(f"{path}: line {number} is damaged ({error!r})") from error
        return tuple(found)

    def mend(self) -> None:
        """Cut off what a killed process had written of its last line."""
        path = self.folder / OUTCOMES_FILE
        if path.exists():
            whole = path.read_bytes()
            path.write_bytes(whole[: whole.rfind(b"\n") + 1])


def machine() -> dict[str, Any]:
    """Return what is known of this machine, to read the times by."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def about(assistant: Assistant) -> dict[str, Any]:
    """Return what tells an assistant's model and library from any other's."""
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
    """Return the most memory that this process has held, in MB."""
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
