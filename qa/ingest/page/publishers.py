"""The names of publishers, by domain and by the spellings on their pages.

The table has names that differ from the domain ("viva.co.id" is VIVA). Any other publisher is
named by its domain.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

# Domain, name, and other spellings on the publisher's pages.
_TABLE = """
viva.co.id|VIVA|VIVA.co.id, VIVAnews
radarcirebon.tv|Radar Cirebon TV|RADARCIREBON.TV
radarcirebon.com|Radar Cirebon|RADARCIREBON.COM
okezone.com|Okezone|Okezone.com
news.detik.com|detikNews|
finance.detik.com|detikFinance|
sport.detik.com|detikSport|
inet.detik.com|detikInet|
hot.detik.com|detikHot|
health.detik.com|detikHealth|
travel.detik.com|detikTravel|
food.detik.com|detikFood|
detik.com|detikcom|detik.com
kompas.com|Kompas.com|KOMPAS.com
kompas.id|Kompas.id|KOMPAS.id
kompas.tv|Kompas TV|KompasTV
tempo.co|Tempo|TEMPO.CO, Tempo.co
antaranews.com|ANTARA|ANTARA News, LKBN ANTARA
cnnindonesia.com|CNN Indonesia|
cnbcindonesia.com|CNBC Indonesia|
liputan6.com|Liputan6.com|Liputan6
tribunnews.com|Tribunnews.com|TRIBUNNEWS, Tribunnews
republika.co.id|Republika|REPUBLIKA.CO.ID
sindonews.com|SINDOnews|SINDOnews.com, Koran SINDO
merdeka.com|Merdeka.com|
jawapos.com|Jawa Pos|JawaPos.com, JPG
jpnn.com|JPNN.com|JPNN
suara.com|Suara.com|
kumparan.com|kumparan|kumparanNEWS
inews.id|iNews|iNews.id
idntimes.com|IDN Times|
tirto.id|Tirto.id|
beritasatu.com|BeritaSatu|BeritaSatu.com, Beritasatu.com
bisnis.com|Bisnis.com|Bisnis Indonesia
kontan.co.id|Kontan|KONTAN.CO.ID
katadata.co.id|Katadata|Katadata.co.id
mediaindonesia.com|Media Indonesia|
metrotvnews.com|Metro TV|Metrotvnews.com, Medcom.id
rmol.id|RMOL|
poskota.co.id|Pos Kota|Poskota.co.id
pikiran-rakyat.com|Pikiran Rakyat|PIKIRAN RAKYAT
voaindonesia.com|VOA Indonesia|
thejakartapost.com|The Jakarta Post|
jakartaglobe.id|Jakarta Globe|
bbc.com|BBC|BBC News, BBC News Indonesia
bbc.co.uk|BBC|
reuters.com|Reuters|REUTERS
apnews.com|AP|Associated Press
theguardian.com|The Guardian|
aljazeera.com|Al Jazeera|
cnn.com|CNN|
nytimes.com|The New York Times|
washingtonpost.com|The Washington Post|
bloomberg.com|Bloomberg|
afp.com|AFP|
dw.com|DW|Deutsche Welle
voanews.com|VOA|Voice of America
npr.org|NPR|
channelnewsasia.com|CNA|Channel NewsAsia
straitstimes.com|The Straits Times|
scmp.com|South China Morning Post|
"""
DOMAIN = re.compile(
    r"(?<![\w@.-])(?:https?://)?((?:[a-z0-9-]+\.)+(?:com|co|id|tv|org|net|uk|news|info|go\.id|"
    r"co\.id|or\.id|com\.au))(?![\w-])(?!\.\w)",
    re.IGNORECASE,
)
_DESK = re.compile(r"\bdetik(?:[A-Z][A-Za-z]+|com)\b")
# News agencies: a page that mentions one may only cite it.
_AGENCIES = frozenset(("reuters", "ap", "afp", "antara", "bbc", "cnn", "dw", "cna", "npr", "voa"))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return the name of each spelling, which is in lower case."""
    names: dict[str, str] = {}
    for row in _TABLE.strip().splitlines():
        domain, name, spellings = row.split("|")
        for spelling in (domain, name, *(s.strip() for s in spellings.split(",") if s.strip())):
            names.setdefault(spelling.lower(), name)
    return names


