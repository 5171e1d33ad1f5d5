"""Fuzzing of files, requests and libraries: nothing may crash, hang or print a traceback.

Run by hand: python tests/benchmarks/fuzz.py MINUTES TARGET..., where a target is a file
extension such as `.pdf`, `http` or `library`; the default is all. Valid samples are corrupted one
to four times each: bytes are changed, removed, doubled, or inserted from elsewhere.
"""

import io
import json
import multiprocessing
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from fakes.hashing_encoder import HashingEncoder
from openpyxl import Workbook

from qa.indexing.repair import repair
from qa.indexing.sync import sync_library
from qa.ingest.document import LoadError
from qa.ingest.loaders.registry import LOADERS
from qa.ingest.sandbox import Sandbox
from qa.schema.filters import EVERYTHING
from qa.settings import PassageSettings, ReadingSettings
from qa.store.errors import LibraryError
from qa.store.indexes.bm25 import exact_terms
from qa.store.local import LocalLibrary

ROOT = Path(__file__).parents[2]
LIMIT_S = 20.0
PACKAGES = ("qa", "ui", "embeddings")
_WORDS = (
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"\\",
    b"<",
    b"{",
    b"[",
    b"\r\n",
    b"endobj",
    b"9" * 30,
    b"\xed\xa0\x80",
)
_TEXT = "Hujan turun di kota. Warga diminta menunggu sampai banjir surut, kata wali kota.\n\n"


def main() -> None:
    """Print for each target how much was tried, and stop at the first thing that must not be."""
    minutes = float(sys.argv[1])
    targets = sys.argv[2:] or [*LOADERS.suffixes, "http", "library"]
    for target in targets:
        until = time.monotonic() + 60 * minutes
        run = {"http": _http, "library": _library}.get(target)
        tried = run(until) if run else _files(target, until)
        print(f"{target}: {tried}", flush=True)


def _spoilt(data: bytes, drawn: random.Random) -> bytes:
    held = bytearray(data)
    for _ in range(drawn.randint(1, 4)):
        at, size = drawn.randrange(len(held) + 1), drawn.choice((1, 2, 8, 64, 1024))
        way = drawn.randrange(5)
        if way == 0:
            for _ in range(drawn.choice((1, 4, 16))):
                if held:
                    held[drawn.randrange(len(held))] = drawn.randrange(256)
        elif way == 1:
            del held[at : at + size]
        elif way == 2:
            held[at:at] = held[at : at + size] * drawn.choice((1, 2, 50))
        elif way == 3:
            held[at:at] = drawn.choice(_WORDS)
        else:
            del held[at:]
    return bytes(held)


def _files(suffix: str, until: float) -> str:
    drawn, samples = random.Random(suffix), _samples(suffix)
    articles = problems = 0
    slowest = 0.0
    with (
        tempfile.TemporaryDirectory() as temporary,
        closing(Sandbox(ReadingSettings(max_file_s=LIMIT_S))) as process,
    ):
        path = Path(temporary) / f"spoilt{suffix}"
        while time.monotonic() < until:
            path.write_bytes(_spoilt(drawn.choice(samples), drawn))
            began = time.monotonic()
            found = list(process.read(path, path.name, 200_000))
            slowest = max(slowest, time.monotonic() - began)
            wrong = [each for each in found if isinstance(each, LoadError)]
            for each in wrong:
                if "could not be read with" in each.message or "took longer" in each.message:
                    _keep(path, str(each))
            problems += bool(wrong)
            articles += len(found) - len(wrong)
    return f"{articles} articles read, {problems} files with a problem, slowest {slowest:.2f} s"


