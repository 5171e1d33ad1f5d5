"""What supports a sentence: the sets made by hand, and a liar with news in its hands."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from fakes.corruption import corruptions
from fakes.scripted_model import ScriptedModel

from qa.evaluation.datasets.catalog import packaged_file
from qa.llm.citations import CitedSentence
from qa.llm.verify.support import Support
from qa.llm.writer import Writer
from qa.settings import LanguageModelSettings
from qa.text.language import detect_language
from qa.text.sentences import sentences


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


def of_the_seeds() -> Iterator[str]:
    """Yield the sentences that answer gold questions."""
    for line in packaged_file("seeds").read_text("utf-8").splitlines():
        yield from (evidence["text"] for evidence in json.loads(line)["evidence"])


def of_the_disagreements() -> Iterator[str]:
    """Yield the sentences of the articles that were invented, in both languages."""
    for line in packaged_file("disagreements").read_text("utf-8").splitlines():
        for text in (article["text"] for article in json.loads(line)["articles"]):
            yield from (text[each.start : each.end] for each in sentences(text, 0, len(text)))


@pytest.mark.parametrize("quotes", [of_the_seeds, of_the_disagreements])
def test_a_liar_with_the_news_in_its_hands_gets_none_of_hundreds_of_sentences_through(
    reader, scripted_ask, quotes
):
    told: Counter[str] = Counter()
    believed = []
    for quote in dict.fromkeys(" ".join(each.split()) for each in quotes()):
        language = detect_language(quote)
        for kind, lie in corruptions(quote):
            cited = lie if kind == "citation" else f"{lie.rstrip('.')} [1]."
            writer = Writer(ScriptedModel(cited), reader, LanguageModelSettings())
            ask = scripted_ask(lambda _, quote=quote: (quote,), language)
            answer = writer.ask(ask, "Siapa?")
            told[kind] += 1
            believed += [(kind, sentence.text) for sentence in answer.written.supported]
    assert believed == []
    assert sum(told.values()) >= 200
    assert min(told[kind] for kind in ("name", "exchange", "number", "day", "not", "citation")) > 5
