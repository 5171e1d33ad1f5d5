"""NewsQA: questions in two languages over whole news articles, answered by spans of the article.

After Trischler et al. 2017, "NewsQA: A Machine Comprehension Dataset". A folder holds
`articles.jsonl`, a row an article (`id`, `title`, `source`, `text`), and `tune.jsonl`, a row a
question: `id`, `article` (the id of its article), `kind`, `question_id`, `question_en`, and
`answers`, each a `text` and its `start` in the article's text, several for a list and none where
the article does not answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.evaluation.datasets.files import DataError, filter_rows, read_documents, read_rows
from qa.evaluation.datasets.reading import GoldSpan, ReadingQuestion
from qa.schema.article import Article

ARTICLES_FILE = "articles.jsonl"
QUESTIONS_FILE = "tune.jsonl"
LANGUAGES = ("id", "en")
ARTICLE_LANGUAGE = "id"
"""The answers are spans of Indonesian articles, whatever the language of the question."""


@dataclass(frozen=True, slots=True)
class NewsQuestion(ReadingQuestion):
    """A question of one article; its passage is the article's whole text.

    `kind` says what is asked for, or why the article does not answer.
    """

    kind: str
    article: Article


@dataclass(frozen=True, slots=True)
class NewsQa:
    """The articles of a folder, with the questions about them."""

    articles: tuple[Article, ...]
    questions: tuple[NewsQuestion, ...]


def read_newsqa(folder: Path, prefixes: Sequence[str] = ()) -> NewsQa:
    """Return all articles, and the questions of the rows whose id starts with one of the prefixes.

    Questions about one article follow each other, in the order of the file otherwise.

    Args:
        folder: with the files `articles.jsonl` and `tune.jsonl`.
        prefixes: none for all rows.

    Raises:
        DataError: a file cannot be read, a line is not of the layout, or no row is left.
    """
    articles = read_documents((folder / ARTICLES_FILE,))
    path = folder / QUESTIONS_FILE
    by_key = {article.id.partition("#")[2]: article for article in articles}
    found = [
        question for row, where in read_rows(path) for question in _questions(row, by_key, where)
    ]
    if len({question.id for question in found}) < len(found):
        raise DataError(f"{path}: two rows have the same id; give each its own")
    if not found:
        raise DataError(f"{path}: has no rows; fill it, or name another folder")
    kept = filter_rows(found, prefixes, path)
    place = {id_: number for number, id_ in enumerate(dict.fromkeys(q.article.id for q in kept))}
    return NewsQa(articles, tuple(sorted(kept, key=lambda q: place[q.article.id])))


def _questions(
    row: Mapping[str, Any], articles: Mapping[str, Article], where: str
) -> Iterator[NewsQuestion]:
    if row.get("article") not in articles:
        raise DataError(
            f"{where}: its article is {row.get('article')!r}, which {ARTICLES_FILE} does not hold; "
            "add it there, or mend the line"
        )
    try:
        article = articles[row["article"]]
        answers = tuple(GoldSpan(answer["text"], answer["start"]) for answer in row["answers"])
        for language in LANGUAGES:
            yield NewsQuestion(
                id=f"{row['id']}-{language}",
                stem=row["id"],
                language=language,
                question=row[f"question_{language}"],
                passage=article.text,
                answers=answers,
                kind=row["kind"],
                article=article,
            )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"{where}: is no row of NewsQA ({error!r}); mend the line: expected id, article, kind, "
            "question_id, question_en, answers"
        ) from error
