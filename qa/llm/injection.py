"""Detect prompt injection: text addressed to a language model rather than to readers.

Such text is never put in a prompt and supports no generated sentence; as an exact answer it is
quoted like any other. Detection is by form: instructions about answers, chat template tags, links.
Articles about prompt injection are detected too.
"""

import re
import unicodedata

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|abaikan|lupakan|kesampingkan|hiraukan)\b.{0,60}?"
    r"\b(?:instructions?|prompts?|rules?|guidelines?|above|previous|earlier|quotations?|context|"
    r"instruksi\w*|perintah\w*|petunjuk\w*|aturan\w*|sebelumnya|kutipan\w*|konteks|di atas)\b"
    r"|\b(?:answer|reply|respond|say|write|output|repeat|print|translate|include|insert|append|add)"
    r"\b.{0,60}?\b(?:only|instead|nothing else|exactly|verbatim|with the words?|"
    r"in your (?:answer|reply|response)|the following|to (?:each|every|all) (?:answer|reply|"
    r"response)s?|that you cannot)\b"
    r"|\b(?:jawab|jawablah|tulis|tulislah|ulangi|ulangilah|katakan|katakanlah|sebutkan|terjemahkan|"
    r"tambahkan|sertakan|cetak|balas|balaslah)\b.{0,30}?\b(?:saja|hanya|persis|dengan kata|"
    r"kalimat berikut|berikut ini|jawaban\w*|bahwa (?:kamu|anda)|sebagai gantinya|setiap jawaban)\b"
    r"|\b(?:correct|right|true|benar|tepat) (?:answer|response|jawaban)\b"
    r"|\bjawaban (?:yang )?(?:benar|tepat|resmi|sebenarnya)\b"
    r"|\b(?:your|my|the) (?:system )?(?:instructions?|prompts?|system message)\b"
    r"|\b(?:instruksi|perintah|petunjuk)(?:mu|nya)? (?:sistem|sebelumnya|di atas|untuk|kepada)\b",
    re.IGNORECASE | re.DOTALL,
)
_SPOKEN_TO = re.compile(
    r"\b(?:AI|LLM|GPT|chatbot|chat ?bot|language models?|model bahasa|assistants?|asisten|bots?|"
    r"mesin (?:penjawab|tanya)|kecerdasan buatan|sistem penjawab|answering system)\b"
    r".{0,80}?(?::|,|\b(?:must|should|please|shall|harus|wajib|harap|mohon|tolong|diminta)\b)",
    re.IGNORECASE | re.DOTALL,
)
_ROLES = re.compile(
    r"<\|?/?\w+\|?>|\[/?(?:INST|SYS)\w*\]|<<\s*/?SYS|</?s>|#{2,}\s*\w+|"
    r"\b(?:system|assistant|user|human|sistem|asisten|pengguna|instruction|instruksi|question|"
    r"pertanyaan|answer|jawaban)\s*:|```|\"\s*[}\]]\s*[,}\]]",
    re.IGNORECASE | re.MULTILINE,
)
_LINKS = re.compile(
    r"!?\[[^\]]*\]\s*\(|\b(?:https?|javascript|data|file|ftp)\s*:\s*\S|<\s*(?:img|a|script|iframe)\b"
    r"|\bwww\.\S",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\[【［]\s*\^?\d{1,3}(?:\s*[,;–†-][^\]】］]{0,12})?[\]】］]")
_MIXED = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
"""A word of Latin and Greek or Cyrillic letters: homoglyphs."""

_MOST_HIDDEN = 2
"""Invisible characters; a page may have a few by mistake."""


def is_prompt_injection(text: str) -> bool:
    """Return whether a text gives orders to a model, or imitates a prompt."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if len(text) - len(seen) > _MOST_HIDDEN or _MIXED.search(seen):
        return True
    said = unicodedata.normalize("NFKC", seen)
    return any(form.search(said) for form in (_ORDERS, _SPOKEN_TO, _ROLES, _LINKS, _MARKS))


def contains_link(text: str) -> bool:
    """Return whether a text contains a link, an image or similar markup."""
    return _LINKS.search(text) is not None
