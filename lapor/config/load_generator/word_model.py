"""A small word model of how people of an Indonesian city write to their government. Used by report_lifecycles.py."""

from random import Random

FIRST = (
    "Siti",
    "Agus",
    "Dewi",
    "Bambang",
    "Sri",
    "Joko",
    "Rina",
    "Hendra",
    "Wahyu",
    "Nur",
    "Eko",
    "Tri",
    "Budi",
    "Ani",
    "Slamet",
    "Yuli",
    "Dian",
    "Rudi",
    "Endang",
    "Teguh",
    "Fitri",
    "Arif",
    "Lestari",
    "Sugeng",
    "Maya",
    "Dwi",
    "Ratna",
    "Imam",
    "Wulan",
    "Adi",
)
LAST = (
    "Rahayu",
    "Prasetyo",
    "Lestari",
    "Wijaya",
    "Wahyuni",
    "Susilo",
    "Marlina",
    "Gunawan",
    "Hidayat",
    "Santoso",
    "Utami",
    "Saputra",
    "Handayani",
    "Kurniawan",
    "Setiawan",
    "Astuti",
    "Nugroho",
    "Purnomo",
    "Suryani",
    "Hartono",
)

# What is wrong, by group of categories; of another group the category's own name is said.
TROUBLES: dict[str, tuple[str, ...]] = {
    "jalan": (
        "jalan berlubang dalam sekali",
        "aspal mengelupas dan bergelombang",
        "bekas galian kabel dibiarkan menganga",
        "trotoar ambles dan pecah",
        "jembatan kecil retak, besinya kelihatan",
        "jalan gang becek dan rusak parah",
    ),
    "penerangan": (
        "lampu jalan mati",
        "lampu penerangan kedip-kedip lalu padam",
        "tiang lampu miring mau roboh",
        "kabel menjuntai rendah",
        "gelap gulita karena tidak ada lampu",
    ),
    "air": (
        "air PDAM mati total",
        "air keluar keruh dan berbau",
        "pipa bocor dan air terbuang ke jalan",
        "tagihan air naik dua kali lipat",
        "aliran air kecil sekali",
    ),
    "drainase": (
        "saluran mampet penuh sampah",
        "air menggenang setinggi lutut",
        "banjir rob masuk rumah",
        "pompa air tidak menyala",
        "tanggul jebol sepanjang beberapa meter",
        "got meluap setiap hujan",
    ),
    "sampah": (
        "sampah menumpuk dan bau",
        "truk sampah tidak datang",
        "ada yang buang sampah sembarangan",
        "warga membakar sampah tiap sore",
        "toilet umum kotor dan airnya mati",
    ),
    "lingkungan": (
        "pohon tumbang menutup jalan",
        "dahan besar hampir patah",
        "sungai berbuih dan berbau limbah",
        "asap pabrik pekat",
        "suara mesin bising sampai tengah malam",
        "bangku taman rusak",
    ),
    "lalu-lintas": (
        "lampu merah mati",
        "rambu tertutup pohon",
        "parkir liar memakan separuh jalan",
        "tarif parkir tidak sesuai karcis",
        "bus kota lewat tanpa berhenti",
        "macet panjang setiap pagi",
    ),
    "kesehatan": (
        "antrean puskesmas panjang",
        "obat tidak tersedia",
        "perlu pengasapan karena demam berdarah",
        "ambulans datang terlambat",
        "kartu jaminan kesehatan tidak aktif",
    ),
    "pendidikan": (
        "ada pungutan di sekolah",
        "atap ruang kelas bocor",
        "kuota penerimaan siswa tidak jelas",
        "guru sering tidak masuk",
        "beasiswa belum cair",
    ),
    "kependudukan": (
        "KTP elektronik belum jadi",
        "kartu keluarga salah nama",
        "akta kelahiran lama diproses",
        "surat pindah dipersulit",
        "pelayanan kelurahan berbelit",
    ),
    "sosial": ("bantuan sosial tidak tepat sasaran", "ada lansia terlantar", "nama saya hilang dari daftar penerima"),
    "ketertiban": (
        "balap liar tiap malam minggu",
        "spanduk dipaku di pohon",
        "anjing liar berkeliaran",
        "pengamen memaksa",
    ),
}
OPENERS = (
    "",
    "",
    "",
    "Selamat pagi. ",
    "Mohon izin melapor, ",
    "Assalamualaikum, ",
    "Min, ",
    "Yth. Bapak/Ibu, ",
    "Lapor: ",
    "Pak, ",
)
NEAR = (
    "di depan masjid",
    "di dekat pasar",
    "di seberang sekolah",
    "di tikungan",
    "di belakang balai RW",
    "di pertigaan",
    "dekat jembatan",
    "di samping puskesmas",
    "di depan minimarket",
    "di gang",
    "di perumahan",
    "di bantaran sungai",
)
STREETS = (
    "Melati",
    "Kenanga",
    "Pemuda",
    "Diponegoro",
    "Kartini",
    "Gajah Mada",
    "Anggrek",
    "Merdeka",
    "Sudirman",
    "Cempaka",
    "Mawar",
    "Pahlawan",
    "Sriwijaya",
    "Majapahit",
    "Ahmad Yani",
    "Imam Bonjol",
    "Veteran",
    "Flamboyan",
    "Bugenvil",
    "Dahlia",
)
SINCE = (
    "sejak kemarin",
    "sejak hari Senin",
    "sudah {n} hari",
    "sudah {n} minggu",
    "sejak hujan deras semalam",
    "sejak bulan lalu",
    "tiap hari",
    "sejak Lebaran",
    "sudah {n} bulan",
)
EFFECTS = (
    "Anak-anak takut lewat.",
    "Sudah ada yang jatuh.",
    "Kalau malam berbahaya sekali.",
    "Warga satu RT mengeluh.",
    "Dagangan saya jadi sepi.",
    "Ibu saya yang sakit terganggu.",
    "Sudah lapor ke RT tetapi belum ada tindakan.",
    "Motor sering terpeleset di situ.",
    "Baunya sampai ke dalam rumah.",
    "Kami sudah kerja bakti tetapi tidak cukup.",
    "Setiap pagi jadi macet panjang.",
    "Kasihan pejalan kaki dan lansia.",
)
WISHES = (
    "Mohon segera ditindaklanjuti.",
    "Tolong dicek ke lokasi, terima kasih.",
    "Kapan diperbaiki?",
    "Mohon perhatiannya.",
    "Semoga cepat ditangani.",
    "Terima kasih sebelumnya.",
    "Tolong jangan cuma janji.",
    "Mohon penjelasan prosedurnya.",
    "",
)
RESPONSES = (
    "Terima kasih, laporan kami terima. Petugas kami meninjau lokasi besok pagi.",
    "Kami jadwalkan pengecekan dalam minggu ini.",
    "Laporan sudah kami teruskan ke tim lapangan.",
    "Tim sudah di lokasi dan sedang mendata kebutuhan bahan.",
)
PROGRESS = (
    "Pekerjaan sudah separuh jalan.",
    "Bahan sudah datang, pengerjaan dimulai besok.",
    "Menunggu cuaca membaik.",
)
ANSWERS = (
    "Sudah diperbaiki, silakan dicek kembali.",
    "Pekerjaan selesai dan lokasi sudah dibersihkan.",
    "Sudah kami tangani bersama warga RW.",
    "Sudah diganti baru dan berfungsi normal kembali.",
    "Sudah kami jelaskan kepada pelapor sesuai ketentuan.",
)
ABBREVIATED = {
    "yang": "yg",
    "tidak": "gak",
    "sudah": "udah",
    "dengan": "dgn",
    "tolong": "tlg",
    "jalan": "jln",
    "sekali": "bgt",
}


