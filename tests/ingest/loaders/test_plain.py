"""Text files come back as they were written."""

from pathlib import Path

import pytest
from fakes.loading import load

from qa.ingest.document import RawDocument

PROSE = "Presiden tiba di Hanoi pada Senin. Ia disambut di bandara."


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("text", [PROSE, f"A\r\n\r\n{PROSE}\r\n", f"  A\r{PROSE}\n\n", "“é” – 😀"])
def test_a_text_file_is_its_own_text_to_the_last_newline(tmp_path: Path, name: str, text: str):
    assert load(tmp_path, name, text) == [RawDocument(text)]
