"""The report of a run in Markdown, and the page of results alone, as `EVALUATION.md`."""

from collections.abc import Mapping, Sequence
from typing import Any

from qa.evaluation.metrics.measures import figures, group_by_dataset
from qa.evaluation.outcome import Outcome
from qa.evaluation.reports.failures import failure_type, failures, kind_table
from qa.evaluation.reports.table import (
    figures_by_system,
    language_table,
    markdown_table,
    measure_table,
)

Plots = Mapping[str, Mapping[str, str]]
"""For each data set, the files of its plots by title."""

NOTES = """\
Every figure but the times is a fraction from 0 to 1. Lower is better where a ↓ stands. Intervals \
are 95 % bootstrap intervals over the questions, twins drawn together.
A citation counts when it quotes evidence for the question; citations of answers that should not \
have been given count as wrong. Confidence, calibration and risk are of the answer that would be \
given if nothing were refused; it is right when it says at least half of what is required. \
The baselines never refuse. Passages are ranked as the reader orders those that it reads, then as \
the retriever does; "Retriever alone" is the order before any is read. LangChain's program says \
four chunks of up to 1,000 characters, so that much is in them, beside much else: see its \
precision.
"wrong" is the share of answerable questions that are answered without anything that is required, \
"refused_absent" of unanswerable ones that are refused, and "right_when_sure" of the answers that \
the page calls sure that are right. In the data set newsqa, exact_match and token_f1 are of the \
best candidate's words, whether or not they were withheld. In newsqa-library an answer is said \
by a claim of token F1 0.6 with it, or one that holds it and is little longer; in collections, by \
one of its spellings. There "all_items" is the share of answers that say everything required, and \
are right only then; of the conflicts, "views_recall" is the share whose views show exactly the \
sides, each from its own pages."""


def results_page(manifest: Mapping[str, Any], outcomes: Sequence[Outcome]) -> str:
    """Return the page of results: the tables, without plots and questions."""
    parts = [
        "# Evaluation",
        "Written by `tanya eval --write`; do not edit. A test holds it against a fresh run.",
        describe_run(manifest),
        *_tables(outcomes, {}),
        "## How to read it",
        NOTES,
    ]
    return "\n\n".join(parts) + "\n"


def markdown_report(manifest: Mapping[str, Any], outcomes: Sequence[Outcome], plots: Plots) -> str:
    """Return the whole report in Markdown: tables, plots and every failed question."""
    parts = [f"# Run {manifest['name']}", describe_run(manifest), *_tables(outcomes, plots)]
    parts += ["## How to read it", NOTES, "## Failed questions"]
    parts += [_failure(outcome) for outcome in failures(outcomes)] or ["None."]
    return "\n\n".join(parts) + "\n"


def describe_run(manifest: Mapping[str, Any]) -> str:
    """Return a line that describes how a run was made."""
    machine, plan = manifest["machine"], manifest["plan"]
    asked = "" if plan["gold"] is None else f"gold questions of the split {plan['split']}, "
    kept = "".join(f"rows {prefix}…, " for prefix in plan.get("rows", ()))
    memory = manifest.get("peak_memory_mb")
    held = "" if memory is None else f", {memory:.0f} MB of memory at most"
    return (
        f"Run of {manifest['began'][:10]}: {asked}{kept}retriever {plan['retriever']}, encoder "
        f"{manifest.get('encoder', 'not opened')}; {machine['processor']}, {machine['cores']} "
        f"cores{held}."
    )


def _tables(outcomes: Sequence[Outcome], plots: Plots) -> list[str]:
    split = group_by_dataset(outcomes)
    parts: list[str] = []
    for name in dict.fromkeys(outcome.data for outcome in outcomes):
        parts += [f"## {name}", markdown_table(measure_table(figures_by_system(split[name])))]
        languages = {each: figures(split[each]) for each in split if each.startswith(f"{name}/")}
        if languages:
            parts += ["By the language of the question:", markdown_table(language_table(languages))]
        parts += ["Where answers fail, by kind:", markdown_table(kind_table(split[name]))]
        parts += [f"![{title}]({file})" for title, file in plots.get(name, {}).items()]
    return parts


def _failure(outcome: Outcome) -> str:
    lines = [
        f"**{_plain(' → '.join((*outcome.history, outcome.question)))}** "
        f"({outcome.data}, {outcome.kind}, {outcome.language}: {failure_type(outcome)})",
        f"expected: {_plain('; '.join(outcome.expected)) or 'refusing'}",
        f"answer: {_plain(outcome.text or outcome.note)} "
        f"(confidence {outcome.values['confidence']:.2f})",
        *(f"cites {_plain(c.article)}: “{_plain(c.quote)}”" for c in outcome.citations),
    ]
    return "\n".join((f"- {lines[0]}", *(f"  - {line}" for line in lines[1:])))


def _plain(text: str) -> str:
    """Return text on one line, with the characters escaped that Markdown reads as markup."""
    return "".join(f"\\{c}" if c in r"\`*_[]<>#|" else c for c in " ".join(text.split()))
