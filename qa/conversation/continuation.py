"""Whether a short question without a name goes on about what was spoken of.

"How many branches will close?" does, where the article that was cited has branches that close.
"""

from collections.abc import Callable

from qa.conversation.closed_words import ASKING, listed
from qa.conversation.mentions import names_in
from qa.conversation.turn import ConversationTurn
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import function_words
from qa.text.tokens import stem, words

_MOST_WORDS = 8
_OF_ANYTHING = listed(
    """
    happen happened much now only people person thing things today
    hal orang sekarang terjadi
    """
)


def is_continuation(
    text: str,
    language: str,
    last: ConversationTurn,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> bool:
    """Say whether a question names nothing, and all it speaks of is in the article cited last.

    Args:
        text: of the question.
        language: of the question.
        last: the turn before.
        lexicon: returns the words for an article in another language.
    """
    said = words(text)
    article = last.article
    if len(said) > _MOST_WORDS or names_in(text, last.texts) or article is None:
        return False
    small = function_words(language) | ASKING | _OF_ANYTHING
    content = [word for word in said if word not in small]
    spoken = article.language
    had = {stem(word, spoken) for word in words(article.text)}
    return bool(content) and all(_is_had(word, language, spoken, had, lexicon) for word in content)


def _is_had(
    word: str, language: str, spoken: str, had: set[str], lexicon: Callable[[], Lexicon]
) -> bool:
    if stem(word, spoken) in had:
        return True
    others = () if language == spoken else lexicon().translations(word, language)
    return any({stem(part, spoken) for part in words(other)} <= had for other, _ in others)
