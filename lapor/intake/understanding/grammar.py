"""The words that mean something by themselves, as data: spoken Indonesian, Javanese, abbreviations, English.

Read by commands.py, sentences.py.

A pattern is a line of words; (a|b|) stands for one of them or none. Words are compared folded (lower case, no signs),
spellings made one by SPELLINGS, stretched letters shortened. What a whole message is made of decides, never its first
word. Tests: tests/intake/grammar_lines.py.
"""

from enum import StrEnum


class Meaning(StrEnum):
    """What a piece of a message means.

    `NO_ALONE` is a no only where nothing else is said: "tidak, terima kasih" may be both."""

    YES = "yes"
    NO = "no"
    NO_ALONE = "no_alone"
    STATUS = "status"
    STOP = "stop"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"  # of a withdrawal
    SEND = "send"
    NEW = "new"
    SAME = "same"
    PERSON = "person"
    GREETING = "greeting"
    ANNOUNCE = "announce"
    THANKS = "thanks"
    LIFE = "life"  # somebody is there, and says nothing yet
    PADDING = "padding"  # how one speaks to somebody
    DOUBT = "doubt"  # padding that makes a yes or a no less than one: "ya deh", "sudah sih"


_SPELLINGS = {
    "belum": "blm belom blom blum belon belm durung dereng ndereng urung drung",
    "sudah": "sdh udh udah dah uda sudh suda sdah dh wis wes uwis uwes mpun sampun smpun",
    "tidak": "tdk tdak gak ga gk ngga nggak enggak engga kagak ndak nda gag ora mboten boten",
    "iya": "iyaa iyah iye iyo iyes yoi yup yap yep yess",
    "ya": "yaa yah y yo yaaa",
    "yes": "yess",
    "nggih": "inggih enggih injih njih nggeh inggeh ingih",
    "betul": "btul bener benar bnr",
    "beres": "bres rebes kelar kelaar clear done",
    "selesai": "slesai selese rampung tuntas rampun slsai solved",
    "diperbaiki": "dibenerin dibenahi dibetulin dibetulkan didandani didandan dandosi fixed",
    "oke": "ok okay okey okeh oks okee okie okeee k",
    "tanya": "nanya bertanya takon tanglet",
    "saya": "kulo kula sy sya gw gue gua aku ak kami kita",
    "mau": "mo pengen pengin pingin ingin arep arepe badhe hendak ajeng pgn",
    "lapor": "ngelapor melapor melaporkan laporin nglapor laporkan mengadu ngadu ngaduin mengadukan",
    "laporan": "lporan aduan pengaduan keluhan lap",
    "izin": "ijin",
    "ada": "ono wonten",
    "respon": "respons",
    "saja": "aja aj sj ae wae",
    "lagi": "lg lgi",
    "dengan": "dgn dg",
    "yang": "yg",
    "bisa": "bs bsa iso saged",
    "boleh": "blh bole",
    "bicara": "ngomong ngobrol omong berbicara chat chatting tersambung terhubung",
    "hubungkan": "sambungkan sambungin hubungin hubungi",
    "telepon": "telpon telp tlp",
    "selamat": "slmt slamat met slm",
    "malam": "mlm malem",
    "terimakasih": (
        "makasih makasi mksh mksih mks mkasih trimakasih trmksh trims trims trimakaseh thx thanks tq thks tks tengkyu"
        " suwun maturnuwun matursuwun nuhun syukron makasihh terimakasi mksi thankyou"
    ),
    "sebentar": "bentar bntr sbntr sebentr sekedap sekejap wait",
    "halo": "hallo hello helo hai hi hey hei haloo hy",
    "assalamualaikum": (
        "assalamu asalamualaikum asslamualaikum aslmkm ass assalammualaikum assalamualaikm askum samlekum"
    ),
    "pak": "bpk bapak pk bp pakde",
    "bu": "ibu ibuk buk bude",
    "kak": "kakak kk ka",
    "mas": "mase",
    "mbak": "mba mbk",
    "min": "admin mimin minn adm",
    "petugas": "petugasnya officer operator cs agen agent pegawai staf staff",
    "lain": "laen lainnya",
    "nanti": "ntr nti ntar mengko mangke",
    "batal": "cancel batalkan batalin",
    "kirim": "send kirimkan submit krm",
    "status": "setatus sttus progres progress perkembangan",
    "cek": "check ngecek cekk",
}

