"""Where the data comes from, and on what terms, as each origin states them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One origin of data; `files` are what it is called in the folder of the data."""

    name: str
    files: str
    what: str
    origin: str
    licence: str


NOT_STATED = "none stated in the repository"
SOURCES = (
    Source(
        "facqa",
        "facqa",
        "Indonesian news sentences, factoid questions",
        "IndoNLP/indonlu, FacQA",
        "Apache-2.0",
    ),
    Source(
        "idk-mrc",
        "idk-mrc",
        "Indonesian Wikipedia, nearly half of the questions not answerable",
        "rifkiaputri/IDK-MRC",
        NOT_STATED,
    ),
    Source(
        "squad2-mt-id",
        "squad2-mt-id",
        "SQuAD 2.0's development set, put into Indonesian by machine",
        "rifkiaputri/IDK-MRC (baseline)",
        "CC BY-SA 4.0 (SQuAD)",
    ),
    Source(
        "tydiqa-en",
        "tydiqa-en",
        "English passages and questions",
        "TyDi QA GoldP, by sagorbrur/tydiqa-language-specific",
        "Apache-2.0",
    ),
    Source(
        "squadshifts-wiki",
        "squadshifts-wiki",
        "English Wikipedia",
        "modestyachts/squadshifts-website",
        NOT_STATED,
    ),
    Source(
        "qamr-wikinews",
        "qamr-wikinews",
        "English Wikinews sentences, questions by people",
        "uwnlp/qamr",
        "MIT",
    ),
    Source(
        "cloze",
        "ntrex, tico19",
        "Questions made of news and health texts in both languages",
        "MicrosoftTranslator/NTREX; TICO-19",
        "CC BY-SA 4.0; CC0",
    ),
)
LEXICON = Source(
    "lexicon",
    "ntrex, tico19, tatoeba; FreeDict eng-ind",
    "Text in both languages, from which words were paired; an English-Indonesian dictionary",
    "MicrosoftTranslator/NTREX; TICO-19; Tatoeba, by facebookresearch/LASER; FreeDict and WikDict",
    "CC BY-SA 4.0; CC0; CC BY 2.0 FR; CC BY-SA 3.0",
)
VALIDATION = {
    "facqa": "FacQA, validation split: Indonesian news, all answerable",
    "idk-mrc": "IDK-MRC, validation split: Indonesian Wikipedia, half not answerable",
    "xlingual-id": "XQuAD and SQuAD 2.0 joined: Indonesian question and passage, both by machine",
    "xlingual-en": "The same questions in English, by people, on the Indonesian passage",
}
