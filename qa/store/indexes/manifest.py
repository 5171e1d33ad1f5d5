"""The manifest of a library's indexes: what they were made from, and the checksums of their files.

The vector and term indexes are derived from the SQLite store. The manifest beside them says which
generation of it they hold, so that later changes are caught up with and damage is detected.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from embeddings.files.checksum import Checksum, all_match, checksums_of

TERMS_FOLDER = "terms"
VECTORS_FOLDER = "vectors"
MANIFEST_FILE = "derived.json"

_REWRITTEN_FILES = ("small.npz", "meta.json", ".managed.json")
"""Files of the indexes that are rewritten under the same name; others are created and deleted."""


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What the indexes on disk were made from; the names are those of its file.

    Attributes:
        generation: of the store.
        last_row: the highest row of the store at that generation.
        sums: the checksums of the indexes' files, by their path in the folder.
    """

    generation: int
    last_row: int
    sums: dict[str, Checksum]

    def is_intact(self, folder: Path, generation: int) -> bool:
        """Return whether the indexes' files are undamaged.

        Args:
            folder: of the library.
            generation: the store's. If it is a later one, files may have been merged into others or
                rewritten since, so only those that cannot have been are checked.
        """
        if self.generation == generation:
            return all_match(folder, self.sums)
        lasting = {
            name: checksum
            for name, checksum in self.sums.items()
            if Path(name).name not in _REWRITTEN_FILES and (folder / name).exists()
        }
        return all_match(folder, lasting)

    def write(self, folder: Path) -> None:
        """Write the manifest, atomically.

        Raises:
            OSError: it cannot be written.
        """
        partial = folder / f".{MANIFEST_FILE}.partial"
        partial.write_text(json.dumps(asdict(self)), "utf-8")
        partial.replace(folder / MANIFEST_FILE)


def read_manifest(folder: Path) -> IndexManifest | None:
    """Return the manifest of a folder; None if it is missing or damaged."""
    try:
        written = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
        sums = {str(name): Checksum(**each) for name, each in written["sums"].items()}
        return IndexManifest(int(written["generation"]), int(written["last_row"]), sums)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def index_checksums(folder: Path, known: dict[str, Checksum]) -> dict[str, Checksum]:
    """Return the checksums of the indexes' files; those known of immutable files are reused.

    Raises:
        OSError: a file cannot be read.
    """
    names = [
        str(path.relative_to(folder))
        for part in (TERMS_FOLDER, VECTORS_FOLDER)
        for path in sorted((folder / part).rglob("*"))
        if path.is_file() and path.stat().st_size
    ]
    reused = {
        name: known[name]
        for name in names
        if name in known and Path(name).name not in _REWRITTEN_FILES
    }
    return reused | checksums_of(folder, (name for name in names if name not in reused))
