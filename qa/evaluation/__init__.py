"""How good the answers are: measures, data sets, baselines, saved runs and reports.

Asks an `Assistant` as any user does, and knows nothing of how it finds its answers.
"""

from embeddings.errors import TanyaError

FOLDER_DATA = ("newsqa", "newsqa-library", "collections")
"""Data sets whose layout goes with their name; each is named with its folder."""


class EvaluationError(TanyaError):
    """An evaluation cannot be made; the message says what to do.

    EvaluationError
    ├── DataError           a data set cannot be read
    ├── RunError            a run cannot be made, read or repeated
    └── MissingExtraError   a library of the evaluation is not installed
    """
