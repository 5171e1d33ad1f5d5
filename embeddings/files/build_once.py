"""A folder of files that is made once, and kept whole.

It is made in a folder of another name and moved into place, so that a process killed half-way
leaves no half of it, and what that process leaves is cleared by the next one that makes it. Every
file's SHA-256 and size are kept in it, and a file that no longer matches has the folder made anew.
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


def build_once(folder: Path, make: Callable[[Path], None], what: str, report: Report) -> Path:
    """Return the folder, made if it is not there whole.

    Args:
        folder: where it belongs; what it is made of should show in its name.
        make: fills an empty folder.
        what: names it to people.
        report: told what is being done, a line at a time.

    Raises:
        OSError: the folder cannot be written.
    """
    if is_complete(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.parent / f".{folder.name}.lock")
    lock.acquire(lambda: report(f"Waiting for another process that is preparing {what}"))
    try:
        # Another process may have made it while this one waited.
        if not is_complete(folder):
            report(f"Preparing {what}, once, in {folder}")
            _make_in_place(folder, make)
    finally:
        lock.release()
    return folder


def is_complete(folder: Path) -> bool:
    """Say whether the folder holds what was made.

    Every file must be there in its size, and all but checkpoints byte for byte. A checkpoint is so
    large that reading it would take longer than all else at a start: damage inside one is not seen.
    """
    try:
        sums: dict[str, list[str | int]] = json.loads((folder / SUMS_FILE).read_text("utf-8"))
        for name, (digest, size) in sums.items():
            path = folder / name
            if path.stat().st_size != size:
                return False
            is_read = not name.endswith(CHECKPOINT_SUFFIX)
            if is_read and not Checksum(int(size), str(digest)).is_of(path):
                return False
    except (OSError, ValueError, TypeError, AttributeError):
        # The list of sums is itself one of the files that may be damaged.
        return False
    return True


def _make_in_place(folder: Path, make: Callable[[Path], None]) -> None:
    partial = f".{folder.name}-"
    # Nobody else is making it now, so that these are of runs that were killed.
    for left in folder.parent.glob(f"{partial}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=partial) as temporary:
        made = Path(temporary) / "made"
        made.mkdir()
        make(made)
        _seal(made)
        if folder.exists():
            # What is there is damaged.
            shutil.rmtree(folder)
        made.rename(folder)


def _seal(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = {str(p.relative_to(folder)): Checksum.of(p) for p in files}
    written = {name: [each.sha256, each.size] for name, each in sums.items()}
    (folder / SUMS_FILE).write_text(json.dumps(written, indent=1), "utf-8")
