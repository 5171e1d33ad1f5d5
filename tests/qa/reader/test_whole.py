import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.question import Kind
from qa.reader.whole import whole
from qa.span import Span

PERSON, TIME, NUMBER, OTHER = Kind.PERSON, Kind.TIME, Kind.NUMBER, Kind.OTHER


def made_whole(sentence, part, kind=OTHER):
    start = sentence.index(part)
    made = whole(sentence, Span(start, start + len(part)), Span(0, len(sentence)), kind)
    return sentence[made.start : made.end]


@pytest.mark.parametrize(
    ("sentence", "part", "said"),
    [
        ("Jembatan itu runtuh.", "runt", "runtuh"),
        ("Jembatan itu runtuh.", "atan itu", "Jembatan itu"),
        ("Satu-satunya jalan ditutup.", "satunya", "Satu-satunya"),
        ("Satu-satunya jalan ditutup.", "atu-", "Satu-satunya"),
        ("Ia salat Jum'at di sana.", "Jum", "Jum'at"),
        ("The well-known actor left.", "known", "well-known"),
        ("Menurut kompas.com, itu salah.", "kompas", "kompas.com"),
        ("He lives in the U.S. now.", "U", "U.S."),
        ("AT&T and IBM left.", "AT", "AT&T"),
        ("Suhunya 2,5 di sana.", "5", "2,5"),
        ("Skornya 1-2 di sana.", "1", "1-2"),
        ("Tahun ajaran 2023/2024 dimulai.", "2023", "2023/2024"),
    ],
)
def test_a_word_is_not_cut(sentence, part, said):
    assert made_whole(sentence, part) == said


def test_the_owner_is_told_without_the_ending_of_what_is_owned():
    assert made_whole("They met Putin's envoy in town.", "Putin", PERSON) == "Putin"
    assert made_whole("They met Vladimir Putin’s envoy in town.", "Putin", PERSON) == (
        "Vladimir Putin"
    )


@pytest.mark.parametrize(
    ("sentence", "part", "said"),
    [
        ("Ia pulang ke Solo, katanya.", " Solo, ", "Solo"),
        ("Ia pulang... katanya.", "pulang...", "pulang"),
        ("Tinggalnya di Solo!", "Solo!", "Solo"),
        ("“Kami siap,” ujarnya.", "“Kami siap,”", "Kami siap"),
        ("Partai Demokrat (PD) menang.", "(PD)", "PD"),
        ("Partai Demokrat (PD) menang.", "PD)", "PD"),
        ("Partai Demokrat (PD) menang.", "Demokrat (", "Demokrat"),
        ("* Beras naik.", "* Beras", "Beras"),
        ("He took vitamin C.", "vitamin C.", "vitamin C"),
    ],
)
def test_the_punctuation_around_it_is_left_out(sentence, part, said):
    assert made_whole(sentence, part) == said


@pytest.mark.parametrize(
    ("sentence", "part", "said"),
    [
        ("Partai Demokrat (PD) menang.", "Partai Demokrat (PD)", "Partai Demokrat (PD)"),
        ("Partai Demokrat (PD) menang.", "Partai Demokrat (PD", "Partai Demokrat (PD)"),
        ('Film "Laskar Pelangi" menang.', 'Film "Laskar Pelangi"', 'Film "Laskar Pelangi"'),
        ("Film “Laskar Pelangi” menang.", "Film “Laskar Pelangi”", "Film “Laskar Pelangi”"),
        ("(a) Beras dan (b) gula.", "(a) Beras dan (b)", "(a) Beras dan (b)"),
        ("It was in Washington, D.C., then.", "Washington, D.C.,", "Washington, D.C."),
        ("Ia bekerja di Acme Inc.", "Acme Inc.", "Acme Inc."),
        ("Suhu turun ke -5 di sana.", "-5", "-5"),
    ],
)
def test_punctuation_that_belongs_to_something_inside_stays(sentence, part, said):
    assert made_whole(sentence, part) == said


