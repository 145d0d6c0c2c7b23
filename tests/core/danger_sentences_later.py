"""Three more lists, written by somebody else when the signs were made: found at first sight 0.98, 0.58 and 0.60 of them
(false alarms 0.08, 0.08, 0.00). The signs were widened by kind after each."""

DANGEROUS = """
Suami tetangga saya mukulin istrinya tiap malam sampai nangis
memukuli istrinya hampir tiap malam
anak itu sering dipukul ayahnya pakai sabuk
Bapaknya nendang anaknya di depan rumah
istri saya diancam mau dibunuh mantan suaminya
saya takut pulang, suami saya suka main tangan
tolong ada anak kecil dikurung di kamar mandi sama ibu tirinya
pakde nyabuli ponakane dewe
guru ngaji itu meraba-raba santrinya
anak saya dilecehkan penjaga sekolah
ada ibu-ibu disiksa majikannya, badannya lebam semua
mau bunuh diri, sudah tidak kuat hidup
aku wis ora kuat, pengen mati wae
ada orang bawa celurit ngamuk di pasar
geng motor bawa sajam keliling kampung
tawuran pelajar bawa gir dan celurit di jembatan
kabel listrik menjuntai ke jalan, bisa kesetrum orang
kabel pln putus jatuh ke genangan air
tiang listrik mau roboh di depan sekolah
pohon mau tumbang di depan SD
pohon beringin miring banget, akarnya sudah keangkat, banyak anak lewat
bau gas menyengat dari rumah sebelah
tabung gas bocor di warung
kebakaran di gudang kayu, api sudah besar
rumah tetangga kobong, tulung cepet
ada anak hanyut di kali banjir kanal
orang tenggelam di embung, cepat bantu
tanah longsor, ada rumah tertimbun
jembatan retak, nyaris ambruk, masih dilewati truk
petugas kelurahan minta uang 200 ribu buat ngurus KTP
pegawai dukcapil minta amplop supaya cepat
lurah saya memotong bansos tiap kepala keluarga 50 ribu
kepala sekolah mungut uang seragam 2 juta dan mengancam anak tidak naik kelas
oknum satpol pp minta jatah ke pedagang kaki lima
dana desa dipakai beli mobil pribadi pak kades
dikasih uang pelicin baru izinnya keluar
proyek jalan di-mark up, kabidnya main sama kontraktor
saya diperas polisi waktu tilang
polisi minta damai 100 ribu di lampu merah
anak perempuan umur 12 dinikahkan paksa sama orang tua
tetangga saya gebukin anaknya sampe berdarah
bojoku ngantemi aku wingi bengi
aku digebugi bapakku
mas tolong, mantan pacarku nguntit dan ngancam nyebar foto telanjangku
ada bayi dibuang di tempat sampah
lansia dikurung anaknya tidak dikasih makan
dijambak dan dilempar piring sama suami
anak SMP dibully sampai masuk rumah sakit
diancam pakai pisau sama preman pasar
bahan kimia tumpah di jalan, orang pada pingsan
pakdhe tonggoku kerep njotosi bojone sampe semaput
saya dikeroyok lima orang di terminal kemarin malam
satpam perumahan menyekap pemulung di pos
anak tiri itu badannya penuh bekas sundutan rokok
om saya suka masuk kamar saya waktu malam dan pegang-pegang
kakek di warung depan memegang dada anak SD
mahasiswi disuruh dosen tidur bareng kalau mau lulus
saya dikejar orang bawa parang
tadi malam ada yang menodong saya pakai pistol mainan tapi tetap takut
teman saya kirim pesan perpisahan, dia minum banyak obat tidur
mending mati saja daripada begini terus
ada laki-laki berdiri di tepi jembatan mau lompat
saluran gas di dapur ngowos, baunya tajam sekali
sutet percikan api tiap hujan di atas rumah warga
dahan besar sudah retak tinggal nunggu jatuh ke atap kelas
papan reklame besar goyang-goyang kena angin, bisa menimpa orang
tembok pabrik miring ke gang, tinggal tunggu roboh
asap hitam tebal dari lantai dua ruko, ada orang di dalam
bocah kecemplung sumur
lubang galian dalam tidak dipagari, sudah ada motor masuk malam-malam
panitia PTSL minta 1,5 juta per bidang, katanya buat kantor
mau nikah di KUA disuruh bayar 600 ribu tanpa kuitansi
stempel RT harus bayar 50 ribu kalau tidak ditolak
dana BOS dipotong kepsek
bantuan beras kami disunat pak kadus
kontraktor setor ke dinas supaya menang lelang
anggota dewan main proyek aspirasi
HRD minta tubuh karyawati biar kontrak diperpanjang
video saya waktu mandi direkam tetangga
anak umur 9 tahun disuruh orang tuanya jualan sampai tengah malam dan dipukul kalau tidak laku
pengasuh panti mencambuk anak asuh
simbah dipukul anaknya gara-gara warisan
ada bandar sabu di kos belakang, saya diancam kalau lapor
rentenir meneror ibu saya sampai mau dibakar rumahnya
korban tabrak lari tergeletak di jalan belum ada yang menolong
air kali naik cepat, nenek saya di atap
keracunan makanan satu kelas muntah-muntah
ada mayat mengapung di sungai
anak saya dibawa orang tak dikenal naik mobil hitam
ular kobra masuk ruang kelas
wong wedok tonggoku digajuli bojone
ayah tiri menempelkan puntung rokok ke lengan balita
penjaga kos ngintip cewek mandi lewat lubang angin
pacar saya menampar saya di parkiran mall
guru les menyuruh murid perempuan duduk dipangkuan lalu mencium
adik saya menulis surat wasiat dan mengunci kamar
tetangga bawa samurai sambil teriak-teriak cari ketua RT
rumah kami dilempari bom molotov
trafo di depan masjid berasap dan meletup
kabel telanjang nempel pagar besi sekolah
pohon trembesi tua bolong tengahnya, angin sedikit bisa ambruk ke jalan
tebing belakang rumah sudah ambrol sebagian, hujan terus
atap kelas melengkung, murid masih belajar di bawahnya
sumur tua tidak ditutup, kemarin anak kecil hampir masuk
bus sekolah remnya blong masih jalan
pabrik buang cairan, warga sesak napas
anak umur 5 tahun hilang dari kemarin sore di pasar
kepala puskesmas minta setoran dari tiap bidan
bendahara desa menilep uang posyandu
pegawai BPN minta tambahan tiga juta biar sertifikat keluar
tukang parkir setor ke oknum dishub
seleksi perangkat desa sudah ada yang bayar 80 juta
kami disuruh tanda tangan kuitansi kosong oleh kepala dinas
truk over muatan dilepas setelah sopir kasih uang ke petugas jembatan timbang
banjir sudah sedada, ada bayi di dalam rumah
kompor meledak, ibu saya luka bakar
istri saya dikunci di rumah sama ibunya dan tidak boleh makan
ponakan saya dijual ke om-om lewat aplikasi
debt collector mengancam mau perkosa adik saya
saya sudah siapkan tali, capek semuanya
pak lurah minta uang 500rb buat ktp
petugas kelurahan minta duit buat ngurus ktp
anak kecil hilang dari tadi siang
bocah ilang neng pasar mau awan
nenek saya hilang dari rumah sejak pagi
bapak saya pikun pergi dari rumah belum pulang
tolong anak hilang di simpang lima
A teacher hit my child
"""

