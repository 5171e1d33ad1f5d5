"""Build a folder of files once, atomically, and detect damage to it.

The folder is built under another name and renamed, so that a process that is killed leaves no
incomplete one; the next build deletes what it left. The SHA-256 and size of every file are stored
in the folder, and when a file no longer matches, the folder is built again.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from embeddings.files.checksum import Checksum
from embeddings.files.file_lock import FileLock

SUMS_FILE = "SHA256SUMS.json"
CHECKPOINT_SUFFIX = ".safetensors"

Report = Callable[[str], None]


def build_once(folder: Path, build: Callable[[Path], None], what: str, report: Report) -> Path:
    """Return the folder, built unless it is complete.

    Args:
        folder: its path, whose name should identify what it is built from.
        build: fills an empty folder.
        what: its name for users, as in "Preparing the language model".
        report: called with a line of text before anything slow.

    Raises:
        OSError: the folder cannot be written.
    """
    if is_complete(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.parent / f".{folder.name}.lock")
    lock.acquire(lambda: report(f"Waiting for another process that is preparing {what}"))
    try:
        # Another process may have built it while this one waited.
        if not is_complete(folder):
            report(f"Preparing {what}, once, in {folder}")
            _build_in_place(folder, build)
    finally:
        lock.release()
    return folder


def is_complete(folder: Path) -> bool:
    """Return whether the folder has every file that was built, undamaged.

    Of checkpoints only the size is checked: reading one would take longer than all else at a start,
    so damage inside it is not detected.
    """
    try:
        sums: dict[str, list[str | int]] = json.loads((folder / SUMS_FILE).read_text("utf-8"))
        for name, (digest, size) in sums.items():
            path = folder / name
            if path.stat().st_size != size:
                return False
            is_hashed = not name.endswith(CHECKPOINT_SUFFIX)
            if is_hashed and not Checksum(int(size), str(digest)).matches(path):
                return False
    except (OSError, ValueError, TypeError, AttributeError):
        # The file of checksums may be damaged itself.
        return False
    return True


def _build_in_place(folder: Path, build: Callable[[Path], None]) -> None:
    partial = f".{folder.name}-"
    # The lock is held, so these were left by processes that were killed.
    for leftover in folder.parent.glob(f"{partial}*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=partial) as temporary:
        built = Path(temporary) / "built"
        built.mkdir()
        build(built)
        _write_checksums(built)
        if folder.exists():
            # It is damaged.
            shutil.rmtree(folder)
        built.rename(folder)


def _write_checksums(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = {str(p.relative_to(folder)): Checksum.of(p) for p in files}
    written = {name: [each.sha256, each.size] for name, each in sums.items()}
    (folder / SUMS_FILE).write_text(json.dumps(written, indent=1), "utf-8")
