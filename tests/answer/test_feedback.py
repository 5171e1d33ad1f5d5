import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from qa.answer.feedback import FEEDBACK_FILE, Feedback, Verdict, add_feedback, feedback
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation

PAGE = Article("a", "Title", "Ana came.\nBudi left.", "a.txt", "en", source="VIVA")
ANSWER = Answer("Who came?", "en", (Claim("Ana", (Citation(PAGE, 0, 9),)),), 0.9, ())


def lines(folder):
    return [json.loads(line) for line in (folder / FEEDBACK_FILE).read_text("utf-8").splitlines()]


def test_a_judgement_is_kept_with_its_time_its_question_and_those_before_it(tmp_path):
    before = datetime.now(UTC)
    add_feedback(tmp_path, feedback(ANSWER, ["Who left?"], Verdict.ANSWER_WRONG))
    (kept,) = lines(tmp_path)
    assert before <= datetime.fromisoformat(kept["time"]) <= datetime.now(UTC)
    assert kept["verdict"] == "answer wrong"
    assert (kept["question"], kept["history"]) == ("Who came?", ["Who left?"])


def test_the_answer_is_kept_with_its_quotations_and_without_its_articles_texts(tmp_path):
    add_feedback(tmp_path, feedback(ANSWER, [], Verdict.RIGHT))
    (kept,) = lines(tmp_path)
    (citation,) = kept["answer"]["citations"]
    assert (citation["quote"], citation["start"], citation["end"]) == ("Ana came.", 0, 9)
    assert citation["article"]["id"] == "a"
    assert "text" not in citation["article"]
    assert "Budi" not in (tmp_path / FEEDBACK_FILE).read_text("utf-8")


def test_lines_that_are_written_at_the_same_moment_are_all_whole(tmp_path):
    given = [feedback(ANSWER, [str(n)], Verdict.RIGHT) for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: add_feedback(tmp_path, each), given))
    assert sorted(kept["history"] for kept in lines(tmp_path)) == sorted(
        list(each.history) for each in given
    )


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        Feedback(datetime(2024, 6, 19), Verdict.RIGHT, "Who?", (), {})
