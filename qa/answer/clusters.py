"""Cluster the statements of several articles that agree, for one claim each.

A statement joins a cluster only if it agrees with every member (complete linkage), so that "2000"
does not join "Juli 2000" and "Mei 2000".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answer.duplicates import count_independent_sources
from qa.schema.answer import Claim
from qa.schema.citation import Citation
from qa.schema.question import Question, QuestionType
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span
from qa.settings import AnswerSettings
from qa.text.questions import asks_for_list, question_type
from qa.text.tokens import words
from qa.values.compare import Value, compare_values, read_value
from qa.values.name import Name
from qa.values.relation import ValueRelation

SentenceKey = tuple[str, int, int]
"""A sentence: the id of its article, its start and its end."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer span of a candidate with its value.

    Attributes:
        candidate: the sentence with the answer span.
        answer_span: the words that answer.
        value: their value: a moment, a quantity or a name.
        full_span: the answer span with all that belongs to its value: unit, time of day.
    """

    candidate: AnswerCandidate
    answer_span: Span
    value: Value
    full_span: Span

    @property
    def text(self) -> str:
        """The text of the answer span, on one line."""
        return self.candidate.text_of(self.answer_span)

    @property
    def sentence_key(self) -> SentenceKey:
        """The sentence of the statement, as a key."""
        return self.candidate.article.id, self.candidate.start, self.candidate.end

    @property
    def sentence(self) -> Span:
        """The sentence of the statement."""
        return Span(self.candidate.start, self.candidate.end)

    @property
    def spread(self) -> float:
        """How imprecise the value is, compared with an equal one; 0 is exact."""
        return self.value.spread

    @property
    def citation(self) -> Citation:
        """The sentence as a citation, with the candidate's answer spans."""
        candidate = self.candidate
        return Citation(candidate.article, candidate.start, candidate.end, candidate.answer_spans)

    def with_full_span(self) -> "Statement":
        """Return the statement with the full span as its answer span."""
        others = (each for each in self.candidate.answer_spans if not each.overlaps(self.full_span))
        spans = tuple(sorted((self.full_span, *others), key=lambda span: span.start))
        candidate = replace(self.candidate, answer_spans=spans)
        return replace(self, candidate=candidate, answer_span=self.full_span)

    def relation_to(self, other: "Statement") -> ValueRelation:
        """Return the relation of the values of two statements."""
        return compare_values(self.value, other.value)


StatementCluster = list[Statement]
"""Statements that agree with each other, the best first; one claim."""


def cluster_statements(
    question: Question, output: ReaderOutput, settings: AnswerSettings
) -> list[StatementCluster]:
    """Cluster the statements of the top candidates, and add the support of the other candidates.

    Args:
        question: which the candidates answer.
        output: with at least one candidate.
        settings: how many sentences are quoted, and which candidates count as support.
    """
    clusters: list[StatementCluster] = []
    sentences: set[SentenceKey] = set()
    in_list, kind = asks_for_list(question), question_type(question)
    for candidate in output.top_candidates:
        for statement in statements_of(candidate, kind):
            cluster = _matching_cluster(statement, clusters, in_list=in_list)
            if cluster is not None:
                cluster.append(statement)
            elif len(sentences | {statement.sentence_key}) <= settings.max_sentences:
                sentences.add(statement.sentence_key)
                clusters.append([statement])
    for statement in supporting_statements(question, output, settings):
        cluster = _matching_cluster(statement, clusters, in_list=in_list)
        if cluster is not None and statement.candidate not in output.top_candidates:
            cluster.append(statement)
    return clusters


def supporting_statements(
    question: Question, output: ReaderOutput, settings: AnswerSettings
) -> Iterator[Statement]:
    """Yield the statements of all candidates that score well enough to support or contradict."""
    best = output.candidates[0].score
    for candidate in output.candidates:
        is_close = candidate.score >= best - settings.max_support_score_gap
        if is_close and candidate.margin >= settings.min_support_margin:
            yield from statements_of(candidate, question_type(question))


def _matching_cluster(
    statement: Statement, clusters: Iterable[StatementCluster], *, in_list: bool
) -> StatementCluster | None:
    """Return the cluster with an equal statement; else the first one that agrees; else None."""
    agreeing = [each for each in clusters if all(_agree(statement, s, in_list) for s in each)]
    equal = (c for c in agreeing if any(statement.relation_to(s) is ValueRelation.EQUAL for s in c))
    return next(equal, agreeing[0] if agreeing else None)


def _agree(one: Statement, other: Statement, in_list: bool) -> bool:
    has_equal_words = words(one.text) == words(other.text)
    if one.sentence_key == other.sentence_key:
        # A sentence keeps the items of its list apart.
        return has_equal_words
    found = one.relation_to(other)
    if has_equal_words and found is ValueRelation.INCOMPARABLE:
        return True
    if in_list and not _are_people(one, other) and _may_contain(one, other):
        return found is ValueRelation.EQUAL
    return found.agrees


def _are_people(one: Statement, other: Statement) -> bool:
    return all(isinstance(s.value, Name) and s.value.is_person for s in (one, other))


def _may_contain(one: Statement, other: Statement) -> bool:
    """Say whether one list item may contain the other, as "Jawa" does "Jawa Barat"."""
    if not isinstance(one.value, Name) or not isinstance(other.value, Name):
        return True
    return min(len(one.value.words), len(other.value.words)) == 1


def to_claim(
    question: Question,
    cluster: StatementCluster,
    settings: AnswerSettings,
    *,
    in_full: bool = False,
) -> Claim:
    """Return the claim of a cluster, in the words of its most precise statement.

    Args:
        question: which it answers.
        cluster: at least one statement.
        settings: when two sources are near-duplicates.
        in_full: whether a day gets its time of day, and a number its unit, where the answer span
            is shorter.
    """
    if in_full:
        cluster = [statement.with_full_span() for statement in cluster]
    best = min(cluster, key=lambda s: (s.spread, s.candidate.article.language != question.language))
    ordered = [best, *(statement for statement in cluster if statement is not best)]
    citations = tuple(_citations(ordered))
    return Claim(best.text, citations, count_independent_sources(citations, settings))


def _citations(ordered: Sequence[Statement]) -> Iterator[Citation]:
    """Yield one citation per sentence, with the answer spans of all statements in it."""
    by_sentence: dict[SentenceKey, list[Citation]] = {}
    for statement in ordered:
        by_sentence.setdefault(statement.sentence_key, []).append(statement.citation)
    for first, *others in by_sentence.values():
        spans = list(first.marks)
        for span in (span for citation in others for span in citation.marks):
            if not any(span.overlaps(other) for other in spans):
                spans.append(span)
        yield replace(first, marks=tuple(sorted(spans, key=lambda span: span.start)))


def statements_of(candidate: AnswerCandidate, kind: QuestionType) -> Iterator[Statement]:
    """Yield the statement of each answer span of a candidate.

    Args:
        candidate: in any article.
        kind: type of the question, which decides how the value is parsed.
    """
    sentence = Span(candidate.start, candidate.end)
    for answer_span in candidate.answer_spans:
        value, span = read_value(candidate.article, answer_span, sentence, kind)
        full_span = Span(max(span.start, sentence.start), min(span.end, sentence.end))
        yield Statement(candidate, answer_span, value, full_span)
