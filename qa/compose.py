"""Findings to an answer: what is claimed, what it is cited from, or that nothing is.

Says the same thing once: findings that say the same become one claim with all their citations.
"""

from collections.abc import Iterator, Sequence

from qa.answer import Answer, Citation, Claim
from qa.lexical import words
from qa.question import Question
from qa.reader.finding import Finding, Reading
from qa.settings import AnswerSettings

SAME_NEWS = 0.6
"""Two sentences that share this much of their words (Jaccard) say the same."""


def compose(asked: str, question: Question, reading: Reading, settings: AnswerSettings) -> Answer:
    """Return the answer that a reading makes.

    Args:
        asked: the question as it was typed.
        question: the same, standing on its own.
        reading: with at least one finding.
        settings: how much is said.
    """
    claims = _claims(reading.told, settings.max_claims)
    return Answer(asked, question.language, claims, reading.confidence, reading.passages)


def _claims(findings: Sequence[Finding], most: int) -> tuple[Claim, ...]:
    """Return the claims of the first findings; one that tells of several things makes several."""
    said: list[tuple[str, bool, list[Citation]]] = []
    sentences: set[tuple[str, int, int]] = set()
    for finding in findings:
        for text in _said(finding):
            same = next((c for t, exact, c in said if _is_same(t, exact, text, finding)), None)
            if same is not None:
                same.append(_citation(finding))
            elif len(sentences | {_place(finding)}) <= most:
                sentences.add(_place(finding))
                said.append((text, finding.is_exact, [_citation(finding)]))
    return tuple(Claim(text, tuple(dict.fromkeys(citations))) for text, _, citations in said)


def _place(finding: Finding) -> tuple[str, int, int]:
    """Return where a finding stands: its article, its start and its end."""
    return finding.article.id, finding.start, finding.end


def _said(finding: Finding) -> Iterator[str]:
    """Yield what a finding claims: each exact answer, or else all of it."""
    if finding.is_exact:
        yield from (finding.said(mark) for mark in finding.marks)
    else:
        yield finding.text


def _is_same(said: str, exact: bool, text: str, finding: Finding) -> bool:
    one, other = set(words(said)), set(words(text))
    if exact and finding.is_exact:
        # "Sergei Lavrov" and "Menteri Luar Negeri Sergei Lavrov"; but not "5" and "5 juta".
        return one == other or (len(one & other) > 1 and (one <= other or other <= one))
    return exact == finding.is_exact and len(one & other) >= SAME_NEWS * len(one | other)


def _citation(finding: Finding) -> Citation:
    marked = sum(mark.end - mark.start for mark in finding.marks)
    # Where most of a sentence is the answer, nothing in it stands out.
    is_most = not finding.is_exact and 2 * marked > finding.end - finding.start
    marks = () if is_most else finding.marks
    return Citation(finding.article, finding.start, finding.end, marks)
