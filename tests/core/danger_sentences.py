"""Invented sentences of people in danger, written before the rules were.

Each third line was held out: it was never looked at while the rules were tuned; the same in
danger_sentences_harmless.py. Those of danger_sentences_second.py came later.
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
