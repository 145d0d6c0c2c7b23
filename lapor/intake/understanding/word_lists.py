"""Words that tell a trouble from a place, and words about the report that is open from those about another."""


def _set(words: str) -> frozenset[str]:
    """Of words parted by spaces."""
    return frozenset(words.split())


# --- what is wrong, and where: so that a trouble never becomes a place ------------------------------------------------

TROUBLE = _set("""
    mati rusak bocor mampet buntu tersumbat banjir rob longsor lubang berlubang bolong roboh tumbang macet sampah bau
    busuk retak pecah padam
    ambrol ambles amblas jebol miring hilang dicuri maling kotor keruh becek genangan tergenang menggenang patah putus
    bising berisik liar
    pungli licin gelap longgar lepas goyang rawan bahaya berbahaya celaka kecelakaan jatuh terjatuh kebakaran terbakar
    asap debu tikus nyamuk
    ular anjing demo tawuran balap miras judi coret vandal terlantar antre antri lambat lelet mahal telat terlambat
    kosong habis bau nyala kedip
    menumpuk numpuk meluap luber ditutup dibongkar menimpa ketimpa takut resah terganggu mengganggu meresahkan pingsan
    sakit demam keracunan
    longsoran nggenang njeglong gronjal
""")
# of any trouble
FEELINGS = _set(
    "menimpa ketimpa takut resah terganggu mengganggu meresahkan bahaya berbahaya rawan gelap bau mahal lambat telat"
    " terlambat"
)
TROUBLE_STEMS = (
    "rusak",
    "sumbat",
    "banjir",
    "lubang",
    "longsor",
    "tumbang",
    "sampah",
    "bocor",
    "numpuk",
    "ganggu",
    "genang",
    "bahaya",
)

PLACE = _set("""
    jl jln jalan gang gg rt rw no nomor blok perum perumahan desa dusun dukuh kampung kampoeng kelurahan kel kec
    kecamatan komplek kompleks
    depan dpn dekat deket dkt cedhak sebelah samping seberang belakang blkg mburi ngarep pojok pertigaan perempatan
    simpang simpanglima bundaran
    flyover underpass jembatan pasar sd smp sma smk sdn smpn sman masjid musala mushola musholla gereja kantor puskesmas
    terminal stasiun halte
    alun taman lapangan kampus rumah kos ruko toko warung indomaret alfamart spbu pom bank hotel mall utara selatan
    timur barat antara km kidul
    lor wetan kulon sini situ lokasi alamat
""")
SPEECH = _set("""
    saya aku kami kita tolong mohon sudah belum tidak bukan kapan kenapa mengapa bagaimana gimana apa siapa sangat
    sekali banget bgt parah
    segera cepat cepetan harus bisa mau ingin minta sering selalu setiap tiap masih juga lagi terus karena tapi kalau
    jika agar supaya biar ada
    banyak semua kasihan pemerintah petugas dinas walikota warga anak orang malam pagi siang sore kemarin tadi
""")
LONGEST_PLACE, SHORT_PLACE = 25, 4  # words
# behind the short ones a name needs no capital
STREETS, SHORT_STREETS = (
    _set("jl jln jalan gang gg"),
    _set("jl jln gg"),
)
# a street's landmark
BESIDE = _set("depan dpn dekat deket dkt sebelah samping seberang sebrang belakang blkg pertigaan perempatan simpang")
# what was said as the place
CORRECTS = _set("salah keliru bukan benar bener betul maksud maksudnya ralat koreksi ganti tepatnya")
NO_NAME = _set("""
    lampu lampunya pju got gotnya selokan saluran drainase pohon air aspal trotoar kabel tiang rambu sungai kali kalinya
    yang yg dan atau di ke dr
    dari sampai sampe arah menuju pada ada ini itu kok udah udh sdh dah blm belom gak ga nggak min pak bu mas mbak raya
""")  # no street is called so in small letters

# --- whether words belong to the report that is open ------------------------------------------------------------------

GOES_ON = _set(
    "juga lagi masih itu tadi tersebut tsb laporan tetap terus makin tambah malah kembali ulang sudah belum petugas"
    " kapan"
)
COMMON = _set("""
    yang dengan untuk dari pada jalan depan dekat sebelah samping belakang ada dan atau karena sangat sekali banget
    parah sejak hari minggu
    bulan tahun kemarin saya kami kita mohon tolong segera warga rumah kota semarang anak orang gang nomor kelurahan
    kecamatan pasar sudah belum
    tidak masih lama besar kecil banyak semua setiap sering malam pagi siang sore takut bahaya
""")
LEAST_NEW = 3  # words: less is no matter of its own
