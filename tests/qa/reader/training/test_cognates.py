import numpy as np

from qa.reader.training.cognates import common_words, paired

MEANINGS = {"rain": 0, "hujan": 0, "city": 1, "kota": 1, "king": 2, "raja": 2, "ratu": 2}


class MeaningEncoder:
    """Words of one meaning have vectors nearly alike."""

    name, dim = "meaning", 8

    def encode_query(self, text):
        return self.encode_documents([text])[0]

    def encode_documents(self, texts):
        vectors = np.full((len(texts), self.dim), 0.01, np.float32)
        for row, text in enumerate(texts):
            vectors[row, MEANINGS[text]] = 1.0
            vectors[row, 7] = len(text) / 50
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_words_that_are_each_others_nearest_are_pairs_and_each_word_is_in_one_at_most():
    pairs = paired(["city", "king", "rain"], ["hujan", "kota", "raja", "ratu"], MeaningEncoder())
    found = [(en, id_) for en, id_, _ in pairs]
    assert found[0] == ("city", "kota")
    assert found[2] == ("rain", "hujan")
    assert found[1] in (("king", "raja"), ("king", "ratu"))
    assert len(found) == 3


def test_where_one_language_has_no_words_there_are_no_pairs():
    assert paired([], ["hujan"], MeaningEncoder()) == []


def test_names_rare_words_and_short_ones_are_not_common_words():
    texts = ["Hujan turun di Bogor, kata Siti."] * 3 + ["hujan", "jarang hujan", "hujan"]
    assert common_words(texts) == ["kata", "turun"]
    assert common_words([*texts, "hujan"]) == ["hujan", "kata", "turun"]
