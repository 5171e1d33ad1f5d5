"""An encoder for any Sentence Transformers model on this machine, by name or by folder.

Downloads nothing.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from huggingface_hub import try_to_load_from_cache
from sentence_transformers import SentenceTransformer

from embeddings.base import Matrix, Vector, transformer_name
from embeddings.errors import EncoderError

BATCH_SIZE = 32


class SentenceTransformersEncoder:
    """Encodes with `SentenceTransformer`, and with the model's own prompts unless given."""

    def __init__(self, model: str, prompts: Mapping[str, str] | None = None) -> None:
        try:
            # Given a name, the library uses the network even with `local_files_only`.
            self._model: Any = SentenceTransformer(
                str(_folder(model)),
                device="cpu",
                prompts=None if prompts is None else dict(prompts),
                local_files_only=True,
            )
        except (OSError, ValueError) as error:
            first = str(error).strip().partition("\n")[0]
            raise EncoderError(
                f"the encoder {model!r} cannot be loaded ({first}); give the folder of a Sentence "
                "Transformers model, or the name of one that 'hf download NAME' has fetched"
            ) from error
        self.name = transformer_name(model)
        self.dim = len(self.encode_query("dim"))

    def encode_query(self, text: str) -> Vector:
        """Return the vector of a query, shape (dim,)."""
        return self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Return a vector for each text, in the order given, shape (len(texts), dim)."""
        if not texts:
            return np.empty((0, self.dim), np.float32)
        return self._model.encode_document(
            list(texts),
            batch_size=BATCH_SIZE,
            normalize_embeddings=True,
            show_progress_bar=False,
        )


def _folder(model: str) -> Path:
    """Return the model's folder: as given, or in the hub's cache.

    Raises:
        FileNotFoundError: it is not on this machine.
    """
    if Path(model).is_dir():
        return Path(model)
    for name in (model, f"sentence-transformers/{model}"):
        # A name of another form raises a ValueError.
        config = try_to_load_from_cache(name, "config.json") if name.count("/") == 1 else None
        if isinstance(config, str):
            return Path(config).parent
    raise FileNotFoundError("it is not on this machine")
