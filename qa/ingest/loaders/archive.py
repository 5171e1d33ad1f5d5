"""ZIP archives, which several formats are: their files, within limits."""

import io
import zipfile

from qa.ingest.document import UnreadableError

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
"""How the container begins in which Office wraps an encrypted document."""


def check_archive(data: bytes, max_bytes: int, kind: str) -> None:
    """Check that a file is a ZIP archive that does not unpack to too much.

    Args:
        data: the file.
        max_bytes: the most that it may unpack to.
        kind: what the file should be, "a Word document".

    Raises:
        UnreadableError: it is not, or it does.
    """
    if data.startswith(_OLE_MAGIC):
        raise UnreadableError(
            "is protected by a password or in an old format; save it anew without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableError(f"is not {kind}, or cut short; save it anew") from None
    if size > max_bytes:
        raise UnreadableError(
            f"unpacks to {size:,} bytes; the largest that is read is {max_bytes:,}"
        )


def read_member(data: bytes, name: str) -> bytes | None:
    """Return a file of an archive that was checked; None where there is none.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    except KeyError:
        return None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        raise UnreadableError(f"is damaged at {name!r}; save it anew") from None
