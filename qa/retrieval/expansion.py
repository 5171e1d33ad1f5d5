"""Query expansion: the BM25 query of a question, with long forms and dictionary translations."""

from collections.abc import Callable, Iterable, Iterator

from qa.schema.question import Question
from qa.store.indexes.bm25 import QueryTerm, exact_terms
from qa.text.abbreviations import long_form
from qa.text.dictionary import Lexicon
from qa.text.language import function_words
from qa.text.questions import expanded_text
from qa.text.tokens import bigrams, words


def expand_query(
    question: Question, language: str, lexicon: Callable[[], Lexicon]
) -> tuple[QueryTerm, ...]:
    """Expand the question into query terms for passages of one language, in question order.

    Within one language these are its words, an abbreviation with its long form as an alternative.
    Across languages function words are dropped, and each content word gets its dictionary
    translations as alternatives, weighted by their probability; the word itself stays, since names
    and numbers are the same in both. Word bigrams are added as they are.

    Args:
        question: standalone.
        language: of the passages, ISO 639-1.
        lexicon: loads the bilingual lexicon; called only where the languages differ.
    """
    unigrams: Iterable[QueryTerm]
    if language == question.language:
        unigrams = [_with_long_form(word, language) for word in words(question.text)]
    else:
        unigrams = _translated(question, lexicon())
    return (*unigrams, *exact_terms(bigrams(question.text)))


def _with_long_form(word: str, language: str) -> QueryTerm:
    long = long_form(word, language)
    return ((word, 1.0),) if long is None else ((word, 1.0), (_index_term(long), 1.0))


def _translated(question: Question, lexicon: Lexicon) -> Iterator[QueryTerm]:
    stop_words = function_words(question.language)
    for word in words(expanded_text(question)):
        if word in stop_words:
            continue
        alternatives = {word: 1.0}
        for translation, probability in lexicon.translations(word, question.language):
            alternatives.setdefault(_index_term(translation), probability)
        yield tuple(alternatives.items())


def _index_term(phrase: str) -> str:
    """Return the index term of a word, or the first bigram of a longer phrase."""
    return "_".join(words(phrase)[:2])
