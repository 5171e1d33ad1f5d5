"""What is said where there is no answer, in the question's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answer import Answer
from qa.passage import RetrievedPassage


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