def _samples(suffix: str) -> list[bytes]:
    text = _TEXT * 6
    if suffix == ".pdf":
        return [_pdf(text), _pdf("x" * 900)]
    if suffix == ".docx":
        document, held = Document(), io.BytesIO()
        document.add_heading("Banjir")
        document.add_paragraph(text)
        document.add_table(2, 2).cell(0, 0).text = "satu"
        document.save(held)
        return [held.getvalue()]
    if suffix in (".html", ".htm"):
        page = (
            '<html><head><meta property="article:published_time" content="2024-06-19T10:00:00Z">'
            f"<title>Banjir</title></head><body><article><h1>Banjir</h1><p>{text}</p></article>"
        )
        return [page.encode(), page.encode("utf-16")]
    if suffix == ".jsonl":
        row = {"id": "a", "title": "Banjir", "text": text, "published": "2024-06-19"}
        return ["\n".join(json.dumps({**row, "id": str(n)}) for n in range(4)).encode()]
    if suffix == ".csv":
        return [f'id,text,published\n1,"{text}",2024-06-19\n2,"{text}",\n'.encode()]
    made = {
        ".tsv": lambda: f"judul\tisi\nBanjir\t{text}".encode("utf-16"),
        ".json": lambda: json.dumps([{"judul": "Banjir", "isi": text}] * 3).encode(),
        ".ndjson": lambda: json.dumps({"isi": text}).encode(),
        ".xml": lambda: _feed(text),
        ".rss": lambda: _feed(text),
        ".atom": lambda: _feed(text),
        ".rtf": lambda: rb"{\rtf1\ansi{\info{\title Banjir}}\b " + text.encode() + rb"\par}",
        ".eml": lambda: _mail(text),
        ".odt": lambda: _archive({"content.xml": _odt(text)}),
        ".epub": lambda: _epub(text),
        ".xlsx": lambda: _workbook(text),
    }
    if suffix in made:
        return [made[suffix]()]
    return [path.read_bytes() for path in sorted((ROOT / "seeds").iterdir())]


def _feed(text: str) -> bytes:
    item = f"<item><title>Banjir</title><description>{text}</description></item>"
    return f"<rss><channel><title>Kabar</title>{item * 3}</channel></rss>".encode()


