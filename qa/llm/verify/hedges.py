"""Hedge cues: negation, modality, attribution, quantifiers and other words that limit a claim.

A sentence that drops or adds such a cue makes another claim. The cues are word lists for English
and Indonesian.
"""

from collections.abc import Iterable
from enum import Enum
from functools import cache


class HedgeCue(Enum):
    """A kind of hedge."""

    NOT = "not"
    DENIED = "denied"
    COMING = "coming"
    MAYBE = "maybe"
    IF = "if"
    NEARLY = "nearly"
    WANTED = "wanted"
    SAID = "said"
    ACCUSED = "accused"
    BECAUSE = "because"
    BEFORE = "before"
    AFTER = "after"
    ONLY = "only"
    ALL = "all"
    SOME = "some"
    MORE = "more"
    LESS = "less"
    FIRST = "first"
    LAST = "last"
    TOLD_TO = "told to"


_WORDS = {
    HedgeCue.NOT: """
        not no never none nor neither without cannot can't don't doesn't didn't won't isn't aren't
        wasn't weren't hasn't haven't hadn't couldn't wouldn't shouldn't nobody nothing unable
        tidak tak bukan belum tanpa jangan tiada nihil enggak tidaklah bukanlah
    """,
    HedgeCue.DENIED: """
        deny denies denied denying refuse refuses refused refusing reject rejects rejected rejecting
        dispute disputes disputed dismiss dismisses dismissed refute refuted denial
        membantah bantah dibantah menyangkal disangkal menolak ditolak menampik menepis bantahan
    """,
    HedgeCue.COMING: """
        will would shall going plan plans planned planning intend intends intended expect expects
        expected schedule scheduled due set upcoming propose proposes proposed proposal await aim
        aims aimed prepare preparing hope hopes hoped hoping
        akan bakal hendak rencana rencananya berencana merencanakan direncanakan dijadwalkan
        menjadwalkan berniat mengusulkan diusulkan usulan menargetkan ditargetkan target berharap
        diharapkan mendatang ingin segera diproyeksikan
    """,
    HedgeCue.MAYBE: """
        may might could possibly perhaps probably likely potentially reportedly apparently seemingly
        suggest suggests suspect suspects suspected allegedly alleged rumoured rumored unconfirmed
        believed estimated speculated possible possibility
        mungkin barangkali diduga dugaan menduga kemungkinan konon kabarnya dikabarkan disebut-sebut
        diperkirakan memperkirakan ditengarai terduga diyakini bisa berpotensi isu
    """,
    HedgeCue.IF: """
        if unless whether provided otherwise
        jika kalau apabila bila bilamana seandainya kecuali asalkan andai
    """,
    HedgeCue.NEARLY: """
        almost nearly try tries tried trying attempt attempts attempted fail fails failed failing
        hampir nyaris mencoba berusaha berupaya gagal upaya percobaan
    """,
    HedgeCue.WANTED: """
        urge urges urged call calls demand demands demanded should must ask asks asked request
        requests requested appeal appeals appealed recommend recommends recommended want wants
        wanted
        mendesak meminta diminta menuntut dituntut harus wajib mengimbau diimbau menyerukan menyeru
        merekomendasikan menginginkan perlu sebaiknya
    """,
    HedgeCue.SAID: """
        said say says saying told tell tells according stated state states claim claims claimed
        found finds insist insists insisted stress stressed emphasize emphasized reportedly
        reporting
        announce announces announced quoted report reports reported warned warns explain explains
        explained added statement call
        kata katanya mengatakan berkata ujar ujarnya menurut menyebut menyebutkan disebut tutur
        tuturnya ungkap mengungkapkan jelas menjelaskan menyatakan dinyatakan klaim mengklaim
        diklaim dikatakan melaporkan dilaporkan dikutip imbuh ucap papar lapor menambahkan
        memperingatkan pernyataan mengumumkan diumumkan laporan menegaskan ditegaskan menekankan
    """,
    HedgeCue.ACCUSED: """
        accuse accuses accused charge charged charges defendant suspect suspects allegation
        allegations prosecutors prosecutor indicted
        menuduh dituduh tuduhan menuding dituding terdakwa tersangka didakwa dakwaan tudingan jaksa
    """,
    HedgeCue.BECAUSE: """
        because due since therefore thus caused causes cause reason thanks result resulted led
        karena sebab akibat akibatnya sehingga lantaran gara-gara berkat oleh-karena menyebabkan
        disebabkan penyebab mengakibatkan dipicu memicu
    """,
    HedgeCue.BEFORE: "before ahead prior until sebelum sebelumnya jelang menjelang hingga sampai",
    HedgeCue.AFTER: "after following later since setelah sesudah usai pasca sejak seusai selepas",
    HedgeCue.ONLY: "only just merely solely alone sole hanya cuma sekadar semata satu-satunya",
    HedgeCue.ALL: """
        all every entire whole each both total always everyone everything
        semua seluruh segala setiap tiap masing-masing keseluruhan selalu sepenuhnya kedua
    """,
    HedgeCue.SOME: """
        some several few many most part partly majority half
        sebagian beberapa sejumlah banyak mayoritas kebanyakan separuh setengah
    """,
    HedgeCue.MORE: """
        more higher larger greater bigger better older faster exceed exceeds exceeded above over
        lebih melebihi melampaui mengungguli
    """,
    HedgeCue.LESS: "less lower fewer smaller below under worse kurang di-bawah",
    HedgeCue.FIRST: "first pertama perdana awal",
    HedgeCue.LAST: "last latest final terakhir",
    HedgeCue.TOLD_TO: """
        ignore disregard instruction instructions answer reply respond write repeat translate output
        abaikan instruksi jawab jawablah jawaban tulis tulislah ulangi terjemahkan balas
    """,
}  # fmt: skip


@cache
def hedge_cues_by_word() -> dict[str, frozenset[HedgeCue]]:
    """Return the kinds of hedge that each cue word belongs to, by word in lower case."""
    found: dict[str, frozenset[HedgeCue]] = {}
    for hold, table in _WORDS.items():
        for word in table.split():
            found[word] = found.get(word, frozenset()) | {hold}
    return found


def hedge_cues(words: Iterable[str]) -> frozenset[HedgeCue]:
    """Return the kinds of hedge among words in lower case."""
    table = hedge_cues_by_word()
    return frozenset(hold for word in words for hold in table.get(word, ()))
