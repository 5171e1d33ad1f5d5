"""A run as one HTML page that needs nothing from outside: tables, plots and failed questions."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from qa.evaluation.metrics.failures import failures, kind_cells, way
from qa.evaluation.metrics.measures import by_data, figures
from qa.evaluation.outcome import Outcome
from qa.evaluation.reports.results_page import NOTES, about
from qa.evaluation.reports.table import cells, columns, language_cells

_STYLE = """
:root { color-scheme: light; --ink: #1d2126; --soft: #5d646e; --line: #dfe2e7; --mark: #1f5fa8 }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: #fff;
  max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { margin: 2.5rem 0 .5rem; font-size: 1.2rem }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem }
p { color: var(--soft); max-width: 50rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem }
th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid var(--line);
  white-space: nowrap }
th:first-child, td:first-child { text-align: left } td:nth-child(2) { font-weight: 600 }
.plots { display: flex; flex-wrap: wrap; gap: 1rem } figure { margin: 0 }
figcaption { font-weight: 600; font-size: .9rem } svg { max-width: 100%; height: auto }
.filters { display: flex; flex-wrap: wrap; gap: 1rem; position: sticky; top: 0;
  background: #fff; padding: .6rem 0; border-bottom: 1px solid var(--line) }
select { font: inherit; margin-left: .3rem }
.failure { padding: .8rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
.failure strong { font-weight: 600 } .tags { color: var(--soft); font-size: .85rem }
.failure dl { display: grid; grid-template-columns: 6rem 1fr; margin: .3rem 0; gap: .1rem .6rem }
dt { color: var(--soft) } dd { margin: 0 } q { display: block }
"""
_SCRIPT = """
const fields = [...document.querySelectorAll("select")];
const failures = [...document.querySelectorAll(".failure")];
function show() {
  let shown = 0;
  for (const each of failures) {
    each.hidden = fields.some(f => f.value && each.dataset[f.name] !== f.value);
    shown += !each.hidden;
  }
  document.querySelector("#shown").textContent = `${shown} of ${failures.length}`;
}
fields.forEach(field => field.addEventListener("change", show));
show();
"""


def report_page(
    manifest: Mapping[str, Any],
    outcomes: Sequence[Outcome],
    plots: Mapping[str, Mapping[str, str]],
) -> str:
    """Return the page.

    Args:
        manifest: of the run.
        outcomes: of the run.
        plots: for each data set, its plots by title, as SVG elements.
    """
    name = escape(str(manifest["name"]))
    failed = failures(outcomes)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
        f"<title>Tanya: run {name}</title><style>{_STYLE}</style></head><body>"
        f"<h1>Run {name}</h1><p>{escape(about(manifest))}</p>"
        f"{''.join(_data_sets(outcomes, plots))}"
        f"<h2>How to read it</h2>{_paragraphs(NOTES)}"
        f"<h2>Failed questions</h2>{_filters(failed)}"
        f"{''.join(map(_failure, failed))}<script>{_SCRIPT}</script></body></html>\n"
    )


def _data_sets(
    outcomes: Sequence[Outcome], plots: Mapping[str, Mapping[str, str]]
) -> Iterable[str]:
    split = by_data(outcomes)
    for name in dict.fromkeys(outcome.data for outcome in outcomes):
        each = split[name]
        yield f"<h2>{escape(name)}: {len(each)} questions</h2>{_table(cells(columns(each)))}"
        drawn = plots.get(name, {})
        shown = (f"<figure><figcaption>{t}</figcaption>{svg}</figure>" for t, svg in drawn.items())
        yield f'<div class="plots">{"".join(shown)}</div>'
        languages = {key: figures(split[key]) for key in split if key.startswith(f"{name}/")}
        if languages:
            yield f"<h3>By the language of the question</h3>{_table(language_cells(languages))}"
        yield f"<h3>Where answers fail, by kind</h3>{_table(kind_cells(each))}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    lines = "".join(f"<tr>{_cells('td', line)}</tr>" for line in body)
    return (
        f'<div class="wide"><table><thead><tr>{_cells("th", head)}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _cells(tag: str, line: Sequence[str]) -> str:
    return "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in line)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))


def _filters(failed: Sequence[Outcome]) -> str:
    fields = {
        "data": [outcome.data for outcome in failed],
        "kind": [outcome.kind for outcome in failed],
        "language": [outcome.language for outcome in failed],
        "way": [way(outcome) for outcome in failed],
    }
    made = "".join(_select(name, sorted(set(values))) for name, values in fields.items())
    return f'<div class="filters">{made}<output id="shown"></output></div>'


def _select(name: str, values: Sequence[str]) -> str:
    options = "".join(f"<option>{escape(value)}</option>" for value in values)
    return (
        f'<label>{name}<select name="{name}" autocomplete="off"><option value="">all</option>'
        f"{options}</select></label>"
    )


def _failure(outcome: Outcome) -> str:
    tags = {
        "data": outcome.data,
        "kind": outcome.kind,
        "language": outcome.language,
        "way": way(outcome),
    }
    attributes = " ".join(f'data-{name}="{escape(value)}"' for name, value in tags.items())
    asked = "".join(f"{escape(earlier)} → " for earlier in outcome.history)
    cited = "".join(
        f"<dt>cites</dt><dd>{escape(c.article)} {c.start}–{c.end}<q>{escape(c.quote)}</q></dd>"
        for c in outcome.citations
    )
    return (
        f'<article class="failure" {attributes}>{asked}<strong>{escape(outcome.question)}</strong>'
        f'<div class="tags">{escape(", ".join(tags.values()))}, confidence '
        f"{outcome.values['confidence']:.2f}, {escape(outcome.id)}</div><dl>"
        f"<dt>expected</dt><dd>{escape('; '.join(outcome.expected)) or 'refusing'}</dd>"
        f"<dt>answer</dt><dd>{escape(outcome.text or outcome.note)}</dd>{cited}</dl></article>"
    )