# Spoken as one word, written as two; read before the words are.
JOINED = {
    "terima kasih": "terimakasih",
    "matur nuwun": "terimakasih",
    "matur suwun": "terimakasih",
    "hatur nuhun": "terimakasih",
    "thank you": "terimakasih",
    "thank u": "terimakasih",
    "assalamu alaikum": "assalamualaikum",
    "assalamu alaikum wr wb": "assalamualaikum",
    "kulo nuwun": "kulonuwun",
    "kula nuwun": "kulonuwun",
    "customer service": "petugas",
    "sama sama": "samasama",
    "sama2": "samasama",
    "dipun dandosi": "diperbaiki",
    "not yet": "belum",
    "no yet": "belum",
    "nuwun sewu": "permisi",
    "apa apa": "apaapa",
    "apa2": "apaapa",
    "bapak ibu": "pak",
    "pak bu": "pak",
    "hati hati": "hatihati",
}

_FIXED = "(beres|selesai|diperbaiki|oke|baik|aman|normal|bagus|teratasi)"
_SUCH = (
    "(beres|selesai|diperbaiki|oke|baik|aman|normal|teratasi|ditangani|ditindaklanjuti|dikerjakan|digarap|dibersihkan"
    "|diangkut|ditambal)"
)
_WHO = "(petugas|min|orang|manusia) (langsung|asli|beneran|)"

