"""The elements and texts of some HTML."""

from html.parser import HTMLParser


class HtmlPage(HTMLParser):
    """The elements of some HTML in order, and the texts of those with a class.

    Raises AssertionError where tags are not nested.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements, self.text_of, self.open = [], {}, []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        names = (dict(attrs).get("class") or "").split()
        if tag != "input":
            self.open.append((tag, names))
        for name in names:
            self.text_of.setdefault(name, []).append("")

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for _, names in self.open:
            for name in names:
                self.text_of[name][-1] += data

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]
