"""Sentences that came later, to see what the tuned rules do with words of another day, and were then tuned on
themselves."""

DANGEROUS_LATER = """
bapak di rumah depan suka nyabet anaknya pakai kabel
ibuku ditonjok bapak sampai giginya copot
adikku dijewer dan ditempeleng kepala sekolah
tetanggaku tiap malam digebuki bojone
kemarin mantan saya datang bawa golok
anak SMP dipegang-pegang sama guru ngaji
anakku dicium paksa sama tetangga
suami mengurung istrinya di rumah berhari-hari
istri dilarang keluar rumah dan ditendang
keponakan umur 5 tahun badannya biru-biru, katanya dipukul pamannya
pak tolong saya mau dibunuh orang
temanku nulis surat mau bunuh diri
saya sudah tidak sanggup hidup lagi
wong lanang kuwi arep nyuduk bojone
pegawai kecamatan minta uang seratus ribu buat KTP
diminta setor tiap bulan ke orang dinas
polisi lalu lintas minta duit di tempat tanpa surat tilang
urus IMB dipersulit kalau tidak kasih uang
guru minta uang buku tidak ada kuitansi
kades memotong BLT warga 200 ribu
kabel nglewer neng dalan
kabel listrik terkelupas di dekat anak-anak main
kabel tegangan tinggi hampir menyentuh atap rumah
pohon di depan rumah saya mau roboh tolong segera
pohon trembesi akarnya sudah terangkat, miring ke jalan
ada kebocoran gas di perumahan
rumah saya kebakaran
tolong ada yang tenggelam di Banjir Kanal
bocah kintir neng kali
ada orang kesetrum di sawah
pelajar bawa celurit konvoi
preman minta jatah sambil bawa pisau
kakak saya dipalak dan dipukuli di terminal
remaja perempuan diperkosa bergilir
saya dikuntit orang tak dikenal tiap pulang kerja
suami orang sebelah memaksa istrinya berhubungan
ada kakek-kakek meraba anak TK
pak ustadz cabul
guru ngaji mesum ke muridnya
dukun cabul
ada yang jual anak
bapak kandung menghamili anaknya
teman sekelas anak saya mengancam pakai cutter
ada geng motor nyerang warga pakai samurai
orang mabuk ngamuk mecahin kaca rumah warga
diancam mau dibakar rumahnya
saya diancam preman suruhan kades
debt collector mengancam menyebarkan foto saya
nek lapor arep dipateni
tiang listrik doyong mau ambruk
om-om di warnet suka nyentuh anak kecil
pacar saya sering main tangan
suami main tangan kalau marah
istri tetangga matanya bengkak dipukul
anakku pulang dengan bibir pecah, ngakunya dihantam temannya
bapak nglempar ibu nganggo gelas
mereka mau membakar kios saya kalau tidak bayar
saya dipukul satpam mall
saya mau loncat dari lantai 5
rasanya ingin mengakhiri semuanya
aku pengen bundir
ada cowok pamer alat kelamin di halte
penumpang perempuan digesek-gesek di BRT
saya difoto dari bawah rok
anak panti disiksa pengurus
nenek ditelantarkan dan tidak diberi makan
anak dipasung
pak kadus minta 2 juta buat tanda tangan tanah
ada uang pelicin di Samsat
petugas PLN minta tip
dimintai duit sama juru ukur BPN
hakim disuap
dana PKH dipotong pendamping
beras bansos ditimbun pak lurah
dimintai setoran sama preman pasar yang dibekingi aparat
kabel PLN jatuh ke sawah
pohon asem tua mau ambruk kena sekolah
beringin keropos dekat TK
rumah kebakar
kobong mas, cepetan
gas melon njeblug
siswa keracunan MBG
anak hilang tenggelam
mobil nyemplung sungai
jembatan mau putus
tembok sekolah mau roboh
orang tergeletak di trotoar tidak sadar
orang kejang di halte
ditusuk orang mabuk
ada orang bawa senpi
tetangga saya pengedar sabu, saya takut lapor
saya diancam lewat WA akan disebar foto bugil saya
dikejar orang bawa parang
saya disandera
penipuan dan saya diancam pinjol
bapak saya ngamuk pecahin piring bawa arit
tangane dicekel terus dijambak
ana sing arep mbacok
anak e diantemi nganti biru
bayi dibuang di depan masjid
"""

