from concurrent.futures import ThreadPoolExecutor

import pytest
from fakes.hashing_encoder import HashingEncoder
from fakes.reversing_reranker import ReversingReranker
from fakes.scripted_reader import ScriptedReader

import qa
from qa.answer.refusal import phrases
from qa.assistant import Assistant, NoArticlesError
from qa.indexing.sync import sync_library
from qa.ingest.page.boilerplate import body
from qa.settings import PassageSettings, RetrievalSettings, Settings, SettingsError
from qa.store.errors import LibraryError
from qa.store.local import LocalLibrary

DELEGATES = ("Belousov", "Lavrov", "Novak")
ASKED = (
    "who was in Putin's delegation?",
    "Siapa saja delegasi Putin?",
    "When did Putin arrive in Pyongyang?",
    "Kapan Putin tiba di Pyongyang?",
    "Kapan terakhir kali Putin mengunjungi Korea Utara?",
    "Where did Putin and Kim meet last year?",
)


def in_passage(citation, passages):
    return any(
        r.passage.article == citation.article
        and r.passage.start <= citation.start
        and citation.end <= r.passage.end
        for r in passages
    )


def in_body(citation):
    return any(
        run.start <= citation.start and citation.end <= run.end
        for run in body(citation.article.text)
    )


@pytest.mark.parametrize("question", ASKED[:2])
def test_the_delegation_is_named_from_its_article(seed_assistant, question):
    answer = seed_assistant.ask(question)
    assert all(name in answer.text for name in DELEGATES)
    first = answer.citations[0]
    assert first.article.source == "Okezone"
    assert all(name in first.quote for name in DELEGATES)


@pytest.mark.parametrize("question", ASKED)
def test_every_quotation_stands_in_its_article_and_in_a_passage_that_was_retrieved(
    seed_assistant, question
):
    answer = seed_assistant.ask(question)
    assert answer.passages
    for citation in answer.citations:
        assert citation.quote == citation.article.text[citation.start : citation.end]
        assert in_passage(citation, answer.passages), citation.quote
        assert in_body(citation), citation.quote
    assert [r.rank for r in answer.passages] == list(range(1, len(answer.passages) + 1))


@pytest.mark.parametrize("question", ["What is the name of Kim Jong Un's wife?", "asdf qwer zxcv"])
def test_what_the_articles_do_not_say_is_refused_with_the_nearest_passages(
    seed_assistant, question
):
    answer = seed_assistant.ask(question)
    assert answer.text is None
    assert answer.citations == ()
    assert answer.note
    assert answer.passages
    assert answer.confidence < seed_assistant.settings.answer.min_confidence


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("", phrases("en").empty),
        (" \n\t\u2003", phrases("en").empty),
        ("👍🏽🎉", phrases("en").no_words),
        ("?!… ___", phrases("en").no_words),
        ("\x00", phrases("en").no_words),
        ("\ud83d", phrases("en").no_words),
        ("\u037a", phrases("en").no_words),
        ("x" * 100_000, phrases("en").too_long.format(size=100_000, most=2000)),
        ("siapa " * 20_000, phrases("id").too_long.format(size=119_999, most=2000)),
    ],
)
def test_what_cannot_be_looked_for_is_answered_with_a_note(seed_assistant, question, note):
    answer = seed_assistant.ask(question)
    assert answer.text is None
    assert answer.note == note
    assert answer.passages == ()


@pytest.mark.parametrize(
    "question",
    [
        "who\x00was there?",
        "siapa \ud800 itu?",
        "2️⃣ ①",
        "a" * 2000,
        f"siapa yang {'é' * 1900}",
        '((( AND OR NOT *:* \\ " [a TO b] {',
        "'; DROP TABLE articles; --",
        "\u202esiapa\u202c",
        "北京在哪里？",
    ],
)
def test_any_other_text_gets_an_answer_that_can_be_written_down(seed_assistant, question):
    answer = seed_assistant.ask(question)
    assert answer.question.encode("utf-8")
    assert bool(answer.text) != bool(answer.note)


def test_a_note_is_in_the_language_of_the_question(seed_assistant):
    indonesian = seed_assistant.ask("Siapa nama istri Gubernur Papua?")
    english = seed_assistant.ask("What does a kilogram of rice cost in Papua?")
    assert (indonesian.text, english.text) == (None, None)
    assert indonesian.note.startswith(phrases("id").not_said)
    assert english.note.startswith(phrases("en").not_said)
    assert "Papua" in indonesian.missing
    assert "Papua" in english.missing


