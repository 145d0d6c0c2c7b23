"""Sentences that were written before the forms in them were looked for, and were never looked at while the finder was
tuned.

Marked as in personal_data_sentences.py. Nothing here belongs to anybody.
"""

MARKED = """
Kalau mau survei, rumah saya di Perum Bukit Asri D-7, pagar hijau
alamatnya Perumahan Tlogo Permai Indah F 15 dekat masjid
banjir masuk sampai Griya Payung Mas B/23
kami tinggal di blok H no 9, lampunya padam
Blok F nomor 21 yang kebanjiran paling parah
kartu BPJS saya 0001234567893 ditolak di puskesmas
nomor BPJS Kesehatan: 0002 8765 43219 tidak aktif sejak Mei
nomor SIM saya 1234-5678-901234 hilang di terminal
SIM C 920715340123 atas nama saya belum jadi
paspor saya B 7654321 tertahan di loket
no paspor C1234567 salah cetak
IG saya @rini.setya_ kalau mau tanya
hubungi lewat instagram: @warga_tembalang01
DM saja ke twitter @joko_pras
Hormat saya, Wulandari Kusumaningrum
Demikian laporan ini kami buat. Hormat kami, Djarot Hutomo
ttd, Sugiharto Wibisono
WA o857 l234 5678 ya pak
hub O8l3 22ll OO99
nomor saya 08I2-3344-55b6 tolong
kata Bripka Haryadi laporannya sudah masuk
ditilang Aiptu Mustofa di simpang lima
Kompol Suwandana janji mau datang
AKP Ridho Mahardika yang terima laporan
Serda Pujiono dari koramil bantu angkat pohon
""".strip().splitlines()

# What of each line tells who or where: nothing of it may be left outside the findings.
TELLING = (
    "Bukit Asri D-7",
    "F 15",
    "B/23",
    "H no 9",
    "F nomor 21",
    "0001234567893",
    "0002 8765 43219",
    "1234-5678-901234",
    "920715340123",
    "B 7654321",
    "C1234567",
    "rini.setya_",
    "warga_tembalang01",
    "joko_pras",
    "Wulandari Kusumaningrum",
    "Djarot Hutomo",
    "Sugiharto Wibisono",
    "o857 l234 5678",
    "O8l3 22ll OO99",
    "08I2-3344-55b6",
    "Haryadi",
    "Mustofa",
    "Suwandana",
    "Ridho Mahardika",
    "Pujiono",
)