def spellings_of(name: str) -> frozenset[str]:
    """Return the spellings of a publisher in lower case, its domains among them."""
    return frozenset(spelling for spelling, other in _names().items() if other == name)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_names(), key=len, reverse=True)
    alternatives = "|".join(re.escape(spelling) for spelling in longest_first)
    return re.compile(rf"(?<![\w@.-])(?:www\.)?({alternatives})(?![\w-])(?!\.\w)", re.IGNORECASE)


def named(text: str, *, agencies: bool = True) -> tuple[str, ...]:
    """Return the publishers of the table that a text names, in order.

    Args:
        text: a line of a page.
        agencies: whether news agencies count, which a page may only cite.
    """
    found: list[tuple[int, str]] = [(m.start(), m[0]) for m in _DESK.finditer(text)]
    found.extend(
        (match.start(), _names()[match[1].lower()])
        for match in _pattern().finditer(text)
        if agencies or match[1].lower() not in _AGENCIES
    )
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def of_domain(address: str) -> str | None:
    """Return the publisher of a domain or URL: its name, or else its domain."""
    match = DOMAIN.search(address)
    if not match:
        return None
    domain = match[1].lower().removeprefix("www.")
    parts = domain.split(".")
    for i in range(len(parts) - 1):
        if name := _names().get(".".join(parts[i:])):
            return name
    return domain


_SOCIAL = re.compile(
    r"(?:^|[/.@])(?:facebook|fb|twitter|x|instagram|youtube|tiktok|linkedin|t|plus\.google)\."
    r"(?:com|me|co)\b|^@",
    re.IGNORECASE,
)
_INNER_ADDRESS = re.compile(r"(?<=.)https?://|(?:/c/s/|/amp/s/)(?=[\w-]+\.)")


def is_social(address: str) -> bool:
    """Return whether a text is an account or a page of a social network."""
    return _SOCIAL.search(address) is not None


def canonical_name(name: str) -> str:
    """Return a publisher's name in the table, if it is known by this one or by its domain."""
    if found := _names().get(name.strip().lower()):
        return found
    site = of_domain(name) if DOMAIN.fullmatch(name.strip()) or "://" in name else None
    return site or name


def of_address(address: str) -> str | None:
    """Return the publisher of a page's address; of a copy in an archive or cache, the original's.

    That is its name in the table, or else its domain.
    """
    original = _INNER_ADDRESS.split(address)[-1]
    return None if is_social(original) else of_domain(original)


_ENDING = re.compile(r"(?:\.(?:com|co|id|tv|org|net|uk|news|info|go|or|au))+$")
_SHORT_NAME = re.compile(r"([a-z]{4,})[A-Z]\w*")


def source_names(sources: Iterable[str]) -> Mapping[str, str]:
    """Return the unambiguous names of these publishers, in lower case, with the publisher of each.

    A publisher's own name always counts. A shorter one ("detik" for detikNews) counts only if no
    other of these publishers has it.
    """
    every = tuple(dict.fromkeys(sources))
    own = {source.lower(): source for source in every}
    meant: dict[str, set[str]] = {}
    for source in every:
        for name in _shorter(source):
            meant.setdefault(name, set()).add(source)
    return {name: min(who) for name, who in meant.items() if len(who) == 1} | own


def _shorter(source: str) -> frozenset[str]:
    spelled = {source.lower(), *spellings_of(source)}
    names = spelled | {_ENDING.sub("", name) for name in spelled}
    names |= {name.removeprefix("the ") for name in names}
    if desk := _SHORT_NAME.fullmatch(source):
        names.add(desk[1])
    return frozenset(name for name in names if name)
