"""Words of danger as people say them: the deployment's signs find them, and leave their look-alikes alone."""

import random
import string
import time
import tomllib
from pathlib import Path

import pytest

from lapor.agencies.queries import danger_of
from lapor.core.danger import Danger, as_sign
from tests.core import danger_sentences_later
from tests.core.danger_sentences import DANGEROUS
from tests.core.danger_sentences_harmless import HARMLESS
from tests.core.danger_sentences_second import DANGEROUS_LATER, HARMLESS_LATER

PRESET = tomllib.loads(Path("deploy/presets/semarang/preset.toml").read_text())
WORDS = {**PRESET["words"], "protected": PRESET["protected"], "vocabulary": PRESET["vocabulary"]}


@pytest.fixture(scope="module")
def danger():
    return danger_of(WORDS)


def lines(text):
    return text.strip().splitlines()


def measured(danger, dangerous, harmless, what):
    missed = [line for line in dangerous if not danger.find(line)]
    false = [(line, danger.find(line)) for line in harmless if danger.find(line)]
    recall, alarms = 1 - len(missed) / len(dangerous), len(false) / len(harmless)
    print(f"{what}: recall {recall:.3f} of {len(dangerous)}, false alarms {alarms:.3f} of {len(harmless)}")
    print("\n".join([*(f"missed: {line}" for line in missed), *(f"false {label}: {line}" for line, label in false)]))
    return recall, alarms


def test_there_are_four_hundred_sentences():
    assert len(lines(DANGEROUS)) + len(lines(DANGEROUS_LATER)) >= 200
    assert len(lines(HARMLESS)) >= 200
    everything = [*lines(DANGEROUS), *lines(DANGEROUS_LATER), *lines(HARMLESS), *lines(HARMLESS_LATER)]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize("is_held_out", [False, True])
def test_danger_is_heard_and_look_alikes_are_not(danger, is_held_out):
    dangerous, harmless = (
        [line for at, line in enumerate(lines(text)) if (at % 3 == 2) == is_held_out] for text in (DANGEROUS, HARMLESS)
    )
    recall, alarms = measured(danger, dangerous, harmless, "held out" if is_held_out else "tuned on")
    assert recall >= 0.95
    assert alarms <= 0.03


def test_words_of_another_day_are_heard_too(danger):
    recall, alarms = measured(danger, lines(DANGEROUS_LATER), lines(HARMLESS_LATER), "another day")
    assert recall >= 0.95
    assert alarms <= 0.03


def test_words_of_somebody_else_are_heard_too(danger):
    recall, alarms = measured(
        danger, lines(danger_sentences_later.DANGEROUS), lines(danger_sentences_later.HARMLESS), "somebody else"
    )
    assert recall >= 0.95
    assert alarms <= 0.03


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("anak itu dipukul ayahnya", "kekerasan-anak"),
        ("siswi dicabuli gurunya", "kekerasan-anak"),
        ("suami memukuli istrinya hampir tiap malam", "kekerasan-rumah-tangga"),
        ("saya dilecehkan di bus", "kekerasan-rumah-tangga"),
        ("petugas minta uang 500 ribu", "korupsi"),
        ("kades memotong bansos", "korupsi"),
        ("Stop pungli!", "korupsi"),
        ("saya diancam akan dibunuh", "ancaman-jiwa"),
        ("saya mau bunuh diri", "ancaman-jiwa"),
        ("ditodong pisau sama preman", "ancaman-jiwa"),
        ("kabel menjuntai di depan SD", "urgent"),
        ("pohon mau tumbang di depan SD", "urgent"),
        ("anak tenggelam", "urgent"),
    ],
)
def test_the_right_group_hears_it(danger, words, category):
    assert danger.find(words) == category


@pytest.mark.parametrize(
    "words",
    [
        "DIPUKULI SUAMINYA",
        "d1pukuli suami",
        "dipukuuuuli suaminya",
        "di\u200bpukuli suami",
        "ｄｉｐｕｋｕｌｉ ｓｕａｍｉ",
        "dípukúli suami",
        "suami: dipukuli!!!",
        "mukulin istri",
        "d i p u k u l i suami",
        "d.i.p.u.k.u.l.i suami saya",
        "dipuukulii suami",
        "di p-u-k-u-l-i suami",
        "s a y a d i p u k u l i s u a m i",
        "D_I_P_U_K_U_L_I s.u.a.m.i",
        "suami d * i * p * u * k * u * l * i",
    ],
)
def test_disguised_and_spoken_words_are_heard(danger, words):
    assert danger.find(words) == "kekerasan-rumah-tangga"


