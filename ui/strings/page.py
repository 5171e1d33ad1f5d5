"""What the page says for itself, in English and in Indonesian.

Words of articles and of answers are not here; neither is any HTML. A language that is not known is
spoken to in English.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from qa.schema.article import Published
from qa.settings import FAIRLY_SURE_CONFIDENCE, SURE_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Strings:
    """The page's phrases in one language; `{n}` stands for a number."""

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


ENGLISH = Strings(
    language="en",
    locale="en_GB",
    promise="Every claim is a quotation you can open.",
    placeholder="Ask in English or Indonesian",
    ask="Ask",
    question_label="Your question",
    chat_label="Questions and answers",
    new_chat="New chat",
    try_asking="Try one of these, or ask your own.",
    working_one="Looking through 1 article…",
    working="Looking through {n} articles…",
    failed=(
        "Something went wrong on this side, so there is no answer. "
        "Ask again; if it happens twice, the reason is in the window that Tanya was started from."
    ),
    busy="Too many questions are waiting just now. Send yours again in a moment.",
    sure="Sure",
    fairly_sure="Fairly sure",
    unsure="Unsure",
    confidence="{n}% likely to be right",
    also="Also in",
    copy="Copy",
    copy_quotation="Copy quotation",
    copied="Copied",
    evidence="Evidence",
    evidence_empty="The passages that an answer quotes will stand here, each with its article.",
    not_found="Not found in the articles",
    missing="In no article:",
    nearest="Nearest passages",
    see_nearest="See the nearest passages",
    others="Other passages",
    rank="Rank",
    score="score",
    same_words="The same words as",
    open_article="Open article",
    open_failed="This article could not be opened.",
    close="Close",
    back="Back to the answer",
    at_publisher="At the publisher",
    no_date="no date given",
    articles_one="1 article",
    articles="{n} articles",
    more_articles="and {n} more",
    stop="Stop",
    understood="Understood as:",
    change="Change",
    narrowed="Looked only at:",
    widen="Look at everything",
    published_in="published {days}",
    about_days="about {days}",
    between_days="{first} – {last}",
    from_day="from {day}",
    until_day="until {day}",
    sources_differ="The sources differ.",
    announced="announced beforehand",
    independent_one="1 independent source",
    independent="{n} independent sources",
    related="What the articles do say",
    suggestions="You can ask",
    retry="Ask again",
    edit="Edit",
    link="Copy link",
    delete="Delete",
    editing="Editing your last question.",
    correcting="Correct the question; it is asked without the earlier ones.",
    cancel="Cancel",
    filter="Filter",
    publishers="Publishers",
    published="Published",
    from_label="from",
    until_label="until",
    filtered="Only:",
    unfilter="Clear filter",
    wrong_days="The first day is after the last.",
    stale="The articles of this answer are gone or have changed since. Ask again.",
    chats="Chats",
    no_chats="Chats that you have had in this browser will be listed here.",
    open_chat_failed="That chat could not be opened.",
    delete_chat="Delete chat",
    save_markdown="Save as Markdown",
    save_json="Save as JSON",
    was_it_right="Was this right?",
    right="Right",
    answer_wrong="Answer wrong",
    evidence_wrong="Evidence wrong",
    judged="Thank you; noted:",
    not_judged="There is nowhere to note that: these articles are not kept in a library.",
    judge_failed=(
        "That could not be noted; the reason is in the window that Tanya was started from."
    ),
    skip="Skip to the question",
    add_articles="Add articles",
    adding="Adding:",
    added="What came of the files:",
    too_many_files="not read: at most {n} files are added at once",
    too_large_file="not read: larger than {n} MB",
    unknown_kind="not read: expected one of {kinds}",
    same_article="is there already: {title}",
    find_articles="Find an article",
    no_articles_found="No article has these words.",
)

