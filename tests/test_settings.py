from pathlib import Path

import pytest
from pydantic import ValidationError

from qa.settings import PassageSettings, RetrievalSettings, Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    """An environment without settings of the person who runs the tests."""
    for section in Settings.model_fields:
        for name in Settings.model_fields[section].annotation.model_fields:
            monkeypatch.delenv(f"TANYA_{section}__{name}".upper(), raising=False)


def test_without_an_environment_the_defaults_hold():
    assert read_settings() == Settings()
    assert Settings().encoder.model == "bundled"


def test_the_environment_changes_one_setting_and_leaves_the_others(monkeypatch):
    monkeypatch.setenv("TANYA_RETRIEVAL__K", "12")
    monkeypatch.setenv("TANYA_ENCODER__CACHE_FOLDER", "/elsewhere")
    settings = read_settings()
    assert settings.retrieval == RetrievalSettings(k=12)
    assert settings.encoder.cache_folder == Path("/elsewhere")
    assert settings.answer == Settings().answer


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TANYA_RETRIEVAL__NOPE", "1"),
        ("TANYA_RETREIVAL__K", "12"),
        ("TANYA_RETRIEVAL_K", "12"),
        ("TANYA_RETRIEVAL__K", "0"),
        ("TANYA_RETRIEVAL__K", "many"),
        ("TANYA_RETRIEVAL", "k=12"),
        ("TANYA_ENCODER__MODEL", ""),
        ("TANYA_ANSWER__MIN_CONFIDENCE", "1.5"),
        ("TANYA_CHAT__PORT", "70000"),
        ("TANYA_PASSAGE__OVERLAP_CHARS", "400"),
    ],
)
def test_what_is_no_setting_is_refused_by_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    section = name.removeprefix("TANYA_").partition("__")[0]
    assert name in str(caught.value) or section.lower() in str(caught.value).lower()
    assert "\n" not in str(caught.value)


def test_variables_that_are_not_settings_are_passed_over(monkeypatch):
    monkeypatch.setenv("TANYA_PICTURE", "x.png")
    assert read_settings() == Settings()


def test_unknown_names_are_refused_from_python_too():
    with pytest.raises(ValidationError, match="top_n"):
        RetrievalSettings(top_n=5)
    with pytest.raises(ValidationError, match="less than max_chars"):
        PassageSettings(max_chars=50, overlap_chars=50)


def test_settings_cannot_be_changed_afterwards():
    with pytest.raises(ValidationError, match="frozen"):
        Settings().retrieval.k = 3


def test_a_language_model_of_the_command_line_goes_before_that_of_the_environment(monkeypatch):
    monkeypatch.setenv("TANYA_LLM__URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("TANYA_LLM__MODEL", "small")
    settings = read_settings()
    assert settings.with_language_model(None, None) == settings
    chosen = settings.with_language_model("http://127.0.0.1:2/v1", "large").llm
    assert (chosen.url, chosen.model) == ("http://127.0.0.1:2/v1", "large")


def test_a_key_does_not_go_to_another_address_than_it_was_set_for(monkeypatch):
    monkeypatch.setenv("TANYA_LLM__KEY", "sk-secret")
    alone = read_settings().with_language_model("http://127.0.0.1:2/v1", None)
    assert alone.llm.key.get_secret_value() == "sk-secret"
    monkeypatch.setenv("TANYA_LLM__URL", "https://models.example.com/v1")
    both = read_settings()
    assert both.llm.key.get_secret_value() == "sk-secret"
    assert both.with_language_model("http://127.0.0.1:2/v1", None).llm.key is None
    assert both.with_language_model(both.llm.url, None).llm.key is not None


def test_the_key_is_in_nothing_that_is_shown_of_the_settings(monkeypatch):
    monkeypatch.setenv("TANYA_LLM__KEY", "sk-secret")
    settings = read_settings()
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert "sk-secret" not in shown
