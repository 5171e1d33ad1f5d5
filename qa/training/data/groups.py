"""Groups of training examples: one question in one language, on several windows of articles.

A group has a window around each answer, or around each distractor where there is no answer; and
windows around hard negatives: passages that the retriever finds for the question, or else others of
its own articles, that do not hold the answer. Reads no files.
"""

from collections.abc import Iterator
from itertools import islice
from random import Random

from qa.evaluation.metrics.squad import normalize_answer
from qa.ingest.chunking import split_into_passages
from qa.reader.context import Context
from qa.schema.span import Span
from qa.settings import PassageSettings
from qa.training.config import Distribution, GroupConfig
from qa.training.data.example import Example
from qa.training.data.written import ArticleSpan, Retrieved, WrittenQuestion, WrittenQuestions


def sample(choices: Distribution, random: Random) -> int:
    """Return one of the values, drawn by their shares."""
    values, shares = zip(*choices, strict=True)
    return random.choices(values, shares)[0]


class GroupSampler:
    """Draws the windows of written questions."""

    def __init__(self, written: WrittenQuestions, config: GroupConfig) -> None:
        """Split the articles that the questions are about into sentences and passages.

        Args:
            written: the questions that groups are made for.
            config: how windows are drawn.
        """
        named = {
            name: written.articles[name] for each in written.questions for name in each.articles
        }
        chars = PassageSettings().max_chars
        self._config = config
        self._contexts = {name: Context.of(each) for name, each in named.items()}
        self._passages = {name: split_into_passages(each, chars) for name, each in named.items()}

    def group(
        self, question: WrittenQuestion, language: str, retrieved: Retrieved, random: Random
    ) -> list[Example]:
        """Return the examples of a question's group; none where its answer is boilerplate.

        Args:
            question: one of those that this was made with.
            language: that it is asked in.
            retrieved: passages retrieved for each question; may lack this one.
            random: the source of all that is drawn.
        """
        windows: list[tuple[str, Span]] = []
        places = [p for p in question.answers or question.distractors if self._sentences(p)]
        if question.answers and not places:
            return []
        for place in places:
            is_new = not any(place.is_in(*each) for each in windows)
            if is_new and len(windows) < self._config.max_answer_windows:
                windows.append((place.article, self._window(place, random)))
        examples = [self._example(question, language, *each) for each in windows]
        # Without a window so far, one negative is the least that the question is read on.
        count = sample(self._config.hard_negatives, random) + (not windows)
        found = retrieved.get(question.key(language), ())
        candidates = [p for p in found if p.article in self._contexts] or self._own(question)
        negatives = self._hard_negatives(question, language, candidates, random)
        return examples + list(islice(negatives, count))

    def _hard_negatives(
        self, question: WrittenQuestion, language: str, left: list[ArticleSpan], random: Random
    ) -> Iterator[Example]:
        """Yield windows without the answer, around candidates drawn without replacement."""
        answers = [_as_words(self._text(place)) for place in question.answers]
        while left:
            weights = [self._config.rank_decay**rank for rank in range(len(left))]
            place = left.pop(random.choices(range(len(left)), weights)[0])
            window = self._window(place, random)
            example = self._example(question, language, place.article, window)
            words = _as_words(example.passage)
            distracts = any(each.is_in(place.article, window) for each in question.distractors)
            if not (example.answers or distracts or any(answer in words for answer in answers)):
                yield example

    def _own(self, question: WrittenQuestion) -> list[ArticleSpan]:
        """Return every passage of the articles that a question is about."""
        passages = (passage for name in question.articles for passage in self._passages[name])
        return [ArticleSpan(p.article.id, p.start, p.end) for p in passages]

    def _window(self, place: ArticleSpan, random: Random) -> Span:
        # Never less than whole sentences: an answer alone would give itself away.
        span = self._sentences(place) or Span(place.start, place.end)
        chars = sample(self._config.window_chars, random)
        return self._contexts[place.article].window(span, chars, random.random())

    def _sentences(self, place: ArticleSpan) -> Span | None:
        """Return the span of the sentences that a place overlaps; None if it is boilerplate."""
        own = Span(place.start, place.end)
        runs = self._contexts[place.article].runs
        overlapping = [sentence for run in runs for sentence in run if sentence.overlaps(own)]
        if not overlapping:
            return None
        return Span(min(overlapping[0].start, own.start), max(overlapping[-1].end, own.end))

    def _text(self, place: ArticleSpan) -> str:
        return self._contexts[place.article].article.text[place.start : place.end]

    def _example(
        self, question: WrittenQuestion, language: str, article: str, window: Span
    ) -> Example:
        inside = [place for place in question.answers if place.is_in(article, window)]
        answers = tuple((p.start - window.start, p.end - window.start) for p in inside)
        key = question.key(language)
        return Example(
            f"{key}:{article}:{window.start}",
            key,
            question.source,
            language,
            question.questions[language],
            self._text(ArticleSpan(article, window.start, window.end)),
            answers,
        )


def _as_words(text: str) -> str:
    """Return a text's normalised words with a space at both ends, so that whole words match."""
    return f" {normalize_answer(text, 'id')} "
