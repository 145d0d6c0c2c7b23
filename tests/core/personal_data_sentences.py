"""Invented sentences as people write them; what is personal data in them stands in {kind:words}. Nothing here belongs
to anybody."""

MARKED = """
Hubungi saya di {phone:0812-3344-5566} kalau mau lihat lokasinya
WA ke {phone:081233445566} ya min
hp saya {phone:0857 1234 5678} tolong dikabari
nomor saya {phone:+62 813 2211 0099}
Telepon {phone:+6281322110099} sewaktu-waktu
bisa kontak {phone:62 878 1234 5678}
Hub. {phone:0062 815 7654 3210} (istri saya)
({phone:0812) 3344 5566} nomor bengkelnya
Nomor pengelola {phone:0856.4321.1234}, orangnya galak
call me {phone:0813_2211_3344}
telp rumah {phone:024-8441234} tidak diangkat
telepon {phone:(024) 7612345} atas nama toko
kantor pengembang {phone:024 670 1234}
rumah saya {phone:0248412345}
Telp {phone:021-5790 1234} kantor pusatnya
nomor Ungaran {phone:0298 691 234}
Pelakunya pakai nomor {phone:０８１２３３４４５５６６} di WA
nomornya {phone:0\u200b812\u200b3344\u200b5566} sudah diblokir
nomornya {phone:0️⃣8️⃣1️⃣2️⃣3️⃣3️⃣4️⃣4️⃣5️⃣5️⃣6️⃣6️⃣} tolong dicek
nomor penipu {phone:0812‑3344‑5566} dan rekannya
penagihnya pakai {phone:0895–3344–55667} terus
wa {phone:812-3344-5566} saja
WA {phone:85712345678} malam hari
{phone:nol delapan satu dua tiga tiga empat empat lima lima enam enam} itu nomor saya
catat ya: {phone:kosong delapan lima tujuh satu dua tiga empat lima enam tujuh delapan}
nomornya {phone:0812 strip 3344 strip 5566}
hubungi {phone:0812 lalu 3344 lalu 5566}
hp: {phone:0812,3344,5566}
HP/WA: {phone:0821 1 2233 44 5}
sms ke {phone:0812 33 44 55 66} kalau petugas sudah datang
Nomor darurat penjaga pompa {phone:0838-1122-3344} tidak aktif
kontak warga {phone:0899 0011 223}
ini nomor mandornya {phone:0852*1234*5678}
nomor mandor {phone:0852/1234/5678}
wa saya {phone:O812 3344 5566} pakai huruf O
whatsapp: {phone:+62-8133-2211-009}
Tolong telpon {phone:+62 (813) 2211-0099}
telepon {phone:+62 24 8441234}
Nomor lurahnya {phone:0813-90-112233} tidak pernah dibalas
hub {phone:0877٣٣٤٤٥٥٦٦} sore
telp. {phone:8441234} pesawat 3
Silakan hubungi keluarga di nomor {phone:0811 2702 345}
dua nomor: {phone:081233445566} dan {phone:081322110099}
NIK saya {nik:3374011503870002}
NIK: {nik:3374 0115 0387 0002}
nik {nik:337401 150387 0002}
NIK {nik:33.74.01.150387.0002} belum terdaftar di DTKS
KTP nomor {nik:3374-0155-0387-0002} hilang
no KK {nik:3374012003150007} belum diperbarui
KK {nik:3374 0120 0315 0007} anaknya belum masuk
Nomor Kartu Keluarga: {nik:3374012003150007}
bansos atas NIK {nik:３３７４０１１５０３８７０００２} tidak cair
ktp {nik:3374015503870002} atas ibu saya
{nik:3322016408900003} ditolak sistem antrean
data saya {nik:3374\u200d0115\u200d0387\u200d0002} salah cetak
NIK {nik:3374 01 15 03 87 0002} ganda
nik anak saya {nik:3374014101180001}
NIK-nya {nik:3374/0115/0387/0002}
nik ibu {nik:3374 0155 0387 000 2}
NIK saya kurang satu angka {nik:337401150387002}
E-KTP {nik:3302111708820004} rusak dari pabriknya
pakai NIK orang lain {nik:3315 1258 0395 0001}
KIS tidak aktif, NIK {nik:3374-01-150387-0002}
kk lama {nik:3374.0120.0315.0007} kk baru belum jadi
di formulir tertulis {nik:3374015503870002} padahal bukan saya
NPWP {npwp:09.254.294.3-407.000} milik toko
npwp usaha saya {npwp:092542943407000}
NPWP: {npwp:09 254 294 3 407 000}
npwp pribadi {npwp:0925 4294 3407 000} tidak valid
Tagihan PBB memakai {npwp:72.345.678.9-503.000}
NPWP baru {npwp:3374011503870002}
nomor wajib pajak saya {npwp:72.345.678.9.503.000}
npwp {npwp:72-345-678-9-503-000} salah ketik
NPWP {npwp:７２.345.678.9-503.000} usaha katering
no npwp = {npwp:723456789503000}
Uang parkir ditransfer ke rekening BCA {account:8730123456}
rek BRI {account:0034-01-012345-50-1} diminta petugas
norek {account:1350012345678} Mandiri
No. Rek: {account:1234567890}
transfer ke BNI {account:0123456789} katanya biaya admin
disuruh bayar lewat Mandiri {account:135-00-1234567-8}
rekening {account:7123456789} atas yayasan
Transfer Rp 500.000 ke {account:8730123456} sebelum jam 5
rekening bank jateng {account:3-001-12345-6} milik panitia
BSI {account:7012345678} itu rekening pribadinya
tf ke bca {account:873 012 3456} dulu
nomor rekening saya {account:0034 0101 2345 501}
minta dikirim ke {account:8730123456} (BCA)
bayar ke VA {account:8808123456789012} tapi gagal
rekeningnya di BTN nomor {account:00123-01-61-000123-4}
uang kembali ke rek. {account:４５６７８９０１２３} saja
diminta transfer ke rekening pribadi nomor {account:6789012345}
CIMB {account:705123456700} atas kepala pasar
rekening Danamon: {account:003512345678}
Gopay {phone:081233445566} juga dipakai
email saya {email:warga.baik@gmail.com}
Kirim ke {email:ratih_88@yahoo.co.id} saja
balas ke {email:ketua.rt03+lapor@outlook.com}
surel: {email:SAYA@CONTOH.ID}
{email:budi (at) gmail.com} jangan lewat WA
tulis ke {email:budi [at] yahoo [dot] com}
email {email:ratih at gmail dot com}
alamat email {email:ratih @ gmail.com}
email: {email:rumah.pompa＠contoh.co.id}
kontak {email:a.b-c@sub.contoh.go.id}.
(email {email:toko123@contoh.net})
emailnya {email:joko\u200b@contoh.com}
kirim foto ke <{email:joko99@contoh.org}>
{email:dewi@kantor.example} tidak pernah dibalas
saya sudah mengirim ke {email:dina.l@hotmail.com},tidak ada jawaban
surat ke {email:d1n4@proton.me} ya
mobil {plate:H 1234 AB} parkir di trotoar
truk {plate:K 8123 XY} buang sampah
motor plat {plate:h 4321 cd} melawan arus
bus {plate:H 7011 OA} ugal-ugalan
nopol {plate:AD 1234 KL} menabrak pagar
Plat {plate:B1234XYZ} memblokir gang
angkot {plate:H-1098-PA} menaikkan tarif
{plate:AA 5678 BC} parkir di depan garasi tiap malam
dump truk {plate:H 9012 QB} melewati kampung
plat nomor {plate:g.1234.zz} tanpa helm
Avanza {plate:R 12 RT} parkir liar
{plate:H1234AB} ngebut di depan SD
mobil dinas {plate:H 9501 XA} dipakai mudik
pickup {plate:H 1 JK} bongkar muat di jalan
motor matic {plate:AB 2345 UV} knalpot brong
{plate:Ｈ 1234 ＡＢ} parkir sembarangan
Rumah saya di {address:Jl. Anggrek No. 7} kebanjiran
{address:Jalan Sriwijaya nomor 20} depan toko
{address:jl gajah 5} air mati
{address:Jln. Tlogosari Raya II no 15A} got mampet
di {address:Jl Wolter Monginsidi Gg. 2 No 5} lampunya mati
{address:Gang Melati 3 no. 8} ada kebakaran sampah
{address:Perum Bukit Kencana Blok C5 no 12} jalan amblas
{address:Perumahan Griya Asri blok F/12} belum ada lampu
{address:Jl. Dr. Cipto 101} trotoar rusak
Saya tinggal di {address:Jalan Pandanaran 126} lantai dua
alamat {address:Jl. Kelud Raya No.12} Gajahmungkur
{address:jalan kartini nmr 45} pohon tumbang
{address:Jl. Hasanudin no 3-5} ruko kosong
{address:Jl. Brotojoyo III/12} selokan bau
{address:JALAN MAJAPAHIT NO 99} PENUH SAMPAH
ada tumpukan di {address:gg mangga no 4}
{address:komplek Permata Puri blok B2} gelap
{address:blok D-14} rumah paling ujung
warga {address:RT 03 RW 05} belum dapat bantuan
{address:RT 03/RW 05} Kelurahan Sendangmulyo
{address:RT.003/RW.005} banjir
{address:rt3 rw5} selokan mampet
{address:RT/RW 03/05} belum diaspal
{address:Rt 02 / Rw 11} kabelnya semrawut
{address:R.T. 4 R.W. 7} tidak ada tempat sampah
{address:RT 5, RW 2} Kelurahan Pudakpayung
{address:RT tiga RW lima} jalannya rusak
{address:RW 05 RT 03} warga resah
{address:RT 03} minta iuran terlalu besar
rumah {address:RT 01/02} depan pos ronda
di {address:rt 07 rw 01} tembalang
dekat {address:rumah no 15} warna hijau
{address:nomor rumah 22} sering membuang sampah
sebelah {address:rumah nomor 8A} ada anjing galak
alamatnya {address:Jl. Menoreh Tengah X No. 5} Sampangan
{address:Jl. Puspowarno IV No 18} dan sekitarnya
sejak Mei {address:jl. taman siswa no. 10} tidak dialiri air
{address:Jalan Prof. Sudarto No. 13} Tembalang
depan {address:Jl. Ki Mangunsarkoro 21} ada lubang besar
di {address:Gg. Buntu II no 9} sampah tidak diangkut
{address:Jl. Ngesrep Timur V / 30} macet tiap sore
{address:Perumnas Banyumanik Blok J no 7} got mampet
{address:Jl. Erlangga Barat VII no. 3}, Pleburan
{address:Jl. Sultan Agung No.７} trotoarnya hilang
Pelakunya Bapak {name:Budi Santoso} dari kampung sebelah
Pak {name:Slamet} yang punya warung
bu {name:siti} tidak dapat bantuan
Ibu {name:Sri Wahyuni} sakit sejak Senin
Sdr. {name:Joko Purnomo} membuka jalan
Sdri {name:Rina} memungut iuran
a.n. {name:Dewi Lestari} belum tercetak
atas nama {name:Agus Prasetyo} di loket 3
nama saya {name:Kartono Wibisono}, umur 60 tahun
Nama saya {name:ratih}, warga Tembalang
Perkenalkan saya {name:Bambang Hartanto} dari Mijen
pak {name:agus} menutup got
Bpk {name:Darmawan} memagari trotoar
Bpk. H. {name:Sulaiman} menolak
Saudara {name:Teguh} membuang limbah
Ny. {name:Hartini} belum menerima BLT
mbak {name:Yuni} di loket tidak ramah
mas {name:Eko} yang jaga palang
tukang tagihnya bernama {name:Rudi Hermawan}
Pak {name:Paijo} dan Bu {name:Painem} tidak kebagian
kemarin Bu {name:Lestari} jatuh di trotoar
an. {name:Maria Susanti} salah ketik
Kepada Bapak {name:Hendra Wijaya} mohon ditindak
Om {name:Tono} merokok di angkot
Ibu Hj. {name:Aminah} meminta iuran
rumah Pak {name:Sugeng} kebakaran
Nama: {name:Wahyu Nugroho}
Salam, nama saya adalah {name:Endang Sulastri}
pak {name:joko susilo} tiap hari bakar sampah
Lapor a.n. {name:Sutrisno}, NIK {nik:3374010708650003}, HP {phone:0815 6600 1122}, {address:Jl. Kawi Raya No. 8}
Pak {name:Widodo} ({phone:0816-4455-667}) tinggal di {address:Jl. Lamper Tengah 12}, mobilnya {plate:H 8123 RS}
transfer ke BCA {account:8730123456} a.n. {name:Ratna Dewi} email {email:ratna@contoh.com}
Nomor {phone:0821 3344 7788} milik Sdr {name:Yanto} {address:RT 02 RW 03}
rumah di {address:Perum Griya Indah C-12} bocor
alamat saya {address:Perumahan Sendang Mulyo Permai D 7} pojok
kebanjiran {address:komplek Permata Hijau A/15}
{address:Griya Lestari B2} belum ada lampu
tinggal di {address:Cluster Amarta E-03}
{address:perumnas krapyak f 21} selokannya buntu
{address:Graha Mukti Utama AB 5} jalannya longsor
di {address:blok C no 12} gelap
{address:blok k nomor 4} banjir terus
Blok {address:B no. 7A} dekat pos satpam
kami di {address:blok AB no 3} pompanya mati
{address:blok m no:15} temboknya retak
rumah {address:Blok G / no 2} roboh
nomor BPJS saya {card:0001234567890} tidak aktif
BPJS {card:0001-2345-67890} ditolak RS
kartu JKN {card:0002345678901} salah faskes
KIS nomor {card:0003456789012} dinonaktifkan
no. BPJS Kesehatan ibu: {card:0001 2345 67891}
peserta BPJS {card:0009876543210} menunggak katanya
SIM saya nomor {card:1234-5678-901234} ditahan
SIM C {card:910203040506} sudah mati
no SIM {card:9102 0304 0506 01} hilang di bus
nomor SIM A: {card:880812340123} belum jadi
sim B1 {card:780101340222} tertahan
perpanjang sim {card:850505341111} ditolak
paspor {card:C1234567} belum jadi
nomor paspor saya {card:B 7654321} hilang
No. Paspor: {card:A9876543} tertahan di loket
passport {card:X1234567} ibu saya
paspornya {card:E-1234567} rusak kena banjir
pengambilan paspor {card:c 765 4321} ditolak
IG {handle:@budi_s} kalau mau bukti
instagram saya {handle:@siti.aminah88}
hubungi lewat twitter {handle:@joko_w}
Kontak telegram: {handle:@pakde77} saja
DM {handle:@rinaa_} untuk videonya
tiktok pelakunya {handle:@mandor.gila}
fb saya {handle:@slametraharjo}, ada fotonya
Demikian, terima kasih. Hormat saya, {name:Budi Santoso}
Hormat kami, {name:Kusumo Hadiprojo}.
Mohon ditindaklanjuti. ttd, {name:Sugeng Riyadi}
Tertanda, {name:Wijayanti}
Atas perhatiannya kami ucapkan terima kasih. Hormat saya {name:suparman}
Salam hormat, {name:Ratna Juwita}
ttd: {name:Hartono}
WA {phone:o8l2 3344 5566} ya
hp saya {phone:08I2-3344-5566}
hubungi {phone:O8I2 33 44 55 66} malam
no saya {phone:08l3 22ll oo99}
telp {phone:O85712E4567} tidak ada
kontak: {phone:0B12 3344 5566} jangan SMS
wa {phone:62 8l2 3344 5566} saja
Bripka {name:Haryono} minta uang damai
ditilang Aiptu {name:Slamet Mulyono} tanpa surat
brigadir {name:santoso} memukul sopir
Kompol {name:Ridwan} tidak mau terima laporan
AKP {name:Dwi Cahyo} yang piket
Serka {name:Purnomo} menutup jalan
Letda {name:Agung Wibowo} parkir di trotoar
Kapten {name:Bagas} janji datang
"""

