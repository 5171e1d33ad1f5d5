"""The catalogue of data sets: their names, and the files of those that the package holds."""

from importlib.resources import files
from pathlib import Path

SEEDS, CHATS, DISAGREEMENTS = "seeds", "chats", "disagreements"
PACKAGED = (SEEDS, CHATS, DISAGREEMENTS)
"""Data sets that are in the package, with a README; each is named without a file."""

NEWSQA, NEWSQA_LIBRARY, COLLECTIONS = "newsqa", "newsqa-library", "collections"
IN_FOLDERS = (NEWSQA, NEWSQA_LIBRARY, COLLECTIONS)
"""Data sets that are each a folder of a layout of its own; each is named with its folder.

Every other name is given to a file of reading rows.
"""


def packaged_file(name: str) -> Path:
    """Return the file of a data set that is in the package.

    Raises:
        ValueError: there is none of this name.
    """
    if name not in PACKAGED:
        raise ValueError(f"data set is {name!r}; expected one of {', '.join(PACKAGED)}")
    return Path(str(files("qa.evaluation"))) / "gold" / f"{name}.jsonl"
