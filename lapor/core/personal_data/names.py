"""Words that stand behind a title and are no name, and the commonest given names, by which a name in small letters is
known."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOT_NAMES = _words("""
camat lurah rt rw walikota wali wakil bupati gubernur presiden menteri polisi polwan polantas brimob tni tentara
babinsa bhabinkamtibmas
kapolsek kapolres kapolda kapolri danramil dandim guru kepala kepsek kades kadus dukuh desa dusun modin ustadz ustad
ustadzah kyai kiai
pendeta romo dokter bidan perawat suster mantri sopir supir kernet tukang satpam security satpol linmas hansip hakim
jaksa pengacara dewan
ketua sekda sekretaris bendahara kadis kadinas kabid kabag kasi kasie kasubag kasubbag plt plh pjs pj pns asn pegawai
petugas staf admin
operator direktur dirut dirjen manajer bos juragan mandor teknisi penjual pedagang warung kos kost parkir juru jukir
kondektur masinis
penjaga penjaganya rektor dosen pelatih koordinator korlap pengurus takmir panitia pimpinan atasan pejabat penghubung
inspektur ombudsman
kpk dprd dpr mpr kejari kejaksaan pengadilan bapak pak ibu bu ibunya bapaknya saya aku kami kita kamu anda mereka dia
beliau ia yang ini itu
sini situ sana mana siapa apa kapan dimana kenapa mengapa bagaimana gimana berapa mohon tolong minta harap semoga
terima terimakasih makasih
maaf permisi selamat assalamualaikum halo hai tidak tdk gak nggak ndak ora bukan belum sudah sdh udah akan mau ingin
bisa dapat boleh harus
dan atau serta dengan dgn untuk utk dari ke di pada kepada oleh bagi karena krn sebab agar supaya jika kalau bila
ketika saat waktu setelah
sebelum sampai ada adalah ialah jadi juga lagi masih sering selalu pernah baru cuma hanya saja aja dong donk deh sih
nih tuh kok ya iya yth
terhormat sekalian semua semuanya sendiri hamil menyusui rumah tangga kandung tiri angkat tua muda mertua besar kecil
kota pertiwi negara
jalan jl jln gang gg lampu pju air listrik pdam pln bpjs sampah banjir got selokan warga masyarakat pemerintah pemkot
pemda pemprov dinas
kantor kelurahan kecamatan puskesmas rumahsakit rsud sekolah sd smp sma smk tk paud instansi lembaga perusahaan pt cv
ud yayasan keluarga
anak istri suami orang tetangga teman korban pelaku pelapor terlapor penerima pemohon pemilik penyewa penghuni
pengendara penumpang jangan
dirahasiakan disembunyikan rahasiakan rahasia tercantum tercatat salah lengkap jelas sama lain lainnya ikut dicatut
keadilan kemanusiaan
tuhan allah rakyat bangsa hari senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli
agustus september
oktober november desember pagi siang sore malam tadi kemarin besok lusa sekarang nanti segera cepat lama jam tanggal
bulan tahun nya
lurahnya camatnya rtnya rwnya gurunya polisinya sopirnya petugasnya adminnya kartini jenderal jendral kolonel mayor
kapten letnan sersan
prof profesor insinyur haji hajah kelas nomor no pasar toko bank apotek masjid gereja mushola musala barang jalannya
tempat daerah wilayah
kampung perumahan sungai jembatan taman terminal stasiun halte bus blt pkh kis kip ktp kk akta surat izin kelompok tim
grup forum paguyuban
karang taruna pkk posyandu arisan koperasi bumdes umkm aplikasi akun situs web kalurahan negeri swasta islam katolik
kristen indonesia
semarang jawa tengah jakarta indo ojol ojek gojek grab gofood emas mas mbak sdr sdri saudara saudari bpk kak kakak adik
dik om tante bang
kang mbah tersebut berinisial inisial samaran palsu pengguna panggilan jalanan obat penyakit program kegiatan usaha
proyek produk merek
hewan kucing anjing lansia difabel pensiunan mahasiswa pelajar siswa santri janda duda perempuan wanita laki pria
remaja balita bayi ketahui
tahu lihat dengar
""")

GIVEN_NAMES = _words("""
budi agus slamet siti sri bambang joko sutrisno suparman supardi suwarno sutopo sugeng sugiyono sugianto sumarno
sumarni suyanto suyono
wahyu wahyudi eko dwi tri catur hadi hari heri herry hendra hendro dedi dedy deni denny dian diana dewi desi devi rina
rini ratna retno
ratih rani rizki rizky rizal reza rudi rudy ridwan rahmat rachmat ahmad achmad muhammad mohammad mochamad abdul
abdullah ali umar usman
hasan husein ibrahim ismail yusuf yunus yanto yanti yuli yuliana yudi yuda yoga wati wawan wulan tono toni tuti titik
tini tarno tarmi
sukirman sukarni sukarno suharto suharti sunarto sunarti surono suroso suryadi suryani susanto susanti susilo suci
sulastri sutini ningsih
nining nina nia novi nur nurul nurhayati mulyono mulyadi mulyani mujiono muji marno marni maria maryam mariyah lestari
lina linda lilis lia
kusno kusuma kartika kasno karno jumadi juminten jono iwan irwan irma indra ika ima iin ida hartono hartini haryanto
handoko gunawan gatot
fitri fitriani ferry feri fajar endang endah eny eni edi edy dimas dinda dani daniel darmi darto djoko cahyo cahyono
christina bayu basuki
ayu arif arief ari andi andri andika anton antok antonius anwar ani anita anisa aminah amin agung agustina adi aditya
parno parmi paijo
painem paimin ponirah ponijo purwanto purwanti prasetyo priyono pranoto santoso setiawan setyo sapto sarwono sarno
sardi sarinah sakinah
rohani rohman rohmah romli rubiyah rusdi samsul saiful solikin solihin sholeh tukiman tukinem tukul triyono teguh
taufik taufiq tasya vera
vina wiwik winarno winarti widodo widi widya yohanes yulianto zainal zaenal zulkifli galih gilang farid fauzi faisal
fatimah fatma hana
hasanah hidayat imam iman intan kurnia lukman mega mira nanang nanik nugroho putri putra
""")
