"""Page phrases: patterns of the lines of a news page that are not its article.

In Indonesian and English, for any publisher. Patterns ignore position: whether a paragraph is at
the end of a page, or below a label, is decided in `qa.ingest.page.boilerplate`.
"""

import re

from qa.schema.span import Span

_BRACKETS = "([{\u200b\u200e\u200f\ufeff "


def _table(*rows: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row})" for row in rows), flags)


# A line that begins so sends the reader elsewhere, whatever it ends with.
_OPENING = _table(
    r"(?:baca|lihat|simak|tonton|klik)[\s_]*(?:juga|pula|selengkapnya|lainnya|artikel)\b",
    r"(?:baca|simak|tonton)\s*:",
    r"(?:lihat|simak|tonton|saksikan)\s+(?:\w+\s+)?video\b",
    r"(?:simak|baca)\s+(?:berita|artikel|informasi|selengkapnya|kisah|liputan|ulasan)\b",
    r"(?:read|see|watch|listen)\s+(?:also|more|next|live|here|now)\b",
    r"(?:also|must|next)\s+(?:read|watch|see)\b",
    r"(?:related|recommended|trending|most read|editor'?s? picks?)\b[^.]{0,40}$",
    r"more (?:on|from|like) (?:this|the|our|[A-Z])\S*[^.]{0,40}$",
    r"(?:berita|artikel|konten|topik)\s+(?:terkait|terpopuler|populer|lainnya|rekomendasi)\b",
    r"(?:pilihan|rekomendasi)\s+(?:editor|redaksi|untuk anda)\b",
    r"(?:\(?gambas\s*:|\[gambas|\[?img_title|embed\b)",
    r"(?:scroll|gulir)\s+(?:to|ke|down|untuk)\b",
    r"(?:story|article)\s+continues\s+(?:below|after)\b",
    r"(?:advertisement|iklan|sponsored|promoted)\b[^.]{0,40}$",
    r"(?:halaman|laman)\s+(?:selanjutnya|berikutnya|sebelumnya)\b",
    r"(?:lanjut|berlanjut|bersambung)\s+(?:ke|di)\s+hal",
    r"(?:next|previous)\s+(?:page|article|story)\b",
    r"(?:hide|close|skip|remove)\s+ads?\b",
    r"(?:share|bagikan|sebarkan|copy link|salin tautan|tweet|print|cetak)\b[^.]{0,40}$",
    r"\d+\s*(?:komentar|comments?|shares?|views?|dibaca|kali dibaca|likes?)\b[^.]{0,20}$",
    r"(?:tulis|beri|leave a|post a|add a|view|lihat semua)\s*(?:komentar|comments?)\b",
    r"(?:follow\s*)?sentimen\s*:",
    r"(?:(?:copyright|hak cipta)\s*)?(?:©|\(c\)|(?:copyright|hak cipta)\s+\d{4})",
    r"all rights reserved\b",
    r"dilarang\s+(?:keras\s+)?(?:mengambil|menyalin|mengutip|memperbanyak)\b",
    r"this material may not be (?:published|broadcast)\b",
    r"our standards\s*:",
    r"(?:additional\s+)?reporting by\s+[A-Z].{0,200}$",
    r"(?:edited|editing|writing|compiled) by\s+[A-Z].{0,80}$",
    r"(?:artikel|berita|konten) ini (?:telah|sudah|pernah|sebelumnya)?\s*(?:di)?(?:tayang|terbit|"
    r"publikasi)",
    r"this (?:article|story) (?:was|has been|is) (?:originally |first )?(?:published|updated|"
    r"produced|supported|part of)\b",
    r"(?:pewarta|penulis|reporter|editor|redaktur|kontributor|penyunting|fotografer|"
    r"sumber berita)\s*:",
    r"(?:tags?|topik|topics?|kategori|label|kata kunci|keywords?)\s*:",
    r"(?:loading|memuat)\s*(?:\.\.\.|…)?$",
)
# A photo's credit: the line, and where the line is nothing else, the list under it.
_CREDIT = _table(
    r"(?:photo|foto|sumber foto|sumber|source|image|images|gambar|ilustrasi|kredit|credit|doc|dok|"
    r"video|infografis|infographic|caption)\s*[:|]",
    r"(?:photograph|photo|image|illustration|foto)s?\s+(?:by|credit|oleh)\b[^.]{0,60}$",
    r"(?:image|photo) (?:source|caption|credit)\b",
)
_CREDIT_INSIDE = _table(
    r"[(\[]\s*(?:foto|photo|file|dok|doc|dokumen|dokumentasi|sumber|source|istimewa|ist|screenshot|"
    r"tangkapan layar|pool|image|ilustrasi|getty|shutterstock)\b[^()\[\]]{0,120}[)\]][\s.]*$",
    r"(?:foto|photo|image|dok|doc)\s*:\s*[^.]{1,80}\)?\s*$",
    r"\bacquire licensing rights\b",
    r"(?:/|\bfile\s|\bhandout\s)photo\b[^.]{0,60}$",
    r"\bvia (?:reuters|afp|ap|getty(?: images)?|epa)\b[^.]{0,60}[)\]]?\s*$",
)
# Agencies in capitals only: "(ANTARA/HO-Polri)" is a credit, "(ant/jpnn)" ends an article.
_CREDIT_AGENCY = _table(
    r"[(\[](?:[^()\[\]]{0,40}/)?(?:ANTARA|ANTARA FOTO|AFP|AP|AP Photo|REUTERS|Reuters|EPA|"
    r"Getty Images|Xinhua|TASS|KCNA|Anadolu)/[^()\[\]]{1,60}[)\]][\s.]*$",
    r"/\s?(?:CNN Indonesia|Getty Images|AFP|REUTERS|Reuters|ANTARA|EPA|Shutterstock)\s*$",
    r"[\w']\s*(?:—|--|-|\|)\s*(?:AFP|REUTERS|Reuters|Getty Images|EPA)\s*$",
    flags=0,
)
# "PAPER/PHOTOGRAPHER" in capitals, alone or behind a caption, which it may repeat in brackets.
_PAPER_CREDIT = re.compile(
    r"(?:^|[\s(])[A-Z][A-Z0-9 .&-]{2,30}/[A-Z][A-Z .'’-]{2,40}"
    r"(?:\s*\([A-Z0-9 .&/'’-]+\))?[)\s.]*$"
)
_PAPER_CREDIT_ALONE = re.compile(r"\(?[A-Z][A-Z0-9 .&-]{2,30}/[A-Z][A-Z .'’-]{2,40}\)?")
# Inside a paragraph that a scraper joined: where a callout begins, and what it is up to.
_INLINE_CALLOUT = re.compile(
    r"(?:(?<=^)|(?<=[.!?\"”’):\]]\s)|(?<=\s))"
    r"(?:(?:[Bb]aca|[Ll]ihat|[Ss]imak)\s(?:[Jj]uga|[Pp]ula|[Vv]ideo|[Jj]uga\s[Vv]ideo)\b"
    r"|BACA\sJUGA\b|(?:Read|See)\s(?:also|more)\b:?|SCROLL\sTO\sCONTINUE[A-Z\s]*|ADVERTISEMENT\b"
    r"|\[[Gg]ambas\s?:[^\]]*\]|\(?[Gg]ambas\s?:[^)\]]*[)\]])"
)
_IMAGE_MARKUP = re.compile(r"!\[[^\]\n]*\]\([^)\s]*\)|<img\b[^>]*>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?=\s+[\"“(]*[A-Z\d])")
_RUN_OF_TITLE_CASE = re.compile(
    r"(?:[\W_]*(?:[A-Z\d][\w'’-]*|dan|di|ke|dari|yang|untuk|dengan|pada|atau|dalam|oleh|the|of|a|an"
    r"|and|in|on|to|for|at|by|with)(?=[\s,:;?!.'\"”)]|$))+"
)
_MIN_TITLE_CASE_WORDS = 4
_MIN_REST_WORDS = 8

