"""A follow-up question, made to stand on its own.

By rules and without a language model: what a question leaves out is taken from the one before
(`qa.conversation.ellipsis`), "the second one" is put as the second item of the last list, words
that point back are put as what they point to (`qa.conversation.references`), and a short question
without a name that goes on about the same article (`qa.conversation.continuation`) is told what it
is about. A question that names what it is about is left as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.conversation.continuation import is_continuation
from qa.conversation.ellipsis import resolve_ellipsis, with_items
from qa.conversation.frame import statement
from qa.conversation.mentions import names_in
from qa.conversation.references import resolve_references
from qa.conversation.turn import ConversationTurn
from qa.schema.answer import Answer
from qa.schema.question import Question, QuestionType
from qa.text.questions import parse_question

_MOST_TURNS = 4
"""How far back is looked. Further back, it is seldom what was meant."""

_MOST_CHARS = 300
"""A longer question is told in full, and is looked at as it is."""

_RELATIONAL = re.compile(
    r"\b(?:answer|react|reaction|reply|respond|response|result|outcome|consequences?|in return|"
    r"jawab|jawaban|menjawab|tanggapan|menanggapi|respons|merespons|reaksi|bereaksi|imbalan|hasil|"
    r"akibat|dampak|tujuan|alasan|penyebab)(?P<nya>nya)?\b(?! (?:of|to|for|from|atas|dari) )",
    re.IGNORECASE,
)
_SHORT = 7


def rewrite_question(text: str, history: Sequence[Answer]) -> Question:
    """Return the question in words that need no history; `history` comes oldest first.

    One that something was added to is looked for beside the last question too.
    """
    turns = _turns(history)
    if not turns or len(text) > _MOST_CHARS:
        return parse_question(text)
    made = _made(text, turns)
    return made if made.text == text else replace(made, context=turns[-1].question.text)


def _made(text: str, turns: Sequence[ConversationTurn]) -> Question:
    language = parse_question(text, default=turns[-1].question.language).language
    if (made := resolve_ellipsis(text.strip(), language, turns)) is not None:
        return made
    said = resolve_references(with_items(text, turns), language, turns)
    if said.text != text:
        return Question(_with_statement(text, said.text, language, turns[-1]), language)
    if said.is_open or is_continuation(text, language, turns[-1]):
        return Question(_with_subject(text, language, turns), language)
    return Question(_with_statement(text, text, language, turns[-1]), language)


def _turns(history: Sequence[Answer]) -> list[ConversationTurn]:
    known: dict[str, QuestionType] = {}
    turns: list[ConversationTurn] = []
    for answer in history[-_MOST_TURNS:]:
        # What could not be looked for, and so has no passages, is nothing to point back to.
        if answer.passages:
            turns.append(ConversationTurn.of(answer, known))
            spoken_of = (*turns[-1].names, *turns[-1].items)
            known |= {mention.text: mention.kind for mention in spoken_of}
    return turns


def _with_statement(text: str, said: str, language: str, last: ConversationTurn) -> str:
    """Return a short question for a reply or a result with what that is a reply to."""
    relational = _RELATIONAL.search(text)
    if relational is None or len(text.split()) > _SHORT or last.question.language != language:
        return said
    clause = statement(last)
    if clause is None:
        return said if said != text else _with_subject(text, language, (last,))
    if relational["nya"]:
        # "Imbalannya apa?": the reward is for all that was asked about, and no one's.
        said = text[: relational.start("nya")] + text[relational.end("nya") :]
    return f"{said.rstrip('? ')} {'when' if language == 'en' else 'saat'} {clause}?"


def _with_subject(text: str, language: str, turns: Sequence[ConversationTurn]) -> str:
    """Return a question that names nothing, with what was spoken of: names, or the question."""
    own = {name.casefold() for name in names_in(text)}
    about, bare = "as to" if language == "en" else "soal", text.rstrip("? ")
    for turn in reversed(turns):
        names = [m.text for m in turn.names if m.kind is not QuestionType.TIME]
        names = [name for name in names if name.casefold() not in own]
        if names:
            joined = f" {'and' if language == 'en' else 'dan'} ".join(names)
            return f"{bare}, {about} {joined}?"
    return text if own else f"{bare}, {about} “{turns[-1].question.text}”?"
