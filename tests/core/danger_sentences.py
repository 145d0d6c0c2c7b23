"""Invented sentences of people in danger, and harmless ones that look like them, written before the rules were.

Of the first two lists each third line was held out: it was never looked at while the rules were tuned. The second two came later, to see what
the tuned rules do with words of another day, and were then tuned on themselves.
"""

DANGEROUS = """
Tetangga saya memukuli istrinya hampir tiap malam
anak itu dipukul ayahnya pakai ikat pinggang
suami saya tadi malam menampar dan menendang saya
saya digebukin bojoku gara-gara duit
bocah e digebugi bapake saben dino
ibu kos sering dianiaya mantan suaminya
kakak ipar mencekik istrinya sampai pingsan
Tolong, istri dari pak warung itu lebam-lebam dihajar suaminya
ada ibu dibacok suaminya di kontrakan
pacarnya suka nonjok dia di depan kos
mbak sebelah rumah disiksa majikannya
pembantu di rumah itu disetrika majikannya
anak tetangga dikurung di kamar mandi dan tidak dikasih makan
anak kecil di rumah nomor tiga dirantai kakinya
murid dipukuli gurunya di kelas
santri dihajar pengurus pondok sampai berdarah
anak saya ditampar guru olahraga
bayi dibanting bapaknya sendiri
keponakan saya sering disundut rokok sama pamannya
anak tiri disiram air panas oleh ibunya
balita itu sering dibentak dan dijambak ibunya
bapaknya kalau mabuk ngajar anaknya pakai sapu terus mukulin
KDRT di rumah sebelah, tiap malam teriak minta tolong
kekerasan dalam rumah tangga terjadi lagi
anakku dicubit sampai biru dan ditendang sama pengasuh
lansia di rumah itu dipukul anaknya sendiri
mbah sing neng omah kuwi diantemi anake
istriku diancam arep dipateni mantan bojone
saya diancam akan dibunuh kalau lapor
dia mengancam membunuh saya dan anak saya
tetangga bawa parang mengancam warga
orang itu mengacungkan celurit ke ibu saya
ditodong pisau sama preman pasar
saya diteror penagih utang, katanya mau bunuh keluarga saya
ana wong nggawa arit ngamuk neng pasar
preman ngancam mau bakar rumah saya
ada orang mau menusuk tetangganya
mantan pacar ngancem mau nyiram air keras
besok malam geng itu mau tawuran bawa sajam di depan SMA
bandar sabu di gang kami mengancam siapa pun yang lapor
pengedar narkoba di kos sebelah ngancam mau habisi saya
rumah kosong dipakai transaksi sabu, saya takut dibunuh kalau ketahuan
saya diancam ditembak oleh orang tak dikenal
ada yang mau bacok saya gara-gara parkir
saya ingin bunuh diri saja
aku wis ora kuat, pengen mati wae
teman saya mau lompat dari jembatan
saya mau mengakhiri hidup
anak saya sering menyayat tangannya dan bilang ingin mati
ada perempuan mau gantung diri di pohon
tetangga minum racun serangga mau bunuh diri
capek hidup, lebih baik saya mati saja
dia nulis pesan perpisahan dan mau terjun dari flyover
temanku pengin nggantung awake dewe
saya dilecehkan di bus oleh penumpang di belakang
anak saya diraba gurunya
keponakan saya dicabuli tetangganya sendiri
ada siswi dilecehkan pelatih renang
saya diperkosa teman kerja
bocah perempuan digrepe-grepe tukang parkir
ustadz itu mencabuli santrinya
dosen minta mahasiswi tidur dengannya biar lulus
saya dipaksa berhubungan badan oleh atasan
foto telanjang saya disebar mantan pacar
om saya suka pegang-pegang payudara adik saya
kernet angkot meremas dada penumpang perempuan
anak SD dipaksa buka celana oleh penjaga sekolah
anak di bawah umur dijual ke hotel
gadis itu dipaksa melayani tamu di karaoke
pelaku memperlihatkan alat kelaminnya ke anak-anak
bapak tirinya menyetubuhi anak itu
ada penculikan anak di depan sekolah
anak saya diculik orang bermobil putih
anak saya belum pulang dan ada yang minta tebusan
seorang perempuan disekap di rumah kontrakan
korban perdagangan orang disekap di ruko
petugas minta uang 500 ribu supaya izin cepat keluar
pungli di kelurahan, diminta 200rb buat surat pindah
Stop pungli!
ada pungutan liar di SD anak saya
lurah minta jatah dari pengembang
kepala desa menggelapkan dana bansos
bansos dipotong pak RT 100 ribu per orang
oknum polisi minta uang damai waktu tilang
disuruh bayar di bawah meja biar lulus tes CPNS
calo SIM kerja sama dengan petugas, minta 1 juta
kepala sekolah jual bangku, bayar 5 juta biar masuk
pegawai dinas minta amplop
uang rokok dulu mas kata petugasnya baru diproses
proyek selokan dimarkup, kadesnya dapat bagian
pejabat menerima suap dari kontraktor
dana desa dikorupsi
saya diperas oknum Satpol PP
pedagang dipalak petugas pasar tiap minggu
dimintai uang pelicin di kantor kecamatan
bu lurah njaluk duit nek arep ngurus surat
petugas dinas jaluk amplop kanggo tanda tangan
KTP jadi cepat kalau kasih 50 ribu ke pegawainya
dana BOS dipakai kepala sekolah beli mobil
guru menjual nilai ke murid
ada jual beli jabatan di dinas
pegawai puskesmas minta bayaran padahal gratis
sertifikat tanah tidak keluar kalau tidak nyogok
jukir resmi setor ke oknum dishub
kabel listrik menjuntai di depan SD
kabel PLN putus dan masih nyala di trotoar
ada kabel jatuh ke jalan kena genangan
anak kesetrum tiang lampu
kabel telanjang di pinggir jalan nyetrum kucing
tiang listrik mau roboh ke rumah warga
gardu listrik meledak keluar api
kabel e mrucut neng dalan, medeni
kabel optik melorot setinggi leher pengendara
lampu taman nyetrum anak-anak
pohon mau tumbang di depan SD
pohon besar miring hampir roboh menimpa warung
wit gedhe arep ambruk neng ngarep sekolahan
dahan besar patah menggantung di atas jalan
pohon tumbang menimpa mobil ada orang di dalam
pohonnya sudah retak bisa jatuh kapan saja
pohon condong banget ke arah rumah saya, takut ambruk
ranting gede hampir jatuh di atas halte
kebakaran di gudang belakang pasar
rumah tetangga terbakar sekarang
ada api besar di lahan kosong dekat rumah
asap hitam tebal keluar dari ruko lantai dua
omah kobong neng kampungku
warung bakso kobongan, tulung cepet
tabung gas bocor di warung sebelah baunya menyengat
bau gas menyengat dari pipa dekat sekolah
elpiji mendesis tidak bisa ditutup
pom mini meledak
anak tenggelam di kolam bekas galian
ada bocah kecemplung sungai hanyut
orang hanyut terbawa banjir di kali garang
bocah kelelep neng embung
mobil terjebak banjir ada penumpangnya
warga terjebak di atap rumah banjir bandang
tanggul jebol air masuk kampung
tanah longsor menimpa rumah
tebing mau longsor di belakang rumah
talud ambrol, rumah warga menggantung
jembatan gantung putus ada yang jatuh
bangunan sekolah hampir roboh, murid masih belajar di dalam
atap kelas ambruk waktu pelajaran
lubang besar di tengah jalan, sudah ada yang jatuh berdarah
manhole terbuka anak kecil jatuh ke dalam
sumur tanpa tutup ada anak kecemplung
pekerja tertimbun galian
orang terjepit pintu lift
anak-anak keracunan makanan di sekolah
puluhan siswa muntah-muntah setelah makan jatah gratis
kecelakaan parah korban tergeletak di jalan
ada orang pingsan tidak bernapas
ibu mau melahirkan tidak ada ambulans
ada mayat di sungai
bom ditemukan di tempat sampah
paket mencurigakan bunyi detik di terminal
ular kobra masuk kelas TK
anjing gila menggigit anak
warga digigit anjing rabies
limbah kimia tumpah bikin sesak napas warga
palang kereta rusak, kereta hampir menabrak motor
rem bus blong menabrak warung
tawuran pelajar pakai pedang sekarang di jalan raya
ada begal membacok pengendara
perampok masuk rumah bawa senjata
warga dikeroyok massa
ada penembakan di minimarket
anak saya dibully sampai tulangnya patah
anak saya dikeroyok kakak kelas
adik saya dipaksa ngemis dan dipukul kalau pulang tanpa uang
anak umur delapan tahun disuruh kerja malam dan dihajar kalau capek
mantan suami menguntit dan bilang akan menghabisi saya
tolong cepat suami saya ngamuk bawa pisau dapur
bojoku mabuk terus ngantemi aku lan anak-anak
bapak tiri suka masuk kamar dan meraba saya
saya takut pulang, ayah selalu menghajar saya
anak sebelah nangis kejer tiap malam, badannya penuh luka memar
suaranya jerit-jerit dipukul kayaknya, kami tidak berani masuk
ketua geng narkoba ngancem keluargaku nek lapor polisi
ada yang nawarin sabu ke anak SMP dan ngancam
My husband beats me every night
he threatened to kill me
officer asked for a bribe
child abuse next door
i want to kill myself
someone is drowning in the canal
kantor itu minta fee 10 persen dari tiap proyek
oknum guru menyentuh dada murid perempuan
pijat bayi di klinik, bayinya dibanting perawat
ojek online ngajak saya ke tempat sepi terus mau memperkosa
"""

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
