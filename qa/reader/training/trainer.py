"""The network in training: its plan, its optimiser, its steps and its checkpoints.

Reads no data and knows no command line: `train` hands it batches of rows.
"""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from qa.reader.training.evaluate import Figures, figures, read
from qa.reader.training.loss import reading_loss
from qa.reader.training.network import Network
from qa.reader.training.rows import Row, batch_of

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    `rate` is the highest, reached after the part `warmup` of the steps and left for the last part
    `decay`. `steps` ends the course early; 0 takes all of it.
    """

    course: str = "news"
    seed: int = 1
    steps: int = 0
    rate: float = 1e-4
    head_rate: float = 5e-4
    warmup: float = 0.05
    decay: float = 0.6
    weight_decay: float = 0.01
    batch_tokens: int = 1400
    max_tokens: int = 320
    max_span: int = 64
    group_weight: float = 0.5
    frozen_layers: int = 4
    average: float = 0.98
    threads: int = 2
    checkpoint_s: float = 600
    validation_steps: int = 150
    validation_rows: int = 160

    def scale(self, step: int, steps: int) -> float:
        """Return the part of the highest rate that this step learns at."""
        rise = (step + 1) / max(1.0, self.warmup * steps)
        fall = (steps - step) / max(1.0, self.decay * steps)
        return min(1.0, rise, fall)


class Trainer:
    """The network on its way: its optimiser, its running average, and the step it is at."""

    def __init__(self, network: Network, plan: Plan, out: Path) -> None:
        self.network, self.plan, self.out, self.step = network, plan, out, 0
        _freeze(network, plan.frozen_layers)
        self._optimiser = _optimiser(network, plan)
        self._average = {n: p.detach().clone() for n, p in _trained(network)}

    def learn(self, rows: Sequence[Row], steps: int) -> float:
        """Take one step on these rows; returns their loss."""
        scale = self.plan.scale(self.step, steps)
        for group in self._optimiser.param_groups:
            group["lr"] = group["rate"] * scale
        batch = batch_of(rows)
        scores = self.network.forward(batch.ids, batch.segments, batch.lengths)
        loss = reading_loss(batch, scores, self.plan.max_span, self.plan.group_weight)
        loss.backward()  # pyright: ignore[reportUnknownMemberType]
        nn.utils.clip_grad_norm_([p for _, p in _trained(self.network)], 1.0)
        self._optimiser.step()  # pyright: ignore[reportUnknownMemberType]
        self._optimiser.zero_grad()
        self.step += 1
        # The average follows closely at first: the head starts from noise.
        keep = min(self.plan.average, self.step / (self.step + 10))
        with torch.no_grad():
            for name, parameter in _trained(self.network):
                self._average[name].lerp_(parameter, 1 - keep)
        return loss.item()

    def average(self) -> None:
        """Put the running average in the network's place."""
        with torch.no_grad():
            for name, parameter in _trained(self.network):
                parameter.copy_(self._average[name])

    def save(self) -> None:
        """Write a checkpoint; one that is half written never takes the old one's place."""
        state = {
            "plan": asdict(self.plan),
            "step": self.step,
            "network": self.network.kept(),
            "average": self._average,
            "optimiser": self._optimiser.state_dict(),
        }
        partial = self.out / "checkpoint.partial"
        torch.save(state, partial)
        partial.replace(self.out / "checkpoint.pt")

    def restore(self) -> None:
        """Go on from the checkpoint, where there is one of the same plan."""
        path = self.out / "checkpoint.pt"
        if not path.exists():
            return
        state: dict[str, Any] = torch.load(path, weights_only=True)
        if _lasting(state["plan"]) != _lasting(asdict(self.plan)):
            raise ValueError(f"{path} was made with another plan: take another --out, or delete it")
        self.network.load_state_dict(state["network"], strict=False)
        self._optimiser.load_state_dict(state["optimiser"])
        self._average, self.step = state["average"], state["step"]
        LOG.info("going on from step %d", self.step)


def _lasting(plan: dict[str, Any]) -> dict[str, Any]:
    """Return the plan without what may change between one start and the next."""
    passing = ("threads", "checkpoint_s", "validation_steps", "validation_rows")
    return {name: value for name, value in plan.items() if name not in passing}


def _trained(network: Network) -> list[tuple[str, nn.Parameter]]:
    return [(name, p) for name, p in network.named_parameters() if p.requires_grad]


def _freeze(network: Network, layers: int) -> None:
    if layers:
        for part in (network.positions, network.norm, *network.layers[:layers]):
            part.requires_grad_(False)
        network.segments.requires_grad_(False)


def _optimiser(network: Network, plan: Plan) -> torch.optim.AdamW:
    def group(head: bool, matrix: bool) -> dict[str, object]:
        chosen: list[Tensor] = [
            p
            for name, p in _trained(network)
            if name.startswith(("ends.", "first.", "last.")) == head and (p.dim() > 1) == matrix
        ]
        return {
            "params": chosen,
            "rate": plan.head_rate if head else plan.rate,
            "weight_decay": plan.weight_decay if matrix else 0.0,
        }

    groups = [group(head, matrix) for head in (True, False) for matrix in (True, False)]
    return torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98), fused=True)


def validate(network: Network, rows: Sequence[Row], plan: Plan) -> Figures:
    """Return the figures on rows that were kept apart from training."""
    answers = {r.example.id: [r.example.passage[a:b] for a, b in r.example.answers] for r in rows}
    network.eval()
    found = figures(read(network, rows, plan.max_span, 4096), answers, threshold=0.0)
    network.train()
    return found


def train(
    trainer: Trainer, batches: Sequence[Sequence[Row]], held: Sequence[Row], pause: Path
) -> None:
    """Take every step that is left, with checkpoints and figures on the way."""
    plan, begun, saved = trainer.plan, time.monotonic(), time.monotonic()
    losses: list[float] = []
    read_rows = read_tokens = 0
    for rows in batches[trainer.step :]:
        if pause.exists():
            trainer.save()  # A pause may be long, and end with the process.
        while pause.exists():
            time.sleep(1)
        losses.append(trainer.learn(rows, len(batches)))
        read_rows += len(rows)
        read_tokens += sum(len(row.ids) for row in rows)
        if trainer.step % 10 == 0:
            spent = time.monotonic() - begun
            LOG.info(
                "step %d of %d, loss %.3f, %.1f rows/s, %.0f tokens/s",
                trainer.step,
                len(batches),
                sum(losses[-10:]) / len(losses[-10:]),
                read_rows / spent,
                read_tokens / spent,
            )
        if trainer.step % plan.validation_steps == 0:
            LOG.info("held out: %s", json.dumps(asdict(validate(trainer.network, held, plan))))
        if time.monotonic() - saved > plan.checkpoint_s:
            trainer.save()
            saved = time.monotonic()
    trainer.save()
