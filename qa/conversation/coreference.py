"""Coreference: the antecedent of a reference, by type and recency.

The most recent turn wins; within a turn, the most salient mention of the right type. A mention that
the question already contains is no antecedent.
"""

import re
from collections.abc import Callable, Sequence

from qa.conversation.frame import VERB, describe_person, describe_place, describe_subject
from qa.conversation.mentions import (
    PERSON_NOUNS,
    PLACE_NOUNS,
    TIME_NOUNS,
    Mention,
    extract_names,
    is_organisation,
)
from qa.conversation.turn import ConversationTurn
from qa.schema.question import QuestionType
from qa.text.language import function_words
from qa.text.names import is_office
from qa.text.tokens import stem

_NOMINALISATION = re.compile(r"p[ei]\w{4,}an$")


class AntecedentResolver:
    """Finds the antecedent of a reference in the earlier turns.

    Attributes:
        mentioned: the question as far as it is resolved; what it mentions is no antecedent.
    """

    def __init__(self, turns: Sequence[ConversationTurn], language: str) -> None:
        """Create the resolver.

        Args:
            turns: the earlier turns, oldest first.
            language: of the question with the reference.
        """
        self._turns = turns[::-1]
        self._language = language
        self.mentioned = ""

    def person(self) -> str | None:
        """Return the person of "he": by name, or by a description where the name is unknown."""
        for turn in self._turns:
            answered = any(item.kind is QuestionType.PERSON for item in turn.items)
            if (
                not answered
                and self._is_same_language(turn)
                and (described := describe_person(turn))
            ):
                return described
            for mention in turn.mentions:
                if mention.kind is QuestionType.PERSON and self._is_free(mention):
                    return mention.text
        return self._first(lambda m: self._is_named(m) and not is_organisation(m.text))

    def place(self) -> str | None:
        """Return the place of "there"; the answer to "where" comes first."""
        for turn in self._turns:
            places = [m for m in turn.mentions if m.kind is QuestionType.PLACE and self._is_free(m)]
            places.sort(key=lambda m: m not in turn.items)
            if places:
                return places[0].text
            if (
                not turn.items
                and self._is_same_language(turn)
                and (described := describe_place(turn))
            ):
                return described
        return self._first(self._is_named)

    def time(self) -> str | None:
        """Return the time of "then"; the answer to "when" comes first."""
        for turn in self._turns:
            times = [m for m in turn.mentions if m.kind is QuestionType.TIME]
            times.sort(key=lambda m: m not in turn.items)
            if times:
                return times[0].text
        return None

    def thing(self) -> str | None:
        """Return the thing of "it", with its modifiers."""
        for turn in self._turns:
            item = turn.items[0] if turn.asks_for_thing and turn.item else None
            if item and item.kind is QuestionType.OTHER and self._is_free(item):
                return item.text
            things = [
                m
                for m in turn.mentions
                if m.kind in (QuestionType.OTHER, QuestionType.PLACE) and m.is_name
            ]
            for mention in filter(self._is_free, things):
                return self._with_modifiers(mention, turn)
            if self._is_same_language(turn) and (subject := describe_subject(turn)):
                return subject
        return None

    def owner(self) -> str | None:
        """Return the possessor of "-nya": a person or a thing, never a time."""
        for turn in self._turns:
            if (
                not turn.items
                and self._is_same_language(turn)
                and (described := describe_person(turn))
            ):
                return described
            subject = describe_subject(turn) if self._is_same_language(turn) else ""
            if subject and not extract_names(f"is {subject.partition(' yang ')[0]}"):
                return subject
            for mention in turn.mentions:
                if not self._is_free(mention):
                    continue
                if mention.kind is QuestionType.PERSON:
                    return mention.text
                if mention.kind in (QuestionType.OTHER, QuestionType.PLACE) and mention.is_name:
                    return self._with_modifiers(mention, turn)
        return None

    def group(self) -> str | None:
        """Return the group of "they": the items of a list, or entities named together."""
        for turn in self._turns:
            people = [m.text for m in turn.mentions if m.kind is QuestionType.PERSON]
            members = [m.text for m in turn.items] if len(turn.items) > 1 else people
            if len(members) > 1:
                return self._joined(members)
        recent = [m for turn in self._turns[1::-1] for m in turn.names]
        things = dict.fromkeys(
            m.text for m in recent if m.kind is QuestionType.OTHER and self._is_free(m)
        )
        return self._joined(list(things)) if len(things) > 1 else None

    def _joined(self, names: Sequence[str]) -> str:
        *most, last = names
        return f"{', '.join(most)} {'and' if self._language == 'en' else 'dan'} {last}"

    def noun_phrase(self, noun: str) -> str | None:
        """Return the antecedent of "that company": a name used with the noun or asked for by it."""
        lower = re.escape(noun.lower())
        asked_for = re.compile(rf"\b(?:what|which) {lower}\b|\b{lower} (?:apa|mana)\b", re.I)
        for turn in self._turns:
            question = turn.question.text
            for mention in turn.mentions:
                if mention.text.lower().startswith(f"{noun.lower()} "):
                    return mention.text
                if used := re.search(rf"\b{lower} {re.escape(mention.text)}", question, re.I):
                    return used[0]
            if turn.item and asked_for.search(question):
                return turn.item
        return self._by_class(noun.lower())

    def _by_class(self, noun: str) -> str | None:
        if noun in PLACE_NOUNS:
            return self.place()
        if noun in TIME_NOUNS:
            return self.time()
        if noun in PERSON_NOUNS or is_office(noun):
            return self.person()
        return self._possessed(noun)

    def _possessed(self, noun: str) -> str | None:
        """Return a noun of an earlier question with its possessor: "Ana’s visit"."""
        root = stem(noun, self._language)
        for turn in self._turns:
            tokens = re.findall(r"\w+", turn.question.text.lower())
            names = [m.text for m in turn.names if m.kind is not QuestionType.TIME]
            if names and root in {stem(word, turn.question.language) for word in tokens}:
                english = self._language == "en"
                return f"{possessive(names[0])} {noun}" if english else f"{noun} {names[0]}"
        return None

    def _with_modifiers(self, mention: Mention, turn: ConversationTurn) -> str:
        """Return a name with the noun before it: "the rover Ada", "vaksin Ada"."""
        if not self._is_same_language(turn) or mention not in turn.names:
            return mention.text
        name = re.escape(mention.text)
        of = "(?:of )?" if mention.kind is QuestionType.PLACE else ""
        english = rf"\bthe (?:[a-z]+ ){{0,3}}{of}{name}"
        form = english if self._language == "en" else rf"\b[a-z]+ {name}"
        match = re.search(form, turn.question.text)
        if match is None:
            return mention.text
        noun = match[0].split()[0]
        is_noun = noun not in function_words("id") and not VERB.match(noun)
        if self._language != "en" and (not is_noun or _NOMINALISATION.match(noun)):
            return mention.text
        return match[0]

    def _first(self, fits: Callable[[Mention], bool]) -> str | None:
        return next((m.text for turn in self._turns for m in turn.mentions if fits(m)), None)

    def _is_same_language(self, turn: ConversationTurn) -> bool:
        return turn.question.language == self._language

    def _is_free(self, mention: Mention) -> bool:
        return mention.text.casefold() not in self.mentioned.casefold()

    def _is_named(self, mention: Mention) -> bool:
        return mention.kind is QuestionType.OTHER and mention.is_name and self._is_free(mention)


def possessive(name: str) -> str:
    """Return the English possessive of a name."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
