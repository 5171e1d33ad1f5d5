"""How the reader is trained and calibrated: every rate, size, weight and share, with its default.

Trains nothing. How much of each source is read is `data.curriculum.Curriculum`.
"""

from dataclasses import asdict, dataclass
from typing import Any

from qa.reader.weights import MAX_SPAN_TOKENS

CHANGEABLE = ("checkpoint_s", "validation_steps", "validation_rows")
"""Fields that may differ between one start of a training and the next: they change no weight."""

Distribution = tuple[tuple[int, float], ...]
"""Values, each with the share of cases that it is drawn for."""


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Hyperparameters of one training.

    Attributes:
        seed: of the head's first weights, of the rows drawn and of their order.
        steps: ends the training early; 0 takes every batch once.
        rate: the highest learning rate of the encoder's layers.
        head_rate: the same of the head.
        warmup: the share of the steps in which the rate rises.
        decay: the share of the steps, the last ones, in which it falls to zero.
        weight_decay: AdamW's, of matrices only.
        batch_tokens: of one batch at most, padding included.
        max_tokens: of a row, question and passage together; the rest of the passage is cut off.
        max_span: tokens of the longest span that is scored.
        group_weight: of the loss over all passages of a question, beside that of each passage.
        frozen_layers: so many of the lowest layers keep the encoder's weights.
        average: the decay of the exponential moving average of the weights.
        adam_betas: of AdamW.
        max_gradient_norm: longer gradients are clipped to this.
        sorted_groups: so many groups at a time are sorted by length, so that little is padded.
        checkpoint_s: seconds between two checkpoints.
        validation_steps: steps between two validations.
        validation_rows: of each validation set that are read then.
    """

    seed: int = 1
    steps: int = 0
    rate: float = 1e-4
    head_rate: float = 2e-4
    warmup: float = 0.03
    decay: float = 0.9
    weight_decay: float = 0.01
    batch_tokens: int = 1500
    max_tokens: int = 320
    max_span: int = MAX_SPAN_TOKENS
    group_weight: float = 1.5
    frozen_layers: int = 4
    average: float = 0.99
    adam_betas: tuple[float, float] = (0.9, 0.98)
    max_gradient_norm: float = 1.0
    sorted_groups: int = 1000
    checkpoint_s: float = 600.0
    validation_steps: int = 500
    validation_rows: int = 120

    def __post_init__(self) -> None:
        for name in ("batch_tokens", "max_tokens", "max_span", "sorted_groups", "validation_steps"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; expected 1 or more")
        if not 0 <= self.average < 1:
            raise ValueError(f"average is {self.average}; expected at least 0 and less than 1")

    def rate_scale(self, step: int, steps: int) -> float:
        """Return the share of the highest learning rate that a step is taken at, 0 to 1.

        Args:
            step: how many steps were taken before.
            steps: how many the training has.
        """
        rise = (step + 1) / max(1.0, self.warmup * steps)
        fall = (steps - step) / max(1.0, self.decay * steps)
        return min(1.0, rise, fall)

    def reproducible(self) -> dict[str, Any]:
        """Return the fields that decide the weights, as JSON keeps them."""
        return {name: value for name, value in asdict(self).items() if name not in CHANGEABLE}


@dataclass(frozen=True, slots=True)
class GroupConfig:
    """How the windows of one written question are drawn; see `data.written`.

    Attributes:
        window_chars: how long a window may be.
        hard_negatives: how many hard negatives a group has.
        max_answer_windows: windows that hold answers; the items of a list may stand far apart.
        rank_decay: a retrieved passage is drawn as a hard negative this much less often than the
            one that is ranked before it.
        retrieved_passages: hard negatives are drawn from so many of the best for each question.
    """

    window_chars: Distribution = ((450, 0.25), (700, 0.55), (950, 0.20))
    hard_negatives: Distribution = ((0, 0.15), (1, 0.6), (2, 0.25))
    max_answer_windows: int = 3
    rank_decay: float = 0.8
    retrieved_passages: int = 16


@dataclass(frozen=True, slots=True)
class ValidationConfig:
    """How validation reads.

    Attributes:
        window_chars: whole articles are read in windows of so many characters at most.
        max_tokens: of a row, question and passage together.
        batch_tokens: of the rows that are read at once, padding included.
        max_threshold: thresholds from minus this to this are tried, in log odds.
        thresholds: how many are tried, evenly apart.
    """

    window_chars: int = 1000
    max_tokens: int = 384
    batch_tokens: int = 4096
    max_threshold: float = 4.0
    thresholds: int = 81


@dataclass(frozen=True, slots=True)
class DictionaryConfig:
    """How the dictionary is made.

    Attributes:
        rounds: of expectation maximisation.
        min_agreement: of the two directions on a pair of words, from which it is kept, 0 to 1.
        dictionary_weight: of a pair that the FreeDict dictionary has.
        max_words: of the longer side of such a pair.
    """

    rounds: int = 8
    min_agreement: float = 0.03
    dictionary_weight: float = 0.5
    max_words: int = 3


@dataclass(frozen=True, slots=True)
class CalibrationConfig:
    """How the confidence is fitted.

    Attributes:
        folds: of the cross-validation.
        refused: the share of questions that no article answers which should be refused.
    """

    folds: int = 10
    refused: float = 0.88
