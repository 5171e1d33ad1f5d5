"""E-mail (.eml): the text of a message, its subject, sender and day.

Attachments are named in a warning and not read.
"""

import email
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path

from qa.ingest.document import (
    ArticleMetadata,
    LoadWarning,
    RawDocument,
    UnreadableError,
    check_storable,
    printable,
)
from qa.ingest.loaders.base import Loaded, LoadOptions, read_bytes
from qa.ingest.loaders.html import page_document
from qa.schema.article import Published


def load_eml(path: Path, options: LoadOptions) -> Iterator[Loaded]:
    """Yield the text of a message: as plain text where it has it, else of its HTML."""
    data = read_bytes(path, options.max_packed_bytes)
    message: EmailMessage = email.message_from_bytes(data, policy=default)
    try:
        body = message.get_body(("plain", "html"))
        content = "" if body is None else str(body.get_content())
        is_html = body is not None and body.get_content_type() == "text/html"
        metadata = _metadata(message)
        attached = [part.get_filename() or "without a name" for part in message.iter_attachments()]
    except Exception as error:  # damaged headers and encodings raise whatever they lead into
        raise UnreadableError(
            f"is not an e-mail that can be read ({type(error).__name__}); save it anew"
        ) from None
    text = page_document(content).text if is_html else content
    if not text.strip():
        raise UnreadableError("has no text in it; remove it or fill it")
    if len(text) > options.max_chars:
        raise options.too_long
    check_storable(text)
    yield RawDocument(text.replace("\r\n", "\n"), metadata)
    if attached:
        names = ", ".join(attached)[:200]
        yield LoadWarning(printable(path), None, f"its attachments are not read: {names}")


def _metadata(message: EmailMessage) -> ArticleMetadata:
    sender = parseaddr(str(message["from"] or ""))[0]
    subject = " ".join(str(message["subject"] or "").split())
    return ArticleMetadata(title=subject or None, author=sender or None, published=_date(message))


def _date(message: EmailMessage) -> Published:
    sent = message["date"]
    moment = getattr(sent, "datetime", None)
    return moment if moment is None or moment.tzinfo else moment.date()