HARMLESS_LATER = """
Lampu PJU di Jl Pandanaran mati 3 hari
jalan berlubang bikin motor jatuh
Saya mau urus KTP di kecamatan, petugas minta surat pengantar
pegawai kelurahan tidak ramah
Petugas loket minta fotokopi KK
bayar pajak 200 ribu di Samsat antre
sekolah minta iuran 50 ribu untuk study tour apakah boleh
anak saya belum dapat kartu identitas anak
anak sekolah menyeberang susah karena tidak ada zebra cross
istri saya hamil, puskesmas penuh
suami saya kerja di luar kota, bagaimana urus KK
tetangga saya buang sampah sembarangan
tetangga memutar musik keras tiap malam
tetangga bakar sampah asapnya masuk rumah
guru di SD itu kurang
mohon pohon di depan rumah dipangkas karena menutupi lampu
ranting pohon mengenai kabel
pohon menutupi rambu
daun-daun jatuh menutup selokan
kabel wifi semrawut
tiang telepon di tengah trotoar
kabel optik tidak rapi di Jl Gajah
lampu merah mati di simpang lima
lampu taman mati
banjir di Genuk setinggi lutut
rob masuk rumah warga
selokan mampet air meluap ke jalan
sampah menumpuk di TPS
bau limbah pabrik
air keruh dan bau
jembatan rusak
jembatan penyeberangan gelap rawan copet
trotoar dipakai PKL
parkir liar di depan toko, diminta 5000
tukang parkir minta uang 5 ribu
bus BRT datang telat
halte kotor
antrean BPJS lama di RSUD
dokter puskesmas datang siang
obat habis
bansos tidak tepat sasaran
saya belum terima PKH
kapan pendaftaran PPDB dibuka
usul dibuat taman bermain anak
usul jalur sepeda
mohon info cara bikin akta kelahiran
biaya sertifikat tanah berapa
bagaimana mengurus izin usaha, bayar berapa
terima kasih petugas sudah cepat
kucing liar banyak di pasar
anjing tetangga menggonggong malam-malam
anak-anak muda nongkrong sampai malam
balapan liar tiap sabtu malam
knalpot brong
warung kopi ramai sampai pagi
petasan bikin kaget bayi
lubang di tengah jalan bahaya buat motor
tutup gorong-gorong hilang
jalan licin sering bikin pengendara jatuh
portal jalan ditutup warga
rumah kosong dihuni tikus
sekolah bocor kalau hujan
atap halte bocor
kursi taman patah
pagar jembatan patah
ayunan di taman patah, anak bisa jatuh
papan nama jalan roboh
rambu miring
tiang lampu miring
jaringan internet mati
listrik mati terus
air mati dua hari
petugas dinas datang bawa alat berat
truk bawa tanah mengotori jalan
orang dewasa merokok di taman anak
bapak tua jualan di trotoar
ibu-ibu jatuh terpeleset di pasar karena lantai licin
korban banjir butuh selimut
gas elpiji 3 kg mahal
stok gas kosong
tabung gas habis dipakai posko
penjual gas eceran
pom bensin antre
api pembakaran sampah mengganggu
kebun kering
sungai dangkal butuh pengerukan
tanggul perlu diperkuat
anak kecil main di pinggir kali tanpa pagar
ibu saya lansia belum vaksin
kakek saya tidak bisa jalan ke TPS
guru honorer gaji belum cair dua bulan
pasien ditolak karena kartu mati
minta speed bump karena banyak yang ngebut
minta polisi tidur
pos polisi dipindah
satpam kantor tidak sopan
lurah sulit ditemui
camat baru bagus
warga minta penerangan
kantor pos tutup
hewan kurban mati
ikan di kali mati semua
mati suri pasar tradisional ini
proyek galian bikin macet
proyek jalan tidak selesai-selesai
kontraktor kabur
dana desa untuk apa saja
laporan keuangan desa minta dibuka
uang sekolah naik
seragam wajib beli di koperasi sekolah
transfer bantuan belum masuk rekening
diminta foto KTP di aplikasi
sayuran mahal, ibu-ibu menjerit
pukulan telak buat UMKM
pedagang terpukul harga naik
tim lawan dihajar 3-0
jalan dihajar truk tiap hari jadi rusak
motor menabrak pohon kemarin
dahan kering perlu dipotong
lapangan terbakar matahari
warga tercekik harga
kampung sepi seperti mati
anak nangis karena ayunan rusak
bayi sakit karena debu proyek
Siti minta bantuan sembako
anak saya minta sekolah di negeri
polisi minta pengendara tertib
kantor kelurahan tutup jam 2
bayar parkir 3000 tanpa karcis
istri lurah ramah
pak camat pukul 9 sudah datang
mohon kabel putus disambung internetnya
telepon umum rusak
lampu jalan jatuh dari tiang
pohon kecil patah
pagar sekolah miring
jalan longsor kecil di pinggir
rumah saya kena banjir
air masuk rumah
rumah tidak layak huni
tidak ada air di rumah sakit
sungai bau
got bau bangkai tikus
bangkai ayam di sungai
ibu menyusui butuh ruang
pelajar bolos di warnet
orang mabuk teriak-teriak
pemabuk nongkrong
judi sabung ayam
warung jual miras
kos campur
karaoke buka sampai pagi
pengamen memaksa
pengemis anak di lampu merah
anak jalanan tidur di emperan
kakek jatuh dari motor karena jalan licin
anak saya jatuh dari sepeda karena jalan rusak
truk sering lewat bikin rumah retak
getaran proyek bikin tembok retak
dinding puskesmas retak
plafon sekolah bocor
petugas kebersihan belum digaji
petugas sampah minta iuran naik
pak RT pungut iuran keamanan 20 ribu
uang kas kelas terlalu mahal
sekolah tarik sumbangan pembangunan
biaya urus SIM berapa
SIM keliling di mana
tilang elektronik salah alamat
surat tanah belum jadi
proses izin lama
mohon tembak nyamuk fogging
pasar kebakaran tahun 2015 belum dibangun
damkar latihan
hydrant bocor
pipa PDAM bocor
ban bocor karena paku di jalan
aplikasi tidak bisa login
password saya salah
kartu vaksin
saya tidak bisa tidur karena suara mesin
suara orang mengaji terlalu keras
keras kepala petugasnya
petugas bentak-bentak
jual beli lapak pasar
taman gelap rawan pacaran
banyak pasangan pacaran di taman
jogging track licin
anak tangga licin
bus ngebut
supir ugal-ugalan hampir menabrak saya
motor lawan arus
zebra cross hilang
trotoar ambles
paving pecah
papan reklame menutupi jalan
baliho miring
"""
