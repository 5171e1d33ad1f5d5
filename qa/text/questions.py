"""Question analysis: language, expected answer type, list questions and abbreviations.

By patterns of English and Indonesian question words; the topic of a question does not matter.
"""

import re

from qa.schema.question import Question, QuestionType
from qa.text.abbreviations import expand_abbreviations
from qa.text.language import detect_language

# The first match decides: "since when", "berapa tahun" and "tahun berapa" ask for different things
# with the same words.
_TYPE_PATTERNS = (
    (
        QuestionType.TIME,
        r"when|kapan\w*|tanggal|sejak kapan|(?:what|which) (?:date|day|month|year|time)"
        r"|(?:tahun|bulan|hari|jam|pukul|tanggal) (?:berapa|apa)",
    ),
    (QuestionType.NUMBER, r"how (?:many|much|long|old|often|far|tall|big)|berapa\w*"),
    (QuestionType.PERSON, r"who|whom|whose|who's|siapa\w*"),
    (
        QuestionType.PLACE,
        r"where|(?:di|ke|dari) ?mana\w*|"
        r"(?:what|which) (?:city|cities|country|countries|place|places|region|regions)",
    ),
    (QuestionType.REASON, r"why|mengapa|kenapa|(?:apa )?(?:alasan|sebab|penyebab)\w*|what for"),
)
# A plural noun, by its ending, with the words before it.
_PLURAL = (
    r"(?:(?!(?:did|do|does|is|was|are|were|has|have|had|the|a|an|kind|type|sort|can|will)\b)"
    r"\w+ ){0,2}"
    r"(?!(?:as|does|has|his|its|this|was|gas|news|series|species|sports|politics)\b)\w+[^sui\W]s"
)
# What follows a plural noun, but not a verb ("what drives the price").
_AFTER_PLURAL = (
    "are|were|do|did|does|have|had|will|would|can|could|should|may|might|must|of|border|came|gave|"
    "include|joined|left|lost|made|make|met|overlap|said|sent|signed|took|use|used|voted|went|won"
)
_LIST_QUESTION = re.compile(
    r"\b(?:(?:siapa|apa|mana) saja(?:kah)?|apa-apa|siapa-siapa|siapa para|sebutkan|"
    r"(?P<noun>\w{3,})-(?P=noun)(?:nya)? (?:mana|apa)|name (?:all|the)|who (?:all|else)|"
    r"who (?:is|are|was|were) (?:among|part of|with|(?:in|on) (?!charge\b|command\b|control\b|"
    r"court\b|duty\b|hospital\b|office\b|power\b|prison\b|top\b|trial\b))|who (?:are|were) the|"
    r"what (?:are|were) (?:the|his|her|its|their) (?:\w+ ){0,2}\w+[^sui\W]s of|"
    r"(?:what|which) (?:\w+ )?(?:kinds|sorts|types|things)|"
    rf"which {_PLURAL}(?! (?:was|is|has))|what {_PLURAL} (?:{_AFTER_PLURAL}))\b"
    r"|^\W*(?:please )?list\b",
    re.IGNORECASE,
)
_PATTERNS = tuple(
    (kind, re.compile(rf"\b(?:{form})\b", re.IGNORECASE)) for kind, form in _TYPE_PATTERNS
)


def parse_question(text: str, default: str = "en") -> Question:
    """Return the question with its detected language; `default` where there is no evidence."""
    return Question(text, detect_language(text, default=default))


def question_type(question: Question) -> QuestionType:
    """Return the expected answer type of a question."""
    matching = (kind for kind, pattern in _PATTERNS if pattern.search(question.text))
    return next(matching, QuestionType.OTHER)


def asks_for_list(question: Question) -> bool:
    """Say whether a question asks for a list: "siapa saja", "which countries"."""
    return _LIST_QUESTION.search(question.text) is not None


def expanded_text(question: Question) -> str:
    """Return the question with its abbreviations expanded: "Menhan", "Korut", "UN"."""
    return expand_abbreviations(question.text, question.language)
