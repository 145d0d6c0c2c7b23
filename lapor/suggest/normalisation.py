"""A report's words as they are compared: informal spelling made plain, numbers and addresses made one sign.

Pure; called by features.py."""

import re

from lapor.core.text import fold

NUMBER = "#"  # stands for every number: a telephone, a NIK, a house
ADDRESS = "@"  # stands for every mail or web address
MOST_WORDS = 400  # of a longer text the first; keeps a suggestion under its ten milliseconds
_LONGEST = 30  # letters; longer "words" are links and noise

_ADDRESS = re.compile(r"\S{1,64}@\S{1,200}|\b(?:https?://|www\.)\S{1,500}", re.IGNORECASE)
_ADDRESS_WORD = "alamatinternet"
_REPEATED = re.compile(r"(.)\1{2,}")  # "tolooong": no Indonesian word has a letter three times in a row

# Words that speak for no class, whatever the weights say: they are not named.
EMPTY_WORDS = frozenset(
    """ada admin agar akan anda apa apakah atas atau bagaimana bahwa banyak bapak belakang belum bisa dalam dan
    dapat dari dekat demi dengan depan di dia harap hari harus ibu ini itu jadi jangan juga kak kalau kami
    kapan karena kasih ke kenapa kepada kita kota lagi lalu lama maka mana masih mau mereka min mohon oleh
    pada pagi para pun rumah saat saja salam samping sangat saya sebagai sebelah sejak sekali selamat
    seminggu semoga seperti siang sore sudah supaya tadi tapi telah tentang terima terimakasih tersebut terus
    tidak tolong untuk warga yaitu yang yth""".split()  # noqa: SIM905 - a list of a hundred lines reads worse
)

# What people write for short, by the word it stands for.
_SHORT = {
    "ada": "ad",
    "air": "aer",
    "apa": "apaan",
    "atas": "ats",
    "bagaimana": "bgmn gmn gimana gmna gimn bgmna",
    "baik": "baek bae",
    "banget": "bgt bngt bngeet bingit",
    "banyak": "byk bnyk bnyak",
    "bapak": "bpk pak",
    "belakang": "blkg blakang blkang",
    "belum": "blm blom blum belom",
    "berapa": "brp brapa",
    "bisa": "bs bsa bisaa",
    "bulan": "bln",
    "dalam": "dlm",
    "dan": "n",
    "dari": "dr dri",
    "daerah": "drh daerh",
    "dekat": "dkt deket",
    "dengan": "dgn dg dngn dngan",
    "depan": "dpn depn",
    "desa": "ds",
    "gang": "gg",
    "hari": "hr",
    "harus": "hrs hrus",
    "hanya": "hny cuma cuman",
    "ibu": "bu",
    "ini": "ni",
    "itu": "tu",
    "jadi": "jd jdi",
    "jalan": "jl jln jlan jalanan jlnan jaln",
    "jangan": "jgn jngn",
    "juga": "jg jga",
    "kabupaten": "kab",
    "kalau": "klo kl klau kalo kalu",
    "kami": "kmi",
    "kampung": "kmpg kmpung kampong",
    "kapan": "kpn kapn",
    "karena": "krn karna krna",
    "kecamatan": "kec kcmtn",
    "kelurahan": "kel kelurhan klurahan",
    "kemarin": "kmrn kemaren kmarin",
    "kenapa": "knp knapa kenp mengapa",
    "kepada": "kpd kpada",
    "lagi": "lg lgi",
    "lampu": "lmp lmpu",
    "lewat": "lwt lwat",
    "malam": "mlm malem mlem",
    "mana": "mn",
    "masih": "msh masi msih",
    "masuk": "msk msuk",
    "minggu": "mgg mnggu",
    "mohon": "mhn mohn mhon",
    "nomor": "no nmr nomer nmor",
    "orang": "org orng",
    "pada": "pd pda",
    "perumahan": "perum prum",
    "puskesmas": "pkm puskes",
    "rumah": "rmh rmah",
    "rusak": "rsk rusk rusag",
    "saja": "aja aj sj",
    "sampah": "smph smpah",
    "sampai": "sampe smpai nyampe",
    "sangat": "sgt sngt",
    "saya": "sy sya gue gw aku saia",
    "sekarang": "skrg skrng skg",
    "sekolah": "skolah sklh",
    "selalu": "sll slalu",
    "sama": "sm sma",
    "seperti": "spt sprti kayak kaya kyk",
    "setiap": "tiap tp2 stiap",
    "sudah": "sdh udh udah sudh dah sdah",
    "supaya": "spy biar agar",
    "tahun": "thn taun",
    "tapi": "tp tpi tetapi",
    "telah": "tlh",
    "tempat": "tmpt tempt tmpat",
    "tentang": "ttg tntg",
    "terima": "trima",
    "terimakasih": "makasih trims trimakasih tks thx thanks mksh suwun",
    "terus": "trs trus",
    "tersebut": "tsb tsbt",
    "tidak": "tdk gk ga gak nggak ngga enggak engga ndak nda gag tak tidk ora kagak ngak",
    "tolong": "tlg tlong tolg tlng",
    "untuk": "utk tuk buat untk unt",
    "waktu": "wkt",
    "warga": "wrg wrga",
    "wilayah": "wil wilyah",
    "yang": "yg yng",
}
_PLAIN = {short: word for word, shorts in _SHORT.items() for short in shorts.split()}


def plain_words(text: str) -> list[str]:
    """The words of a text in order, at most MOST_WORDS: folded, informal spelling made plain."""
    folded = fold(_ADDRESS.sub(f" {_ADDRESS_WORD} ", text))
    return [_plain_word(word) for word in folded.split()[:MOST_WORDS]]


def _plain_word(word: str) -> str:
    if any(sign.isdigit() for sign in word):
        return NUMBER
    if word == _ADDRESS_WORD:
        return ADDRESS
    word = _REPEATED.sub(r"\1", word[:_LONGEST])
    return _PLAIN.get(word, word)
