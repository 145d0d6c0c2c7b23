"""Invented harmless sentences that look like those of people in danger, written before the rules were; each third line
was held out."""

HARMLESS = """
tembok dipukul palu supaya rata
kabel charger di ruang tunggu hilang
mati lampu sejak pagi
membunuh nyamuk dengan fogging
obat membunuh rumput dipakai di taman
pohon ditebang tanpa izin
pukul 08.00 loket belum buka
jam pukul tujuh malam masih ramai
anak-anak memukul bola kasti di lapangan
anak main pukul-pukulan bantal
ibu-ibu memukul kentongan
pukul rata saja biayanya
istri saya mau daftar BPJS
suami saya sudah mengurus KTP
anak saya sekolah di SD dekat pasar
tetangga menyiram tanaman tiap pagi
taman kering tidak disiram
menyiram jalan yang berdebu
kabel semrawut di tiang telepon
kabel internet belum dirapikan
minta dipasang kabel baru
lampu jalan mati di gang
baterai mati
mesin pompa mati
sungai mati tidak mengalir
jalan mati di ujung kampung
harga mati dari penjual
tempat tidur pasien kurang
anak tidur di bangku tunggu
pohon perlu dipangkas
pohon rindang di taman kota
daun pohon berguguran mengotori jalan
pohon baru ditanam miring sedikit
bibit pohon minta ditambah
gas elpiji langka di pangkalan
harga gas 3 kg naik
antre gas melon
air PDAM bau kaporit
api unggun di acara pramuka
kereta api terlambat
stasiun kereta api ramai
perlintasan kereta api perlu dirapikan
petugas pemadam kebakaran ramah sekali
sosialisasi pencegahan kebakaran
pos kebakaran minta ditambah
hydrant pemadam belum ada
lomba gantung baju
jemuran menggantung di trotoar
spanduk menggantung di pohon
lampu gantung di balai kota kotor
gantungan kunci cendera mata
memperkosa bahasa di papan nama
pisau dapur dijual di pasar
pedagang pisau di trotoar
parang dan cangkul dijual di toko itu
celurit lambang di tugu rusak
minta uang kembalian di parkir
uang kembalian kurang seribu
minta bantuan uang untuk panti
biaya resmi parkir berapa
bayar pajak di mana
bayar PBB lewat bank
amplop surat suara
beli amplop di koperasi
petugas minta KTP untuk verifikasi
petugas minta maaf atas keterlambatan
pegawai meminta berkas dilengkapi
lurah minta warga kerja bakti
pak RT minta iuran sampah
pelatihan antikorupsi untuk guru
poster hari antikorupsi sobek
seminar pencegahan korupsi jadwalnya kapan
museum antikorupsi tutup
membunuh waktu sambil antre
mematikan lampu taman siang hari
tanaman mati kekeringan
ikan mati di kolam
kucing mati di jalan
tikus mati di selokan
ayam mati
mati rasa di tangan, puskesmas tutup
hampir mati bosan menunggu antrean
pajak kendaraan mati
SIM saya mati
STNK mati bagaimana perpanjang
nomor HP mati
listrik mati bergilir
AC di ruang tunggu mati
sinyal mati
jalan rusak memukul ekonomi warga
harga beras memukul warga kecil
menendang bola di lapangan
anak menendang bola ke jendela
tendangan penalti
lapangan tenis untuk smash dan pukulan
latihan tinju di GOR
klub tinju minta tempat latihan
silat tapak suci latihan menendang
menikam tanah dengan linggis
menusuk sate di festival
cap jempol tusuk
jarum suntik menusuk plastik sampah
menembak bola basket
lapangan tembak ditutup
lomba menembak
tembak tanggal berapa ya
disiram hujan semalaman
jemput bola petugas bagus
bola masuk selokan
anak jatuh cinta dengan taman baru
jatuh tempo pajak
harga cabai jatuh
jatuh bangun usaha UMKM
daun jatuh menyumbat got
kampung tenggelam oleh sampah plastik
matahari tenggelam bagus di pantai
hanyut dalam suasana
sandal hanyut di kali
sampah hanyut ke muara
terjebak macet dua jam
terjebak lampu merah lama sekali
kontes bakar ikan
warung ikan bakar asapnya wangi
sate bakar di trotoar
membakar semangat warga
tetangga bakar sampah sore hari
bakar batu bata
roti bakar dekat alun-alun
obat sakit kepala habis
air keras dilarang dijual di mana
air bah bukan
kerasnya suara musik
suara keras dari karaoke
musik keras sampai malam
kekerasan air PDAM tinggi
tingkat kekerasan beton
batu keras menghalangi
anak perempuan butuh kursi roda
pelecehan nama kota di spanduk
lomba lari maraton memukau
tari pukau
saya tertusuk paku di trotoar
kaki terkilir di tangga
bangku sekolah kurang
jual beli rumah
jual bangku bekas
kepala sekolah ramah
dana BOS kapan cair
bansos belum cair
bansos saya belum dapat
kapan pembagian sembako
calo dilarang tulis spanduk itu
pungutan parkir resmi berapa
retribusi pasar naik
tarif parkir berapa
sumbangan sukarela untuk mushola
setoran bank sampah
uang muka rusun
uang kas RT
uang lelah panitia
bonus guru honorer
gaji guru telat
hidup sehat di kampung
jembatan penyeberangan kotor
lompat tali di taman
lompat jauh di stadion
loncat indah di kolam renang
terjun payung atraksi
air terjun wisata
jembatan perlu dicat
bangunan tua perlu dirawat
robohkan papan reklame liar
pagar roboh perlu diperbaiki
tembok retak kecil
jalan retak
longsoran pasir di tepi jalan menyumbat got
tanggul perlu ditinggikan
talud belum selesai
lubang kecil di jalan
lubang got perlu tutup
tutup got hilang
bau sampah menyengat
bau got
bau gosong dari pabrik roti enak
asap rokok di ruang tunggu
asap knalpot angkot
asap sate
bom waktu sampah di TPA
petasan tahun baru mengganggu
anjing liar berkeliaran
kucing liar banyak
ular tangga di taman
ular-ularan mainan
anak lebah di taman
anak tangga rusak
anak sungai dangkal
ibu jari terluka
bapak presiden berkunjung
guru honorer minta diangkat
ancaman banjir tahun depan perlu diantisipasi
terancam tutup usaha kecil kami
ancaman hukuman buang sampah berapa
senjata tradisional di museum
polisi tidur terlalu tinggi
pos polisi kosong
narkoba: penyuluhan untuk pelajar kapan
penyuluhan bahaya narkoba
sosialisasi kekerasan seksual di sekolah bagus
seminar KDRT jadwalnya kapan
poster bunuh diri di film itu
ruang laktasi tidak ada
hukuman mati dibahas
anak hilang minat baca
dompet saya hilang di halte
motor hilang di parkiran
paket belum datang
bunyi detik jam di terminal
pengemis di lampu merah
orang gila di jalan
tukang parkir memegang peluit
pegang erat tiang bus
pegangan tangga lepas
foto saya di KTP buram
foto pohon disebar di grup
"""