def test_threads_that_ask_at_once_get_their_own_answers(seeds, encoder):
    alone = Assistant.from_articles(seeds, encoder=encoder)
    shared = Assistant.from_articles(seeds, encoder=encoder)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(shared.ask, [ASKED[n % len(ASKED)] for n in range(24)]))
    for n, answer in enumerate(answers):
        assert answer.question == ASKED[n % len(ASKED)]
        assert answer.text == answers[n % len(ASKED)].text
    # The other way round: an answer does not depend on what was asked before.
    for question, answer in reversed(list(zip(ASKED, answers, strict=False))):
        assert alone.ask(question) == answer


def test_articles_come_newest_first_and_those_without_a_date_last(seed_assistant):
    days = [str(article.published)[:10] for article in seed_assistant.articles.newest(9)]
    known = [day for day in days if day != "None"]
    assert len(days) == 5
    assert known == sorted(known, reverse=True)
    assert days[len(known) :] == ["None"] * (5 - len(known))


def test_the_one_liner_answers_from_files_and_folders(seeds, cache, monkeypatch):
    monkeypatch.setenv("TANYA_ENCODER__CACHE_FOLDER", str(cache))
    answer = qa.ask(ASKED[0], articles=seeds)
    assert all(name in answer.text for name in DELEGATES)
    (okezone,) = seeds.glob("002*")
    assert qa.ask(ASKED[0], articles=[okezone]).citations[0].article.id == okezone.name


def test_no_articles_is_an_error_that_says_what_was_wrong(tmp_path, hashing):
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(NoArticlesError, match=r"empty\.txt"):
        Assistant.from_articles(tmp_path, encoder=hashing)
    with pytest.raises(NoArticlesError, match="nowhere"):
        Assistant.from_articles(tmp_path / "nowhere", encoder=hashing)
    with pytest.raises(NoArticlesError, match="no path was given"):
        Assistant.from_articles(encoder=hashing)


def test_files_that_were_refused_are_reported(seeds, tmp_path, hashing):
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    said = []
    Assistant.from_articles(seeds, tmp_path / "bad.pdf", encoder=hashing, report=said.append)
    assert len(said) == 1
    assert "bad.pdf" in said[0]


def test_a_library_of_another_encoder_is_not_opened(seeds, tmp_path):
    made = HashingEncoder(16)
    sync_library(
        LocalLibrary.create(tmp_path),
        [seeds],
        made.name,
        lambda: made,
        PassageSettings(),
        lambda _: None,
    )
    with pytest.raises(LibraryError, match=r"hashing-16.*hashing-32.*tanya index"):
        Assistant.open(tmp_path, encoder=HashingEncoder(32))
    assert len(Assistant.open(tmp_path, encoder=made).articles) > 0


def test_a_library_without_articles_says_so(tmp_path, hashing):
    LocalLibrary.create(tmp_path).close()
    answer = Assistant.open(tmp_path, settings=Settings(), encoder=hashing).ask("siapa yang tiba?")
    assert answer.note == phrases("id").no_articles


def test_a_reader_from_outside_answers(seeds, hashing):
    reader = ScriptedReader("Pyongyang")
    assistant = Assistant.from_articles(seeds, encoder=hashing, reader=reader)
    answer = assistant.ask("Where did Putin land?")
    assert answer.text == "Pyongyang"
    assert {citation.quote.count("Pyongyang") > 0 for citation in answer.citations} == {True}
    assert answer.confidence == 0.9


def test_a_reader_without_confidence_is_not_believed(seeds, hashing):
    reader = ScriptedReader("Pyongyang", confidence=0.1)
    assistant = Assistant.from_articles(seeds, encoder=hashing, reader=reader)
    assert assistant.ask("Where did Putin land?").text is None


def test_a_reranker_from_outside_orders_what_is_read(seeds, hashing):
    orders = []
    for reranker in (None, ReversingReranker()):
        reader = ScriptedReader("Pyongyang")
        assistant = Assistant.from_articles(
            seeds, encoder=hashing, reader=reader, reranker=reranker
        )
        assistant.ask("Where did Putin land?")
        orders.append(reader.read_ids[0])
    assert len(set(orders[0])) > 1
    assert orders[1] == orders[0][::-1]


def test_a_reranker_that_is_not_known_is_refused_by_its_name(seeds, hashing):
    settings = Settings(retrieval=RetrievalSettings(reranker="oracle"))
    with pytest.raises(SettingsError, match=r"retrieval\.reranker is 'oracle'.*identity"):
        Assistant.from_articles(
            seeds, settings=settings, encoder=hashing, reader=ScriptedReader("x")
        )
