"""The Jinja2 templates of the page, with autoescaping and no undefined names.

`render_html` fills in what Gradio shows as HTML; `render_message` fills in chat messages. Gradio
reads a message as Markdown and cleans the HTML in it. Cleaning keeps `class`, `id`, `href`,
`title`, `role` and `lang`, and removes `data-*` and `aria-*`.

A line break in a template is layout, as in JSX: beside a tag or an expression it is dropped with
its indentation, and elsewhere it is one space. So a template can be laid out for its readers, and
no white space gets into the chat.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from ui.html.escaping import escape_html, escape_markdown, escape_markdown_line
from ui.strings.wording import (
    byline,
    confidence_phrase,
    format_count,
    format_date,
    format_probability,
    language_name,
    source_line,
)

_LINE_BREAK = re.compile(r"(^|>)?\s*\n\s*(<|$)?")


def render_html(template: str, **values: object) -> str:
    """Render a template with its values escaped for HTML.

    Args:
        template: a file in `ui/html/templates`.
        values: what the template names.

    Raises:
        UndefinedError: the template names a value that is not given.
    """
    return _environment(escape_html).get_template(template).render(values)


def render_message(template: str, **values: object) -> str:
    """Render a template with its values escaped for Markdown, each on one line.

    The filter `lines` keeps the line ends of a value. See `render_html`.
    """
    return _environment(escape_markdown_line).get_template(template).render(values)


@cache
def _environment(escape: Callable[[str], str]) -> Environment:
    """Return the environment that writes every value with this function; made once for each."""

    def write(value: object) -> Markup:
        return value if isinstance(value, Markup) else Markup(escape(str(value)))  # noqa: S704

    def escaped_lines(text: str) -> Markup:
        return Markup(escape_markdown(text))  # noqa: S704

    environment = Environment(
        loader=PackageLoader("ui.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=write,
        extensions=[_LineBreaks],
    )
    filters: dict[str, Any] = environment.filters
    filters.update(
        {
            "byline": byline,
            "confidence_phrase": confidence_phrase,
            "format_count": format_count,
            "format_date": format_date,
            "language_name": language_name,
            "lines": escaped_lines,
            "format_probability": format_probability,
            "source_line": source_line,
        }
    )
    return environment


class _LineBreaks(Extension):
    """Takes the line breaks out of what stands between a template's tags and expressions."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens, with their own line numbers for messages of errors."""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, token.type, _LINE_BREAK.sub(_join, token.value))
            else:
                yield token


def _join(found: re.Match[str]) -> str:
    before, after = found[1], found[2]
    return (before or "") + (after or "") if before is not None or after is not None else " "
