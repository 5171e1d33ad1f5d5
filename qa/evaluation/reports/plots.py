"""Plots of a data set as SVG, by matplotlib; everything they show is computed in the metrics."""

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import Any

import numpy as np

from qa.evaluation import import_extra
from qa.evaluation.metrics import statistics as statistic
from qa.evaluation.metrics.confidence import TradeOff, trade_off
from qa.evaluation.metrics.measures import Figures
from qa.evaluation.metrics.statistics import Column
from qa.evaluation.observed import STAGES
from qa.evaluation.outcome import Outcome
from qa.evaluation.reports.table import TITLES

RECALLS = ("recall@1", "recall@5", "recall@10", "recall@100")
_COLOURS = ("#1f5fa8", "#8a8f98", "#c2782a", "#4f8f5b", "#9a5fa6", "#b8474f")
_INK, _GRID = "#33373d", "#d9dce1"


def plots(
    data: str, outcomes: Sequence[Outcome], by_column: Mapping[str, Figures], min_confidence: float
) -> dict[str, str]:
    """Return the plots of a data set by title; those that do not apply are absent.

    Each is a self-contained `<svg>` element.

    Args:
        data: the name of the data set.
        outcomes: its outcomes.
        by_column: its figures, of the assistant and of each baseline; see `figures_by_system`.
        min_confidence: below which the run refused.
    """
    names = ("confidence", "right", "answerable")
    sure, right, answerable = (_column(outcomes, name) for name in names)
    found = {
        "Risk and coverage": _drawn(f"{data} risk", lambda axes: _risk_coverage(axes, sure, right)),
        "Reliability": _drawn(f"{data} reliability", lambda axes: _reliability(axes, sure, right)),
        "Time by stage": _drawn(f"{data} time", lambda axes: _time_by_stage(axes, outcomes)),
    }
    if 0 < answerable.sum() < len(answerable):
        traded = trade_off(sure, right, answerable)
        found["Refusal threshold"] = _drawn(
            f"{data} threshold", lambda axes: _trade_off(axes, traded, min_confidence)
        )
    ranked = {name: each for name, each in by_column.items() if "recall@1" in each}
    if ranked:
        found["Recall by k"] = _drawn(f"{data} recall", lambda axes: _recall_by_k(axes, ranked))
    return found


def _column(outcomes: Sequence[Outcome], name: str) -> Column:
    return np.array([outcome.values[name] for outcome in outcomes])


def _drawn(name: str, draw: Callable[[Any], None]) -> str:
    """Return a plot as an SVG element, whose ids differ from those of other plots on a page."""
    matplotlib: Any = import_extra("matplotlib")
    figure: Any = import_extra("matplotlib.figure").Figure(figsize=(4.6, 3.2), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=_INK, labelsize=8)
    axes.grid(color=_GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    draw(axes)
    written = StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(written, format="svg", metadata=nothing, transparent=True)
    text = written.getvalue()
    return text[text.index("<svg") :].strip()


def _risk_coverage(axes: Any, sure: Column, right: Column) -> None:  # noqa: ANN401 (matplotlib's)
    coverage, risk = statistic.risk_coverage(np.ones((1, len(sure))), sure, right)
    axes.step(coverage[0], risk[0], where="post", color=_COLOURS[0])
    axes.set(xlim=(0, 1), ylim=(0, 1))
    _labels(axes, "share of questions answered, the surest first", "share of them wrong")


def _reliability(axes: Any, sure: Column, right: Column) -> None:  # noqa: ANN401 (matplotlib's)
    confidence, share, size = statistic.reliability(sure, right)
    axes.plot((0, 1), (0, 1), color=_COLOURS[1], linewidth=0.8, linestyle="--")
    axes.scatter(confidence, share, s=12 + 300 * size / size.sum(), color=_COLOURS[0], alpha=0.8)
    axes.set(xlim=(0, 1), ylim=(-0.04, 1.04))
    _labels(axes, "confidence (mean of each tenth)", "share right")


def _trade_off(axes: Any, found: TradeOff, least: float) -> None:  # noqa: ANN401 (matplotlib's)
    lines = {
        "answerable and answered rightly": found.answered_rightly,
        "unanswerable and refused": found.refused,
        "answered that are right": found.right_of_answered,
    }
    for (name, shares), colour in zip(lines.items(), _COLOURS[::2], strict=True):
        # The shares of a threshold hold down to the threshold below it.
        axes.step(found.thresholds, shares, where="pre", color=colour, label=name)
    axes.axvline(least, color=_INK, linewidth=0.8, linestyle="--", label=f"in use: {least:g}")
    axes.set(xlim=(0, 1), ylim=(0, 1.03))
    axes.figure.legend(fontsize=7, frameon=False, loc="outside upper center", ncols=2)
    _labels(axes, "refusal threshold", "share")


def _recall_by_k(axes: Any, by_column: Mapping[str, Figures]) -> None:  # noqa: ANN401 (matplotlib's)
    for number, (name, found) in enumerate(by_column.items()):
        kept = [each for each in RECALLS if each in found]
        ks = [int(each.partition("@")[2]) for each in kept]
        values = [found[each].value for each in kept]
        colour = _COLOURS[number % len(_COLOURS)]
        width = 2.2 if name == "ours" else 1.2
        axes.plot(
            ks, values, marker="o", markersize=3, color=colour, linewidth=width, label=TITLES[name]
        )
    axes.set_xscale("log")
    axes.set_xticks([1, 5, 10, 100], ["1", "5", "10", "100"])
    axes.minorticks_off()
    axes.set_ylim(0, 1.03)
    axes.legend(fontsize=8, frameon=False, loc="lower right")
    _labels(axes, "k", "recall@k")


def _time_by_stage(axes: Any, outcomes: Sequence[Outcome]) -> None:  # noqa: ANN401 (matplotlib's)
    times = [[outcome.ms[stage] for outcome in outcomes] for stage in STAGES]
    axes.boxplot(
        times,
        orientation="horizontal",
        showfliers=False,
        whis=(5, 95),
        medianprops={"color": _COLOURS[0]},
    )
    axes.set_yticks(range(1, len(STAGES) + 1), STAGES)
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    _labels(axes, "ms (box: middle half; whiskers: 5 % to 95 %)", "")


def _labels(axes: Any, across: str, up: str) -> None:  # noqa: ANN401 (matplotlib's)
    axes.set_xlabel(across, fontsize=8, color=_INK)
    axes.set_ylabel(up, fontsize=8, color=_INK)
