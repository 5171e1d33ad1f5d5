"""Which library a name stands for: a folder of this machine, or what a Milvus server keeps."""

from pathlib import Path

from qa.settings import MilvusSettings
from qa.store.base import Library
from qa.store.errors import LibraryError, nothing_at
from qa.store.local import LocalLibrary

_MILVUS = "milvus:"


def make_library(name: str | Path, settings: MilvusSettings) -> Library:
    """Return a library, which is made if it is not there.

    Args:
        name: the path of a folder; or "milvus:" and the address of a server, as
            "milvus:http://127.0.0.1:19530", or the path of a file of Milvus Lite, ending in ".db".
        settings: of the server.

    Raises:
        LibraryError: it can neither be made nor opened.
    """
    uri = _milvus_uri(name)
    return LocalLibrary.make(Path(name)) if uri is None else _by_milvus(uri, settings)


def open_library(name: str | Path, settings: MilvusSettings) -> Library:
    """Return a library that is there; see `make_library`.

    Raises:
        LibraryError: there is none, or it cannot be read.
    """
    uri = _milvus_uri(name)
    if uri is None:
        return LocalLibrary.open(Path(name))
    if uri.endswith(".db") and not Path(uri).exists():
        raise nothing_at(name)
    return _by_milvus(uri, settings)


def folder_of(name: str | Path) -> Path:
    """Return the folder that a library's name stands for.

    Raises:
        LibraryError: it stands for a server.
    """
    if _milvus_uri(name) is not None:
        raise LibraryError(f"{name}: is kept by Milvus, whose own tools save what is damaged")
    return Path(name)


def _milvus_uri(name: str | Path) -> str | None:
    written = str(name)
    return written.removeprefix(_MILVUS) if written.startswith(_MILVUS) else None


def _by_milvus(uri: str, settings: MilvusSettings) -> Library:
    from qa.store.milvus.library import MilvusLibrary
    from qa.store.milvus.server import MilvusServer

    return MilvusLibrary(MilvusServer(uri, settings))
