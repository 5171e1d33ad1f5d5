"""What the page says about a language model and what it wrote, in English and in Indonesian."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.schema.written import Trouble


@dataclass(frozen=True, slots=True)
class WritingStrings:
    """The phrases of one language; `{model}`, `{host}` and `{n}` stand for what they name."""

    head: str
    model: str
    writing: str
    by: str
    dropped_one: str
    dropped: str
    nothing: str
    supported: str
    unsupported: str
    translate: str
    translating: str
    translated: str
    no_translation: str
    sent: str
    troubles: Mapping[Trouble, str]

    def __post_init__(self) -> None:
        if missing := [trouble.value for trouble in Trouble if trouble not in self.troubles]:
            raise ValueError(f"no words for the trouble {missing[0]!r}")


_ENGLISH = WritingStrings(
    head="In other words",
    model="The language model",
    writing="{model} is writing…",
    by="Written by {model}; each sentence was checked against the quotations.",
    dropped_one="1 sentence that they do not say was left out.",
    dropped="{n} sentences that they do not say were left out.",
    nothing="{model} wrote nothing that the quotations say.",
    supported="found in the articles",
    unsupported="not in the articles",
    translate="Translate",
    translating="Translating…",
    translated="Machine translation by {model}",
    no_translation="No usable translation came from the language model.",
    sent="Questions and quotations are sent to {host}.",
    troubles={
        Trouble.UNREACHABLE: "The language model cannot be reached; this is the exact answer.",
        Trouble.SLOW: "The language model took too long; the exact answer stands.",
        Trouble.CUT: "The language model was cut off; the exact answer stands.",
        Trouble.NO_MODEL: "What answers at the model’s address is no language model; "
        "this is the exact answer.",
        Trouble.BUSY: "The language model has too much to do now; this is the exact answer.",
        Trouble.TOO_LONG: "The quotations are more than the language model can read; "
        "this is the exact answer.",
        Trouble.DENIED: "The language model wants another key; this is the exact answer.",
        Trouble.UNKNOWN: "The language model that is named is not there; this is the exact answer.",
        Trouble.FAILED: "The language model had an error; the exact answer stands.",
        Trouble.REFUSED: "The language model would not answer; the exact answer stands.",
        Trouble.SILENT: "The language model wrote nothing; this is the exact answer.",
        Trouble.STOPPED: "Stopped; the exact answer stands.",
    },
)
_INDONESIAN = WritingStrings(
    head="Dengan kata lain",
    model="Model bahasa",
    writing="{model} sedang menulis…",
    by="Ditulis oleh {model}; setiap kalimat dicocokkan dengan kutipan.",
    dropped_one="1 kalimat yang tidak ada dalam kutipan dihilangkan.",
    dropped="{n} kalimat yang tidak ada dalam kutipan dihilangkan.",
    nothing="{model} tidak menulis apa pun yang ada dalam kutipan.",
    supported="ada dalam artikel",
    unsupported="tidak ada dalam artikel",
    translate="Terjemahkan",
    translating="Menerjemahkan…",
    translated="Terjemahan mesin oleh {model}",
    no_translation="Model bahasa tidak memberi terjemahan yang dapat dipakai.",
    sent="Pertanyaan dan kutipan dikirim ke {host}.",
    troubles={
        Trouble.UNREACHABLE: "Model bahasa tidak dapat dihubungi; inilah jawaban tepatnya.",
        Trouble.SLOW: "Model bahasa terlalu lama; jawaban tepatnya tetap berlaku.",
        Trouble.CUT: "Model bahasa terputus; jawaban tepatnya tetap berlaku.",
        Trouble.NO_MODEL: "Alamat itu bukan alamat model bahasa; inilah jawaban tepatnya.",
        Trouble.BUSY: "Model bahasa sedang terlalu sibuk; inilah jawaban tepatnya.",
        Trouble.TOO_LONG: "Kutipannya terlalu panjang bagi model bahasa; inilah jawaban tepatnya.",
        Trouble.DENIED: "Model bahasa meminta kunci lain; inilah jawaban tepatnya.",
        Trouble.UNKNOWN: "Model bahasa yang disebut tidak ada; inilah jawaban tepatnya.",
        Trouble.FAILED: "Model bahasa mengalami kesalahan; jawaban tepatnya tetap berlaku.",
        Trouble.REFUSED: "Model bahasa tidak mau menjawab; jawaban tepatnya tetap berlaku.",
        Trouble.SILENT: "Model bahasa tidak menulis apa-apa; inilah jawaban tepatnya.",
        Trouble.STOPPED: "Dihentikan; jawaban tepatnya tetap berlaku.",
    },
)


def writing_strings_for(language: str) -> WritingStrings:
    """Return the phrases of a language, ISO 639-1; the English ones where it has none."""
    return {"en": _ENGLISH, "id": _INDONESIAN}.get(language, _ENGLISH)
