"""The small classes of words, in English and Indonesian, that the rules for follow-ups know."""


def listed(table: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(table.split())


ASKING = listed(
    """
    apa apakah berapa berapakah bagaimana dimana gimana kapan kemana kenapa mana mengapa sebutkan
    siapa siapakah can could did do does had has have how if is are was were list name should what
    when where which who whom whose why will would
    """
)
INSIDE_NAMES = listed("al bin binti da de del der di dos el ibn la of van von")
ORGANISATIONS = listed(
    """
    badan bank cv dewan dinas fakultas institut kantor kementerian komisi komite lembaga majelis
    mahkamah organisasi partai perusahaan pt rumah sekolah tim universitas yayasan
    agency association club college commission committee company corporation council court
    department foundation group institute ministry museum party school society team union university
    """
)
PLACES = listed(
    """
    city country island place region state town venue village area province
    daerah desa kabupaten kota lokasi negara negeri provinsi pulau tempat wilayah
    """
)
PEOPLE = listed(
    """
    actor director man minister official person player politician woman writer
    aktor orang pemain pejabat penulis pria sutradara tokoh wanita
    """
)
TIMES = listed("day month occasion time year")
SUBORDINATING = listed(
    "after although as because before if once since that though when whether while"
)
NOT_OF_ANYTHING = listed(
    """
    ada akhir arti banyak begitu berakhir berikut besar biasa cepat ha harus hilang jatuh kenyataan
    khusus kira kurang lain lama lazim meninggal misal naik nyata paling pasti pertama pu ta rendah
    rupa satu satu-satu sebaik sebagai sebelum sebenar sedikit sekurang selanjut semesti sepenuh
    seharus sesudah sesungguh setahu setidak setidak-tidak tampak tepat terjadi terutama tinggi
    turun umum
    """
)
"""What a "-nya" is of in "akhirnya", "sebelumnya", "hanya": nothing that was said before."""
