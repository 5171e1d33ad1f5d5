"""The trainer: optimiser, learning-rate schedule, moving average, steps and checkpoints.

Reads no data: it is given batches of rows.
"""

import logging
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from qa.reader.weights import HEAD
from qa.training.config import TrainingConfig
from qa.training.model.loss import reading_loss
from qa.training.model.network import Network
from qa.training.model.rows import Row, collate

LOG = logging.getLogger(__name__)
CHECKPOINT = "checkpoint.pt"
LOG_STEPS = 10


class Trainer:
    """A network in training, with its optimiser and the moving average of its weights."""

    def __init__(self, network: Network, config: TrainingConfig, out: Path) -> None:
        self.network, self.config, self.out, self.step = network, config, out, 0
        _freeze(network, config.frozen_layers)
        self._optimiser = _optimiser(network, config)
        self._average = {n: p.detach().clone() for n, p in _trained(network)}

    def train_step(self, rows: Sequence[Row], steps: int) -> float:
        """Take one step on these rows, and return their loss."""
        scale = self.config.rate_scale(self.step, steps)
        for group in self._optimiser.param_groups:
            group["lr"] = group["rate"] * scale
        batch = collate(rows)
        scores = self.network.forward(batch.ids, batch.segments, batch.lengths)
        loss = reading_loss(batch, scores, self.config.max_span, self.config.group_weight)
        loss.backward()  # pyright: ignore[reportUnknownMemberType]
        nn.utils.clip_grad_norm_(
            [p for _, p in _trained(self.network)], self.config.max_gradient_norm
        )
        self._optimiser.step()  # pyright: ignore[reportUnknownMemberType]
        self._optimiser.zero_grad()
        self.step += 1
        # The average follows closely at first: the head starts from noise.
        keep = min(self.config.average, self.step / (self.step + 10))
        with torch.no_grad():
            for name, parameter in _trained(self.network):
                self._average[name].lerp_(parameter, 1 - keep)
        return loss.item()

    @contextmanager
    def averaged(self) -> Generator[Network]:
        """Lend the network with the moving average as its weights; they are put back afterwards."""
        before = {n: p.detach().clone() for n, p in _trained(self.network)}
        self._fill(self._average)
        try:
            yield self.network
        finally:
            self._fill(before)

    def _fill(self, tensors: Mapping[str, Tensor]) -> None:
        with torch.no_grad():
            for name, parameter in _trained(self.network):
                parameter.copy_(tensors[name])

    def save_checkpoint(self) -> None:
        """Write a checkpoint, whole or not at all."""
        state = {
            "step": self.step,
            "network": self.network.trained_tensors(),
            "average": self._average,
            "optimiser": self._optimiser.state_dict(),
        }
        partial = self.out / "checkpoint.partial"
        torch.save(state, partial)
        partial.replace(self.out / CHECKPOINT)

    def restore_checkpoint(self) -> None:
        """Continue from the checkpoint in the folder, where there is one."""
        path = self.out / CHECKPOINT
        if not path.exists():
            return
        state: dict[str, Any] = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"], strict=False)
        self._optimiser.load_state_dict(state["optimiser"])
        self._average, self.step = state["average"], state["step"]
        LOG.info("going on from step %d", self.step)


def _trained(network: Network) -> list[tuple[str, nn.Parameter]]:
    return [(name, p) for name, p in network.named_parameters() if p.requires_grad]


def _freeze(network: Network, layers: int) -> None:
    # What comes before the layers is the encoder's own, and is not kept with the reader.
    for part in (network.positions, network.segments, network.norm, *network.layers[:layers]):
        part.requires_grad_(False)


def _optimiser(network: Network, config: TrainingConfig) -> torch.optim.AdamW:
    def group(head: bool, matrix: bool) -> dict[str, object]:
        chosen: list[Tensor] = [
            p
            for name, p in _trained(network)
            if name.startswith(HEAD) == head and (p.dim() > 1) == matrix
        ]
        return {
            "params": chosen,
            "rate": config.head_rate if head else config.rate,
            "weight_decay": config.weight_decay if matrix else 0.0,
        }

    groups = [group(head, matrix) for head in (True, False) for matrix in (True, False)]
    return torch.optim.AdamW(groups, lr=config.rate, betas=config.adam_betas, fused=True)


def train(
    trainer: Trainer,
    batches: Sequence[Sequence[Row]],
    validate: Callable[[int, Network], object],
    pause: Path,
) -> None:
    """Take every step that is left, with checkpoints and validations between them.

    Args:
        trainer: the network, at the step that it is at.
        batches: the rows of every step of the training, also of those that were taken before.
        validate: called between steps with the step and the network with its averaged weights.
        pause: a file; training waits while it is there.
    """
    config, saved = trainer.config, time.monotonic()
    pace = _Pace()
    for rows in batches[trainer.step :]:
        if pause.exists():
            trainer.save_checkpoint()  # A pause may be long, and end with the process.
            _wait(pause)
        pace.note(rows, trainer.train_step(rows, len(batches)))
        if trainer.step % LOG_STEPS == 0:
            LOG.info("step %d of %d, %s", trainer.step, len(batches), pace)
        if trainer.step % config.validation_steps == 0:
            with trainer.averaged() as network:
                validate(trainer.step, network)
        if time.monotonic() - saved >= config.checkpoint_s:
            trainer.save_checkpoint()
            saved = time.monotonic()
    trainer.save_checkpoint()


def _wait(pause: Path) -> None:
    LOG.info("waiting for %s to be removed", pause)
    while pause.exists():
        time.sleep(1)


class _Pace:
    """The mean loss of the last steps, and the speed of all steps since this start."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._losses: list[float] = []
        self._rows = self._tokens = 0

    def note(self, rows: Sequence[Row], loss: float) -> None:
        """Count one step."""
        self._losses = [*self._losses[1 - LOG_STEPS :], loss]
        self._rows += len(rows)
        self._tokens += sum(len(row.ids) for row in rows)

    def __str__(self) -> str:
        spent = time.monotonic() - self._begun
        loss = sum(self._losses) / len(self._losses)
        return (
            f"loss {loss:.3f}, {self._rows / spent:.1f} rows/s, {self._tokens / spent:.0f} tokens/s"
        )
