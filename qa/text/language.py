"""Language identification among a few candidate languages.

Short questions are identified by their function words, longer texts by py3langid. The result is
always one of the candidates, also for a text in another language.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FUNCTION_WORDS = {
    "id": """
        ada adakah adalah akan aku anda antara apa apakah apalagi atas atau bagaimana
        bagaimanakah bagi bahwa banyak belum beberapa berapa berapakah bisa bukan dalam dan
        dapat dari daripada dengan di dia dimana gimana hingga ia ingin ini itu jika juga kalau
        kami kamu kapan kapankah kata ke kemana kenapa kepada ketika kita lagi lain lalu lebih
        maka mana manakah mau mengapa mereka milik namanya namun nya oleh pada paling para
        pernah saat saja saya sebagai sebelum sebuah sebutkan sedang sejak seorang seperti siapa
        siapakah soal sudah tahun tapi telah tentang terhadap terjadi tersebut tetapi tidak
        tolong untuk waktu yaitu yang
    """,
    "en": """
        a about according after an and any are as at be been before between but by can could did
        do does during each every for from had has have he her him his how i if in into is it
        its list many me more most much my name of on or our say says she since so some tell
        than that the their them there these they this those to until us was we were what what's
        when where which who who's whom whose why will with would you your
    """,
}
_MAX_SHORT_WORDS = 12
_MAX_CHARS = 1200
_MIN_PROBABILITY = 0.8


def detect_language(
    text: str, among: Sequence[str] = ("id", "en"), default: str | None = None
) -> str:
    """Return the language of a text as an ISO 639-1 code, one of `among`.

    Args:
        text: a question or a whole article; only its first 1,200 characters are read.
        among: the candidate languages.
        default: the result for text without evidence (a name, digits, emoji, nothing); the first
            of `among` unless given.

    Raises:
        ValueError: `among` is empty or holds a language that py3langid does not know.
    """
    if not among:
        raise ValueError("detect_language was given no languages to choose from")
    fallback = among[0] if default is None else default
    words = _WORD.findall(text[:_MAX_CHARS])
    if len(words) > _MAX_SHORT_WORDS:
        return _classify(" ".join(words), tuple(among))[0]
    return _identify_short(words, tuple(among), fallback)


def _identify_short(words: Sequence[str], among: tuple[str, ...], fallback: str) -> str:
    folded = [word.lower().replace("’", "'") for word in words]
    tables = {code: function_words(code) for code in among}
    counts = {code: sum(word in tables[code] for word in folded) for code in among}
    best = max(among, key=lambda code: counts[code])
    if list(counts.values()).count(counts[best]) == 1:
        return best
    # A name is spelled alike in every language and would mislead the classifier.
    plain = [word for word in words if word[0].islower()]
    if not plain:
        return fallback
    language, probability = _classify(" ".join(plain), among)
    return language if probability >= _MIN_PROBABILITY else fallback


@lru_cache(maxsize=8)
def function_words(language: str) -> frozenset[str]:
    """Return the function words (stop words) of a language; empty for an unknown language."""
    return frozenset(_FUNCTION_WORDS.get(language, "").split())


@lru_cache(maxsize=1)
def all_function_words() -> frozenset[str]:
    """Return the function words of all languages together."""
    return frozenset(word for language in _FUNCTION_WORDS for word in function_words(language))


def _classify(text: str, among: tuple[str, ...]) -> tuple[str, float]:
    """Return the likeliest candidate language and its probability."""
    language, probability = _identifier(among).classify(text)
    return str(language), float(probability)


@lru_cache(maxsize=8)
def _identifier(among: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Return an identifier of our own: `py3langid.set_languages` changes a shared global."""
    from py3langid import langid

    library: Any = langid  # it has no types
    identifier = library.LanguageIdentifier.from_model_file(library.MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(among))
    return identifier
