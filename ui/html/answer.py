"""What an answer says, as HTML for the chat: claims, their quotations, and who says them."""

from collections.abc import Sequence, Set

from qa.schema.answer import Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from ui.html.cited import Links, publisher
from ui.html.literal import literal, prose
from ui.html.statements import QuotedStatement, is_in_quotation, is_quotation, statements
from ui.strings.page import Strings, written_date


def render_claims(claims: Sequence[Claim], links: Links, is_counted: bool = True) -> str:
    """Return claims, each quotation once under what is first cited from it.

    With `is_counted` each says how many independent sources it has, where it has several.
    """
    stated = statements(claims)
    shown = frozenset(statement.citation for statement in stated)
    return "".join(_statement(statement, shown, links, is_counted) for statement in stated)


def _statement(
    statement: QuotedStatement, shown: Set[Citation], links: Links, is_counted: bool
) -> str:
    tag = "li" if len(statement.claims) > 1 else "p"
    claims = "".join(_claim(claim, tag, links) for claim in statement.claims)
    if tag == "li":
        claims = f'<ul role="list">{claims}</ul>'
    quoted = "" if statement.is_whole else _quotation(statement.citation)
    agreed = _agreed(statement, links.words) if is_counted else ""
    return (
        f'<div class="statement">{claims}{quoted}'
        f'<p class="by">{_by(statement.citation.article, links.words)}'
        f"{agreed}{_also(statement, shown, links)}</p></div>"
    )


def _claim(claim: Claim, tag: str, links: Links) -> str:
    is_whole = is_quotation(claim)
    text = _quoted(claim.citations[0]) if is_whole else literal(claim.text)
    return (
        f'<{tag} class="claim{" whole" if is_whole else ""}">'
        # The space does not break: a number alone on a line would belong to nothing.
        f'<span class="said"{_language(claim)}>{text}</span>\u00a0'
        f"{' '.join(map(links.number, claim.citations))}</{tag}>"
    )


def _language(claim: Claim) -> str:
    language = literal(claim.citations[0].article.language)
    return f' lang="{language}"' if is_in_quotation(claim) else ""


def _quotation(citation: Citation) -> str:
    language = literal(citation.article.language)
    return f'<blockquote class="quoted" lang="{language}">{_quoted(citation)}</blockquote>'


def _quoted(citation: Citation) -> str:
    """Return the words quoted, with what was asked for set in strong type; not if it is all."""
    marks = citation.marks
    if sum(mark.end - mark.start for mark in marks) == len(citation.quote):
        marks = ()
    text, at, html = citation.article.text, citation.start, ""
    for mark in marks:
        html += prose(text[at : mark.start])
        html += f"<strong>{prose(text[mark.start : mark.end])}</strong>"
        at = mark.end
    return html + prose(text[at : citation.end])


def _by(article: Article, words: Strings) -> str:
    return f"{publisher(article)} · {literal(written_date(article.published, words))}"


def _agreed(statement: QuotedStatement, words: Strings) -> str:
    """Return how many say it (all of a list) on their own, where that is more than one."""
    n = min(claim.independent_sources for claim in statement.claims)
    return f' · <span class="agreed">{words.independent.format(n=n)}</span>' if n > 1 else ""


def _also(statement: QuotedStatement, shown: Set[Citation], links: Links) -> str:
    """Return who else says it, of those whose words are not shown in this answer."""
    others = [citation for citation in statement.citations if citation not in shown]
    if not others:
        return ""
    named = ", ".join(map(links.named, others))
    return f'<span class="also">{links.words.also} {named}</span>'
