"""Plain text of an answer, for a terminal: a view of its record.

Everything but the claims, quotations and titles is in the language of the question.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.answer.record import (
    AnswerRecord,
    ArticleRecord,
    CitationRecord,
    ClaimRecord,
    GeneratedSentenceRecord,
    GeneratedTextRecord,
    ViewRecord,
)

_MAX_NEAREST = 3
_MAX_NEAREST_CHARS = 160

Numbers = Mapping[CitationRecord, int]


@dataclass(frozen=True, slots=True)
class _Phrases:
    independent: str
    differ: str
    announced: str
    near: str
    related: str
    suggestions: str
    written: str
    dropped: str
    unsupported: str
    trouble: str


_PHRASES = {
    "en": _Phrases(
        independent="{count} independent sources",
        differ="The sources differ:",
        announced="announced",
        near="near",
        related="The articles do say:",
        suggestions="They do answer:",
        written="In other words, by {model}, each sentence checked against the quotations:",
        dropped="({count} left out: the quotations do not say it)",
        unsupported="not in the articles",
        trouble="The language model: {trouble}. The exact answer stands.",
    ),
    "id": _Phrases(
        independent="{count} sumber independen",
        differ="Sumber berbeda:",
        announced="diumumkan",
        near="dekat",
        related="Yang disebutkan artikel-artikel ini:",
        suggestions="Yang terjawab:",
        written="Dengan kata lain, oleh {model}, setiap kalimat dicocokkan dengan kutipan:",
        dropped="({count} dihilangkan: tidak ada dalam kutipan)",
        unsupported="tidak ada dalam artikel",
        trouble="Model bahasa: {trouble}. Jawaban tepatnya tetap berlaku.",
    ),
}


def render_text(answer: AnswerRecord) -> str:
    """Return the claims with numbers, where the sources differ, and the quotations numbered."""
    phrases = _PHRASES.get(answer.language, _PHRASES["en"])
    numbers = answer.numbered_citations()
    lines = [_claim(claim, numbers, phrases) for claim in answer.claims] or [answer.note]
    views = [_view(view, numbers, phrases) for view in answer.views]
    lines += _section(phrases.differ, views)
    if answer.written:
        lines += _generated_text(answer.written, numbers, phrases)
    if answer.claims:
        lines += ["", *(line for c, n in numbers.items() for line in _reference(c, n))]
    lines += _section(phrases.related, [_related(claim) for claim in answer.related])
    lines += _section(phrases.suggestions, answer.suggestions)
    if not answer.claims and not answer.related:
        lines += _nearest(answer, phrases)
    return "\n".join(lines)


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", title, *(f"  {line}" for line in lines)] if lines else []


def _claim(claim: ClaimRecord, numbers: Numbers, phrases: _Phrases) -> str:
    text = f"{claim.text} {_references(claim, numbers)}"
    count = claim.independent_sources
    return text if count == 1 else f"{text} ({phrases.independent.format(count=count)})"


def _references(cites: ClaimRecord | GeneratedSentenceRecord, numbers: Numbers) -> str:
    return "".join(f"[{numbers[citation]}]" for citation in cites.citations)


def _generated_text(written: GeneratedTextRecord, numbers: Numbers, phrases: _Phrases) -> list[str]:
    sentences: list[str] = []
    for each in written.sentences:
        mark = _references(each, numbers) if each.is_supported else f"({phrases.unsupported})"
        sentences.append(f"{each.text} {mark}")
    lines = _section(phrases.written.format(model=written.model), sentences)
    if written.dropped:
        lines += [*([] if lines else [""]), f"  {phrases.dropped.format(count=written.dropped)}"]
    if written.trouble:
        reason = written.trouble.value.replace("_", " ")
        lines += ["", phrases.trouble.format(trouble=reason)]
    return lines


def _related(claim: ClaimRecord) -> str:
    sources = dict.fromkeys(_source(citation.article) for citation in claim.citations)
    return f"{claim.text} ({'; '.join(sources)})"


def _view(view: ViewRecord, numbers: Numbers, phrases: _Phrases) -> str:
    holders = "; ".join(_source(article) for article in view.holders)
    claims = ", ".join(f"{claim.text} {_references(claim, numbers)}" for claim in view.claims)
    return f"{holders}: {claims}" + (f" ({phrases.announced})" if view.is_announced else "")


def _source(article: ArticleRecord) -> str:
    day = (article.published or "")[: len("YYYY-MM-DD")]
    return ", ".join(part for part in (article.source or article.title, day) if part)


def _reference(citation: CitationRecord, number: int) -> Iterator[str]:
    article = citation.article
    metadata = (article.title, article.source, article.published)
    yield f"[{number}] {', '.join(part for part in metadata if part)}"
    yield f"    “{' '.join(citation.quote.split())}”"
    yield f"    {article.path}:{citation.start}-{citation.end}"


def _nearest(answer: AnswerRecord, phrases: _Phrases) -> Iterator[str]:
    for retrieved in answer.passages[:_MAX_NEAREST]:
        text = " ".join(retrieved.passage.text.split())[:_MAX_NEAREST_CHARS]
        yield f"  {phrases.near}: {text}"
