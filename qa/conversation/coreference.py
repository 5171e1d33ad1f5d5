"""What was spoken of before, and which of it is meant: the person, the place, the company."""

import re
from collections.abc import Callable, Sequence

from qa.conversation.closed_words import PEOPLE, PLACES, TIMES
from qa.conversation.described import IS_VERB, subject_of, where_is, who_is
from qa.conversation.mentions import Mention, is_organised, names_in
from qa.conversation.turn import ConversationTurn
from qa.schema.question import QuestionType
from qa.text.language import function_words
from qa.text.names import is_office
from qa.text.tokens import stem

_IS_DOING = re.compile(r"p[ei]\w{4,}an$")


class AntecedentResolver:
    """Finds what a word points to; what was spoken of last comes first."""

    def __init__(self, turns: Sequence[ConversationTurn], language: str) -> None:
        """Take what was asked before, oldest first, and the language that is spoken now."""
        self._turns = turns[::-1]
        self._language = language
        self.taken = ""
        """The question as far as it is made: what it names already is not meant again."""

    def person(self) -> str | None:
        """Return who is meant: by name, or by what was asked when that had no answer."""
        for turn in self._turns:
            answered = any(item.kind is QuestionType.PERSON for item in turn.items)
            if not answered and self._is_spoken(turn) and (described := who_is(turn)):
                return described
            for mention in turn.mentions:
                if mention.kind is QuestionType.PERSON and self._is_free(mention):
                    return mention.text
        return self._first(lambda m: self._is_named(m) and not is_organised(m.text))

    def place(self) -> str | None:
        """Return the place that is meant; what was asked for with "where" comes first."""
        for turn in self._turns:
            places = [m for m in turn.mentions if m.kind is QuestionType.PLACE and self._is_free(m)]
            places.sort(key=lambda m: m not in turn.items)
            if places:
                return places[0].text
            if not turn.items and self._is_spoken(turn) and (described := where_is(turn)):
                return described
        return self._first(self._is_named)

    def time(self) -> str | None:
        """Return the time that is meant; what was asked for with "when" comes first."""
        for turn in self._turns:
            times = [m for m in turn.mentions if m.kind is QuestionType.TIME]
            times.sort(key=lambda m: m not in turn.items)
            if times:
                return times[0].text
        return None

    def thing(self) -> str | None:
        """Return the thing that is meant, with the words that say what it is."""
        for turn in self._turns:
            said = turn.items[0] if turn.opens_with_what and turn.item else None
            if said and said.kind is QuestionType.OTHER and self._is_free(said):
                return said.text
            things = [
                m
                for m in turn.mentions
                if m.kind in (QuestionType.OTHER, QuestionType.PLACE) and m.is_name
            ]
            for mention in filter(self._is_free, things):
                return self._whole(mention, turn)
            if self._is_spoken(turn) and (subject := subject_of(turn)):
                return subject
        return None

    def owner(self) -> str | None:
        """Return what a "-nya" is of: a person or a thing, never a time."""
        for turn in self._turns:
            if not turn.items and self._is_spoken(turn) and (described := who_is(turn)):
                return described
            subject = subject_of(turn) if self._is_spoken(turn) else ""
            if subject and not names_in(f"is {subject.partition(' yang ')[0]}"):
                return subject
            for mention in turn.mentions:
                if not self._is_free(mention):
                    continue
                if mention.kind is QuestionType.PERSON:
                    return mention.text
                if mention.kind in (QuestionType.OTHER, QuestionType.PLACE) and mention.is_name:
                    return self._whole(mention, turn)
        return None

    def group(self) -> str | None:
        """Return who or what "they" are: the items of a list, or those that were named together."""
        for turn in self._turns:
            people = [m.text for m in turn.mentions if m.kind is QuestionType.PERSON]
            named = [m.text for m in turn.items] if len(turn.items) > 1 else people
            if len(named) > 1:
                return self._joined(named)
        near = [m for turn in self._turns[1::-1] for m in turn.names]
        things = dict.fromkeys(
            m.text for m in near if m.kind is QuestionType.OTHER and self._is_free(m)
        )
        return self._joined(list(things)) if len(things) > 1 else None

    def _joined(self, names: Sequence[str]) -> str:
        *most, last = names
        return f"{', '.join(most)} {'and' if self._language == 'en' else 'dan'} {last}"

    def of_noun(self, noun: str) -> str | None:
        """Return what "that company" is: a name that it was used with, or what it was asked for."""
        small = re.escape(noun.lower())
        asked_for = re.compile(rf"\b(?:what|which) {small}\b|\b{small} (?:apa|mana)\b", re.I)
        for turn in self._turns:
            asked = turn.question.text
            for mention in turn.mentions:
                if mention.text.lower().startswith(f"{noun.lower()} "):
                    return mention.text
                if used := re.search(rf"\b{small} {re.escape(mention.text)}", asked, re.I):
                    return used[0]
            if turn.item and asked_for.search(asked):
                return turn.item
        return self._by_class(noun.lower())

    def _by_class(self, noun: str) -> str | None:
        if noun in PLACES:
            return self.place()
        if noun in TIMES:
            return self.time()
        if noun in PEOPLE or is_office(noun):
            return self.person()
        return self._possessed(noun)

    def _possessed(self, noun: str) -> str | None:
        """Return a thing that was asked about, or done, with whose it is: "Ana’s visit"."""
        root = stem(noun, self._language)
        for turn in self._turns:
            asked = re.findall(r"\w+", turn.question.text.lower())
            names = [m.text for m in turn.names if m.kind is not QuestionType.TIME]
            if names and root in {stem(word, turn.question.language) for word in asked}:
                english = self._language == "en"
                return f"{possessive(names[0])} {noun}" if english else f"{noun} {names[0]}"
        return None

    def _whole(self, mention: Mention, turn: ConversationTurn) -> str:
        """Return a name with the words that say what it is: "the rover Ada", "vaksin Ada"."""
        if not self._is_spoken(turn) or mention not in turn.names:
            return mention.text
        name = re.escape(mention.text)
        of = "(?:of )?" if mention.kind is QuestionType.PLACE else ""
        english = rf"\bthe (?:[a-z]+ ){{0,3}}{of}{name}"
        form = english if self._language == "en" else rf"\b[a-z]+ {name}"
        found = re.search(form, turn.question.text)
        if found is None:
            return mention.text
        noun = found[0].split()[0]
        is_noun = noun not in function_words("id") and not IS_VERB.match(noun)
        if self._language != "en" and (not is_noun or _IS_DOING.match(noun)):
            return mention.text
        return found[0]

    def _first(self, fits: Callable[[Mention], bool]) -> str | None:
        return next((m.text for turn in self._turns for m in turn.mentions if fits(m)), None)

    def _is_spoken(self, turn: ConversationTurn) -> bool:
        return turn.question.language == self._language

    def _is_free(self, mention: Mention) -> bool:
        return mention.text.casefold() not in self.taken.casefold()

    def _is_named(self, mention: Mention) -> bool:
        return mention.kind is QuestionType.OTHER and mention.is_name and self._is_free(mention)


def possessive(name: str) -> str:
    """Return an English name as whose something is."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
