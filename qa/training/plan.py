"""How to train, and at what pace.

Trains nothing: `trainer` does. What is read is `curriculum`'s.
"""

from dataclasses import asdict, dataclass

from qa.reader.weights import MAX_SPAN_TOKENS

PASSING = ("checkpoint_s", "validation_steps", "validation_rows")
"""What may change between one start of a training and the next."""


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How to train.

    `rate` is the highest, reached after the part `warmup` of the steps and left for the last part
    `decay`; the head's own is `head_rate`. `steps` ends the training early; 0 takes all of it.
    Batches count their padding as tokens. `frozen_layers`, the lowest, stay as they are at the
    start. Every `validation_steps` so many `validation_rows` of each set are read.
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
    checkpoint_s: float = 600.0
    validation_steps: int = 500
    validation_rows: int = 120

    def __post_init__(self) -> None:
        for name in ("batch_tokens", "max_tokens", "max_span", "validation_steps"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; expected 1 or more")
        if not 0 <= self.average < 1:
            raise ValueError(f"average is {self.average}; expected at least 0 and less than 1")

    def scale(self, step: int, steps: int) -> float:
        """Return the part of the highest rate that this step learns at."""
        rise = (step + 1) / max(1.0, self.warmup * steps)
        fall = (steps - step) / max(1.0, self.decay * steps)
        return min(1.0, rise, fall)

    def lasting(self) -> dict[str, str | int | float]:
        """Return the plan without what may change between one start and the next."""
        return {name: value for name, value in asdict(self).items() if name not in PASSING}
