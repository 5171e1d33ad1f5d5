"""A reader that answers with whole sentences: those nearest the question in meaning and words.

It cannot tell whether a sentence answers the question or only speaks of the same things; that is
left to the confidence.
"""

from collections.abc import Iterator, Sequence

from embeddings.encoder import Encoder, Vector
from qa.article import Article
from qa.lexical import words
from qa.mark import marks_for
from qa.passage import RetrievedPassage
from qa.question import Kind, Question
from qa.reader.finding import Finding
from qa.sentence import sentences
from qa.span import Span

# Set on the tuning half of the gold questions, one after the other.
SENTENCE_WEIGHT = 0.5
SHARED_WORDS_WEIGHT = 0.06
MARKED_BONUS = 0.02
_KEPT_VECTORS = 4096


class SentenceReader:
    """Scores every sentence of the passages that were retrieved."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[tuple[str, str], Vector] = {}

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> Sequence[Finding]:
        """Return the sentences of the passages, best first."""
        places = list(_sentences(passages))
        vectors = self._encoded([article.text[s.start : s.end] for _, article, s in places])
        query = self._encoder.encode_query(question.text)
        findings = [
            _finding(question, retrieved, sentence, float(vector @ query))
            for (retrieved, _, sentence), vector in zip(places, vectors, strict=True)
        ]
        return sorted(findings, key=lambda finding: -finding.score)

    def _encoded(self, texts: Sequence[str]) -> list[Vector]:
        """Return the vectors of these sentences; those met lately are not encoded again."""
        name = self._encoder.name
        unseen = [text for text in dict.fromkeys(texts) if (name, text) not in self._vectors]
        if len(self._vectors) + len(unseen) > _KEPT_VECTORS:
            self._vectors = {}
            unseen = list(dict.fromkeys(texts))
        vectors = self._encoder.encode_documents(unseen) if unseen else ()
        kept = self._vectors | {(name, t): v for t, v in zip(unseen, vectors, strict=True)}
        self._vectors = kept
        return [kept[name, text] for text in texts]


def _sentences(
    passages: Sequence[RetrievedPassage],
) -> Iterator[tuple[RetrievedPassage, Article, Span]]:
    for retrieved in passages:
        passage = retrieved.passage
        for sentence in sentences(passage.article.text, passage.start, passage.end):
            yield retrieved, passage.article, sentence


def _finding(
    question: Question, retrieved: RetrievedPassage, sentence: Span, cosine: float
) -> Finding:
    article = retrieved.passage.article
    text = article.text[sentence.start : sentence.end]
    asked = set(words(question.text))
    shared = len(asked & set(words(text))) / max(1, len(asked))
    marks = marks_for(question, article.text, sentence)
    score = retrieved.score + SENTENCE_WEIGHT * cosine + SHARED_WORDS_WEIGHT * shared
    if marks and question.kind is not Kind.OTHER:
        score += MARKED_BONUS
    return Finding(article, sentence.start, sentence.end, score, marks)
