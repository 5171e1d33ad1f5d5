"""How to train: what each course takes, and at what pace.

Trains nothing: `trainer` does.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from qa.reader.span_network import MAX_SPAN_TOKENS

PASSING = ("checkpoint_s", "validation_steps", "validation_rows")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to take one course.

    `rate` is the highest, reached after the part `warmup` of the steps and left for the last part
    `decay`; the head's own is `head_rate`. `steps` ends the course early; 0 takes all of it. Tokens
    are counted with their padding. `frozen_layers`, the lowest, stay as the encoder has them.
    """

    course: str
    seed: int = 1
    steps: int = 0
    rate: float = 1e-4
    head_rate: float = 5e-4
    warmup: float = 0.05
    decay: float = 0.6
    weight_decay: float = 0.01
    batch_tokens: int = 1400
    max_tokens: int = 320
    max_span: int = MAX_SPAN_TOKENS
    group_weight: float = 0.5
    frozen_layers: int = 4
    average: float = 0.98
    checkpoint_s: float = 600.0
    validation_steps: int = 150
    validation_rows: int = 160

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


PLANS: Mapping[str, Plan] = {
    plan.course: plan
    for plan in (
        Plan("broad", warmup=0.08, decay=0.01),
        Plan("news", rate=1.2e-4, head_rate=4e-4, warmup=0.03, decay=0.75),
        Plan("whole", rate=1.2e-4, head_rate=4e-4, warmup=0.03, decay=0.95, average=0.985),
        Plan("contrast", rate=1e-4, head_rate=2e-4, warmup=0.03, decay=0.97, average=0.99),
    )
}
"""By course: the plan that gave the best figures, so far as others were tried."""
