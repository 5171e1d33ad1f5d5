"""Any Sentence Transformers model, by name or by folder."""

from collections.abc import Sequence
from typing import Any

from sentence_transformers import SentenceTransformer

from embeddings.encoder import EncoderError, Matrix, Vector, encoder_name

BATCH_SIZE = 32


class TransformerEncoder:
    """Encodes through `SentenceTransformer`, with the prompts that the model itself names."""

    def __init__(self, model: str) -> None:
        try:
            self._model: Any = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as error:
            first = str(error).strip().splitlines()[0]
            raise EncoderError(
                f"the encoder {model!r} cannot be loaded ({first}); give the name or the folder of "
                "a Sentence Transformers model that is on this machine"
            ) from error
        self.name = encoder_name(model)
        self.dim: int = self._model.get_embedding_dimension() or 0

    def encode_query(self, text: str) -> Vector:
        """Return the question's vector, shape (dim,)."""
        return self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Return a vector for each text, in the order given, shape (len(texts), dim)."""
        return self._model.encode_document(
            list(texts),
            batch_size=BATCH_SIZE,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