def person(random: Random) -> str:
    return f"{random.choice(FIRST)} {random.choice(LAST)}"


def address(random: Random) -> str:
    return f"RT {random.randint(1, 12):02d} RW {random.randint(1, 12):02d}"


def complaint(random: Random, group: str, category: str, village: str) -> str:
    """One report's text: 40 to 600 characters."""
    trouble = random.choice(TROUBLES[group]) if group in TROUBLES else category.lower()
    since = random.choice(SINCE).format(n=random.randint(2, 9))
    place = f"{random.choice(NEAR)} Jalan {random.choice(STREETS)} {random.randint(1, 99)}, {village}"
    first = f"{random.choice(OPENERS)}{trouble} {place}, {since}."
    more = random.sample(EFFECTS, random.choice((0, 0, 1, 1, 2, 3)))
    text = " ".join([first[0].upper() + first[1:], *more, random.choice(WISHES)]).strip()
    return _in_a_hurry(random, text)


def _in_a_hurry(random: Random, text: str) -> str:
    """Some write without capitals and with the abbreviations of phones, a few shout."""
    style = random.random()
    if style < 0.25:  # noqa: PLR2004 - a quarter
        return " ".join(ABBREVIATED.get(word, word) for word in text.lower().split())
    return text.upper() if style > 0.96 else text  # noqa: PLR2004
