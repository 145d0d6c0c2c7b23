"""What people write, and what they mean by it: Indonesian, Javanese-mixed, slang, abbreviations.

The grammar is tuned to these.

The first three kinds answer "is it solved?": yes, no, or words (whatever is not a bare yes or no has to be asked back).
The others stand by themselves, whatever was asked.
"""

_LINES = {
    "yes": """
        YA | ya | Ya. | ya! | Ya pak | ya bu | ya min | ya kak | ya, terima kasih | ya terima kasih pak
        Ya, makasih banyak | ya 🙏
        ya 👍 | y | Y
        iya | Iya. | iyaa | iyaaa pak | iya min | iya sudah | Iya, sudah | iya sudah beres | iya udah beres
        iya pak sudah selesai
        yes | YES | yup
        yoi | iyo | iyo mas | iyo wis | nggih | nggih pak | inggih | injih pak matur nuwun | nggih sampun
        inggih sampun beres
        betul | betul pak
        bener | benar | betul sudah beres | benar sudah selesai | sudah | Sudah. | sudah pak | sudah, terima kasih
        udah | udh
        udh min | sdh | sdh pak
        dah | wis | wes | wis mas | sampun | sampun pak | mpun | mpun pak suwun | sudah beres | dah beres | udh beres
        sdh beres pak | udah beres kak
        wis beres | wes rampung | sampun rampung | mpun beres | sudah selesai | udh selesai
        sdh selesai min, makasih | beres | beres pak
        beres semua | selesai | selesai pak terima kasih | sudah diperbaiki | udah dibenerin | sudah dibetulkan
        wis didandani
        sampun dipun dandosi
        sudah normal | sudah oke | sudah baik | sudah aman | sudah teratasi | sudah beres semua
        sudah selesai semua, makasih | ya sudah beres
        ya, sudah | ya, sudah selesai | Selamat pagi, sudah beres pak | assalamualaikum, sudah selesai
        terima kasih, sudah beres
        makasih banyak min, sudah beres | sudah kelar | udah clear | matur nuwun, sampun beres | Sudah beres 👍🙏
        sudah diperbaiki, terima kasih banyak pak
    """,
    "no": """
        BELUM | belum | Belum. | belum! | belum pak | belum bu | belum min | blm | Blm pak | blm min | blom | belom
        belon | durung | durung pak
        durung mas | dereng | dereng pak | dereng bu | belum beres | blm beres | belum selesai | blm selesai pak
        belum diperbaiki
        blm dibenerin
        durung didandani | dereng dipun dandosi | belum sama sekali | blm sama sekali | belum juga | blm juga min
        masih belum | masih blm
        masih belum beres | masih belum selesai | belum ada perubahan | blm ada perubahan | belum ada tindakan
        belum ada perbaikan
        belum ada apa-apa
        belum tuntas | belum rampung | belum ditangani | blm ditindaklanjuti | belum diangkut | belum dibersihkan
        belum dikerjakan
        belum ditambal
        not yet | NOT YET | tidak | Tidak. | tidak pak | tdk | gak | ga | nggak | enggak | engga | ndak | ora
        mboten | kagak | no | No. | bukan
        belum, terima kasih | belum makasih | maaf belum | maaf pak belum | Selamat siang, belum pak | belum 🙏
        tidak beres
        gak beres | belummm
        dereng wonten perubahan | belum ada respon | blm ada tindak lanjut | belum oke | belum normal
        belum teratasi | belum ada | belum pak, belum beres
    """,
    "words": """
        sudah rusak lagi | sudah seminggu mati | ya belum beres | ya masih mati | ya ampun rusak
        ya Allah kok mati lagi | ya sudah
        ya udah | yaudah
        ya sudahlah | ya sudah deh | ya deh | iya deh | ya kali | ya sih | sudah sih | sudah? | ya? | sudah beres?
        sudah belum?
        belum ya? | belum?
        iya tapi masih bocor | ya tapi belum semua | sudah tapi cuma sebagian | sudah sebagian | sebagian sudah
        setengah beres
        sudah beres tapi rusak lagi
        sudah beres katanya | katanya sudah | kayaknya sudah | mungkin sudah beres | sudah kayaknya | kurang tahu
        tidak tahu
        ga tau | gatau min
        tidak ada masalah lagi | tidak ada masalah lagi, terima kasih | tidak ada keluhan | gak masalah | tidak masalah
        tidak mati lagi | gak banjir lagi
        tidak bocor lagi | sudah tidak bau | udah gak mampet | sudah nyala | sudah nyala terang | udah nyala lagi
        sudah lancar
        sudah bersih | sudah diangkut
        No 12 Jl. Gajah lampunya mati | no 5 RT 3 | no hp saya ganti | tidak, terima kasih | tidak makasih
        tidak usah | gak usah
        tidak perlu | tidak jadi
        belum, lampunya masih mati | blm, msh bolong | belum, masih mati tadi malam | belum beres yang di pojok
        belum semua, yang timur masih rusak
        belum lama ini sudah diperbaiki | belum lama kok sudah rusak | sudah lama | sudah lama sekali | sudah lama rusak
        sudah 3 minggu | sudah dua kali lapor
        sudah capek | sudah lapor berkali kali | sudah saya cek belum ada petugas | sudah malam
        sudah siang belum datang
        sudah hancur | sudah parah
        ya gitu deh | ya begitulah | ya lumayan | lumayan | mendingan | agak mendingan | ya 😡 | sudah 🙄 | ya 😂
        sudah 😂😂 | ya 😭
        belum 🤣 | ya :( | "sudah"
        ya "beres" katanya | beres apanya | beres dari mana | beres matamu | selesai apanya | selesai? mana
        sudah selesai kok masih bau
        iya iya | iya sudah tahu | ya ya ya | oke sudah | siap sudah | ya siap | ya oke | ok ya | iya nanti
        ya sebentar
        ya nanti saya lihat | ya pak siap
        ya pak masih mati | ya bu, banjir lagi | iya mas tolong cepat | ya tolong dicek | ya alamatnya salah
        ya alamatnya bukan itu | ya di depan pasar
        iya bukan yang itu | ya saya tunggu | ya ditunggu | ya lapor baru | sudah ya sudah | sudah ya | sudah cukup
        sudah hilang sabar | wis bosen | wis ora sabar
        durung lho pak isih peteng | dereng ditiliki | wis tau didandani rusak maneh | sampun tapi tasih bocor
        mpun kesel
        ora ono sing teko | mboten wonten masalah
        tidak pernah diperbaiki | tidak sesuai | tidak puas | belum dan sudah | ya dan tidak | antara ya dan belum
        yes but no
        no problem | no comment | yes sir it leaks
        y gitu | yg timur belum | yakin? | yakin sudah | iyakah | ya elah lama | ya namanya juga negara
        betul sekali masih rusak
        betul betul parah | benar benar kecewa
        bener bener | sudah sudah | makasih sudah | terima kasih sudah diperbaiki | alhamdulillah sudah terang
        selesai sudah harapan saya | beres beres rumah
        semua sudah | semua belum | beres kalau hujan tidak banjir | beres utara saja
    """,
    "greeting": """
        Halo | halo min | Hai | hi | hello | hey kak | p | P | ping | Selamat pagi | selamat pagi min
        Slmt siang pak | met malam
        pagi | Pagi pak | sore min
        malam bu | siang kak | Assalamualaikum | assalamu'alaikum | Assalamualaikum wr wb | Assalamualaikum wr. wb.
        ass wr wb
        permisi | permisi pak
        kulo nuwun | kulonuwun | punten | sugeng enjing | sugeng sonten pak | om swastiastu | shalom
        salam sejahtera | tes | test
        halo? | ada orang?
        Halo, selamat malam | Assalamualaikum, selamat pagi bapak ibu | halooo | haiii min | spada | bantuan | menu
    """,
    "announce": """
        mau lapor | Mau lapor min | saya mau lapor | sy mau lapor | aku mau lapor | Pak izin lapor | ijin lapor
        izin melapor pak
        pengen lapor | saya ingin melapor
        mau ngadu | mau mengadu pak | lapor | lapor pak | laporan | mau lapor nih | bisa lapor di sini? | boleh lapor?
        numpang tanya | mau tanya | mau tanya min
        izin bertanya | arep lapor | badhe lapor | kulo badhe lapor | saya mau melaporkan sesuatu | ada laporan
        cara lapor gimana
        gimana cara lapor?
        halo mau lapor | Selamat pagi, saya mau lapor pak | Assalamualaikum, izin lapor | ada pengaduan
        mau menyampaikan keluhan
        numpang lapor ya
    """,
    "thanks": """
        Terima kasih | terima kasih banyak | Terima kasih banyak, sukses selalu | terimakasih pak | makasih | makasih ya
        makasih min | mksh | trims | thx | tq
        thanks | thank you | suwun | suwun pak | matur nuwun | matur nuwun nggih | matur suwun mas | nuwun | hatur nuhun
        sukses selalu | semoga sukses selalu
        sehat selalu pak | mantap | mantap min | keren | top | jos | alhamdulillah | alhamdulillah terima kasih
        sama-sama
        Baik terima kasih | ok makasih
        siap terima kasih | oke pak makasih | terima kasih atas bantuannya | terima kasih 🙏🙏 | makasih yaa
        luar biasa, terima kasih | amin | barakallah
        terima kasih atas perhatiannya pak | salut | gbu | respon cepat, mantap
    """,
    "life": """
        Ok | ok | oke | okee | OKE | ok pak | oke siap | siap | siap pak | siap 86 pak? | sip | siip | baik
        Baik pak | baik bu
        baiklah | noted | sebentar
        Sebentar ya pak | bentar | bentar ya | bntr | tunggu | tunggu ya | tunggu sebentar | mohon ditunggu | nanti ya
        nanti saya cek | nanti saya foto ya
        otw | hmm | oh | oh gitu | oh iya | wkwk | wkwkwkwk | haha | hahaha | hehe | 👍 | 🙏 | 😂 | 😡
        👍👍👍 | ❤️ | ? | .
        ... | !!!
        :) | pak | min
        lagi di jalan | masih di jalan | saya cek dulu | tak cek sik | monggo | mangga | sabar | lagi sibuk
        siap laksanakan
        Terima kasih telah menghubungi Toko Jaya. Kami akan segera membalas pesan Anda.
        Ini pesan otomatis: saya sedang tidak di kantor sampai Senin.
    """,
    "person": """
        PETUGAS | petugas | petugas pak | operator | bicara dengan petugas | mau bicara dengan petugas
        bisa bicara sama orang?
        mau ngomong sama petugas
        minta petugas | tolong hubungkan ke petugas | sambungkan ke operator | saya mau bicara langsung dengan petugas
        customer service | cs | human
        ngomong sama orang asli bisa? | bisa chat sama admin? | minta dihubungi petugas | ada petugas?
        mau telpon petugas
    """,
    "status": """
        STATUS | status | status pak | cek | cek status | cek laporan saya | status laporan saya | cek status laporan
        bisa cek laporan saya? | progres
        gimana kabar laporan saya | laporan saya gimana? | laporan saya sampai mana | lihat status laporan
    """,
    "stop": "STOP | stop | Stop. | berhenti | stop pak | berhenti langganan | unsubscribe",
    "cancel": """
        BATAL | batal | batal pak | batalkan | batalkan laporan saya | batal saja | cancel | gak jadi | ga jadi
        tidak jadi
        tidak jadi lapor | hapus laporan saya
        cabut laporan | cabut laporan saya pak
    """,
    "send": """
        KIRIM | kirim | Kirim! | kirim pak | kirim saja | kirim aja min | ya kirim | oke kirim
        kirimkan | send | lanjut | lanjutkan | tolong kirim
    """,
    "new": """
        LAPOR BARU | lapor baru | laporan baru | mau lapor lagi | mau lapor yang lain | laporan lain | masalah lain
        saya mau lapor baru
        ada laporan lain lagi
    """,
    "none": """
        Stop pungli! | stop menebang pohon di taman kota | status jalan kami bagaimana
        kirim petugas ke sini sekarang juga
        batalkan saja rencana penggusuran itu
        lampu mati 0812 3456 7890 | halo lampu di depan rumah mati | selamat pagi pak sampah belum diangkut
        mau lapor jalan rusak di Genuk | izin lapor banjir
        terima kasih sebelumnya, tolong perbaiki jalan kami | ok tapi kapan | petugas tidak datang | petugasnya galak
        laporan baru saya belum diproses
        lapor baru kemarin sudah rusak | cek dong jalan depan rumah | lapor pak ada pohon tumbang
        mantap jalannya rusak terus
        sip lah banjir terus
        keren ya sampah numpuk | siap siap banjir | pagi ini air mati | malam gelap sekali | p banjir | tes air keruh
        baik buruknya pelayanan
        menu makan gratis basi | tunggu apa lagi | sama seperti kemarin | orang gila di perempatan
        minta petugas datang ke sini
        saya sedang cuti dan rumah kebanjiran
    """,
}

LINES = [
    (line.strip(), meaning)
    for meaning, lines in _LINES.items()
    for row in lines.strip().splitlines()
    for line in row.split(" | ")
    if line.strip()
]