def _mail(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["Date"] = "Banjir", "Wed, 19 Jun 2024 10:31:00 +0700"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", "html")
    return message.as_bytes()


def _archive(files: dict[str, str]) -> bytes:
    held = io.BytesIO()
    # Not packed, so that what is changed inside is met by the reader and not by a checksum alone.
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def _odt(text: str) -> str:
    return f'<d xmlns:o="o" xmlns:t="t"><o:body><t:p>{text}</t:p><t:h>Banjir</t:h></o:body></d>'


def _epub(text: str) -> bytes:
    return _archive(
        {
            "META-INF/container.xml": '<c><rootfile full-path="a.opf"/></c>',
            "a.opf": '<p><item id="a" href="a.html"/><itemref idref="a"/></p>',
            "a.html": f"<h1>Banjir</h1><p>{text}</p>",
        }
    )


def _workbook(text: str) -> bytes:
    book, held = Workbook(), io.BytesIO()
    book.active.append(["judul", "isi"])
    book.active.append(["Banjir", text])
    book.save(held)
    return held.getvalue()


def _pdf(text: str) -> bytes:
    """Return a PDF of one page with this text."""
    lines = [text[n : n + 80].replace("(", "").replace(")", "") for n in range(0, len(text), 80)]
    drawn = "BT /F1 9 Tf 30 800 Td " + " ".join(f"({line}) Tj 0 -12 Td" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents 4 0 R /Resources "
        "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    ]
    held, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(held))
        held += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(held)
    held += f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n<< /Size 5 /Root 1 0 R >>\n"
    return f"{held}startxref\n{start}\n%%EOF\n".encode("latin-1")


def _keep(path: Path, why: str) -> None:
    kept = Path(tempfile.gettempdir()) / f"found{path.suffix}"
    shutil.copyfile(path, kept)
    sys.exit(f"{why}: the file is kept as {kept}")


def _http(until: float) -> str:
    drawn, tried, answered = random.Random("http"), 0, 0
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w+") as log:
        tanya = [sys.executable, "-m", "ui.cli.main"]
        made = [*tanya, "index", str(ROOT / "seeds"), "--library", f"{folder}/library"]
        subprocess.run(made, check=True, capture_output=True)
        serving = [*tanya, "serve", "--library", f"{folder}/library", "--port", "7993"]
        limit = {"TANYA_SERVER__MAX_REQUESTS_A_MINUTE": "1000000"}
        with subprocess.Popen(
            serving, stdout=subprocess.PIPE, stderr=log, env={**os.environ, **limit}
        ) as server:
            assert server.stdout is not None
            server.stdout.readline()
            while time.monotonic() < until:
                said = _sent(_spoilt(drawn.choice(_REQUESTS), drawn))
                tried += 1
                answered += said.startswith(b"HTTP/1.1 200")
                if b"Traceback" in said or b" 500 " in said[:20] or server.poll() is not None:
                    sys.exit(f"http: {said[:400]!r}")
            server.terminate()
        log.seek(0)
        # Gradio prints its own traceback of an event that no page sends; ours would be a defect.
        if ours := [line for line in log if any(f'File "{ROOT}/{p}/' in line for p in PACKAGES)]:
            sys.exit(f"http: the server's log has {ours[:9]}")
    return f"{tried} requests, {answered} answered"


def _request(path: str, body: str, method: str = "POST") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:7993\r\nConnection: close\r\n"
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n"
    return (head + kind + body).encode()


_ASKED: tuple[tuple[str, dict[str, object]], ...] = (
    ("/ask", {"question": "Siapa delegasi Putin?", "history": ["Kapan ia tiba?"]}),
    ("/ask", {"question": "Who came?", "scope": {"sources": ["VIVA"]}, "narrow": True}),
    ("/gradio_api/queue/join", {"data": ["a", None], "fn_index": 1, "session_hash": "x"}),
    ("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}),
)
_REQUESTS = [
    *(_request(path, json.dumps(body)) for path, body in _ASKED),
    _request("/articles?skip=1&count=2", "", "GET"),
    _request("/articles/000_6291e358e618aed3.txt", "", "GET"),
]


def _sent(request: bytes) -> bytes:
    said = b""
    try:
        with socket.create_connection(("127.0.0.1", 7993), timeout=LIMIT_S) as connection:
            connection.sendall(request)
            # Half a request is waited for; an answer comes sooner.
            connection.settimeout(1.0)
            while read := connection.recv(65536):
                said += read
            return said
    except (TimeoutError, ConnectionError):
        return said


def _apart(work: Callable[[], None], where: str) -> None:
    """Do this in a process of its own; it must end well, and in time."""
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(LIMIT_S)
    if process.is_alive() or process.exitcode:
        process.kill()
        sys.exit(f"{where}: ended with {process.exitcode}")


def _library(until: float) -> str:
    drawn, tried = random.Random("library"), 0
    encoder = HashingEncoder(32)
    query = encoder.encode_query("Kapan Putin tiba?")
    with tempfile.TemporaryDirectory() as temporary:
        made, spoilt = Path(temporary) / "made", Path(temporary) / "spoilt"
        with closing(LocalLibrary.create(made)) as library:
            settings = PassageSettings()
            sync_library(
                library, [ROOT / "seeds"], "hashing", lambda: encoder, settings, lambda _: None
            )
        files = [path for path in sorted(made.rglob("*")) if path.is_file() and path.stat().st_size]

        def use() -> None:
            try:
                with closing(LocalLibrary.open(spoilt)) as library:
                    library.vectors.search(query, "id", 9)
                    library.search_bm25(exact_terms(("putin",)), "id", 9)
                    library.passages(library.rows(EVERYTHING))
            except LibraryError:
                pass
            with suppress(LibraryError):
                repair(spoilt, PassageSettings())

        while time.monotonic() < until:
            shutil.rmtree(spoilt, ignore_errors=True)
            shutil.copytree(made, spoilt)
            path = spoilt / drawn.choice(files).relative_to(made)
            path.write_bytes(_spoilt(path.read_bytes(), drawn))
            _apart(use, f"library: {path.name}")
            tried += 1
    return f"{tried} libraries"


if __name__ == "__main__":
    main()
