import json

import pytest

from qa.training.data.example import TrainingDataError
from qa.training.data.indosum import article_id, indosum_articles, natural_text

ROW = {"id": "17-kapal-tiba", "source": "kabar", "paragraphs": ["Kapal tiba .", " ", "Hujan ."]}


@pytest.mark.parametrize(
    ("tokenised", "natural"),
    [
        ("Siti , Budi , dan Rina tiba .", "Siti, Budi, dan Rina tiba."),
        ("di Senayan , Senin ( 27 / 3 ) .", "di Senayan, Senin (27/3)."),
        ("sebesar Rp 11 , 98 triliun", "sebesar Rp 11,98 triliun"),
        ("1 . 000 orang", "1.000 orang"),
        ('" Tidak , " kata Siti . " Ya . "', '"Tidak," kata Siti. "Ya."'),
        ("masing - masing", "masing-masing"),
        ("Jum ' at", "Jum'at"),
        ("US $ 5", "US $5"),
    ],
)
def test_tokenised_text_is_put_back_as_people_write_it(tokenised, natural):
    assert natural_text(tokenised) == natural


def test_an_article_has_a_short_id_a_title_of_its_address_and_no_empty_paragraphs(tmp_path):
    path = tmp_path / "indosum.jsonl"
    path.write_text(json.dumps(ROW))
    (article,) = indosum_articles(path)
    assert article.id == article_id("17-kapal-tiba")
    assert article.id.startswith("17-")
    assert (article.title, article.text) == ("Kapal tiba", "Kapal tiba.\n\nHujan.")


def test_a_row_without_paragraphs_is_refused_with_the_name_of_its_file(tmp_path):
    path = tmp_path / "indosum.jsonl"
    path.write_text(json.dumps({"id": "17-kapal", "source": "kabar"}))
    with pytest.raises(TrainingDataError, match=r"indosum\.jsonl.*paragraphs"):
        list(indosum_articles(path))
