"""Log the figures of a trained reader: `python -m qa.training.validation --weights FILE ...`.

The refusal threshold is chosen on rows that were held out of training, never on those reported.
"""

from collections.abc import Sequence
from pathlib import Path

import torch

from qa.training.command import base_parser, exit_on_known_error, log_to, resolve_encoder
from qa.training.config import ValidationConfig
from qa.training.model.packed import open_network
from qa.training.validation.validate import validate

COMMAND = "qa.training.validation"


def main(arguments: Sequence[str] | None = None) -> None:
    """Validate the weights that the command line names."""
    parser = base_parser(COMMAND, __doc__)
    parser.add_argument("--weights", type=Path, required=True, help="packed or float32")
    parser.add_argument("--rows", type=int, help="of each set, drawn at random; default: all")
    options = parser.parse_args(arguments)
    with exit_on_known_error(COMMAND), log_to():
        torch.set_num_threads(options.threads)
        encoder = resolve_encoder(options.encoder)
        network = open_network(encoder, options.weights)
        validate(network, encoder, options.data, ValidationConfig(), options.rows)


if __name__ == "__main__":
    main()