@pytest.mark.parametrize(
    ("sentence", "part", "said"),
    [
        ("Ia tiba pada Rabu, 19 Juni 2024, di Bali.", "19", "19 Juni 2024"),
        ("Ia tiba pada Rabu, 19 Juni 2024, di Bali.", "Rabu, 19", "Rabu, 19 Juni 2024"),
        ("Ia tiba pada Rabu, 19 Juni 2024, di Bali.", "Juni", "19 Juni 2024"),
        ("Rapat itu pada 18-19 Juni 2024 di Bali.", "18", "18-19 Juni 2024"),
        ("He came on June 19, 2024, to Bali.", "19", "June 19, 2024"),
        ("He came on 19 June 2024 to Bali.", "June", "19 June 2024"),
        ("He came on the 19th of June.", "19th", "19th of June"),
        ("On Sept. 11, 2001, it fell.", "11", "Sept. 11, 2001"),
        ("Delegasi tiba Selasa (18/6/2024) malam.", "18", "18/6/2024"),
        ("Delegasi tiba Selasa (18/6/2024) malam.", "Selasa (18", "Selasa (18/6/2024)"),
        ("Delegasi tiba Jumat (24/5) malam.", "24", "24/5"),
        ("Delegasi tiba Jumat (24/5) malam.", "Jumat (24/5", "Jumat (24/5)"),
        ("Rapat mulai pukul 3 pagi di sana.", "3", "pukul 3 pagi"),
        ("Ia tiba sekitar 3 pagi.", "3", "3 pagi"),
        ("Rapat mulai pukul 10.30 WIB di sana.", "10", "pukul 10.30 WIB"),
        ("The talks began at 3 a.m. on Monday.", "3", "3 a.m."),
        ("The talks began at 10:30 p.m. on Monday.", "30", "10:30 p.m."),
    ],
)
def test_a_date_and_a_time_are_whole(sentence, part, said):
    assert made_whole(sentence, part, TIME) == said


def test_a_year_is_whole_by_itself():
    assert made_whole("Ia memerintah pada 1901-1927 di sana.", "1901", TIME) == "1901"
    assert made_whole("Ia memerintah pada 1901-1927 di sana.", "1927", TIME) == "1927"
    assert made_whole("Indonesia merdeka pada 17 Agustus 1945.", "1945", TIME) == "1945"


@pytest.mark.parametrize(
    ("sentence", "part", "said"),
    [
        ("Usianya 75 tahun.", "75", "75 tahun"),
        ("Nilainya Rp 2,5 triliun.", "2", "Rp 2,5 triliun"),
        ("Nilainya Rp2,5 triliun.", "2,5", "Rp2,5 triliun"),
        ("Harganya Rp 120.000 per kilogram.", "120", "Rp 120.000"),
        ("It cost US$1.2 billion last year.", "1", "US$1.2 billion"),
        ("It cost $1.2 billion last year.", "billion", "$1.2 billion"),
        ("Kontrak senilai 5 juta dolar AS.", "5", "5 juta dolar AS"),
        ("Inflasi 5,2 persen.", "5,2", "5,2 persen"),
        ("Inflasi 5,2% saja.", "5,2", "5,2%"),
        ("Sekitar 10-15 tahun lagi.", "10", "10-15 tahun"),
        ("Luasnya 3.500 meter persegi.", "3.500", "3.500 meter persegi"),
        ("Kecepatannya 80 km/jam.", "80", "80 km/jam"),
        ("About 12 square kilometres burned.", "12", "12 square kilometres"),
        ("Suhu -5 derajat Celsius.", "5", "-5 derajat Celsius"),
        ("Perjalanan memakan 8 jam 30 menit.", "30", "30 menit"),
    ],
)
def test_a_number_has_its_unit(sentence, part, said):
    assert made_whole(sentence, part, NUMBER) == said


def test_a_unit_alone_stays_alone():
    assert made_whole("Nilainya 150 miliar dolar AS.", "dolar AS") == "dolar AS"


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Ada 7 harimau di sana.", "7"),
        ("Ada 5 jamaah di sana.", "5"),
        ("Ada 10 tonggak di sana.", "10"),
        ("Pada 2024, tahun pertama, ia kalah.", "2024"),
        ("Gempa bermagnitudo 5,8 mengguncang.", "5,8"),
    ],
)
def test_a_word_that_only_begins_like_a_unit_is_none(sentence, part):
    assert made_whole(sentence, part, NUMBER) == part


