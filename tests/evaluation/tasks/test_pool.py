"""What is ranked in a pool, and that nothing is read twice."""

import pytest
from fakes.hashing_encoder import HashingEncoder

from qa.answer.refusal import refuse
from qa.assistant import Assistant
from qa.evaluation.observed import ObservedAssistant, Stopwatch, TimedReader
from qa.evaluation.tasks.pool import Pool, whole_passage
from qa.evaluation.tasks.vectors import VectorCache
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.settings import AnswerSettings, RetrievalSettings, Settings
from qa.store.local import LocalLibrary

RIGHT = "Kim Jong Un menyambut Putin di bandara."
TEXTS = [RIGHT, *(f"Putin berpidato tentang hal ke-{n}." for n in range(9))]
ASKED = Question("Kim Jong Un menyambut Putin di mana?", "id")


@pytest.fixture
def reader(backward_reader):
    return backward_reader()


@pytest.fixture
def pool(tmp_path, reader):
    encoder = HashingEncoder(64)
    settings = Settings(retrieval=RetrievalSettings(k=3))

    def observe(library):
        return ObservedAssistant(Assistant(library, encoder, reader, settings))

    return Pool.of(TEXTS, VectorCache(tmp_path, encoder), observe, lambda _done, _of: None)


def test_what_is_ranked_is_what_the_reader_makes_of_the_retriever_s_best(pool):
    found = pool.ranking_values(ASKED, RIGHT)
    assert found["retriever"]["mrr@10"] == 1.0
    # The best of three that are read is the last of them; the others stay behind.
    assert found["ours"]["mrr@10"] == pytest.approx(1 / 3)
    assert found["ours"]["recall@100"] == 1.0


def test_what_is_not_read_follows_in_the_retriever_s_order(pool):
    for text in TEXTS:
        found = pool.ranking_values(ASKED, text)
        place = round(1 / found["retriever"]["mrr@10"])
        assert found["ours"]["mrr@10"] == pytest.approx(1 / (4 - place if place < 4 else place))


def test_a_question_of_a_pool_is_read_once_with_the_settings_k_passages(pool, reader):
    pool.ranking_values(ASKED, RIGHT)
    assert reader.given == [(ASKED.text, 3)]


def test_a_refused_question_is_read_once_and_what_would_be_said_is_of_that_reading(
    tmp_path, backward_reader
):
    (tmp_path / "a.txt").write_text(f"{RIGHT}\n", "utf-8")
    reader = backward_reader(confidence=0.2)
    settings = Settings(answer=AnswerSettings(min_confidence=0.3))
    made = Assistant.from_articles(tmp_path / "a.txt", settings=settings, encoder=HashingEncoder(8))
    observed = ObservedAssistant(Assistant(made.library, made.encoder, reader, settings))
    seen = observed.ask(ASKED.text)
    assert (seen.answer.text, seen.guess.text) == (None, RIGHT)
    assert seen.guess.confidence == seen.answer.confidence == 0.2
    assert len(reader.given) == 1


def test_nothing_found_is_nothing_that_would_be_said(reader):
    settings = Settings()
    assistant = Assistant(LocalLibrary(), HashingEncoder(8), reader, settings)
    seen = ObservedAssistant(assistant).ask("Siapa?")
    assert (seen.answer.text, seen.guess, seen.best) == (None, None, None)


def test_the_time_that_a_reader_takes_is_the_stage_of_reading_and_no_other(reader):
    watch = Stopwatch()
    passage = whole_passage("a", RIGHT)
    TimedReader(reader, watch).read(ASKED, [RetrievedPassage(passage, 1.0, 1)])
    assert set(watch.ms) == {"read"}


def test_a_question_that_is_refused_unread_took_no_reading(reader):
    assistant = Assistant(LocalLibrary(), HashingEncoder(8), reader, Settings())
    seen = ObservedAssistant(assistant).ask("Siapa?")
    assert seen.question is None
    assert seen.ms["read"] == 0.0


def test_the_reading_behind_an_answer_is_the_one_of_its_passages(reader):
    timed = TimedReader(reader, Stopwatch())
    first, other = (
        timed.read(ASKED, [RetrievedPassage(whole_passage("a", text), 1.0, 1)])
        for text in TEXTS[:2]
    )
    for reading in (first, other):
        answer = refuse(ASKED.text, "id", "Tidak ada.", reading.passages)
        assert timed.reading_for(answer) == (ASKED, reading)
    timed.clear()
    assert timed.reading_for(answer) is None
