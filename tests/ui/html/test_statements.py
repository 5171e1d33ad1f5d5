import pytest

from qa.schema.answer import Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from ui.html.statements import QuotedStatement, group_claims

TEXT = Article("a", "Title", "Ana and\nBudi came. Citra left.", "a.txt", "id")
FIRST, SECOND = Citation(TEXT, 0, 18), Citation(TEXT, 19, 30)


def test_claims_are_gathered_by_the_quotation_that_they_are_first_cited_from():
    ana, citra, budi = (
        Claim("Ana", (FIRST, SECOND)),
        Claim("Citra", (SECOND,)),
        Claim("Budi", (FIRST,)),
    )
    found = group_claims((ana, citra, budi))
    assert found == (QuotedStatement(FIRST, (ana, budi)), QuotedStatement(SECOND, (citra,)))
    assert found[0].citations == (FIRST, SECOND)


def test_no_claims_state_nothing():
    assert group_claims(()) == ()


@pytest.mark.parametrize(
    ("said", "is_part", "is_all"),
    [("Ana and Budi came.", True, True), ("and Budi", True, False), ("Citra", False, False)],
)
def test_a_claim_is_compared_with_its_quotation_whatever_lines_that_is_on(said, is_part, is_all):
    claim = Claim(said, (FIRST,))
    statement = QuotedStatement(FIRST, (claim,))
    assert statement.is_verbatim(claim) is is_part
    assert statement.is_quotation(claim) is is_all
    assert statement.is_whole is is_all


def test_a_statement_of_claims_from_elsewhere_is_refused():
    with pytest.raises(ValueError, match=r"first citation is 19:30; got 1"):
        QuotedStatement(SECOND, (Claim("Ana", (FIRST, SECOND)),))
    with pytest.raises(ValueError, match="got 0"):
        QuotedStatement(FIRST, ())
