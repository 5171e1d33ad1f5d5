"""Refusals: the sentences for "no answer", in the question's language, and the missing words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.schema.answer import Answer
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.settings import RefusalSettings
from qa.store.base import Library
from qa.text.abbreviations import long_form
from qa.text.dictionary import WORD, Lexicon, shipped_lexicon
from qa.text.language import detect_language, function_words
from qa.text.tokens import stem, words


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of refusals in one language."""

    not_said: str
    nothing_in_common: str
    missing: str
    looked_at: str
    empty: str
    no_words: str
    too_long: str
    no_articles: str


_PHRASES = {
    "en": Phrases(
        not_said="The articles do not answer this.",
        nothing_in_common="The question asks about articles that the filter leaves out. Change "
        "the filter or the question.",
        missing="No article has: {words}.",
        looked_at="Only articles by {sources} were looked at.",
        empty="Nothing was asked. Type a question about the articles.",
        no_words="There are no words in this question. Ask in English or Indonesian.",
        too_long="The question has {size} characters; ask in at most {most}.",
        no_articles="There are no articles yet. Add some first.",
    ),
    "id": Phrases(
        not_said="Artikel-artikel ini tidak menjawab pertanyaan itu.",
        nothing_in_common="Pertanyaan ini menyangkut artikel yang tidak lolos saringan. Ubah "
        "saringan atau pertanyaannya.",
        missing="Tidak ada artikel yang memuat: {words}.",
        looked_at="Yang dilihat hanya artikel dari {sources}.",
        empty="Belum ada pertanyaan. Ketik pertanyaan tentang artikel-artikel ini.",
        no_words="Tidak ada kata dalam pertanyaan ini. Bertanyalah dalam bahasa Indonesia "
        "atau Inggris.",
        too_long="Pertanyaan ini {size} karakter; bertanyalah dengan paling banyak {most}.",
        no_articles="Belum ada artikel. Tambahkan artikel lebih dulu.",
    ),
}


def phrases(language: str) -> Phrases:
    """Return the phrases of a language; the English ones for an unknown language."""
    return _PHRASES.get(language, _PHRASES["en"])


def refuse(
    question: str,
    language: str,
    note: str,
    passages: Sequence[RetrievedPassage] = (),
    confidence: float = 0.0,
    missing: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> Answer:
    """Return an abstention with its reason.

    Args:
        question: as it was typed.
        language: of the note, ISO 639-1.
        note: the reason, in one sentence.
        passages: the nearest passages, best first.
        confidence: calibrated probability that the best of them has the answer.
        missing: the words that no article contains.
        sources: the publishers that were searched; empty where all were.
    """
    if sources:
        note = f"{note} {phrases(language).looked_at.format(sources=', '.join(sources))}"
    if missing:
        listed = ", ".join(f"“{word[:_MAX_SHOWN_CHARS]}”" for word in missing)
        note = f"{note} {phrases(language).missing.format(words=listed)}"
    return Answer(question, language, (), confidence, tuple(passages), tuple(missing), note)


def refuse_unsearchable(question: str, max_chars: int, has_articles: bool) -> Answer | None:
    """Return a refusal where there is nothing to search for, or nothing to search in; else None.

    Args:
        question: as it was typed.
        max_chars: a longer question is refused.
        has_articles: whether the library has articles.
    """
    text = question.strip()
    language = detect_language(text[:max_chars], default="en")
    wording = phrases(language)
    if not text:
        return refuse(question, language, wording.empty)
    if len(text) > max_chars:
        return refuse(question, language, wording.too_long.format(size=len(text), most=max_chars))
    if not any(c.isalnum() for word in words(text) for c in word):
        return refuse(question, language, wording.no_words)
    if not has_articles:
        return refuse(question, language, wording.no_articles)
    return None


_POSSESSIVE = re.compile(r"['’]s?$")
_MAX_SHOWN_CHARS = 200
# Words that name the expected answer ("siapa nama …"): articles need not contain them.
_ANSWER_TYPE_WORDS = frozenset({"name", "nama", "called", "bernama", "disebut"})


def missing_words(
    question: Question,
    library: Library,
    settings: RefusalSettings,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> tuple[str, ...]:
    """Return the content words that no article contains, in order, as the question spells them.

    Args:
        question: standalone.
        library: the articles.
        settings: how many words of a long question are checked.
        lexicon: loads the bilingual lexicon, for articles in another language than the question.
    """
    tokens = [match.group() for match in WORD.finditer(question.text)]
    ignored = function_words(question.language) | _ANSWER_TYPE_WORDS
    content_words = {
        _POSSESSIVE.sub("", word): _is_name(word, position)
        for position, word in enumerate(tokens[: settings.max_missing_words_checked])
        if word.lower() not in ignored
    }
    is_same_language = question.language in library.languages()

    def is_missing(word: str) -> bool:
        long = long_form(word, question.language)
        if not word or _is_in(library, word) or (long and _is_in(library, long)):
            return False
        if is_same_language:
            return True
        # Names may be spelled differently too: "Russia" is "Rusia" in Indonesian.
        translations = lexicon().translations(word, question.language)
        is_known = bool(translations) or content_words[word]
        return is_known and not any(_is_in(library, other) for other, _ in translations)

    return tuple(word for word in content_words if is_missing(word))


def _is_name(word: str, position: int) -> bool:
    """Say whether a word is a name or a number, which translation leaves as it is.

    The capital of the first word of a question means nothing.
    """
    return any(c.isdigit() for c in word) or (position > 0 and word[0].isupper())


def _is_in(library: Library, word: str) -> bool:
    """Say whether the articles contain a word; every part of a hyphenated one."""
    languages = library.languages()
    return all(
        any(library.has_term_containing(stem) for stem in {stem(part, code) for code in languages})
        for part in words(word)
    )
