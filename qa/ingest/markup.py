"""Parse XML and HTML, safely: no entities are expanded and nothing is fetched.

lxml is met in this module alone; the trees that it returns are walked by the loaders.
"""

import re
from collections.abc import Iterator
from typing import Any

from qa.ingest.document import UnreadableError

Element = Any
"""An element of lxml, which has no types."""

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def _library() -> Any:  # noqa: ANN401 (it has no types)
    import lxml.html

    library: Any = lxml.html
    return library


def parse_xml(data: bytes) -> Element:
    """Return the root of an XML document.

    Raises:
        UnreadableError: it is damaged.
    """
    etree = _library().etree
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"is not XML that can be read ({error}); save it anew") from None


def parse_html(page: str) -> Element | None:
    """Return the root of a web page, however broken its tags; None where it has none."""
    html = _library()
    etree = html.etree
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return html.document_fromstring(_XML_DECLARATION.sub("", page), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def write_html(root: Element) -> str:
    """Return the markup of a tree."""
    return str(_library().tostring(root, encoding="unicode"))


def write_markup(element: Element) -> str:
    """Return the markup of an element with the text after it, of XML or HTML."""
    return str(_library().etree.tostring(element, encoding="unicode"))


def new_element(tag: str) -> Element:
    """Return an HTML element without a parent."""
    return _library().Element(tag)


def local_name(element: Element) -> str:
    """Return the tag of an element in lower case, without its namespace; "" of a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: Element) -> str:
    """Return all text inside an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def drop(element: Element) -> None:
    """Take an element out of its tree; the text that follows it stays."""
    element.drop_tree()


def descendants(root: Element, *names: str) -> Iterator[Element]:
    """Yield the elements below and including a root that have one of these names, in order."""
    for element in root.iter():
        if local_name(element) in names:
            yield element
