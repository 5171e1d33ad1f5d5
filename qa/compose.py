"""Findings to an answer: what is claimed, what it is cited from, or that nothing is.

Says the same thing once: findings that are nearly the same sentence become one claim with all
their citations.
"""

from collections.abc import Sequence

from qa.answer import Answer, Citation, Claim
from qa.lexical import words
from qa.passage import RetrievedPassage
from qa.question import Question
from qa.reader.finding import Finding
from qa.settings import AnswerSettings

SAME_NEWS = 0.6
"""Two sentences that share this much of their words (Jaccard) say the same."""

CLOSE_BEHIND = 0.02
"""How far a finding's score may lie behind the best and still be told."""


def compose(
    asked: str,
    question: Question,
    findings: Sequence[Finding],
    confidence: float,
    passages: Sequence[RetrievedPassage],
    settings: AnswerSettings,
) -> Answer:
    """Return the answer that these findings make.

    Args:
        asked: the question as it was typed.
        question: the same, standing on its own.
        findings: best first, and not empty.
        confidence: that the answer is right, 0 to 1.
        passages: what was retrieved, best first.
        settings: how much is said.
    """
    near = [f for f in findings if f.score >= findings[0].score - CLOSE_BEHIND]
    claims = _claims(near)[: settings.max_claims]
    return Answer(asked, question.language, claims, confidence, tuple(passages))


def _claims(findings: Sequence[Finding]) -> tuple[Claim, ...]:
    groups: list[list[Finding]] = []
    for finding in findings:
        same = next((group for group in groups if _says_the_same(group[0], finding)), None)
        if same is None:
            groups.append([finding])
        else:
            same.append(finding)
    return tuple(Claim(group[0].text, tuple(map(_citation, group))) for group in groups)


def _says_the_same(first: Finding, second: Finding) -> bool:
    one, other = set(words(first.text)), set(words(second.text))
    return len(one & other) >= SAME_NEWS * len(one | other)


def _citation(finding: Finding) -> Citation:
    return Citation(finding.article, finding.start, finding.end, finding.marks)