# Anywhere in a paragraph: an invitation to this publisher's own channels.
_INVITATION = _table(
    r"\b(?:google news|whatsapp channel|saluran whatsapp|kanal whatsapp|whatsapp channels?|"
    r"grup telegram|kanal telegram|channel telegram|telegram channel)\b",
    r"\bklik\s+(?:di\s?sini|link|tautan|banner)\b",
    r"\b(?:daftar|download|unduh|install)\s+(?:sekarang|aplikasi|gratis)\b",
    r"\b(?:sign up|subscribe)\s+(?:to|for|now|here|today)\b",
    r"\b(?:our|free|daily|weekly)\s+(?:\w+\s+){0,2}newsletters?\b",
    r"\bdownload (?:the|our) (?:\w+\s+)?app\b",
)
_INVITING = _table(
    r"(?:dapatkan|ikuti|follow|gabung|ayo|mari|yuk|jangan lewatkan|jangan lupa|cek|baca|"
    r"simak|temukan|nikmati|kunjungi|tonton|unduh|pantau|update|klik|langganan|berlangganan)\b",
    r"(?:get|sign up|subscribe|join|click|download|stay|keep up|find us|like us|want|don'?t miss|"
    r"enjoy|discover|have a|do you have|support)\b",
)
_TO_CHANNELS = _table(
    r"(?:follow|ikuti|like)\s+(?:us on\b|kami\b|berita\b|akun\b|whatsapp\b|google\b|instagram\b|@)",
    r"(?:subscribe|sign up|berlangganan|log ?in|masuk|daftar)\b[^.]{0,60}$",
    r"(?:dapatkan|ikuti)\s+(?:(?:terus|update|perkembangan|informasi)\s+)?(?:berita|update|breaking|"
    r"informasi|artikel)\b",
)
# Alone on a line, these open a block of other pages' headlines.
_RELATED = _table(
    r"(?:baca|lihat|simak)\s*(?:juga|pula)\s*:?$",
    r"(?:berita|artikel|topik|konten)\s*(?:terkait|terpopuler|populer|lainnya|rekomendasi|terkini)",
    r"(?:read (?:also|more)|see also|related(?: \w+)?|most read|trending|recommended(?: \w+)*|"
    r"terpopuler|terkini|populer|rekomendasi|more (?:on|from) .{1,40}|you may also like)\s*:?$",
)
# Alone on a line, these open the comments of readers.
_COMMENTS = _table(
    r"(?:tinggalkan|tulis|beri|berikan|kirim|leave|post|add|write)\s+(?:a\s+|an\s+)?"
    r"(?:komentar|balasan|comments?|reply)\b[^.]{0,30}$",
    r"(?:\d+\s+)?(?:komentar|comments?)\s*(?:\(\d+\))?:?$",
    r"(?:berita|artikel)\s+(?:terbaru|terkini|lainnya|lain|utama|pilihan)\s*:?$",
    r"(?:latest|more|other|top)\s+(?:news|stories|articles|posts)\s*:?$",
)
_MIDDLE_LABEL = _table(r"(?:baca|lihat|simak)\s*(?:juga|pula)|read (?:also|more)|see also")
_CLICK = _table(r"\b(?:klik|baca|cek|lihat) (?:di )?sini\b", r"\bdi sini$", r"\bclick here\b")
_MAX_INVITATION_WORDS, _MAX_CLICK_WORDS = 60, 12
_MAX_LABEL_CHARS = 60


