from qa.answer.duplicates import count_independent_sources
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.settings import AnswerSettings

REPORT = (
    "Jembatan gantung sepanjang seratus meter di Desa Kalora ambruk pada Sabtu pagi ketika "
    "puluhan warga menyeberang menuju pasar."
)
OWN_WORDS = (
    "Puluhan orang sedang berjalan ke pasar saat jembatan gantung Desa Kalora runtuh, Sabtu pagi, "
    "kata kepala desa kepada kami di lokasi."
)


def citation(id_, quote, source=None, before="", after=""):
    text = f"{before}{quote}{after}"
    article = Article(id=id_, title=id_, text=text, path=id_, language="id", source=source)
    return Citation(article, len(before), len(before) + len(quote))


def independent_sources(quotations):
    return count_independent_sources(quotations, AnswerSettings())


def test_one_quotation_is_one_source():
    assert independent_sources([citation("a", REPORT)]) == 1


def test_two_articles_in_their_own_words_are_two_sources():
    assert independent_sources([citation("a", REPORT), citation("b", OWN_WORDS)]) == 2


def test_a_copy_with_a_word_changed_counts_once():
    copied = REPORT.replace("ambruk", "roboh")
    assert independent_sources([citation("a", REPORT), citation("b", copied)]) == 1


def test_articles_of_one_publisher_count_once_however_it_is_written():
    quotations = [citation("a", REPORT, "Kabar Pagi"), citation("b", OWN_WORDS, "KABAR PAGI")]
    assert independent_sources(quotations) == 1


def test_articles_without_a_publisher_are_not_of_one():
    quotations = [citation("a", REPORT), citation("b", OWN_WORDS), citation("c", "Ambruk Sabtu.")]
    assert independent_sources(quotations) == 3


def test_what_anyone_may_say_so_briefly_is_compared_with_what_stands_around_it():
    short = "Jembatan itu ambruk."
    one = citation("a", short, before=f"{REPORT} ")
    other = citation("b", short, before=f"{OWN_WORDS} ", after=" Tidak ada korban jiwa di sana.")
    copied = citation("c", short, before=f"{REPORT} ")
    assert independent_sources([one, other]) == 2
    assert independent_sources([one, copied]) == 1


def test_what_joins_two_sources_makes_them_one():
    quotations = [
        citation("a", REPORT, "Kabar Pagi"),
        citation("b", OWN_WORDS, "Suara Kota"),
        citation("c", OWN_WORDS, "Kabar Pagi"),
    ]
    assert independent_sources(quotations) == 1
