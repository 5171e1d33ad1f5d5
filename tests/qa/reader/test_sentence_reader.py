from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from embeddings.hashing import HashingEncoder
from qa.article import Article
from qa.passage import Passage, RetrievedPassage
from qa.question import Question
from qa.reader.sentence_reader import SentenceReader

TEXT = (
    "Harga beras naik di pasar Demak. Pedagang mengeluh karena pembeli makin sepi.\n"
    "Menteri Budi Santoso datang ke Demak pada Senin pagi. Ia bicara sebentar.\n"
)


class Counting(HashingEncoder):
    """Encodes, and keeps how many texts it was given each time."""

    def __init__(self):
        super().__init__(64)
        self.given = []

    def encode_documents(self, texts):
        self.given.append(len(texts))
        return super().encode_documents(texts)


def article(text=TEXT, id_="a"):
    return Article(id=id_, title=id_, text=text, path=id_, language="id")


def whole(of, score=0.5):
    return [RetrievedPassage(Passage(of, 0, len(of.text)), score, 1)]


def read(text, question, encoder=None):
    reader = SentenceReader(encoder or HashingEncoder(64))
    return reader.read(Question(question, "id"), whole(article(text))).findings


def test_every_sentence_is_a_finding_and_scores_do_not_rise():
    found = read(TEXT, "siapa yang datang ke Demak")
    assert len(found) == 4
    assert all(f.text == f.article.text[f.start : f.end] for f in found)
    assert " ".join(f.text for f in sorted(found, key=lambda f: f.start)) == " ".join(TEXT.split())
    scores = [f.score for f in found]
    assert scores == sorted(scores, reverse=True)


def test_the_sentence_that_shares_the_words_of_the_question_comes_first():
    assert read(TEXT, "pembeli makin sepi")[0].text.startswith("Pedagang")
    assert read(TEXT, "harga beras naik")[0].text.startswith("Harga")


def test_what_was_asked_for_is_marked_inside_the_finding():
    best = read(TEXT, "siapa yang datang ke Demak pada Senin pagi")[0]
    assert best.text == "Menteri Budi Santoso datang ke Demak pada Senin pagi."
    assert [TEXT[m.start : m.end] for m in best.marks] == ["Menteri Budi Santoso"]


def test_only_the_passages_are_read():
    of, end = article(), TEXT.index("\n")
    passage = RetrievedPassage(Passage(of, 0, end), 0.5, 1)
    found = (
        SentenceReader(HashingEncoder(64)).read(Question("Budi Santoso", "id"), [passage]).findings
    )
    assert found
    assert all(f.end <= end for f in found)


def test_without_passages_nothing_is_found():
    reading = SentenceReader(HashingEncoder(64)).read(Question("x", "id"), [])
    assert (reading.findings, reading.passages, reading.confidence) == ((), (), 0.0)


def test_the_passages_stay_in_the_order_in_which_they_were_ranked():
    passages = [
        RetrievedPassage(Passage(article(id_=i), 0, 80), 0.5, n) for n, i in ((1, "a"), (2, "b"))
    ]
    reading = SentenceReader(HashingEncoder(64)).read(Question("harga beras", "id"), passages)
    assert reading.passages == tuple(passages)
    assert 0.0 < reading.confidence < 1.0


def test_a_sentence_met_lately_is_not_encoded_again():
    encoder = Counting()
    reader = SentenceReader(encoder)
    reader.read(Question("harga", "id"), whole(article()))
    reader.read(Question("siapa", "id"), whole(article(id_="b")))
    assert sum(encoder.given) == 4


class ReadsMeanwhile(HashingEncoder):
    """While it encodes, has another text read, as another thread might."""

    def __init__(self, other):
        super().__init__(8)
        self.other, self.reader = other, None

    def encode_documents(self, texts):
        if self.other is not None:
            other, self.other = self.other, None
            self.reader.read(Question("x", "id"), other)
        return super().encode_documents(texts)


def test_a_reading_is_not_disturbed_by_one_that_clears_what_was_kept():
    many = article("".join(f"Kalimat nomor {n} ini pendek.\n" for n in range(20)), "many")
    encoder = ReadsMeanwhile(None)
    encoder.reader = reader = SentenceReader(encoder, kept_vectors=20)
    reader.read(Question("harga", "id"), whole(article()))
    encoder.other = whole(many)
    found = reader.read(Question("harga", "id"), whole(article(TEXT + "Ini baru sama sekali.\n")))
    assert len(found.findings) == 5


def test_threads_get_the_findings_of_their_own_question():
    reader = SentenceReader(HashingEncoder(64))
    texts = [article(f"Berita nomor {n} hari ini. Isinya angka {n} saja.\n") for n in range(16)]

    def ask(of):
        return [f.text for f in reader.read(Question("berita nomor", "id"), whole(of)).findings]

    with ThreadPoolExecutor(8) as threads:
        for of, found in zip(texts, threads.map(ask, texts), strict=True):
            assert len(found) == 2
            assert all(text in of.text for text in found)


def test_the_score_of_the_passage_counts():
    low, high = (
        SentenceReader(HashingEncoder(64))
        .read(Question("x", "id"), whole(article(), score))
        .findings
        for score in (0.1, 0.4)
    )
    assert np.subtract([f.score for f in high], [f.score for f in low]) == pytest.approx([0.3] * 4)
