"""A real server with a real model, spoken to as any other."""

import pytest

from qa.llm.base import Message, ModelError, Tokens
from qa.llm.client import ChatCompletionsClient
from qa.llm.writer import always
from qa.schema.generated import FailureReason
from qa.settings import LanguageModelSettings


def endpoint(url, **fields) -> ChatCompletionsClient:
    return ChatCompletionsClient.of(LanguageModelSettings(url=url, max_retries=0, **fields))


def test_it_writes_in_pieces_and_counts_the_tokens(small_model_url):
    said = (Message("user", "What is the capital of France? Answer in one sentence."),)
    *pieces, tokens = endpoint(small_model_url, max_tokens=30).write(said, always)
    assert "Paris" in "".join(pieces)
    assert len(pieces) > 3
    assert isinstance(tokens, Tokens)
    assert tokens.read > 5
    assert 3 < tokens.written <= 30


def test_its_name_is_that_of_its_file(small_model_url):
    model = endpoint(small_model_url, max_tokens=1)
    list(model.write((Message("user", "Hello"),), always))
    assert model.name.startswith("SmolLM2-135M")


def test_more_than_it_can_read_is_told_as_that(small_model_url):
    said = (Message("user", "Putin arrived in Pyongyang. " * 3000),)
    with pytest.raises(ModelError) as raised:
        list(endpoint(small_model_url).write(said, always))
    assert raised.value.trouble is FailureReason.TOO_LONG
