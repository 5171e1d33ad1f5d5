"""Open a library by its name: a folder of this machine, or a Milvus server."""

from pathlib import Path

from qa.settings import IndexSettings, MilvusSettings
from qa.store.base import Library
from qa.store.errors import LibraryError, missing_library
from qa.store.local import LocalLibrary

_MILVUS_SCHEME = "milvus:"


def create_library(
    name: str | Path, milvus: MilvusSettings, index: IndexSettings | None = None
) -> Library:
    """Return a library, created if it does not exist.

    Args:
        name: the path of a folder; or "milvus:" and the address of a server, as
            "milvus:http://127.0.0.1:19530", or the path of a file of Milvus Lite, ending in ".db".
        milvus: settings of the server.
        index: settings of the indexes in a folder; the defaults unless given.

    Raises:
        LibraryError: it can neither be created nor opened.
    """
    uri = _milvus_uri(name)
    return LocalLibrary.create(Path(name), index) if uri is None else _connect(uri, milvus)


def open_library(
    name: str | Path, milvus: MilvusSettings, index: IndexSettings | None = None
) -> Library:
    """Return an existing library; see `create_library`.

    Raises:
        LibraryError: there is none, or it cannot be read.
    """
    uri = _milvus_uri(name)
    if uri is None:
        return LocalLibrary.open(Path(name), index)
    if uri.endswith(".db") and not Path(uri).exists():
        raise missing_library(name)
    return _connect(uri, milvus)


def folder_of(name: str | Path) -> Path:
    """Return the folder of a library.

    Raises:
        LibraryError: it is on a server.
    """
    if _milvus_uri(name) is not None:
        raise LibraryError(f"{name}: is kept by Milvus, whose own tools save what is damaged")
    return Path(name)


def _milvus_uri(name: str | Path) -> str | None:
    written = str(name)
    return written.removeprefix(_MILVUS_SCHEME) if written.startswith(_MILVUS_SCHEME) else None


def _connect(uri: str, settings: MilvusSettings) -> Library:
    from qa.store.milvus.library import MilvusLibrary
    from qa.store.milvus.server import MilvusServer

    return MilvusLibrary(MilvusServer(uri, settings))