_PATTERNS = {
    Meaning.YES: f"""
        ya / iya / yes / nggih / betul / sudah / beres / selesai / (ya|iya|betul|nggih|) sudah {_FIXED} (semua|) /
        (beres|selesai) semua /
        semua sudah (beres|selesai) / sudah (beres|selesai) semuanya / semuanya sudah (beres|selesai) /
        it is solved / (yes|) solved
    """,
    Meaning.NO: f"""
        (masih|) belum (juga|) / (masih|) belum {_SUCH} (juga|semua|sama sekali|) / belum sama sekali /
        belum ada (perubahan|tindakan|perbaikan|penanganan|tindak lanjut|respon|tanggapan|kabar|hasil|hasilnya|apaapa|)
        /         tidak {_FIXED} / belum ada {_SUCH} / masih belum ada (perubahan|tindakan|perbaikan|)
    """,
    Meaning.NO_ALONE: "tidak / no / nope / bukan / not",
    Meaning.STATUS: """
        status (laporan|) (saya|) / cek (status|laporan|nomor|lapor|) (laporan|) (saya|) /
        lihat (status|laporan) (laporan|) (saya|) /
        (mau|bisa|) cek (status|laporan) (saya|) /
        (gimana|bagaimana|piye|pripun) (kabar|status|kelanjutan|nasib) laporan saya /
        (sampai|sudah sampai) mana laporan saya /
        laporan saya (gimana|bagaimana|sampai mana|sudah sampai mana|piye|pripun)
    """,
    Meaning.STOP: "stop / berhenti / unsubscribe / (berhenti|stop) (langganan|kirim pesan|pesan) / stop dulu",
    Meaning.CANCEL: """
        (mau|) batal (saja|) (lapor|laporan|) (saya|) / tidak jadi (lapor|) (saja|) /
        (hapus|cabut|tarik) laporan (saya|)
    """,
    Meaning.TAKE_BACK: """
        (batal|undo) (penarikan|pencabutan|tarik|withdrawal) (laporan|) (saya|) /
        tidak jadi (ditarik|dicabut|tarik|cabut) (laporan|) (saya|)
    """,
    Meaning.SEND: (
        "(ya|iya|oke|nggih|tolong|) kirim (saja|sekarang|laporan|laporannya|) (saja|) / lanjut (kirim|saja|) /"
        " lanjutkan"
    ),
    Meaning.NEW: """
        (saya|) (mau|izin|) (lapor|laporan) (baru|lain) (lagi|) /
        (saya|) (mau|izin) lapor (lagi|yang lain|hal lain|masalah lain) /
        lapor hal lain /
        lapor masalah lain / (ada|) (laporan|masalah|hal) (lain|baru) lagi / (masalah|hal) lain / new report /
        laporan yang (baru|lain|berbeda)
    """,
    Meaning.SAME: "laporan (yang|) sama / (hal|masalah) (yang|) sama / laporan ini / laporan itu juga / same",
    Meaning.PERSON: f"""
        petugas / (mau|bisa|boleh|minta|tolong|saya mau|saya minta|) (bicara|telepon) (langsung|) (dengan|sama|ke|)
        {_WHO} (bisa|) /
        (mau|bisa|boleh|saya mau|) tanya (langsung|) (dengan|sama|ke) {_WHO} (bisa|) /
        (tolong|minta|mohon|bisa|) hubungkan (saya|) (dengan|sama|ke) {_WHO} /
        (minta|saya minta|mau|saya mau|butuh|perlu) petugas /
        (minta|tolong|mohon) dihubungi (petugas|) / (mau|bisa|) bicara langsung / human / (ada|mana) petugas /
        petugas dong
    """,
    Meaning.GREETING: """
        halo / p / selamat (pagi|siang|sore|malam|petang) / pagi / siang / sore / malam / permisi / kulonuwun /
        punten / salam / ping / spada /
        assalamualaikum (wr wb|warahmatullahi wabarakatuh|wr|alaikum|alaikum wr wb|) /
        sugeng (enjing|siang|sonten|dalu|ndalu) / om swastiastu /
        (salam|) sejahtera / shalom / waalaikumsalam / tes / test / ada orang / ada yang jaga / (ada|bisa) dibantu /
        start / mulai /
        menu / bantuan
    """,
    Meaning.ANNOUNCE: """
        (saya|) (mau|izin|boleh|bisa|numpang|) (lapor|laporan) (di sini|disini|sesuatu|masalah|ini|) /
        (saya|) (mau|izin|numpang|boleh) (tanya|curhat) /
        (saya|) (mau|izin) (menyampaikan|sampaikan|buat|bikin) laporan / ada laporan / ada yang mau saya lapor /
        (saya|) ada laporan /
        (cara|gimana cara|bagaimana cara|caranya) (lapor|laporan) (gimana|bagaimana|) / lapor ke sini (bisa|boleh|)
    """,
    Meaning.THANKS: """
        terimakasih (banyak|sekali|ya|nggih|atas bantuannya|atas perhatiannya|atas responnya|atas responsnya|atas
        kerjanya|sebelumnya|) (ya|nggih|) /
        nuwun / semoga (sukses|sehat|lancar|berkah|jaya) (selalu|terus|) / (sukses|sehat|berkah) (selalu|terus) /
        (semoga|) (sehat|sukses) dan (sehat|sukses) selalu / mantap / mantul /
        keren / hebat / top / jos / joss / alhamdulillah / barakallah / jazakallah / jazakumullah / samasama /
        good job /
        kerja bagus / luar biasa /
        salut / puas / senang sekali / sangat (membantu|terbantu) / semangat / amin / aamiin / gbu /
        (tuhan|god) (memberkati|bless) /
        respon cepat
    """,
    Meaning.LIFE: """
        oke / siap / sip / siip / baik / baiklah / noted / sebentar (ya|lagi|) / tunggu (ya|sebentar|dulu|bentar|) /
        (mohon|) ditunggu (ya|) /
        mohon (tunggu|ditunggu|bersabar) / sabar / nanti (ya|dulu|) /
        nanti saya (cek|kabari|balas|foto|jawab|lihat|kirim|fotoin) (ya|dulu|) /
        saya (cek|lihat|foto|tanyakan) dulu / tak (cek|delok|lihat|takon) (dulu|sik|sek|) /
        (lagi|masih|sedang) di jalan / otw / hmm / hm / oh /
        oh (gitu|begitu|iya|ya|oke) / haha / siap 86 / 86 / (lagi|sedang) (kerja|sibuk|rapat|nyetir) / monggo / mangga /
        siap laksanakan / sik / sek / gitu / begitu
    """,
    Meaning.PADDING: """
        pak / bu / min / kak / mas / mbak / bang / bos / boss / gan / om / tante / sis / bro / lur / dik / dek /
        dong / nih / ini /
        tim / saudara / sir /
        ndan / komandan / semuanya / sekalian / tolong / mohon / maaf / yth
    """,
    Meaning.DOUBT: (
        "deh / sih / kok / lah / lho / loh / kali / kah / ta / to / tho / kan / katanya / kayaknya / mungkin / semoga /"
        " lumayan"
    ),
}