HARMLESS = """
Lampu mati sejak 12-03-2026 sampai sekarang
Kejadian tanggal 12/03/2026 jam 19.30
Pada 2026-03-12 pukul 08:15 air keruh
08-12-2026 10.30 petugas datang
sejak 08/12/2026 1000 warga mengungsi
Rp 1.500.000 diminta tanpa kuitansi
biaya Rp1.500.000,00 untuk parkir setahun
Rp. 25.000.000 anggaran taman
retribusi 812.345.678 rupiah setahun
anggaran Rp 8.123.456.789 untuk drainase
denda 2.500.000 per hari
bayar 15000 untuk parkir
nomor laporan 0751 0860 79
laporan 0248 4402 02 belum dijawab
laporan nomor 0812334455 sudah lama
tiket 7510860791 tidak ditutup
resi 812345678901 belum sampai
ID pelanggan PDAM 0812345678 salah tagihan
nomor meter 32145678901 bocor
jam 08.00-16.00 loket tutup
buka 07:30 sampai 21:00
pukul 13.00 WIB listrik padam
Jl. Pandanaran macet tiap sore
Jalan Pemuda berlubang di tiga titik
jalan gajah raya gelap
Jl. Majapahit arah Pedurungan banjir
Gang Melati becek
di jalan rusak 3 meter lebih
Jalan Sriwijaya 2 hari banjir
jl kelud 5 lampu mati semua
Jalan berlubang 4 titik
Jl. Setiabudi 3 km dari Undip
Jl. Raya Kaligawe km 5 tergenang
Jalan Semarang-Demak Km 12 rusak
Jalan Perintis Kemerdekaan 2026 diperbaiki katanya
jalan tol km 420 macet
bus Trans Semarang koridor 4 penuh
BRT koridor VIII tidak berhenti
bus nomor 12 terlambat
angkot jurusan 05 ngetem
feeder F2A jarang lewat
tiang PJU-0123 mati
kode tiang PJU 0456 padam
lampu SMG-PJU-01234 berkedip
tiang nomor 77 miring
panel LPJU 2026-044 terbuka
tahun 2024 sudah dilaporkan
anggaran 2025/2026 belum terserap
sejak 2019 tidak diaspal
koordinat -6.98765, 110.40912
lokasi -7.0051,110.4381234
titik 6.9932 LS 110.4203 BT
Perda Nomor 5 Tahun 2019 dilanggar
UU No. 25 Tahun 2009 tentang pelayanan publik
Perwal 74/2021 pasal 12 ayat 3
SK Nomor 050/123/2026
Permendagri 137 Tahun 2017
Pak Camat belum datang
Bu Lurah sulit ditemui
Pak RT minta warga kerja bakti
Bapak Walikota yang terhormat
Pak Polisi tidak berjaga
bapak bapak nongkrong di pos
Ibu-ibu PKK mengeluh
Ibu rumah tangga di sini kesulitan air
Bapak/Ibu yang terhormat, mohon bantuannya
Pak tolong lampunya mati
tolong pak, jalannya rusak
Bu Guru terlambat masuk
pak sopir ngebut
Ibu Kota negara jauh
Ibu hamil tidak diberi kursi
atas nama warga kami mengucapkan terima kasih
nama saya jangan disebut
nama saya dirahasiakan saja
Mohon bapak ibu petugas segera datang
Pak Kepala Dinas sudah tahu
saudara saya jatuh dari motor
mas petugasnya ramah
ada 3 orang di RW sebelah yang sakit
warga RW 5 mengeluh soal sampah
RSUD antre sampai nomor 120
antrean 045 dipanggil dua kali
loket 3 tutup lebih awal
kelas 5 SD bocor atapnya
SMP 21 belum punya pagar
SD Negeri 03 banjir
halte nomor 14 rusak
lampu merah 90 detik terlalu lama
panjang 120 meter lebar 4 meter
volume 60 x 40 cm
suhu 38 derajat
air naik 30 cm tiap jam
hubungi 112 tidak diangkat
telepon 110 sibuk
call center 1500123 sulit
lapor ke 1708 tidak ada balasan
Covid-19 sudah lewat
A4 80 gram habis di loket
gedung B 101 bocor
tipe B 1200 watt
listrik 1300 VA padam
tegangan 220 volt turun jadi 180
1446 H 2024 M tidak ada perbaikan
3 dari 10 pohon mati
sudah 2 bulan 15 hari tidak diangkut
skor 8 dari 10
versi 5.2.8 aplikasi macet
nilai 8.123.456 poin
jalan ini 10 tahun tidak diperbaiki
besok jam 9 ada rapat di balai kota
transfer dana desa 2026 terlambat
dana 500 juta dari pusat
bank sampah di kampung kami tutup
@semarangpemkot tolong dicek
dekat SPBU 44.501.12 macet
kapasitas 200000000 liter
seribu dua ratus tiga puluh orang
dua atau tiga kali seminggu
perum kami belum ada lampu sejak 2020
perumahan di sini 12 kali banjir
perumahan Bukit Asri 40 rumah gelap
griya batik di 3 lokasi tutup
komplek pasar los A 12 atapnya bocor
perumahan Tlogosari km 5 macet
blok barat pasar ada 12 lubang
pasar blok selatan tidak ada no antrean
blokir jalan 3 hari
blok M terminal ramai
BPJS menunggak 3 bulan ditolak rumah sakit
iuran BPJS Rp 150.000 naik
kantor BPJS buka 08.00-15.00
BPJS 2026 belum ada sosialisasi
perpanjangan SIM 5 jam antre
SIM keliling 12 titik tidak datang
SIM C seharga Rp 100.000 dipungut 700.000
simpang 5 macet jam 17.00
paspor jadi 14 hari
loket paspor tutup jam 14.00
layanan paspor 2026 lambat
antre paspor nomor 120 sejak subuh
DM @semarangpemkot tidak dibalas
IG @dinas_pu_semarang tidak ditanggapi
sudah mention @pln_123 di twitter
harga sayur @5000 naik
hormat kami warga kampung
Hormat saya, terima kasih
ttd, warga RW sebelah
salam, mohon segera ditindak
hubungi posko di lobi 24 jam
nomor antrean A12 dipanggil dua kali
hubungi loket 2 lantai 3 gedung b
kontak pos 5 lalu ke pos 12
Jl. Brigjen Sudiarto macet
jalan Kapten Piere Tendean gelap
Jl. Letjen Suprapto berlubang
aiptu yang bertugas ramah
kapten kapal tidak ada di dermaga
Jl Kolonel Sugiono trotoarnya rusak
"""