@pytest.mark.parametrize(
    ("sentence", "part", "said"),
    [
        ("Menteri baru, Andrei Belousov, hadir.", "Belousov,", "Andrei Belousov"),
        ("Itu kata Bashar al-Assad kepada wartawan.", "Bashar", "Bashar al-Assad"),
        ("Itu kata Siti binti Ahmad kepada wartawan.", "Ahmad", "Siti binti Ahmad"),
        ("Kemarin ia bertemu Mesut Özil di sana.", "Mesut", "Mesut Özil"),
        ("It was said by John F. Kennedy in town.", "Kennedy", "John F. Kennedy"),
        ("It was said by Dr. Anthony Fauci in town.", "Fauci", "Dr. Anthony Fauci"),
        ("“Kami siap,” ujar Budi Santoso, Rabu.", "Santoso", "Budi Santoso"),
        ("Menteri Luar Negeri Sergei Lavrov tiba.", "Lavrov", "Sergei Lavrov"),
        ("Presiden Joko Widodo tiba.", "Widodo", "Joko Widodo"),
        ("Kemarin Susilo Bambang Yudhoyono tiba.", "Yudhoyono", "Susilo Bambang Yudhoyono"),
        ("Kantor itu dipimpin Raja Ptolemy V. Teks itu tua.", "Raja Ptolemy", "Raja Ptolemy V"),
    ],
)
def test_a_name_is_whole(sentence, part, said):
    assert made_whole(sentence, part, PERSON) == said


def test_a_full_name_is_not_given_the_title_before_it():
    sentence = "Menteri Luar Negeri Sergei Lavrov tiba."
    assert made_whole(sentence, "Sergei Lavrov", PERSON) == "Sergei Lavrov"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Raja Gyanendra hadir.", "Gyanendra"),
        ("Gubernur DKI Sutiyoso hadir.", "Sutiyoso"),
        ("Kepala Dinas Pariwisata Kabupaten Kerinci Anizar hadir.", "Anizar"),
        ("Presiden Rusia Putin hadir karena Rusia diundang.", "Putin"),
        ("Juru bicara Kremlin Peskov hadir di Kremlin.", "Peskov"),
    ],
)
def test_a_name_of_one_word_is_not_given_the_office_before_it(text, part):
    assert made_whole(text, part, PERSON) == part


def test_a_title_is_given_the_name_after_it():
    sentence = "Menteri Luar Negeri Sergei Lavrov tiba."
    assert made_whole(sentence, "Menteri Luar", PERSON) == "Menteri Luar Negeri Sergei Lavrov"


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Menurut Lavrov, itu salah.", "Lavrov"),
        ("When Putin arrived, it rained.", "Putin"),
        ("“Namun Putin menolak,” katanya.", "Putin"),
        ("Hal itu dikatakan Putin Rabu (19/6/2024) di sana.", "Putin"),
        ("Pada 19 Juni Putin tiba di Hanoi.", "Putin"),
        ("Ia bertemu Putin. Lavrov menunggu.", "Putin"),
    ],
)
def test_a_capital_that_is_no_name_is_not_taken_with_the_name(sentence, part):
    assert made_whole(sentence, part, PERSON) == part


def test_a_headline_has_capitals_that_tell_nothing():
    assert made_whole("Putin Tiba di Hanoi Bersama Menteri Belousov", "Putin", PERSON) == "Putin"


def test_nothing_is_taken_from_another_sentence():
    text = "Ia bertemu Andrei Belousov di sana."
    start, end = text.index("Belousov"), text.index(" di")
    assert whole(text, Span(start, end), Span(start, end), PERSON) == Span(start, end)
    assert whole(text, Span(0, len(text)), Span(start, end), PERSON) == Span(start, end)


WORDS = (
    "Menteri Luar Negeri Sergei Lavrov tiba 19 Juni 2024 , . ( ) \" “ ” ' ’s - 2,5 Rp triliun "
    "75 tahun pukul 3 pagi U.S. Dr. al-Assad bin % … 18/6 the and dan :"
)
NEWS = st.lists(
    st.sampled_from(WORDS.split()),
    min_size=1,
    max_size=14,
).flatmap(lambda words: st.sampled_from([" ", ""]).map(lambda space: space.join(words)))


@given(st.data(), NEWS | st.text(min_size=1, max_size=40), st.sampled_from(Kind))
def test_the_result_lies_in_the_sentence_holds_what_was_found_and_is_not_empty(data, text, kind):
    def spans(low, high):
        ends = st.tuples(st.integers(low, high), st.integers(low, high))
        return ends.filter(lambda e: e[0] < e[1]).map(lambda e: Span(*e))

    within = data.draw(spans(0, len(text)))
    span = data.draw(spans(within.start, within.end))
    made = whole(text, span, within, kind)
    assert within.start <= made.start < made.end <= within.end
    words = [n for n in range(span.start, span.end) if text[n].isalnum()]
    if words:
        assert made.start <= words[0]
        assert words[-1] < made.end


@given(NEWS, st.sampled_from(Kind))
@example("Sergei Lavrov (75) 19 Juni", Kind.PERSON)
def test_what_is_whole_keeps_its_ends(text, kind):
    within = Span(0, len(text))
    made = whole(text, within, within, kind)
    assert whole(text, made, within, kind) == made