@pytest.mark.parametrize(
    "words",
    [
        "saya mau b.u.n.u.h diri",
        "saya mau bunuuuh diri",
        "saya mau b u n u h diri",
        "mau b u n u h d i r i",
        "mau b-u-n-u-h d-i-r-i",
        "m a u bunuh diri",
        "saya mau buunuuh diri",
        "saya diancam akan d.i.b.u.n.u.h",
        "S.A.Y.A D.I.A.N.C.A.M D.I.B.U.N.U.H",
        "diancam mau dibuunuhh",
    ],
)
def test_disguised_words_of_death_are_heard(danger, words):
    assert danger.find(words) == "ancaman-jiwa"


@pytest.mark.parametrize(
    "words",
    [
        "a b c d e f g",
        "S.K.P.D. yang lama",
        "P K K R T R W",
        "blok a, b, c, d, e gelap",
        "n.b. mohon dicek",
        "I.P.A.L. rusak",
        "U.P.T.D. tutup",
        "p.u.k.u.l 8 pagi",
        "pukul 8 p a g i s a m p a i s o r e",
        "jalan a.n. warga r.t. 3 r.w. 5 gelap",
        "maaf saat itu massa padat",
        "J A L A N R U S A K",
    ],
)
def test_letters_that_stand_apart_are_no_danger_of_themselves(danger, words):
    assert danger.find(words) == ""


def test_names_of_places_and_offices_are_no_danger(danger):
    names = [
        row.split(",")[1:]
        for path in Path("deploy/presets/semarang").glob("a*.csv")
        for row in path.read_text().splitlines()[1:]
    ]
    assert len(names) > 200
    assert [
        row
        for row in names
        if danger.find(" ".join(row).replace("pemadam-kebakaran", "").replace("Pemadam Kebakaran", ""))
    ] == []


def test_cost_grows_with_the_text_only(danger):
    random.seed(2)
    texts = [
        "a " * 100_000,
        "dipukul istri " * 14_000,
        ". " * 100_000,
        "pukul 8 " * 25_000,
        "x" * 200_000,
        "b.u.n.u.h " * 20_000,
        "b u n u h " * 20_000,
        "a.b" * 66_000,
    ]
    texts.append(" ".join("".join(random.choices(string.ascii_lowercase, k=8)) for _ in range(20_000)))  # noqa: S311
    for text in texts:
        began = time.process_time()
        danger.find(text)
        print(f"{text[:12]!r}: {(time.process_time() - began) * 1000:.0f} ms of {len(text)} signs")
        assert time.process_time() - began < 1.5


def test_a_sign_reads_as_people_write_it():
    danger = Danger(
        [("a", ["@hit & @who", "mau +roboh", "=api !sate", "bocor gas|elpiji"]), ("b", [as_sign("Minta Uang")])],
        vocabulary={"hit": ["pukul"], "who": ["istri", "anak"]},
        harmless=["pukul =bola"],
    )
    assert danger.find("istrinya kemarin di depan rumah dipukuli") == "a"
    assert danger.find("mau cepat roboh") == ""
    assert danger.find("pohon mau roboh") == "a"
    assert (danger.find("ada api"), danger.find("api untuk sate")) == ("a", "")
    assert (danger.find("bocor lagi itu gas"), danger.find("gas bocor")) == ("a", "")
    assert (danger.find("anak memukul bola"), danger.find("anak memukul bola lalu memukul ibu")) == ("", "a")
    assert (danger.find("dia minta uang"), danger.find("dia minta. uang")) == ("b", "")
    assert (
        danger.find("istri saya sakit. Sudah lama sekali kami tidak bisa ke mana mana di kota ini, dan tembok dipukul")
        == ""
    )


@pytest.mark.parametrize("sign", ["@nobody", "Pukul", "", "!api", "a-b", "pukul & "])
def test_a_sign_that_cannot_be_read_is_refused(sign):
    if sign == "pukul & ":
        assert Danger([("a", [sign])]).find("dipukul") == "a"
        return
    with pytest.raises(ValueError, match=r"sign|word|vocabulary|letters"):
        Danger([("a", [sign])])
