"""Superscripts: a power or an ordinal is part of the text, the mark of a note is not.

In plain text a raised digit would join the number before it: "12³ million" would become 123
million. The loaders of formatted documents ask here what is written instead.
"""

import re

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_POWER = re.compile(r"[-−+]?\d{1,2}")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|e|o|a|TM|®|™)\b", re.IGNORECASE)
_NOTE = re.compile(
    r"[\[(]?\s*(?:\d{1,3}|[a-z]|[*†‡§¶#]+|note \d+)\s*[\])]?(?:\s*,\s*\d{1,3})*", re.I
)
_BASE = re.compile(r"(?:^|[^\w.,])10$")
_UNIT = re.compile(r"(?:^|[\s\d(/])(?:[kcmd]?m|ft|in|yd|mi|s|h|hm|dm|inch|mil)$")


def write_superscript(before: str, raised: str, is_reference: bool = False) -> str:
    """Return what a superscript is in plain text; nothing for the mark of a note.

    Args:
        before: the text that it follows, at least its last words.
        raised: the superscript.
        is_reference: whether the format says that it refers to a note, as a link does.
    """
    text = raised.strip()
    if _POWER.fullmatch(text) and not is_reference:
        if _BASE.search(before) or _UNIT.search(before):
            return text.translate(_RAISED)
        return ""
    if is_reference or (_NOTE.fullmatch(text) and not _ORDINAL.fullmatch(text)):
        return ""
    return raised
