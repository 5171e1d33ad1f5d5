"""An answer as plain text, for a terminal.

Everything that it adds to the claims is in the language of the question; titles are the articles'.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.written import Written, WrittenSentence

_NEAR_CHARS = 160


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


def render_text(answer: Answer) -> str:
    """Return the claims with numbers, where the articles differ, and the quotations numbered."""
    say = _PHRASES.get(answer.language, _PHRASES["en"])
    numbers = {citation: n for n, citation in enumerate(answer.citations, start=1)}
    lines = [_claim(claim, numbers, say) for claim in answer.claims] or [answer.note]
    if answer.views:
        lines += ["", say.differ, *(f"  {_view(view, numbers, say)}" for view in answer.views)]
    if answer.written:
        lines += _written(answer.written, numbers, say)
    if answer.claims:
        lines += ["", *(line for c, n in numbers.items() for line in _reference(c, n))]
    if answer.related:
        lines += ["", say.related, *(f"  {_told(claim)}" for claim in answer.related)]
    if answer.suggestions:
        lines += ["", say.suggestions, *(f"  {question}" for question in answer.suggestions)]
    for retrieved in () if answer.claims or answer.related else answer.passages[:3]:
        near = " ".join(retrieved.passage.text.split())[:_NEAR_CHARS]
        lines.append(f"  {say.near}: {near}")
    return "\n".join(lines)


def _claim(claim: Claim, numbers: Mapping[Citation, int], say: _Phrases) -> str:
    said = f"{claim.text} {_numbered(claim, numbers)}"
    count = claim.independent_sources
    return said if count == 1 else f"{said} ({say.independent.format(count=count)})"


def _numbered(of: Claim | WrittenSentence, numbers: Mapping[Citation, int]) -> str:
    return "".join(f"[{numbers[citation]}]" for citation in of.citations)


def _written(written: Written, numbers: Mapping[Citation, int], say: _Phrases) -> list[str]:
    told: list[str] = []
    for each in written.sentences:
        mark = _numbered(each, numbers) if each.is_supported else f"({say.unsupported})"
        told.append(f"  {each.text} {mark}")
    lines = ["", say.written.format(model=written.model), *told] if told else []
    if written.dropped:
        lines += [*([] if lines else [""]), f"  {say.dropped.format(count=written.dropped)}"]
    if written.trouble:
        reason = written.trouble.value.replace("_", " ")
        lines += ["", say.trouble.format(trouble=reason)]
    return lines


def _told(claim: Claim) -> str:
    sources = dict.fromkeys(_of(citation.article) for citation in claim.citations)
    return f"{claim.text} ({'; '.join(sources)})"


def _view(view: View, numbers: Mapping[Citation, int], say: _Phrases) -> str:
    held = "; ".join(_of(article) for article in view.holders)
    said = ", ".join(f"{claim.text} {_numbered(claim, numbers)}" for claim in view.claims)
    return f"{held}: {said}" + (f" ({say.announced})" if view.is_announced else "")


def _of(article: Article) -> str:
    day = _day(article)
    return ", ".join(part for part in (article.source or article.title, day) if part)


def _day(article: Article) -> str:
    return article.published.isoformat()[:10] if article.published else ""


def _reference(citation: Citation, number: int) -> Iterator[str]:
    article = citation.article
    published = article.published and article.published.isoformat()
    about = (article.title, article.source, published)
    yield f"[{number}] {', '.join(part for part in about if part)}"
    yield f"    “{' '.join(citation.quote.split())}”"
    yield f"    {article.path}:{citation.start}-{citation.end}"
