"""Tables of figures, for a terminal and for Markdown."""

from collections.abc import Mapping, Sequence

from qa.evaluation.metrics.bootstrap import Interval
from qa.evaluation.metrics.measures import LOWER_IS_BETTER, Figures, figures
from qa.evaluation.outcome import Outcome

BASELINES = ("first_sentence", "langchain", "retriever", "bm25", "dense", "rrf")
TITLES = {
    "ours": "Tanya",
    "first_sentence": "First sentence",
    "langchain": "LangChain FAISS",
    "retriever": "Retriever alone",
    "bm25": "BM25",
    "dense": "Dense",
    "rrf": "Rank fusion",
}


def figures_by_system(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Return the figures of the assistant, as "ours", and of each baseline that has any."""
    found = {"ours": figures(outcomes)}
    found |= {name: figures(outcomes, name) for name in BASELINES}
    return {name: each for name, each in found.items() if each}


def measure_table(by_column: Mapping[str, Figures]) -> list[list[str]]:
    """Return a table with a row for each measure and a column for each system, and its head.

    Intervals are given for the assistant's figures.
    """
    head = ["measure", TITLES["ours"], "95 % interval", "n"]
    head += [TITLES[name] for name in by_column if name != "ours"]
    return [head, *(_row(name, by_column) for name in by_column["ours"])]


def _row(measure: str, by_column: Mapping[str, Figures]) -> list[str]:
    ours = by_column["ours"][measure]
    others = [each.get(measure) for name, each in by_column.items() if name != "ours"]
    low, high = format_figure(measure, ours.low), format_figure(measure, ours.high)
    return [
        _label(measure),
        format_figure(measure, ours.value),
        f"{low} – {high}",
        str(ours.n),
        *("" if each is None else format_figure(measure, each.value) for each in others),
    ]


def format_figure(measure: str, value: float) -> str:
    """Format a figure: a time in milliseconds, anything else as a fraction."""
    return f"{value:.1f}" if measure.endswith("_ms") else f"{value:.3f}"


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """Format a table as Markdown, with all columns but the first aligned to the right."""
    head, *body = rows
    lines = [head, ["---", *("---:" for _ in head[1:])], *body]
    return "\n".join("| " + " | ".join(_in_cell(cell) for cell in line) + " |" for line in lines)


def _in_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def figures_record(found: Mapping[str, Interval]) -> dict[str, dict[str, float]]:
    """Return figures as `--json` prints them."""
    return {
        name: {"value": each.value, "low": each.low, "high": each.high, "n": each.n}
        for name, each in found.items()
    }


def language_table(by_language: Mapping[str, Figures]) -> list[list[str]]:
    """Return a table of the assistant's figures with a column for each language.

    Args:
        by_language: figures by name; names end in "/" and the language.
    """
    head = ["measure", *(name.rpartition("/")[2] for name in by_language)]
    names = dict.fromkeys(name for found in by_language.values() for name in found)
    return [head, *([_label(name), *_with_ends(name, by_language)] for name in names)]


def _with_ends(measure: str, by_language: Mapping[str, Figures]) -> list[str]:
    found = [each.get(measure) for each in by_language.values()]
    return ["" if each is None else _with_interval(measure, each) for each in found]


def _with_interval(measure: str, each: Interval) -> str:
    low, high = format_figure(measure, each.low), format_figure(measure, each.high)
    return f"{format_figure(measure, each.value)} ({low} – {high})"


def _label(measure: str) -> str:
    return f"{measure} ↓" if measure in LOWER_IS_BETTER else measure
