"""Fetch pages and feeds that a user names, politely: the one module that asks the network.

Nothing is fetched unless an address is given. robots.txt is obeyed, sizes and times are limited,
and addresses of private networks are refused, at each redirect anew. A page is kept as a file, so
that later runs and its citations have it.
"""

import ipaddress
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx2

from embeddings.errors import TanyaError
from qa.ingest.document import LoadError
from qa.ingest.markup import descendants, local_name, parse_xml, text_of
from qa.settings import FetchSettings

USER_AGENT = "Tanya/0.1 (+news question answering; fetches what its user names)"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}


class FetchError(TanyaError):
    """An address cannot be fetched; the message says why."""


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The files that were fetched, and what is wrong with the other addresses."""

    files: tuple[Path, ...]
    errors: tuple[LoadError, ...]


class Fetcher:
    """Fetches addresses into a folder."""

    def __init__(self, folder: Path, settings: FetchSettings) -> None:
        self._folder = folder
        self._settings = settings
        self._robots: dict[str, RobotFileParser] = {}

    def fetch(self, addresses: Sequence[str], feeds: Sequence[str] = ()) -> FetchResult:
        """Fetch pages, and the pages that feeds name; each once."""
        files: list[Path] = []
        errors: list[LoadError] = []
        options = httpx2.Timeout(self._settings.timeout_s)
        with httpx2.Client(
            timeout=options, headers={"User-Agent": USER_AGENT}, trust_env=True
        ) as client:
            named = [*addresses, *self._named_by(client, feeds, errors)]
            for address in dict.fromkeys(named):
                try:
                    files.append(self._save(address, *self._get(client, address)))
                except (FetchError, httpx2.HTTPError, OSError, ValueError) as error:
                    errors.append(LoadError(address, None, f"cannot be fetched ({error})"))
        return FetchResult(tuple(files), tuple(errors))

    def _named_by(
        self, client: httpx2.Client, feeds: Sequence[str], errors: list[LoadError]
    ) -> Iterator[str]:
        for feed in feeds:
            try:
                data, _ = self._get(client, feed)
                yield from _links(data, feed, self._settings.max_feed_items)
            except (FetchError, TanyaError, httpx2.HTTPError, OSError, ValueError) as error:
                errors.append(LoadError(feed, None, f"cannot be fetched ({error})"))

    def _get(self, client: httpx2.Client, address: str) -> tuple[bytes, str]:
        """Return the content of an address and its media type.

        Raises:
            FetchError: it is private, refused by robots.txt, too large, or redirects too often.
        """
        for _ in range(self._settings.max_redirects + 1):
            self._check_address(address)
            if not self._may_fetch(client, address):
                raise FetchError("its site does not want it fetched, says robots.txt")
            with client.stream("GET", address, follow_redirects=False) as response:
                if response.is_redirect:
                    address = urljoin(address, response.headers.get("location", ""))
                    continue
                if response.status_code != 200:
                    raise FetchError(f"the answer is {response.status_code}")
                kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                return self._content(response), kind
        raise FetchError(f"it redirects more than {self._settings.max_redirects} times")

    def _content(self, response: httpx2.Response) -> bytes:
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > self._settings.max_bytes:
                raise FetchError(f"it has more than {self._settings.max_bytes:,} bytes")
        return bytes(data)

    def _check_address(self, address: str) -> None:
        """Check that an address is of the web, and all of its host's addresses public."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(f"{address!r} is no address of the web; expected http(s)://…")
        if self._settings.allows_private_addresses:
            return
        found = socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_STREAM)
        for *_, where in found:
            if not ipaddress.ip_address(str(where[0]).partition("%")[0]).is_global:
                raise FetchError(
                    f"{parts.hostname} is on a private network; --allow-private-addresses allows it"
                )

    def _may_fetch(self, client: httpx2.Client, address: str) -> bool:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            response = client.get(f"{site}/robots.txt", follow_redirects=False)
            said = response.text if response.status_code == 200 else ""
            # A site that answers with an error of its own is asked again another time.
            rules.parse(
                said.splitlines()
                if response.status_code < 500
                else ["User-agent: *", "Disallow: /"]
            )
            self._robots[site] = rules
        return self._robots[site].can_fetch(USER_AGENT, address)

    def _save(self, address: str, data: bytes, kind: str) -> Path:
        """Write what was fetched into a file named after its address."""
        suffix = _SUFFIXES.get(kind)
        if suffix is None:
            raise FetchError(
                f"its kind is {kind or 'not said'!r}; expected a page, text, PDF or feed"
            )
        name = blake2b(address.encode(), digest_size=12).hexdigest()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}{suffix}"
        if suffix == ".html" and b'rel="canonical"' not in data and b"og:url" not in data:
            link = f'<link rel="canonical" href="{address}">'.encode()
            data = data.replace(b"<head>", b"<head>" + link, 1)
        path.write_bytes(data)
        return path


def _links(data: bytes, feed: str, limit: int) -> list[str]:
    """Return the addresses of a feed's items, the first ones.

    Raises:
        FetchError: it is no feed, or names no address.
    """
    links: list[str] = []
    for item in descendants(parse_xml(data), "item", "entry"):
        for link in (child for child in item if local_name(child) == "link"):
            if (link.get("rel") or "alternate") == "alternate":
                links.append(urljoin(feed, link.get("href") or text_of(link)))
                break
    if not links:
        raise FetchError("it is no feed of articles; expected RSS or Atom")
    return links[:limit]


def is_address(name: str) -> bool:
    """Return whether a name on the command line is an address of the web."""
    return name.startswith(("http://", "https://"))
