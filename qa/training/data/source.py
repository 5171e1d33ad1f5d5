"""The origins and licences of the training data, for the model card; and the validation sets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One source of training data.

    Attributes:
        name: as rows of it are counted.
        files: its files, without their endings.
        description: of its questions.
        origin: who made it.
        licence: as the origin states it.
    """

    name: str
    files: str
    description: str
    origin: str
    licence: str


NOT_STATED = "none stated in the repository"
SOURCES = (
    Source(
        "newsqa",
        "newsqa/train",
        "Questions written over whole Indonesian news articles, asked in Indonesian or English",
        "this project's data; articles of IndoSum and MicrosoftTranslator/NTREX",
        "CC BY-SA 4.0",
    ),
    Source(
        "written",
        "tests/written/questions",
        "The same over other articles, of the kinds that were hardest",
        "this project; articles of IndoSum",
        "CC BY-SA 4.0",
    ),
    Source(
        "collections",
        "tests/written/collections",
        "Questions over collections of invented news pages",
        "this project",
        "MIT",
    ),
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
        "twins",
        "newsqa/twins.train",
        "Questions of FacQA and IDK-MRC put into English, on their Indonesian passages",
        "this project's data; FacQA and IDK-MRC as above",
        "CC BY-SA 4.0; passages as above",
    ),
)
EARLIER_TRAINING = (
    "SQuAD 2.0's development set put into Indonesian by machine (rifkiaputri/IDK-MRC, baseline; "
    "CC BY-SA 4.0), TyDi QA GoldP in English (Apache-2.0), the Wikipedia of "
    "modestyachts/squadshifts-website (no licence stated), Wikinews of uwnlp/qamr (MIT), questions "
    "made of NTREX (CC BY-SA 4.0) and TICO-19 (CC0), and words swapped by a lexicon of these two, "
    "of Tatoeba (CC BY 2.0 FR) and of FreeDict and WikDict (CC BY-SA 3.0)"
)
"""What the first weights of today's trainings had been trained on; it is not read any more."""

ARTICLES = "on whole articles, in windows"
VALIDATION_SETS = {
    "facqa": "FacQA, validation split: Indonesian news, all answerable",
    "idk-mrc": "IDK-MRC, validation split: Indonesian Wikipedia, half not answerable",
    "xlingual-id": "XQuAD and SQuAD 2.0 joined: Indonesian question and passage, both by machine",
    "xlingual-en": "The same questions in English, by people, on the Indonesian passage",
    "pack02-id": f"Written questions {ARTICLES}: Indonesian; choices were made by these rows",
    "pack02-en": "The same in English",
    "pack03-id": f"Written questions {ARTICLES}: Indonesian; only reported",
    "pack03-en": "The same in English",
}
