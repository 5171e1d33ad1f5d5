"""What a question looks for in passages of a language: its own words, or what they may be there."""

from collections.abc import Callable, Iterable, Iterator

from qa.schema.question import Question
from qa.store.bm25 import Wanted, exactly
from qa.text.abbreviations import long_form
from qa.text.dictionary import Lexicon
from qa.text.language import function_words
from qa.text.questions import expanded_text
from qa.text.tokens import pairs, words


def expand_query(
    question: Question, language: str, lexicon: Callable[[], Lexicon]
) -> tuple[Wanted, ...]:
    """Return the terms to look for, in the order of the question.

    In the question's own language they are its terms; for an abbreviation what it is short for will
    do as well. In another language names and numbers stay as they are, and of the other words the
    translations count too, each for as much as it is likely.

    Args:
        question: standing on its own.
        language: of the passages, ISO 639-1.
        lexicon: returns the words that say the same; called only where the languages differ.
    """
    single: Iterable[Wanted]
    if language == question.language:
        single = [_in_full(word, language) for word in words(question.text)]
    else:
        single = _translated(question, lexicon())
    return (*single, *exactly(pairs(question.text)))


def _in_full(word: str, language: str) -> Wanted:
    long = long_form(word, language)
    return ((word, 1.0),) if long is None else ((word, 1.0), (_term(long), 1.0))


def _translated(question: Question, lexicon: Lexicon) -> Iterator[Wanted]:
    small = function_words(question.language)
    for word in words(expanded_text(question)):
        if word in small:
            continue
        options = {word: 1.0}
        for translation, share in lexicon.translations(word, question.language):
            options.setdefault(_term(translation), share)
        yield tuple(options.items())


def _term(translation: str) -> str:
    """Return a word, or the first two of a phrase, as `terms` has them."""
    return "_".join(words(translation)[:2])
