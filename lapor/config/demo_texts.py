"""What the demo of the Semarang preset invents.

REPORTS, as people write them: (category code, kind, text, first response, answer).

ACCOUNTS, one a role: (user name, name, role, code of the agency).
"""

ACCOUNTS: tuple[tuple[str, str, str, str], ...] = (
    ("verifikator", "Vera (demo verifikator)", "triage_officer", "diskominfo"),
    ("penghubung", "Hana (demo penghubung)", "liaison_officer", "perkim"),
    ("lapangan", "Landung (demo petugas lapangan)", "field_officer", "perkim"),
    ("loket", "Lutfi (demo petugas loket)", "desk_officer", "diskominfo"),
    ("pimpinan", "Pandu (demo pimpinan)", "head", "pemkot"),
    ("pengawas", "Wening (demo pengawas)", "overseer", "inspektorat"),
    ("admin", "Ade (demo administrator)", "administrator", "diskominfo"),
    ("perlindungan", "Lintang (demo kasus dilindungi)", "protected_case_officer", "inspektorat"),
)

REPORTS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "lampu-jalan-mati",
        "complaint",
        "Lampu jalan di depan masjid mati sejak hari Senin. Kalau malam gelap sekali, anak-anak takut pulang mengaji.",
        "Tim penerangan jalan mengecek lokasi besok pagi.",
        "Lampu sudah kami ganti dengan LED dan menyala.",
    ),
    (
        "jalan-rusak",
        "complaint",
        "jalan berlubang dekat perempatan, sudah ada 2 motor jatuh minggu ini. tolong segera ditambal pak",
        "Kami jadwalkan penambalan, lokasi sudah kami survei.",
        "Lubang sudah ditambal dengan aspal hotmix.",
    ),
    (
        "sampah-menumpuk",
        "complaint",
        "Sampah menumpuk di TPS sudah 4 hari tdk diangkut, baunya sampai masuk rumah!!!",
        "Armada tambahan kami kirim sore ini.",
        "Sampah sudah diangkut dan TPS dibersihkan.",
    ),
    (
        "saluran-tersumbat",
        "complaint",
        "Got depan rumah mampet, tiap hujan air masuk ke teras. Mohon dikeruk.",
        "Petugas saluran akan datang hari Kamis.",
        "Sedimen sudah dikeruk sepanjang 60 meter.",
    ),
    (
        "air-mati",
        "complaint",
        "Air PDAM mati dari kemarin sore, satu RT tidak ada yang keluar airnya.",
        "Ada pipa pecah, sedang dalam perbaikan.",
        "Pipa sudah diganti dan aliran air normal kembali.",
    ),
    (
        "pohon-tumbang",
        "complaint",
        "Pohon angsana besar miring ke jalan, bahaya kalau ada angin.",
        "Tim pangkas sudah melihat, dijadwalkan dipangkas.",
        "Pohon sudah dipangkas dan aman.",
    ),
    (
        "lampu-lalu-lintas",
        "complaint",
        "Lampu merah di simpang mati semua, kendaraan semrawut tiap pagi.",
        "Teknisi sedang di lokasi.",
        "Pengendali lampu diganti, lampu berfungsi normal.",
    ),
    (
        "parkir-liar",
        "complaint",
        "Parkir liar di bahu jalan depan pasar bikin macet, tiap hari jam 6 sampai 9.",
        "Kami tempatkan petugas pada jam tersebut.",
        "Penertiban dilakukan, rambu larangan sudah dipasang.",
    ),
    (
        "trotoar-rusak",
        "complaint",
        "Trotoar ambles, kursi roda ibu saya tidak bisa lewat.",
        "Survei selesai, material disiapkan.",
        "Trotoar diperbaiki dan jalur pemandu dipasang kembali.",
    ),
    (
        "ktp",
        "complaint",
        "Sudah 3 bulan KTP elektronik belum jadi, katanya blangko habis terus.",
        "Data Anda sedang kami periksa.",
        "KTP sudah dicetak dan bisa diambil di kecamatan.",
    ),
    (
        "penerimaan-siswa",
        "information_request",
        "Mohon informasi kuota jalur afirmasi SMP negeri tahun ini per sekolah.",
        "Permintaan kami terima, data disiapkan.",
        "Kuota per sekolah kami lampirkan dalam tautan pengumuman resmi.",
    ),
    (
        "bantuan-sosial",
        "complaint",
        "Tetangga saya janda tua tidak dapat bansos, padahal yang mampu malah dapat. Nyuwun tulung dicek nggih.",
        "Pendamping sosial akan berkunjung.",
        "Sudah diverifikasi dan diusulkan masuk data penerima.",
    ),
    (
        "taman-rusak",
        "aspiration",
        "Usul taman dekat balai kelurahan diberi tempat duduk dan lampu, banyak lansia jalan pagi.",
        "Usul kami bahas bersama kelurahan.",
        "Usul masuk rencana tahun depan: enam bangku dan empat lampu.",
    ),
    (
        "bus-kota",
        "aspiration",
        "Tolong tambah jam operasional bus sampai jam 10 malam, banyak pekerja shift.",
        "Terima kasih, kami kaji dengan operator.",
        "Dua koridor diperpanjang sampai pukul 21.00 mulai bulan depan.",
    ),
    (
        "lampu-jalan-baru",
        "aspiration",
        "Gang kami 200 meter tanpa satu lampu pun, mohon dipasang.",
        "Kami ukur kebutuhan tiang.",
        "Tiga titik lampu masuk anggaran perubahan.",
    ),
    (
        "informasi-publik",
        "information_request",
        "Saya minta rincian anggaran perbaikan jalan di kelurahan kami tahun ini.",
        "Permintaan dicatat PPID.",
        "Rincian anggaran diberikan dalam berkas yang dapat diunduh.",
    ),
    (
        "antrean-lama",
        "complaint",
        "Antre dari jam 7 baru dilayani jam 12, loket cuma buka satu.",
        "Kami evaluasi jumlah loket.",
        "Loket ditambah menjadi tiga pada jam sibuk.",
    ),
    (
        "banjir-rob",
        "complaint",
        "Rob masuk rumah lagi setinggi mata kaki, pompa tidak nyala.",
        "Petugas pompa dikirim.",
        "Pompa diperbaiki dan beroperasi.",
    ),
    (
        "pipa-bocor",
        "complaint",
        "Pipa bocor di tepi jalan airnya muncrat sudah dua hari, eman-eman.",
        "Regu perbaikan menuju lokasi.",
        "Kebocoran sudah diperbaiki.",
    ),
    (
        "tarif-parkir",
        "complaint",
        "Parkir motor ditarik 5000 tanpa karcis di depan alun-alun.",
        "Kami kirim pengawas.",
        "Juru parkir ditegur dan papan tarif dipasang.",
    ),
    (
        "puskesmas",
        "complaint",
        "Loket puskesmas tutup jam 10 padahal tertulis jam 12.",
        "Kami klarifikasi ke puskesmas.",
        "Jam loket dikembalikan sesuai papan informasi.",
    ),
    (
        "hewan-liar",
        "complaint",
        "Ada anjing liar galak di sekitar sekolah, sudah gigit satu anak.",
        "Tim penangkap hewan ke lokasi.",
        "Hewan sudah diamankan dan divaksin.",
    ),
    (
        "reklame-liar",
        "complaint",
        "Spanduk iklan dipaku di pohon sepanjang jalan, merusak pemandangan.",
        "Dijadwalkan penertiban.",
        "Spanduk sudah dilepas.",
    ),
    (
        "layanan-kelurahan",
        "complaint",
        "Surat keterangan domisili di kelurahan lama, bolak balik tiga kali.",
        "Kami cek ke kelurahan.",
        "Surat selesai dan dikirim lewat WhatsApp.",
    ),
)

WHY_ALIKE = "Foto contoh untuk demo, digambar oleh program: beberapa laporan menunjukkan tempat yang sama."
PROTECTED = "Petugas minta uang 500 ribu supaya izin saya cepat keluar, ini pungli."
QUESTIONS = (
    "Di sebelah mana lokasinya? Mohon sebutkan nama gang atau patokan.",
    "Boleh kirim foto dan nomor tiangnya?",
)
NAMES = (
    "Siti Rahayu",
    "Agus Prasetyo",
    "Dewi Lestari",
    "Bambang Wijaya",
    "Sri Wahyuni",
    "Joko Susilo",
    "Rina Marlina",
    "Hendra Gunawan",
)
