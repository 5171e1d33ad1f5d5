from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from qa.answer.feedback import (
    FEEDBACK_FILE,
    Feedback,
    Verdict,
    add_feedback,
    feedback,
    read_feedback,
)
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation

PAGE = Article("a", "Title", "Ana came.\nBudi left.", "a.txt", "en", source="VIVA")
ANSWER = Answer("Who came?", "en", (Claim("Ana", (Citation(PAGE, 0, 9),)),), 0.9, ())


def test_what_is_kept_comes_back(tmp_path):
    given = feedback(ANSWER, ["Who left?"], Verdict.ANSWER_WRONG)
    add_feedback(tmp_path, given)
    assert list(read_feedback(tmp_path)) == [given]
    assert given.question == "Who came?"
    assert given.history == ("Who left?",)


def test_the_answer_is_kept_with_its_quotations_and_without_its_articles_texts(tmp_path):
    add_feedback(tmp_path, feedback(ANSWER, [], Verdict.RIGHT))
    (kept,) = read_feedback(tmp_path)
    (citation,) = kept.answer["citations"]
    assert (citation["quote"], citation["start"], citation["end"]) == ("Ana came.", 0, 9)
    assert citation["article"]["id"] == "a"
    assert "text" not in citation["article"]
    assert "Budi" not in (tmp_path / FEEDBACK_FILE).read_text("utf-8")


def test_lines_that_are_written_at_the_same_moment_are_all_whole(tmp_path):
    given = [feedback(ANSWER, [str(n)], Verdict.RIGHT) for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: add_feedback(tmp_path, each), given))
    assert sorted(kept.history for kept in read_feedback(tmp_path)) == sorted(
        each.history for each in given
    )


def test_where_there_is_no_file_there_is_no_feedback(tmp_path):
    assert list(read_feedback(tmp_path)) == []


@pytest.mark.parametrize("line", ["{", "{}", '{"time": "soon"}', "[]"])
def test_a_damaged_line_is_named(tmp_path, line):
    add_feedback(tmp_path, feedback(ANSWER, [], Verdict.RIGHT))
    with (tmp_path / FEEDBACK_FILE).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(ValueError, match=r"feedback\.jsonl: line 2 is damaged"):
        list(read_feedback(tmp_path))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        Feedback(datetime(2024, 6, 19), Verdict.RIGHT, "Who?", (), {})
