"""Invented complaints for trying the learning room: words of the preset's categories, offices and places, with fillers,
abbreviations, slips of the keyboard, wrong labels, a long tail of small offices and offices that change in time.

Nobody wrote them: what is measured on them is a smoke test, it says nothing of a city."""

import csv
import random
from datetime import date, timedelta
from itertools import accumulate

from lapor.core.environment import PROJECT_DIR
from lapor.suggest.labelled import LabelledReport

PRESET = PROJECT_DIR / "deploy" / "presets" / "semarang"
FIRST, DAYS = date(2022, 1, 1), 540
FILLERS = """mohon tolong segera admin pemerintah kota semarang warga kami saya sudah lama belum ada tindakan
terima kasih selamat pagi siang malam di depan dekat jalan gang rt rw yang untuk dengan karena
sangat mengganggu dan bahaya bapak ibu wali kota setiap hari kemarin minggu ini sejak dua tiga bulan
lalu kapan akan diperbaiki ditindak petugas tidak bisa anak sekolah rumah lingkungan sekitar
perhatian laporan lagi juga masih terus harap bantuan agar supaya""".split()  # noqa: SIM905 - a list of a hundred lines reads worse
SHORT = {"yang": "yg", "tidak": "gk", "jalan": "jln", "tolong": "tlg", "sudah": "udh", "dengan": "dgn", "saya": "sy",
         "untuk": "utk", "belum": "blm", "karena": "krn", "mohon": "mhn", "malam": "mlm"}  # fmt: skip
SYLLABLES = [first + second for first in "bcdgjklmnprstwy" for second in "aiue"]
ENDS = ["", "n", "ng", "r", "s", "k", "t", "h"]


def rows(name):
    with (PRESET / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def invented_reports(count, *, seed=1, wrong=0.05, small_offices=140):
    """So many, over a year and a half; about a fifth of them for small offices, named by their place."""
    luck = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    topics = _topics(luck)
    places = [row["name"] for row in rows("areas.csv")][-small_offices:] if small_offices else []
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(topics))))
    labels = sorted({label for _words, label, _later in topics})
    found = []
    for _number in range(count):
        day = int(luck.triangular(0, DAYS, DAYS * 0.7))
        words, label, later = luck.choices(topics, cum_weights=weights)[0]
        label = later if day > DAYS * 0.6 else label
        place = ""
        if places and luck.random() < 0.2:
            place = places[int(len(places) * luck.random() ** 2.5)]
            label = f"Kelurahan {place}"
        if luck.random() < wrong:
            label = luck.choice(labels)
        found.append(LabelledReport(_text(luck, words, place), label, FIRST + timedelta(days=day)))
    return found


def _topics(luck):
    """(words, office, office later on) of each category."""
    offices = {row["code"]: row["name"] for row in rows("agencies.csv")}
    found = []
    for row in rows("categories.csv"):
        own = [_word(luck) for _number in range(25)]
        words = (row["name"] + " " + row["group"]).lower().replace(",", "").split() * 2 + own
        office = offices.get(row["agency"], f"Bagian {row['group']}")
        later = luck.choice(list(offices.values())) if luck.random() < 0.1 else office
        found.append((words, office, later))
    luck.shuffle(found)
    return found


def _word(luck):
    return "".join(luck.choice(SYLLABLES) for _part in range(luck.choice([2, 2, 3]))) + luck.choice(ENDS)


def _text(luck, topic, place):
    said = luck.choices(FILLERS, k=luck.randint(8, 50)) + luck.choices(topic, k=luck.randint(2, 8))
    luck.shuffle(said)
    if place:
        said[luck.randrange(len(said)) : 0] = ["kelurahan", *place.lower().split()]
    if luck.random() < 0.3:
        said.append(f"08{luck.randrange(10**9):09}")
    return " ".join(_slip(luck, SHORT.get(word, word) if luck.random() < 0.4 else word) for word in said)


def _slip(luck, word):
    if len(word) < 5 or luck.random() > 0.06:
        return word
    at = luck.randrange(1, len(word) - 1)
    return luck.choice([word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]])
