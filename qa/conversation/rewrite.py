"""Conversational question rewriting: make a follow-up question standalone, by rules.

No language model is used. In order: ellipsis ("Since when?") is completed from an earlier question
(`qa.conversation.ellipsis`), "the second one" becomes that item of the last list, references become
their antecedents (`qa.conversation.references`), and a short question without a name that continues
the topic of the last answer gets that topic appended. A question that names its topic is kept.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.conversation.ellipsis import resolve_ellipsis, resolve_ordinals
from qa.conversation.frame import presupposition
from qa.conversation.mentions import QUESTION_WORDS, extract_names, word_set
from qa.conversation.references import resolve_references
from qa.conversation.turn import ConversationTurn
from qa.schema.answer import Answer
from qa.schema.question import Question, QuestionType
from qa.settings import ConversationSettings
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import function_words
from qa.text.questions import parse_question
from qa.text.tokens import stem, words

_RELATIONAL = re.compile(
    r"\b(?:answer|react|reaction|reply|respond|response|result|outcome|consequences?|in return|"
    r"jawab|jawaban|menjawab|tanggapan|menanggapi|respons|merespons|reaksi|bereaksi|imbalan|hasil|"
    r"akibat|dampak|tujuan|alasan|penyebab)(?P<nya>nya)?\b(?! (?:of|to|for|from|atas|dari) )",
    re.IGNORECASE,
)
_TOPICLESS = word_set(
    """
    happen happened much now only people person thing things today
    hal orang sekarang terjadi
    """
)
"""Content words that say nothing of a topic."""


def rewrite_question(
    text: str, history: Sequence[Answer], settings: ConversationSettings
) -> Question:
    """Rewrite a question so that it needs no history.

    A rewritten question has the last question as its context for retrieval.

    Args:
        text: the question as it was typed.
        history: the earlier answers, oldest first.
        settings: how far back is looked, and up to which lengths.
    """
    turns = _turns(history, settings)
    if not turns or len(text) > settings.max_rewritten_chars:
        return parse_question(text)
    question = _rewritten(text, turns, settings)
    if question.text == text:
        return question
    return replace(question, context=turns[-1].question.text)


def _rewritten(
    text: str, turns: Sequence[ConversationTurn], settings: ConversationSettings
) -> Question:
    last = turns[-1]
    language = parse_question(text, default=last.question.language).language
    completed = resolve_ellipsis(text.strip(), language, turns, settings.max_elliptical_words)
    if completed is not None:
        return completed
    resolved = resolve_references(resolve_ordinals(text, turns), language, turns)
    max_words = settings.max_relational_words
    if resolved.text != text:
        return Question(
            _with_presupposition(text, resolved.text, language, last, max_words), language
        )
    if resolved.is_open or is_continuation(text, language, last, settings.max_continuation_words):
        return Question(_with_topic(text, language, turns), language)
    return Question(_with_presupposition(text, text, language, last, max_words), language)


def _turns(history: Sequence[Answer], settings: ConversationSettings) -> list[ConversationTurn]:
    """Return the turns that a question may refer back to, oldest first."""
    known: dict[str, QuestionType] = {}
    turns: list[ConversationTurn] = []
    for answer in history[-settings.max_turns :]:
        # A question that was refused unsearched has no passages, and nothing to refer to.
        if answer.passages:
            turns.append(ConversationTurn.of(answer, settings.max_item_words, known))
            mentions = (*turns[-1].names, *turns[-1].items)
            known |= {mention.text: mention.kind for mention in mentions}
    return turns


def is_continuation(
    text: str,
    language: str,
    last: ConversationTurn,
    max_words: int,
    lexicon: Callable[[], Lexicon] = shipped_lexicon,
) -> bool:
    """Say whether a question continues the topic of the last answer.

    It does where it has no name, and the article cited last contains all its content words, as
    "How many branches will close?" after an article about branches that close.

    Args:
        text: of the question.
        language: of the question.
        last: the last turn.
        max_words: a longer question continues nothing.
        lexicon: loads the bilingual lexicon, for an article in another language.
    """
    tokens, article = words(text), last.article
    if len(tokens) > max_words or extract_names(text, last.texts) or article is None:
        return False
    ignored = function_words(language) | QUESTION_WORDS | _TOPICLESS
    content_words = [word for word in tokens if word not in ignored]
    stems = {stem(word, article.language) for word in words(article.text)}

    def is_in_article(word: str) -> bool:
        if stem(word, article.language) in stems:
            return True
        if language == article.language:
            return False
        return any(
            {stem(part, article.language) for part in words(translation)} <= stems
            for translation, _ in lexicon().translations(word, language)
        )

    return bool(content_words) and all(map(is_in_article, content_words))


def _with_presupposition(
    text: str, resolved: str, language: str, last: ConversationTurn, max_words: int
) -> str:
    """Complete a short question for a reply or a result with what it is a reply to.

    Args:
        text: the question as it was typed.
        resolved: the same with its references resolved.
        language: of the question.
        last: the last turn.
        max_words: a longer question is left as it is.
    """
    relational = _RELATIONAL.search(text)
    if relational is None or len(text.split()) > max_words or last.question.language != language:
        return resolved
    clause = presupposition(last)
    if clause is None:
        return resolved if resolved != text else _with_topic(text, language, (last,))
    if relational["nya"]:
        # "Imbalannya apa?": the reward is for the whole event, not of a person.
        resolved = text[: relational.start("nya")] + text[relational.end("nya") :]
    return f"{resolved.rstrip('? ')} {'when' if language == 'en' else 'saat'} {clause}?"


def _with_topic(text: str, language: str, turns: Sequence[ConversationTurn]) -> str:
    """Append the names of an earlier question as a topic, or else the last question itself."""
    own = {name.casefold() for name in extract_names(text)}
    about, bare = "as to" if language == "en" else "soal", text.rstrip("? ")
    for turn in reversed(turns):
        names = [m.text for m in turn.names if m.kind is not QuestionType.TIME]
        names = [name for name in names if name.casefold() not in own]
        if names:
            joined = f" {'and' if language == 'en' else 'dan'} ".join(names)
            return f"{bare}, {about} {joined}?"
    return text if own else f"{bare}, {about} “{turns[-1].question.text}”?"
