"""Text of an answer for an agent: a view of its record, with numbered claims and quotations.

The words between are English, whatever the question's language; quotations are verbatim.
"""

from collections.abc import Mapping, Sequence

from qa.answer.record import (
    AnswerRecord,
    ArticleEntry,
    CitationRecord,
    ClaimRecord,
    SearchFilterRecord,
)
from qa.store.listing import ArticleListing

_MAX_LISTED = 50
_MAX_NEAREST = 3

Numbers = Mapping[CitationRecord, int]


def render_answer(answer: AnswerRecord) -> str:
    """Return an answer as text: the rewritten question, the claims, the quotations."""
    numbers = answer.numbered_citations()
    missing = [word for word in answer.missing if word not in answer.note]
    parts = (
        _section("Understood as:", [answer.understood] if answer.understood else []),
        _section("The question itself narrowed the search to:", _conditions(answer.scope)),
        _section("", _agreed_claims(answer, numbers)),
        answer.note,
        _section("The sources differ:", _views(answer, numbers)),
        f"Confidence: {answer.confidence:.2f}" if answer.claims else "",
        _section("No article has the words:", missing),
        _section("What the articles do say:", [_claim(c, numbers) for c in answer.related]),
        _section("Questions that they answer:", answer.suggestions),
        _section("Quotations:", [_quotation(c, number) for c, number in numbers.items()]),
        _section("The nearest passages:", [] if answer.claims else _nearest(answer)),
    )
    return "\n\n".join(part for part in parts if part)


def render_articles(articles: ArticleListing, sources: Sequence[str], skip: int) -> str:
    """Return the publishers and one page of the list of articles as text, 50 articles at most."""
    page = [ArticleEntry.of(article) for article in articles.newest(_MAX_LISTED, skip)]
    count = f"{len(articles)} articles, of the publishers: {', '.join(sources) or 'not known'}"
    return "\n".join((count, *(f"- {_source(article)}" for article in page)))


def _section(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return "\n".join(([title] if title else []) + [f"- {line}" for line in lines])


def _conditions(scope: SearchFilterRecord) -> list[str]:
    conditions = [f"articles by {', '.join(scope.sources)}"] if scope.sources else []
    for days, what in ((scope.published, "articles published"), (scope.about, "what happened")):
        sides = (("from", days.first), ("up to", days.last))
        if range_ := " ".join(f"{word} {day}" for word, day in sides if day):
            conditions.append(f"{what} {range_}")
    return conditions


def _agreed_claims(answer: AnswerRecord, numbers: Numbers) -> list[str]:
    """Return the claims that are in no view."""
    differing = [claim for view in answer.views for claim in view.claims]
    return [_claim(claim, numbers) for claim in answer.claims if claim not in differing]


def _claim(claim: ClaimRecord, numbers: Numbers) -> str:
    text = f"{claim.text} {''.join(f'[{numbers[c]}]' for c in claim.citations)}"
    if claim.independent_sources == 1:
        return text
    return f"{text} ({claim.independent_sources} independent sources)"


def _views(answer: AnswerRecord, numbers: Numbers) -> list[str]:
    views: list[str] = []
    for view in answer.views:
        claims = "; ".join(_claim(claim, numbers) for claim in view.claims)
        views.append(f"{claims} (announced beforehand)" if view.is_announced else claims)
    return views


def _quotation(citation: CitationRecord, number: int) -> str:
    place = f"characters {citation.start} to {citation.end}"
    return f'[{number}] "{citation.quote}"\n  {_source(citation.article)}, {place}'


def _nearest(answer: AnswerRecord) -> list[str]:
    passages = [retrieved.passage for retrieved in answer.passages[:_MAX_NEAREST]]
    return [f'"{each.text.strip()}"\n  {_source(each.article)}' for each in passages]


def _source(article: ArticleEntry) -> str:
    metadata = (article.source, article.published, article.title, article.url or article.path)
    return ", ".join(part for part in metadata if part)
