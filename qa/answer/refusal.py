"""What is said where there is no answer, in the question's language."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.schema.answer import Answer
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.store.base import Library
from qa.text.abbreviations import long_form
from qa.text.dictionary import WORD, Lexicon, shipped_lexicon
from qa.text.language import function_words
from qa.text.tokens import stem, words


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences of one language."""

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
_SHOWN_CHARS = 200


def phrases(language: str) -> Phrases:
    """Return the phrases of a language; English where it has none."""
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
    """Return the answer that there is none, and why.

    Args:
        question: as it was asked.
        language: of the note, ISO 639-1.
        note: why, in one sentence.
        passages: the nearest there is, best first.
        confidence: that the best of them answers.
        missing: the words that no article has.
        sources: the publishers that were looked at; none where all were.
    """
    if sources:
        note = f"{note} {phrases(language).looked_at.format(sources=', '.join(sources))}"
    if missing:
        listed = ", ".join(f"“{word[:_SHOWN_CHARS]}”" for word in missing)
        note = f"{note} {phrases(language).missing.format(words=listed)}"
    return Answer(question, language, (), confidence, tuple(passages), tuple(missing), note)


_POSSESSIVE = re.compile(r"['’]s?$")
_MOST_WORDS = 40
# "Siapa nama …" asks for one; that the articles do not say "nama" tells nothing.
_ASKED_FOR = frozenset({"name", "nama", "called", "bernama", "disebut"})


def missing_words(
    question: Question, library: Library, lexicon: Callable[[], Lexicon] = shipped_lexicon
) -> tuple[str, ...]:
    """Return the words of the question that no article has, in order, as the question spells them.

    Function words are passed over. Of a very long question only the first words are looked at.

    Args:
        question: standing on its own.
        library: with the articles.
        lexicon: returns the words for articles in another language than the question's.
    """
    asked = [match.group() for match in WORD.finditer(question.text)][:_MOST_WORDS]
    small = function_words(question.language) | _ASKED_FOR
    looked_for = {
        _POSSESSIVE.sub("", word): _is_name(word, position)
        for position, word in enumerate(asked)
        if word.lower() not in small
    }
    shared = question.language in library.languages()

    def is_missing(word: str) -> bool:
        long = long_form(word, question.language)
        if not word or _had(word, library) or (long and _had(long, library)):
            return False
        if shared:
            return True
        # Names too may be spelled otherwise: "Russia" is "Rusia" in Indonesian.
        said = lexicon().translations(word, question.language)
        known = bool(said) or looked_for[word]
        return known and not any(_had(translation, library) for translation, _ in said)

    return tuple(word for word in looked_for if is_missing(word))


def _is_name(word: str, position: int) -> bool:
    """Say whether a word is spelled alike in every language: a name or a number.

    The first word of a question has a capital in any case.
    """
    return any(c.isdigit() for c in word) or (position > 0 and word[0].isupper())


def _had(word: str, library: Library) -> bool:
    """Say whether the articles have a word: every part of it, where it is written with a hyphen."""
    languages = library.languages()
    return all(
        any(library.has_term_containing(stem) for stem in {stem(part, code) for code in languages})
        for part in words(word)
    )