LAUGHTER = "haha"  # how it is read, however it is written
# Beside a yes or a no these say nothing else; any other sign is asked about ("ya 😡", "sudah 🙄").
KIND_SIGNS = frozenset("🙏👍👌😊🙂😀😁😄☺❤👏✅💪🤝🌹✨🎉🥰😍♥💯✌🫡🤲")

# What a machine answers for somebody who is not there; only where it stands, and the message is short, is it no
# person's.
AUTOMATIC = (
    "pesan otomatis",
    "balasan otomatis",
    "jawaban otomatis",
    "automatic reply",
    "auto reply",
    "autoreply",
    "out of office",
    "reacted via gmail",
    "terimakasih telah menghubungi",
    "terimakasih sudah menghubungi",
    "kami akan segera membalas",
    "kami akan membalas pesan",
    "akan kami balas pada jam kerja",
)
# The same in a person's words: read so only as an answer to a question of ours.
ABSENT = (
    "sedang cuti",
    "lagi cuti",
    "di luar kantor",
    "diluar kantor",
    "tidak di tempat",
    "sedang tidak bisa",
    "tidak bisa membalas",
    "sedang dinas luar",
    "on leave",
    "sedang rapat",
    "sedang menyetir",
)
LONGEST_AUTOMATIC = 60  # words

ASKS_WHEN = (
    "kapan",
    "kpn",
    "berapa lama",
    "sampai kapan",
    "sudah sampai mana",
    "gimana kelanjutannya",
    "bagaimana kelanjutannya",
    "when",
)

RATINGS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5}
BESIDE_A_RATING = frozenset(
    {
        "bintang",
        "nilai",
        "nilainya",
        "star",
        "stars",
        "pak",
        "bu",
        "min",
        "kak",
        "mas",
        "mbak",
        "kasih",
        "saya",
        "terimakasih",
    }
)

ANSWERS_NEW = frozenset(
    {
        "baru",
        "yang baru",
        "beda",
        "lain",
        "yang lain",
        "laporan baru",
        "lapor baru",
        "hal baru",
        "new",
        "berbeda",
        "hal lain",
    }
)
ANSWERS_SAME = frozenset(
    {
        "sama",
        "yang sama",
        "laporan sama",
        "hal yang sama",
        "laporan yang sama",
        "sama saja",
        "masih sama",
        "same",
        "itu juga",
        "tambahan",
    }
)

SPELLINGS = {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings.split()}
PATTERNS = {meaning: tuple(" ".join(text.split()).split(" / ")) for meaning, text in _PATTERNS.items()}
