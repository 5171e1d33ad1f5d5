"""The README's commands, as a newcomer would copy them."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    return tmp_path


def run(command: list[str], folder: Path) -> str:
    # The command's own folder first: it is there although no environment may be active.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_commands_of_the_readme_work_in_their_order(folder):
    lines = [line for block in blocks("sh") for line in block.splitlines() if line]
    assert lines
    said = [run(shlex.split(line), folder) for line in lines]
    assert "5 articles" in said[0]
    assert all("Belousov" in text for text in said[1:])


def test_the_python_of_the_readme_works(folder):
    (code,) = blocks("python")
    assert "Belousov" in run([sys.executable, "-c", code], folder)


def test_every_make_target_of_the_readme_is_in_the_makefile():
    named = set(re.findall(r"\bmake (\w+)", README))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert named
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in named)


def test_the_readme_names_every_seed():
    assert all(path.name in README for path in (ROOT / "seeds").iterdir())
