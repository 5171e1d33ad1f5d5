"""The columns of tables of articles: which field each name means, in English and Indonesian."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

FIELDS = ("text", "title", "published", "author", "source", "url", "id")
"""The fields of a row, as they are called in this program."""

_ALIASES = MappingProxyType(
    {
        "text": (
            "text isi konten content body isiberita isikonten isiartikel beritaisi teks teksberita "
            "artikel article articletext articlebody fulltext berita news cleantext contenttext "
            "description deskripsi ringkasan summary"
        ),
        "title": (
            "title judul headline judulberita judulartikel newstitle articletitle titleberita "
            "beritajudul heading"
        ),
        "published": (
            "published tanggal tgl date datepublished publishedat publishdate pubdate "
            "tanggalterbit tanggalpublikasi tanggalberita tglterbit tglberita waktu waktuterbit "
            "datetime timestamp publishedtime createdat created time jam"
        ),
        "author": (
            "author penulis wartawan reporter jurnalis pewarta creator byline authors penulisberita"
        ),
        "source": (
            "source sumber media publisher situs penerbit portal website sitename namamedia outlet "
            "sumberberita"
        ),
        "url": (
            "url link tautan alamat linkjudul linkberita urlberita href permalink newsurl newslink "
            "articleurl sumberurl"
        ),
        "id": "id idberita articleid newsid guid nomor no",
    }
)
"""Of each field, the names that mean it, the surest first, without case, spaces and marks."""


def fields_by_column(
    columns: Iterable[str], chosen: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Return the field of each column that means one.

    Where several columns could be one field, that with the surest name is; the others are none.

    Args:
        columns: their names, as the file writes them.
        chosen: columns by field, given by the user; these go before the table.
    """
    by_name = {_bare(column): column for column in columns}
    found: dict[str, str] = {}
    for field, column in chosen.items():
        if _bare(column) in by_name:
            found[by_name[_bare(column)]] = field
    for field in FIELDS:
        names = (name for name in _ALIASES[field].split() if by_name.get(name, "") not in found)
        column = next((by_name[name] for name in names if name in by_name), None)
        if column is not None and field not in found.values():
            found[column] = field
    return found


def _bare(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())
