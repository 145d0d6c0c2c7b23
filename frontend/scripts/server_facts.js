// Written by `make facts` from the server's own tables; not to be changed by hand.

export const HOME = "/";
export const FORM = "/lapor";
export const PULSE = "/lapor/denyut";
export const FILE_PART = "/lapor/bagian";
export const SEND_KEPT = "/lapor/simpanan";
export const SHARED = "/lapor/bagikan";
export const GUESS = "/lapor/saran";
export const SIMILAR = "/lapor/serupa";
export const MY_REPORTS = "/laporan-saya/";
export const HELP = "/bantuan/";
export const LANGUAGE = "/bahasa";
export const WORKER = "/sw.js";
export const APP_ICONS = "/ikon/";
export const BRAND = "/brand.css";
export const DESK = "/loket/";
export const DESK_WORKER = "/loket/kerja.js";
export const STATIC = "/static/";
export const OFFICERS_PAGES = ["/konsol", "/loket", "/masuk"];
export const NEVER_KEPT = ["/konsol", "/loket", "/masuk", "/api", "/webhooks", "/lampiran", "/bahasa", "/keterbukaan"];
export const TYPED_PAGES = ["/konsol/laporan/", "/konsol/tugas/", "/konsol/kejadian/", "/konsol/kandidat/", "/konsol/pindah/", "/loket/laporan/", "/laporan/"];
export const TRACKING_DIGITS = 10;
export const RECEIPT_CODE_DIGITS = 16;
export const CHECK_DIGITS = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];
export const ANSWER_FIELDS = "answer_";
export const READING = {"gap": 3, "near": 9, "sentence": 4, "mostLetters": 30, "short": 3, "longest": 10, "first": ["di", "ter", "ke", "ka", "ber", "be", "per", "pe", "pem", "pen", "peng", "penge", "me", "mem", "men", "meng", "menge", "memper", "diper", "dipe", "ku", "kau", "tak", "dak", "se", "m", "n", "ng", "nge", "ny", "en", "em", "sa"], "second": ["ber", "per", "pe", "ke", "se", "n", "ng", "m"], "last": ["an", "kan", "ken", "in", "i", "ni", "ake", "ane", "ono", "nya", "ne", "e", "ku", "mu", "lah", "kah", "pun", "wi", "s"], "clitics": ["", "e", "ku", "lah", "mu", "ne", "nya", "pun"], "thousands": ["rb", "ribu", "jt", "juta", "k"], "nasal": {"p": "m", "t": "n", "k": "ng", "s": "ny", "c": "ny"}, "leet": {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"}, "wordOrEnd": "[a-z0-9]+|[.!?;\\n]+", "apart": "[^a-z0-9][a-z](?:[ .,\\-_*/]{1,3}[a-z](?![a-z0-9])){3,60}", "twice": "([a-z])\\1", "drawnOut": "([a-z])\\1{2,}"};