def is_related_label(line: str) -> bool:
    """Return whether a line is a label above a list of other pages."""
    return len(line) < _MAX_LABEL_CHARS and _RELATED.match(line) is not None


def is_tail_label(line: str) -> bool:
    """Return whether a line is such a label as pages end with, not one of their middle."""
    if len(line) < _MAX_LABEL_CHARS and _COMMENTS.match(line):
        return True
    return is_related_label(line) and _MIDDLE_LABEL.match(line) is None


def is_credit_label(line: str) -> bool:
    """Return whether a line is "Photo :" alone, with the credit in the lines below."""
    match = _CREDIT.match(line)
    return match is not None and match.end() == len(line)


def is_credit(line: str) -> bool:
    """Return whether a line is a photo's credit, or a caption that ends in one."""
    tables = (_CREDIT.match, _CREDIT_INSIDE.search, _CREDIT_AGENCY.search, _PAPER_CREDIT.search)
    return any(table(line) for table in tables)


def is_paper_credit(line: str) -> bool:
    """Return whether a line is "PAPER/PHOTOGRAPHER" in capitals and nothing else."""
    return _PAPER_CREDIT_ALONE.fullmatch(line.strip()) is not None


def find_inline_callouts(paragraph: str) -> tuple[Span, ...]:
    """Return the callouts and images inside a paragraph, in order.

    The headline that a callout names ends where its Title Case does; one that is written like a
    sentence, where the next callout begins, or else with the sentence.
    """
    starts = list(_INLINE_CALLOUT.finditer(paragraph))
    found = [Span(m.start(), m.end()) for m in _IMAGE_MARKUP.finditer(paragraph)]
    for i, match in enumerate(starts):
        limit = starts[i + 1].start() if i + 1 < len(starts) else len(paragraph)
        end = match.end() if match[0][-1] in "])" else _callout_end(paragraph, match.end(), limit)
        if match.start() > 0 or len(paragraph[end:].split()) >= _MIN_REST_WORDS:
            found.append(Span(match.start(), end))
    found.sort(key=lambda span: span.start)
    return tuple(s for i, s in enumerate(found) if i == 0 or s.start >= found[i - 1].end)


def _callout_end(paragraph: str, start: int, limit: int) -> int:
    run = _RUN_OF_TITLE_CASE.match(paragraph, start, limit)
    words = run[0].split() if run else []
    if run and len(words) >= _MIN_TITLE_CASE_WORDS and run.end() < limit:
        # The last word in capitals begins the sentence that goes on in lower case.
        goes_on = paragraph[run.end() :].lstrip()[:1].islower()
        return start + run[0].rstrip().rfind(" ") if goes_on else run.end()
    sentence = _SENTENCE_END.search(paragraph, start, limit)
    return sentence.end() if sentence else limit


def is_callout(line: str) -> bool:
    """Return whether a line is a callout: it sends the reader elsewhere, or is the site's own."""
    line = line.lstrip(_BRACKETS)
    if _OPENING.match(line) or _TO_CHANNELS.match(line):
        return True
    if len(line.split()) <= _MAX_CLICK_WORDS and _CLICK.search(line):
        return True
    short = len(line.split()) <= _MAX_INVITATION_WORDS
    return bool(short and _INVITING.match(line) and _INVITATION.search(line))


def closes_advertisement(line: str) -> bool:
    """Return whether a line is the button of an advertisement or a teaser."""
    return line.strip(" .:»>").lower() in (
        "selengkapnya",
        "hide ads",
        "close ads",
        "tutup iklan",
        "read more",
        "learn more",
        "sign up",
        "subscribe",
    )
