"""An answer as text for an agent: claims with numbers, then the quotations they stand for.

The words between are English, whatever the question's language; quotations are verbatim.
"""

from collections.abc import Mapping, Sequence

from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import SearchFilter
from qa.store.catalogue import Catalogue

MOST_LISTED = 50
MOST_NEAR = 3

Numbers = Mapping[Citation, int]


def render_answer(answer: Answer) -> str:
    """Return an answer as text: what was understood, the claims, the quotations."""
    numbers = {citation: n for n, citation in enumerate(_cited(answer), start=1)}
    differing = {claim for view in answer.views for claim in view.claims}
    parts = (
        _titled("Understood as:", [answer.understood] if answer.understood else []),
        _titled("The question itself narrowed the search to:", _narrowed(answer.scope)),
        _titled("", [_claim(c, numbers) for c in answer.claims if c not in differing]),
        answer.note,
        _titled("The sources differ:", _views(answer, numbers)),
        f"Confidence: {answer.confidence:.2f}" if answer.claims else "",
        _titled("No article has the words:", [w for w in answer.missing if w not in answer.note]),
        _titled("What the articles do say:", [_claim(claim, numbers) for claim in answer.related]),
        _titled("Questions that they answer:", answer.suggestions),
        _titled("Quotations:", [_quotation(c, number) for c, number in numbers.items()]),
        _titled("The nearest passages:", [] if answer.claims else _nearest(answer)),
    )
    return "\n\n".join(part for part in parts if part)


def render_articles(articles: Catalogue, sources: Sequence[str], skip: int) -> str:
    """Return a part of the list of articles as text, 50 at most, after the publishers of all."""
    shown = [_named(article) for article in articles.newest(MOST_LISTED, skip)]
    count = f"{len(articles)} articles, of the publishers: {', '.join(sources) or 'not known'}"
    return "\n".join((count, *(f"- {line}" for line in shown)))


def _narrowed(scope: SearchFilter) -> list[str]:
    lines = [f"articles by {', '.join(scope.sources)}"] if scope.sources else []
    for days, what in ((scope.published, "articles published"), (scope.about, "what happened")):
        sides = (("from", days.first), ("up to", days.last))
        said = " ".join(f"{word} {day}" for word, day in sides if day)
        lines += [f"{what} {said}"] if said else []
    return lines


def _cited(answer: Answer) -> tuple[Citation, ...]:
    of_related = (citation for claim in answer.related for citation in claim.citations)
    return tuple(dict.fromkeys((*answer.citations, *of_related)))


def _titled(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return "\n".join(([title] if title else []) + [f"- {line}" for line in lines])


def _claim(claim: Claim, numbers: Numbers) -> str:
    text = f"{claim.text} {''.join(f'[{numbers[c]}]' for c in claim.citations)}"
    if claim.independent_sources == 1:
        return text
    return f"{text} ({claim.independent_sources} independent sources)"


def _views(answer: Answer, numbers: Numbers) -> list[str]:
    views: list[str] = []
    for view in answer.views:
        said = "; ".join(_claim(claim, numbers) for claim in view.claims)
        views.append(f"{said} (announced beforehand)" if view.is_announced else said)
    return views


def _quotation(citation: Citation, number: int) -> str:
    place = f"characters {citation.start} to {citation.end}"
    return f'[{number}] "{citation.quote}"\n  {_named(citation.article)}, {place}'


def _nearest(answer: Answer) -> list[str]:
    near = (retrieved.passage for retrieved in answer.passages[:MOST_NEAR])
    return [f'"{passage.text.strip()}"\n  {_named(passage.article)}' for passage in near]


def _named(article: Article) -> str:
    day = article.published and article.published.isoformat()
    known = (article.source, day, article.title, article.url or article.path)
    return ", ".join(part for part in known if part)
