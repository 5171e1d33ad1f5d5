"""How templates are filled in: escaping, line breaks, and values that are not given."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import ui.html
from ui.html.page import status_line, title_bar
from ui.html.templates import render_html, render_message
from ui.strings.english import ENGLISH

TEMPLATES = sorted((Path(ui.html.__file__).parent / "templates").glob("*.html"))


def test_a_value_is_escaped_as_what_it_is_put_into_needs():
    question = "<b>*a*</b>"
    assert "&lt;b&gt;*a*&lt;/b&gt;" in status_line(question, ENGLISH)
    message = render_message("question.html", question=question)
    assert message == '<div class="question">&#60;b&#62;&#42;a&#42;&#60;&#47;b&#62;</div>'


def test_line_breaks_of_a_template_are_not_in_what_it_renders():
    assert title_bar(ENGLISH) == (
        '<header class="title-bar" lang="en"><h1>Tanya</h1>'
        f'<p class="promise">{ENGLISH.promise}</p></header>'
    )


def test_a_value_that_is_not_given_is_an_error():
    with pytest.raises(UndefinedError, match="'words' is undefined"):
        render_html("title_bar.html")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_turns_escaping_off(template):
    source = template.read_text("utf-8")
    assert not re.search(r"\|\s*(safe|e|escape|forceescape)\b|autoescape", source)


def test_the_command_line_s_help_loads_no_templates():
    code = "import sys, ui.cli.main; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
