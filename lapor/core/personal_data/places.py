"""Exact addresses: a street with a house number, a block, RT and RW. A street alone is no address."""

import re
from collections.abc import Iterator

from lapor.core.personal_data.numbers import Span
from lapor.core.personal_data.plain import Plain

_STREETS = (
    "jl",
    "jln",
    "jalan",
    "gg",
    "gang",
    "lorong",
    "perum",
    "perumahan",
    "perumnas",
    "komplek",
    "kompleks",
    "kampung",
    "kp",
    "dusun",
    "griya",
)
_STREETS_AGAIN = r"(?:jl|jln|jalan)[ .]"
_STREET = rf"[^a-z0-9](?:{'|'.join(_STREETS)})(?![a-z])"
_SIGN = r"(?:no|nomor|nomer|nmr|num|#)[ .:]{0,3}"
_COUNTED = (
    r"hari|minggu|bulan|bln|tahun|thn|th|jam|menit|detik|meter|mtr|m|km|cm|kilo\w*|orang|org|warga|titik|lampu|kali|lubang|lajur|arah|malam|pagi|siang|sore"
    r"|pohon|tiang|unit|buah|rumah|kk|mobil|motor|truk|sekolah|r[tw](?!"
    r" ?[\d.])|toko|kios|persen|%|ekor|batang|ruas|kelurahan|kecamatan"
    r"|sampai|dan|s/d|hingga|x|juta|ribu|rb|jt|desember|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|wib|kg|ton|liter|anak|ibu|korban|tempat"
)
_NO_NAME = (
    r"(?:jl|jln|jalan|gg|gang|km|kilometer|jam|pukul|pkl|tanggal|tgl|sejak|selama|sudah|sdh|ada|lampu|tiang|pju|bus|halte|koridor|rute|trayek|perda|perwal"
    r"|peraturan|pasal|uu|tahun|sekitar|kurang|lebih|sepanjang|kira|hampir|setiap|tiap|rp|hanya|cuma|cuman|telah|total|lebar|panjang|dalam|rusak|berlubang|macet"
    r"|banjir|longsor|gelap|mati|ini|itu|baru|dari|antara|tiket|laporan|nik|hp|wa|telp|rek|rekening|umur|usia|wib|pada|lalu|pintu|lantai|kelas|sd|sdn|smp|smpn|sma"
    r"|smk|tk|rt|rw|nomor|nomer|nmr|no)(?![a-z])"
)
_NAME = rf"(?!{_NO_NAME})[a-z][a-z'\-]{{0,20}}\.?"
_ROMAN = r"(?:[ivx]{1,4} ?/ ?)?"
_HOUSE = rf"{_ROMAN}(?<!\d)\d{{1,4}}(?:[ \-]?[a-z](?![a-z]))?(?:[/\-]\d{{1,3}}[a-z]?)?(?![\d:%])(?![.,]\d)"
_STREET_PATTERN = re.compile(
    rf"{_STREET}[ .:]{{0,3}}+(?!{_STREETS_AGAIN})(?:"
    # Jl. Sriwijaya 1 No. 20, Gang 3 no 5
    rf"(?>(?:(?!{_NO_NAME})[a-z0-9][a-z0-9'./\-]{{0,20}}[ ,.]{{1,3}}){{1,6}}){_SIGN}{_HOUSE}"
    # Jl. Gajah 5
    rf"|{_NAME}(?: {_NAME}){{0,4}}[ ,]{{1,2}}(?!(?:19|20)\d\d(?!\d)){_HOUSE}(?![ \-]?(?:{_COUNTED})(?![a-z]))"
    r")"
)
_HOUSE_PATTERN = re.compile(
    rf"[^a-z0-9](?:rumah(?:nya| saya| kami| dia| beliau)?|alamat(?:nya| saya| kami)?) (?:di )?{_SIGN}{_HOUSE}"
    rf"|[^a-z0-9](?:no|nomor|nomer)\.? rumah[ .:]{{0,3}}{_HOUSE}"
)
_BLOCK = re.compile(
    r"[^a-z0-9]blok?[ .:]{1,2}[a-z]{0,3}[ .\-/]{0,3}(?:no(?:mor)?[ .:]{0,2})?\d{1,3}[a-z]?(?!\d)"
    r"(?:[ ,./\-]{0,2}(?:no(?:mor)?[ .:]{0,2})?\d{1,3}[a-z]?(?![a-z\d]))?"
)
_ESTATE = re.compile(  # Perum Griya Indah C-12
    r"[^a-z0-9](?:perum|perumahan|perumnas|komplek|kompleks|griya|cluster|klaster|graha|residence)"
    r"(?: (?!pasar|ruko|kios|kantor|makam)[a-z][a-z'\-]{1,20}){1,4}?"
    rf"[ ,]{{1,2}}(?!{_NO_NAME}|(?:rt|rw|km|di|ke|ya|yg|dr|th|jl|gg|tk|sd|wa|hp|no)(?![a-z]))"
    rf"[a-z]{{1,2}}[ .\-/]{{0,2}}\d{{1,3}}[a-z]?(?![a-z\d%:])(?![.,]\d)(?![ \-]?(?:{_COUNTED})(?![a-z]))"
)
_NUMBER = r"(?:\d{1,3}(?!\d)|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|[ivx]{1,4}(?![a-z]))"
_RT, _RW, _GAP = r"r\.?t\.?", r"r\.?w\.?", r"[ .,:/\-]{0,3}"
_NEIGHBOURS = re.compile(
    rf"[^a-z](?:{_RT}{_GAP}(?:dan )?{_RW}{_GAP}{_NUMBER}[ ./\-]{{1,3}}{_NUMBER}"  # RT/RW 03/05
    rf"|{_RT}{_GAP}(?:no(?:mor)?[ .]{{0,2}})?{_NUMBER}"
    rf"(?:{_GAP}(?:dan )?{_RW}{_GAP}{_NUMBER}|[ ]?/[ ]?\d{{1,3}}(?!\d))?"
    rf"|{_RW}{_GAP}{_NUMBER}{_GAP}{_RT}{_GAP}{_NUMBER})"
)
_PATTERNS = (  # each with what the text must hold for it
    (_STREET_PATTERN, ("jl", "jalan", "gg", "gang", "lorong", "perum", "komplek", "kampung", "kp", "dusun", "griya")),
    (_HOUSE_PATTERN, ("rumah", "alamat")),
    (_BLOCK, ("blo",)),
    (_ESTATE, ("perum", "komplek", "griya", "cluster", "klaster", "graha", "residence")),
    (_NEIGHBOURS, ("rt", "r.t")),
)


def places(plain: Plain) -> Iterator[Span]:
    """Each exact address, in no order; spans may overlap."""
    low = plain.low
    for pattern, cues in _PATTERNS:
        if any(cue in low for cue in cues):
            for match in pattern.finditer(low):
                yield "address", match.start() + 1, match.end()
