"""Regenerate the lock files with uv: exact versions with the hashes of their files.

    python tests/lock.py UV

torch and its GPU libraries are left out, since the Makefile installs torch first, by its exact
version. Its other dependencies are locked.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = {"requirements.lock": (), "requirements-test.lock": ("--extra", "test")}
_FOR_GRAPHICS = re.compile(r"^(?:nvidia|cuda|triton)[a-z0-9-]*", re.MULTILINE)


def main() -> None:
    """Write both lock files."""
    (uv,) = sys.argv[1:]
    compiling = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    for name, extra in LOCKS.items():
        told = [*compiling, *extra, "--no-header", "--no-annotate"]
        every = subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        left_out = ("torch", *sorted(set(_FOR_GRAPHICS.findall(every))))
        without = [part for each in left_out for part in ("--no-emit-package", each)]
        locked = [*told, *without, "--generate-hashes", "--output-file", name]
        subprocess.run(locked, cwd=ROOT, capture_output=True, check=True)


if __name__ == "__main__":
    main()
