"""The role by which a question asks for a person: "wife", "ambassador", "juara".

Where no passage has the word, in either language, nobody in them is told to have that role, and a
name that stands near the others asked about is a likely mistake. By the form of the words alone;
questions that ask otherwise ("who arrived", "siapa yang datang") have no role.
"""

import re
from collections.abc import Callable, Iterable

from qa.language import function_words
from qa.lexical import words
from qa.lexicon.lexicon import Lexicon
from qa.passage import Passage
from qa.question import Question
from qa.stem import stem

_INDONESIAN = re.compile(
    r"\bsiapa(?:kah)?(?: saja)?(?: (?:nama|adalah|menjadi))* (?P<phrase>\w[\w-]*)", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"\b(?:who(?: is| was|['’]s| are| were)|name of) (?:(?:[\w’' -]*?\w['’]s )|(?:the |an? ))"
    r"(?P<phrase>(?:[\w-]+ ?){1,5})",
    re.IGNORECASE,
)
_FORMS = {"id": _INDONESIAN, "en": _ENGLISH}
_PHRASE_ENDS = frozenset({"for", "that", "who", "whose"})


def role(question: Question) -> str | None:
    """Return the noun that says what the person asked for is; None where there is none."""
    form = _FORMS.get(question.language)
    found = form.search(question.in_full) if form else None
    if found is None:
        return None
    phrase: list[str] = []
    for word in found["phrase"].split():
        if word.lower() in function_words(question.language) | _PHRASE_ENDS:
            break
        phrase.append(word)
    # In English what it is comes last: "new foreign minister"; in Indonesian first.
    return phrase[-1] if phrase else None


def is_told_of(
    said: str, language: str, passages: Iterable[Passage], lexicon: Callable[[], Lexicon]
) -> bool:
    """Say whether any passage has a word, or one that it may be in the passage's language.

    A common word of another language that the lexicon does not know may be there or not, and counts
    as told of.

    Args:
        said: a word of the question.
        language: of the question, ISO 639-1.
        passages: where it is looked for.
        lexicon: returns the words for passages in another language; called only for those.
    """
    return any(_has(passage, said, language, lexicon) for passage in passages)


def _has(passage: Passage, said: str, language: str, lexicon: Callable[[], Lexicon]) -> bool:
    spoken = passage.article.language
    options = [said]
    if spoken != language:
        options += [word for word, _ in lexicon().translations(said, language)]
        if len(options) == 1 and said[0].islower():
            return True
    held = words(passage.text)
    return any(
        all(any(stem(part, spoken) in word for word in held) for part in words(option))
        for option in options
    )
