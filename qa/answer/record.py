"""An answer as plain data, field for field, ready to be written as JSON."""

from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.passage import RetrievedPassage
from qa.schema.written import Gloss, Written

Record = dict[str, object]


def answer_record(answer: Answer) -> Record:
    """Return the answer with everything in it; offsets are characters of the article's text."""
    return {
        "question": answer.question,
        "language": answer.language,
        "text": answer.text,
        "claims": [_claim(claim) for claim in answer.claims],
        "citations": [_citation(citation) for citation in answer.citations],
        "confidence": answer.confidence,
        "passages": [_retrieved(retrieved) for retrieved in answer.passages],
        "missing": list(answer.missing),
        "note": answer.note,
        "understood": answer.understood,
        "scope": scope_record(answer.scope),
        "views": [_view(view) for view in answer.views],
        "related": [_claim(claim) for claim in answer.related],
        "suggestions": list(answer.suggestions),
        "written": answer.written and _written(answer.written),
        "glosses": [_gloss(gloss) for gloss in answer.glosses],
    }


def scope_record(scope: SearchFilter) -> Record:
    """Return a scope with everything in it; a day as YYYY-MM-DD, None on an open side."""
    return {
        "sources": list(scope.sources),
        "published": _days(scope.published),
        "about": _days(scope.about),
    }


def _days(days: DateRange) -> Record:
    return {
        name: day and day.isoformat() for name, day in (("first", days.first), ("last", days.last))
    }


def _claim(claim: Claim) -> Record:
    return {
        "text": claim.text,
        "citations": [_citation(c) for c in claim.citations],
        "independent_sources": claim.independent_sources,
    }


def _view(view: View) -> Record:
    return {"claims": [_claim(claim) for claim in view.claims], "is_announced": view.is_announced}


def _written(written: Written) -> Record:
    return {
        "model": written.model,
        "sentences": [
            {"text": each.text, "citations": [_citation(c) for c in each.citations]}
            for each in written.sentences
        ],
        "dropped": written.dropped,
        "trouble": written.trouble and written.trouble.value,
        "is_done": written.is_done,
        "tokens_read": written.tokens_read,
        "tokens_written": written.tokens_written,
    }


def _gloss(gloss: Gloss) -> Record:
    return {
        "citation": _citation(gloss.citation),
        "text": gloss.text,
        "language": gloss.language,
        "model": gloss.model,
    }


def _citation(citation: Citation) -> Record:
    return {
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "marks": [{"start": mark.start, "end": mark.end} for mark in citation.marks],
        "article": _article(citation.article),
    }


def _retrieved(retrieved: RetrievedPassage) -> Record:
    passage = retrieved.passage
    return {
        "rank": retrieved.rank,
        "score": retrieved.score,
        "passage": {
            "text": passage.text,
            "start": passage.start,
            "end": passage.end,
            "article": _article(passage.article),
        },
    }


def _article(article: Article) -> Record:
    published = article.published
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": None if published is None else published.isoformat(),
        "url": article.url,
        "path": article.path,
        "language": article.language,
        "text": article.text,
    }
