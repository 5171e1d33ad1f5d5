"""Where the sources differ: each side with its claims, its publishers, and how many hold it."""

from qa.schema.answer import Answer, View
from ui.html.answer import render_claims
from ui.html.cited import Links
from ui.html.literal import prose
from ui.strings.page import Strings


def render_conflicts(answer: Answer, links: Links) -> str:
    """Return the sides of a disagreement as HTML for the chat; empty where there is none."""
    if not answer.views:
        return ""
    words = links.words
    sides = "".join(f"<li>{_side(view, links)}</li>" for view in answer.views)
    return (
        f'<div class="differ"><p class="differ-head">{words.sources_differ}</p>'
        f'<ol class="sides" role="list">{sides}</ol></div>'
    )


def _side(view: View, links: Links) -> str:
    words = links.words
    announced = f'<span class="announced">{words.announced}</span>' if view.is_announced else ""
    return (
        f'<p class="side-head"><strong>{prose(", ".join(_holders(view)))}</strong>'
        f' <span class="held">{_held(view, words)}</span>{announced}</p>'
        f"{render_claims(view.claims, links, is_counted=False)}"
    )


def _holders(view: View) -> tuple[str, ...]:
    return tuple(dict.fromkeys(article.source or article.title for article in view.holders))


def _held(view: View, words: Strings) -> str:
    """Return how many hold it on their own: all of it, where it is a list."""
    sources = min(claim.independent_sources for claim in view.claims)
    return words.independent_one if sources == 1 else words.independent.format(n=sources)
