"""What supports a sentence: the sets made by hand, and a liar with news in its hands."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from scripted_model import ScriptedModel

from qa.settings import LanguageModelSettings
from qa.writing.cited_text import CitedSentence
from qa.writing.support import Support
from qa.writing.writer import Writer

NAMES = ("Xi Jinping", "Joko Widodo", "Fumio Kishida", "Narendra Modi")
PLACES = {"Pyongyang": "Hanoi", "Rusia": "Belarus", "Korea Utara": "Vietnam", "Moskow": "Minsk"}
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
NAME = re.compile(r"(?:[A-Z][a-z]+ ){1,3}[A-Z][a-z]+")
VERB = re.compile(r"(?<=\s)(?=(?:me|di|ber)\w{5,}\s)")


@pytest.fixture(scope="module")
def support(reader) -> Support:
    return Support(reader)


@pytest.fixture(scope="module")
def cases(root) -> list[dict]:
    lines = (root / "tests" / "gold" / "support.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def passed(support, cited, cases, kind) -> list[bool]:
    return [
        bool(support.of(CitedSentence(each["sentence"]), each["language"], [quotation]))
        for case in cases
        for quotation in [
            cited(case["quotation"], case["language"], date.fromisoformat(case["published"]))
        ]
        for each in case[kind]
    ]


def test_no_lie_of_the_gold_set_is_supported(support, cited, cases):
    assert not any(passed(support, cited, cases, "lies"))


def test_of_what_is_true_in_the_gold_set_half_is_supported(support, cited, cases):
    kept = passed(support, cited, cases, "faithful")
    assert sum(kept) > 0.5 * len(kept)


def test_a_quotation_supports_itself_in_its_own_language_only(support, cited):
    text = "Putin bertemu dengan Kim Jong Un di Pyongyang pada Rabu."
    quotation = cited(text)
    assert support.of(CitedSentence(text), "id", [quotation]) == (quotation,)
    assert support.of(CitedSentence(text), "en", [quotation]) == ()


def test_what_a_sentence_cites_is_looked_at_first_and_all_of_it_shown(support, cited):
    first = cited("Putin bertemu dengan Kim Jong Un di Pyongyang pada Rabu.")
    second = cited("Putin bertemu dengan Kim Jong Un di Pyongyang pada Kamis.")
    third = cited("Cuaca di Jakarta cerah.")
    sentence = "Putin bertemu dengan Kim Jong Un di Pyongyang."
    every = [first, second, third]
    assert support.of(CitedSentence(sentence, (2,)), "id", every) == (second,)
    assert support.of(CitedSentence(sentence, (1, 2)), "id", every) == (first, second)
    assert support.of(CitedSentence(sentence, (3,)), "id", every) == (first,)
    assert support.of(CitedSentence(sentence, (1, 4)), "id", every) == ()


def test_a_sentence_with_a_link_is_supported_by_nothing(support, cited):
    quotation = cited("Putin bertemu dengan Kim Jong Un di Pyongyang, tulis www.kabar.id.")
    text = "Putin bertemu dengan Kim Jong Un di Pyongyang, tulis www.kabar.id."
    assert support.of(CitedSentence(text), "id", [quotation]) == ()


def lies(quote: str) -> Iterator[tuple[str, str]]:
    """Yield what a liar makes of a sentence of the news, each with its kind."""
    names = [match for match in NAME.finditer(quote) if match.start()]
    unknown = [name for name in NAMES if name.split()[0] not in quote]
    for number, match in enumerate(names):
        invented = unknown[number % len(unknown)]
        yield "name", quote[: match.start()] + invented + quote[match.end() :]
    for one, other in pairwise(names):
        between = quote[one.end() : other.start()]
        # A list, and who is told as what, are as true the other way round.
        if one[0] != other[0] and set(re.findall(r"\b[a-z]+", between)) - {"dan", "serta"}:
            yield (
                "exchange",
                f"{quote[: one.start()]}{other[0]}{between}{one[0]}{quote[other.end() :]}",
            )
    for place, other in PLACES.items():
        if place in quote and other not in quote:
            yield "place", quote.replace(place, other)
    for match in re.finditer(r"\d+", quote):
        yield "number", f"{quote[: match.start()]}{int(match[0]) + 3}{quote[match.end() :]}"
    for day, other in zip(DAYS, DAYS[1:] + DAYS[:1], strict=True):
        if day in quote:
            yield "day", quote.replace(day, other)
    if verb := VERB.search(quote):
        negated = "bukan " if quote[verb.start() - 6 : verb.start()] == "tidak " else "tidak "
        yield "not", f"{quote[: verb.start()]}{negated}{quote[verb.start() :]}"
    yield "citation", f"{quote.rstrip('.')} [7]."


@pytest.fixture(scope="module")
def quotes(root, seed_articles) -> list[str]:
    """The sentences of the seeds that answer gold questions, each once."""
    texts = {article.path.rsplit("/", 1)[-1]: article for article in seed_articles}
    lines = (root / "tests" / "gold" / "seeds.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    found = (evidence["text"] for row in rows for evidence in row["evidence"])
    assert texts
    return [" ".join(quote.split()) for quote in dict.fromkeys(found)]


def test_a_liar_with_the_news_in_its_hands_gets_not_one_of_200_sentences_through(
    reader, scripted_ask, quotes
):
    told: Counter[str] = Counter()
    believed = []
    for quote in quotes:
        for kind, lie in lies(quote):
            cited = lie if kind == "citation" else f"{lie.rstrip('.')} [1]."
            writer = Writer(ScriptedModel(cited), reader, LanguageModelSettings())
            answer = writer.ask(scripted_ask(lambda _, quote=quote: (quote,)), "Siapa?")
            told[kind] += 1
            believed += [(kind, sentence.text) for sentence in answer.written.supported]
    assert believed == []
    assert sum(told.values()) >= 200
    assert min(told[kind] for kind in ("name", "exchange", "number", "day", "not", "citation")) > 5