HARMLESS = """
tembok dipukul palu tukang bangunan terus tiap malam berisik
kabel charger di taman baca dicuri orang
mati lampu sejak kemarin
tolong basmi nyamuk, fogging bunuh nyamuk dewasa saja
pohon ditebang tanpa izin di jalur hijau
daun pohon jatuh menutupi selokan
lampu jalan mati di gang 3
anak-anak main bola di jalan raya
ibu-ibu PKK minta pelatihan memasak
bapak saya mau mengurus KTP, syaratnya apa
uang retribusi parkir berapa ya sebenarnya
suami saya mau mendaftar BPJS
istri pak RT mengusulkan taman bermain
kabel internet semrawut di tiang, tidak enak dilihat
jalan berlubang bikin ban motor saya pecah
air PDAM mati tiga hari
sampah dibuang sembarangan di pinggir kali
kali meluap, jalan tergenang 20 cm
pisau dapur dijual di pasar johar mahal
festival layangan kapan diadakan
guru SD kurang, anak saya sering jam kosong
petugas kebersihan ramah, terima kasih
petugas loket minta fotokopi KTP lagi padahal sudah
pungutan sampah 15 ribu per bulan dari RT, wajar tidak
gas elpiji 3 kg langka di warung
bau sampah menyengat dari TPS
api unggun acara pramuka aman
lomba lari anak sekolah menutup jalan
jembatan gantung minta dicat
polisi tidur terlalu tinggi
suara mesin pabrik memukul telinga
hama tikus membunuh tanaman padi saya
saya mati gaya menunggu antrian
tiang listrik menghalangi trotoar
akar pohon merusak trotoar
minta tambahan pohon peneduh
anak saya ditolak masuk SMP zonasi
anak kucing terjebak di selokan
pasar kebakaran tahun lalu kapan dibangun
korban banjir bulan lalu belum dapat bantuan
lapangan voli rusak netnya putus
tali jemuran di rusun putus
kerja bakti pukul tujuh pagi
pukul 21.00 lampu taman sudah mati
orang tua siswa diminta rapat
amplop surat dari kelurahan belum sampai
transparansi dana desa di papan pengumuman bagus
mobil dinas parkir di trotoar
uang kembalian parkir kurang seribu
dinding sekolah retak rambut, tolong dicek
anak saya lomba pencak silat butuh matras
jalan ini bikin celaka kalau hujan, tolong diaspal
orang tua murid minta kantin sekolah bersih
dinas pasar minta pedagang pindah jam berapa
minta tubuh jembatan dicat ulang
lampu merah di simpang lima mati gaya kedipnya
pohon mangga di halaman balai sudah tua, boleh dipangkas?
asap sate bikin perih mata
kenapa dana BOS belum cair
bantuan beras kapan dibagikan
pak kadus rajin, terima kasih
nikah di KUA hari libur bayar berapa resminya
saya mau lapor suami saya kehilangan dompet
anggota dewan sebaiknya turun ke lapangan
tetangga memutar musik keras sampai malam
motor knalpot brong ngebut tiap malam
kuburan butuh lahan baru
mayat bunga di makam berserakan sampah
anjing liar banyak di komplek
ular tangga raksasa di taman kota rusak
air kali keruh dan bau
tanggul butuh rumput penahan
ruko kosong jadi sarang burung walet
obat di puskesmas sering habis
anak SD menyeberang tanpa zebra cross
lubang kecil di trotoar
kabel lampu hias taman putus
pistol air dijual di depan sekolah bikin becek
gas motor digeber-geber anak muda
papan nama jalan hilang
video profil kota bagus
tembok mural sudah pudar
rekam medis saya hilang di RSUD
pengasuh paud butuh pelatihan
sumur resapan mampet
atap halte bocor
saya jatuh dari motor gara-gara pasir, tidak apa-apa
listrik sering turun tegangannya
batas bayar PBB kapan
kompor gas bantuan belum dapat
jembatan timbang antre panjang
kompor di dapur umum kurang
bus sekolah telat terus
atap kelas bocor sedikit
pacar saya kerja di balai kota
bidan desa ramah sekali
guru les bahasa Inggris gratis di kelurahan bagus
tali rafia untuk dekorasi berantakan di taman
surat wasiat diurus di mana
seleksi perangkat desa kapan dibuka
posyandu tutup hari Senin
kuitansi PBB saya salah nama
parkir liar di depan toko
banjir lagi di perempatan, sebatas mata kaki
trafo diganti jam berapa selesainya
pohon trembesi rindang jangan ditebang
sumur bor desa butuh pompa
samurai mainan dijual di CFD
lubang angin di gedung olahraga kotor
debt collector kantor pajak itu apa
sapi tetangga lepas ke jalan
anak kecil main di trotoar tanpa pagar
ketua RT baru dipilih
angin kencang merobohkan tenda, tidak ada korban
rem tangan angkot bunyi
kunci gerbang taman hilang
tanda tangan digital bagaimana caranya
lengan jembatan penyeberangan berkarat
mall parkirnya mahal
aplikasi lapor susah dibuka
minta ktp saya dikembalikan
saya minta ktp dicetak
warga minta bantuan ktp
hp anak saya hilang tadi siang
a car hit the lamp post
"""