INDONESIAN = Strings(
    language="id",
    locale="id_ID",
    promise="Setiap pernyataan adalah kutipan yang bisa Anda buka.",
    placeholder="Tanyakan dalam bahasa Indonesia atau Inggris",
    ask="Tanya",
    question_label="Pertanyaan Anda",
    chat_label="Tanya jawab",
    new_chat="Percakapan baru",
    try_asking="Coba salah satu, atau ajukan pertanyaan sendiri.",
    working_one="Membaca 1 artikel…",
    working="Membaca {n} artikel…",
    failed=(
        "Ada kesalahan di pihak kami, jadi tidak ada jawaban. "
        "Coba tanyakan lagi; jika terulang, sebabnya tertulis di jendela tempat Tanya dijalankan."
    ),
    busy="Terlalu banyak pertanyaan sedang menunggu. Kirim lagi sebentar lagi.",
    sure="Yakin",
    fairly_sure="Cukup yakin",
    unsure="Kurang yakin",
    confidence="Kemungkinan benar {n}%",
    also="Juga di",
    copy="Salin",
    copy_quotation="Salin kutipan",
    copied="Tersalin",
    evidence="Bukti",
    evidence_empty="Bagian artikel yang dikutip jawaban akan tampil di sini.",
    not_found="Tidak ditemukan dalam artikel",
    missing="Tidak ada dalam artikel mana pun:",
    nearest="Bagian yang paling dekat",
    see_nearest="Lihat bagian yang paling dekat",
    others="Bagian lain",
    rank="Peringkat",
    score="skor",
    same_words="Kata-katanya sama dengan",
    open_article="Buka artikel",
    open_failed="Artikel ini tidak dapat dibuka.",
    close="Tutup",
    back="Kembali ke jawaban",
    at_publisher="Di situs penerbit",
    no_date="tanpa tanggal",
    articles_one="1 artikel",
    articles="{n} artikel",
    more_articles="dan {n} lagi",
    stop="Hentikan",
    understood="Dipahami sebagai:",
    change="Ubah",
    narrowed="Hanya dicari di:",
    widen="Cari di semua artikel",
    published_in="terbit {days}",
    about_days="tentang {days}",
    between_days="{first} – {last}",
    from_day="sejak {day}",
    until_day="sampai {day}",
    sources_differ="Sumber-sumber berbeda.",
    announced="diumumkan sebelumnya",
    independent_one="1 sumber independen",
    independent="{n} sumber independen",
    related="Yang disebutkan artikel-artikel ini",
    suggestions="Anda bisa bertanya",
    retry="Tanya lagi",
    edit="Sunting",
    link="Salin tautan",
    delete="Hapus",
    editing="Menyunting pertanyaan terakhir.",
    correcting="Perbaiki pertanyaannya; pertanyaan ini berdiri sendiri.",
    cancel="Batal",
    filter="Saring",
    publishers="Penerbit",
    published="Terbit",
    from_label="dari",
    until_label="sampai",
    filtered="Hanya:",
    unfilter="Hapus saringan",
    wrong_days="Hari pertama sesudah hari terakhir.",
    stale="Artikel untuk jawaban ini sudah tidak ada atau sudah berubah. Tanyakan lagi.",
    chats="Percakapan",
    no_chats="Percakapan Anda di peramban ini akan tercantum di sini.",
    open_chat_failed="Percakapan itu tidak dapat dibuka.",
    delete_chat="Hapus percakapan",
    save_markdown="Simpan sebagai Markdown",
    save_json="Simpan sebagai JSON",
    was_it_right="Apakah ini benar?",
    right="Benar",
    answer_wrong="Jawaban salah",
    evidence_wrong="Bukti salah",
    judged="Terima kasih; dicatat:",
    not_judged="Ini tidak bisa dicatat: artikel-artikel ini tidak disimpan di pustaka.",
    judge_failed=("Ini tidak dapat dicatat; sebabnya tertulis di jendela tempat Tanya dijalankan."),
    skip="Langsung ke pertanyaan",
    add_articles="Tambah artikel",
    adding="Menambahkan:",
    added="Hasil berkas:",
    too_many_files="tidak dibaca: paling banyak {n} berkas sekaligus",
    too_large_file="tidak dibaca: lebih besar dari {n} MB",
    unknown_kind="tidak dibaca: harus salah satu dari {kinds}",
    same_article="sudah ada: {title}",
    find_articles="Cari artikel",
    no_articles_found="Tidak ada artikel dengan kata-kata ini.",
)


def strings_for(language: str) -> Strings:
    """Return the phrases of a language, ISO 639-1; the English ones where it has none."""
    return {"en": ENGLISH, "id": INDONESIAN}.get(language, ENGLISH)


def preferred_language(accepted: str, default: str = "en") -> str:
    """Return the language that a browser likes best of those that the page speaks.

    Args:
        accepted: an Accept-Language header, as "id-ID,id;q=0.9,en;q=0.8".
        default: where it likes none of them, or says nothing.
    """
    liked: list[tuple[float, str]] = []
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";q=")
        with suppress(ValueError):
            liked.append((-float(weight or 1), name.split("-")[0].lower()))
    spoken = (language for _, language in sorted(liked, key=lambda pair: pair[0]))
    return next((language for language in spoken if language in ("en", "id")), default)


def counted(n: int, one: str, many: str) -> str:
    """Return the phrase for `n` things."""
    return one if n == 1 else many.format(n=n)


def sureness(confidence: float, words: Strings) -> str:
    """Return a confidence, 0 to 1, in words; the thresholds are in `qa.settings`."""
    if confidence >= SURE_CONFIDENCE:
        return words.sure
    return words.fairly_sure if confidence >= FAIRLY_SURE_CONFIDENCE else words.unsure


def percent(confidence: float, words: Strings) -> str:
    """Return a probability, 0 to 1, as a sentence with its percentage."""
    return words.confidence.format(n=round(100 * confidence))


def written_date(published: Published, words: Strings) -> str:
    """Return the day (and the time with its zone, where the page gives one) as people write it."""
    from babel.dates import format_date

    if published is None:
        return words.no_date
    day = format_date(published, format="long", locale=words.locale)
    if not isinstance(published, datetime):
        return day
    # Python calls a zone without a name UTC+07:00; people write UTC+7.
    zone = (published.tzname() or "").removesuffix(":00").replace("+0", "+").replace("-0", "-")
    return f"{day}, {published:%H:%M} {zone}".rstrip()


def language_name(code: str, words: Strings) -> str:
    """Return a language's name, or its code where it has no name."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_language_name(words.locale) or code
    except (UnknownLocaleError, ValueError):
        return code
