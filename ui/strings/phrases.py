"""The phrases of the page: what there is to say, whatever the language.

Words of articles and of answers are not here; neither is any HTML. A language is a module beside
this one, and a line in `languages`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.schema.generated import FailureReason


@dataclass(frozen=True, slots=True)
class WritingStrings:
    """What is said about a language model; `{model}`, `{host}` and `{n}` stand for values."""

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
    failures: Mapping[FailureReason, str]

    def __post_init__(self) -> None:
        if missing := [reason.value for reason in FailureReason if reason not in self.failures]:
            raise ValueError(
                f"no phrase for the failure {missing[0]!r} of a model; add one to `failures`"
            )


@dataclass(frozen=True, slots=True)
class Strings:
    """The page's phrases in one language; a name in braces, as `{n}`, stands for a value.

    Attributes:
        language: ISO 639-1.
        locale: of the dates, as Babel names it.
        writing: the phrases about a language model.
    """

    language: str
    locale: str
    promise: str
    placeholder: str
    ask: str
    question_label: str
    chat_label: str
    new_chat: str
    try_asking: str
    working_one: str
    working: str
    failed: str
    busy: str
    sure: str
    fairly_sure: str
    unsure: str
    confidence: str
    also: str
    copy: str
    copy_quotation: str
    copied: str
    evidence: str
    evidence_empty: str
    not_found: str
    missing: str
    nearest: str
    see_nearest: str
    others: str
    rank: str
    score: str
    same_words: str
    open_article: str
    open_failed: str
    close: str
    back: str
    at_publisher: str
    no_date: str
    articles_one: str
    articles: str
    more_articles: str
    stop: str
    understood: str
    change: str
    narrowed: str
    widen: str
    published_in: str
    about_days: str
    between_days: str
    from_day: str
    until_day: str
    sources_differ: str
    announced: str
    independent_one: str
    independent: str
    related: str
    suggestions: str
    retry: str
    edit: str
    link: str
    delete: str
    editing: str
    correcting: str
    cancel: str
    filter: str
    publishers: str
    published: str
    from_label: str
    until_label: str
    filtered: str
    unfilter: str
    wrong_days: str
    stale: str
    chats: str
    no_chats: str
    open_chat_failed: str
    delete_chat: str
    save_markdown: str
    save_json: str
    was_it_right: str
    right: str
    answer_wrong: str
    evidence_wrong: str
    judged: str
    not_judged: str
    judge_failed: str
    skip: str
    add_articles: str
    adding: str
    added: str
    too_many_files: str
    too_large_file: str
    unknown_kind: str
    same_article: str
    find_articles: str
    no_articles_found: str
    writing: WritingStrings
