from dataclasses import replace
from itertools import pairwise
from random import Random
from threading import Thread
from time import sleep

import pytest
import torch

from qa.training.config import TrainingConfig
from qa.training.data.example import Example
from qa.training.model.loss import reading_loss
from qa.training.model.network import FORBIDDEN, BertConfig, Network, span_scores
from qa.training.model.packed import pack, unpack
from qa.training.model.rows import Row, collate, shuffled_batches
from qa.training.model.trainer import Trainer, train
from qa.training.validation.metrics import predict

SMALL = BertConfig(hidden=32, layers=2, heads=2, feed_forward=64, vocabulary=50, positions=32)


def row(number: int, words: int, answer: int | None, group: str = "") -> Row:
    passage = " ".join("abcdefghijkl"[:words])
    answers = () if answer is None else ((2 * answer, 2 * answer + 1),)
    example = Example(str(number), group or str(number), "news", "id", "?", passage, answers)
    ids = (0, 5 + number, 2, *range(10, 10 + words), 2)
    offsets = tuple((2 * i, 2 * i + 1) for i in range(words))
    targets = ((0, 0),) if answer is None else ((3 + answer, 3 + answer),)
    return Row(example, ids, 3, offsets, targets)


def network() -> Network:
    torch.manual_seed(0)
    return Network(SMALL)


def test_padding_changes_no_score():
    net, short, long = network(), row(1, 4, 1), row(2, 11, 2)
    alone = predict(net, [short], 8, 100)[0]
    beside = predict(net, [short, long], 8, 100)[0]
    assert alone.text == beside.text
    assert alone.log_odds == pytest.approx(beside.log_odds, abs=1e-4)


def test_no_span_starts_in_the_question_ends_before_it_starts_or_is_too_long():
    batch = collate([row(1, 6, 1)])
    with torch.inference_mode():
        scores = span_scores(*network()(batch.ids, batch.segments, batch.lengths), batch.allowed, 3)
    fits = {(int(a), int(b)) for _, a, b in (scores > FORBIDDEN).nonzero()}
    assert fits == {(0, 0)} | {(a, b) for a in range(3, 9) for b in range(a, min(a + 3, 9))}


def test_a_network_learns_three_passages_by_heart_and_tells_which_does_not_answer():
    rows = [row(1, 6, 2, "one"), row(2, 6, None, "one"), row(3, 9, 5)]
    net = network()
    optimiser = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], 3e-3)
    for _ in range(120):
        batch = collate(rows)
        scores = net(batch.ids, batch.segments, batch.lengths)
        reading_loss(batch, scores, 8, 0.5).backward()
        optimiser.step()
        optimiser.zero_grad()
    first, second, third = predict(net, rows, 8, 100)
    assert (first.text, third.text) == ("c", "f")
    assert first.log_odds > 0 > second.log_odds


def test_groups_stay_in_one_batch_and_none_is_lost():
    groups = [
        [row(10 * n + i, 3 + n % 5, None, str(n)) for i in range(1 + n % 3)] for n in range(20)
    ]
    batches = shuffled_batches(groups, 40, 7, Random(1))
    homes = {
        r.example.group: {i for i, b in enumerate(batches) if r in b} for b in batches for r in b
    }
    assert all(len(home) == 1 for home in homes.values())
    assert sum(map(len, batches)) == sum(map(len, groups))


def test_training_that_was_broken_off_ends_with_the_same_weights(tmp_path):
    plan = TrainingConfig(frozen_layers=1, average=0.5)
    batches = [[row(n, 5, n % 5), row(n + 7, 6, None)] for n in range(6)]
    ends = []
    for stops in ((0, 6), (0, 3, 6)):
        out = tmp_path / str(len(stops))
        out.mkdir()
        for start, stop in pairwise(stops):
            trainer = Trainer(network(), plan, out)
            trainer.restore_checkpoint()
            assert trainer.step == start
            for rows in batches[start:stop]:
                trainer.train_step(rows, len(batches))
            trainer.save_checkpoint()
        with trainer.averaged() as averaged:
            ends.append(
                {name: tensor.clone() for name, tensor in averaged.trained_tensors().items()}
            )
    for name, tensor in ends[0].items():
        assert torch.equal(tensor, ends[1][name]), name


def test_figures_on_the_way_are_of_the_averaged_weights_and_change_no_step(tmp_path):
    plan = TrainingConfig(frozen_layers=1, average=0.5, validation_steps=2)
    batches = [[row(n, 5, n % 5)] for n in range(5)]
    seen = []
    ends = []
    for watched in (True, False):
        trainer = Trainer(
            network(), plan if watched else replace(plan, validation_steps=9), tmp_path
        )

        def watch(step, averaged):
            seen.append((step, averaged.ends.weight.detach().clone()))

        train(trainer, batches, watch, tmp_path / "PAUSE")
        ends.append(trainer.network.ends.weight.detach())
        (tmp_path / "checkpoint.pt").unlink()
    assert [step for step, _ in seen] == [2, 4]
    assert not torch.equal(seen[-1][1], ends[0])
    assert torch.equal(*ends)


def test_training_waits_with_a_checkpoint_while_the_pause_file_is_there(tmp_path):
    trainer = Trainer(network(), TrainingConfig(frozen_layers=1), tmp_path)
    pause = tmp_path / "PAUSE"
    pause.touch()
    rows = [row(1, 5, 2)]
    training = Thread(target=train, args=(trainer, [rows], print, pause), daemon=True)
    training.start()
    while not (tmp_path / "checkpoint.pt").exists():
        assert training.is_alive()
        sleep(0.01)
    assert (trainer.step, training.is_alive()) == (0, True)
    pause.unlink()
    training.join(30)
    assert trainer.step == 1


def test_frozen_parts_never_change(tmp_path):
    trainer = Trainer(network(), TrainingConfig(frozen_layers=1), tmp_path)
    trainer.train_step([row(1, 5, 2)], 1)
    before, after = network().state_dict(), trainer.network.state_dict()
    changed = {name for name, tensor in before.items() if not torch.equal(tensor, after[name])}
    assert changed
    assert all(name.startswith(("layers.1", "ends", "first", "last")) for name in changed)


def test_packed_weights_come_back_nearly_as_they_were():
    shared, trained = network().trained_tensors(), network().trained_tensors()
    for name in trained:
        if name.startswith("layers.1"):
            trained[name] = trained[name] + 0.01 * torch.randn(trained[name].shape)
    kept = pack(trained, shared)
    assert not any(name.startswith("l0.") for name in kept)
    back = unpack(kept, shared)
    assert back.keys() == trained.keys()
    for name, tensor in trained.items():
        assert (back[name] - tensor).abs().max() <= 0.01 * tensor.abs().max() + 1e-3, name
