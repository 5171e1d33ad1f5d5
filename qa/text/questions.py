"""Questions as they are asked: their language, their type, and what newspapers abbreviate in them.

Knows the forms of English and Indonesian questions; what a question is about is not looked at.
"""

import re

from qa.schema.question import Question, QuestionType
from qa.text.abbreviations import spelled_out
from qa.text.language import language_of

# The first that is found decides: "since when", "berapa tahun" and "tahun berapa" ask for
# different things with the same words.
_KINDS = (
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
# A noun of many, by its ending; and the words before it.
_MANY = (
    r"(?:(?!(?:did|do|does|is|was|are|were|has|have|had|the|a|an|kind|type|sort|can|will)\b)"
    r"\w+ ){0,2}"
    r"(?!(?:as|does|has|his|its|this|was|gas|news|series|species|sports|politics)\b)\w+[^sui\W]s"
)
# What follows it; after a verb ("what drives the price") it does not.
_AFTER_MANY = (
    "are|were|do|did|does|have|had|will|would|can|could|should|may|might|must|of|border|came|gave|"
    "include|joined|left|lost|made|make|met|overlap|said|sent|signed|took|use|used|voted|went|won"
)
_SEVERAL = re.compile(
    r"\b(?:(?:siapa|apa|mana) saja(?:kah)?|apa-apa|siapa-siapa|siapa para|sebutkan|"
    r"(?P<noun>\w{3,})-(?P=noun)(?:nya)? (?:mana|apa)|name (?:all|the)|who (?:all|else)|"
    r"who (?:is|are|was|were) (?:among|part of|with|(?:in|on) (?!charge\b|command\b|control\b|"
    r"court\b|duty\b|hospital\b|office\b|power\b|prison\b|top\b|trial\b))|who (?:are|were) the|"
    r"what (?:are|were) (?:the|his|her|its|their) (?:\w+ ){0,2}\w+[^sui\W]s of|"
    r"(?:what|which) (?:\w+ )?(?:kinds|sorts|types|things)|"
    rf"which {_MANY}(?! (?:was|is|has))|what {_MANY} (?:{_AFTER_MANY}))\b"
    r"|^\W*(?:please )?list\b",
    re.IGNORECASE,
)
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{form})\b", re.IGNORECASE)) for kind, form in _KINDS)


def parse_question(text: str, default: str = "en") -> Question:
    """Return the question with its language told from its words; `default` if they do not."""
    return Question(text, language_of(text, default=default))


def question_type(question: Question) -> QuestionType:
    """Return what a question asks for."""
    found = (kind for kind, pattern in _PATTERNS if pattern.search(question.text))
    return next(found, QuestionType.OTHER)


def asks_for_list(question: Question) -> bool:
    """Say whether a question asks for a list: "siapa saja", "which countries"."""
    return _SEVERAL.search(question.text) is not None


def expanded_text(question: Question) -> str:
    """Return a question with what newspapers abbreviate written out: "Menhan", "Korut", "UN"."""
    return spelled_out(question.text, question.language)
