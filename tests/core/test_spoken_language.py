"""The language of words that people wrote, short ones too."""

import csv
from pathlib import Path

import pytest

from lapor.core.spoken_language import language_of

EVERYDAY = Path(__file__).parent.parent / "intake" / "everyday_complaints.csv"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Lampu jalan mati", "id"),
        ("Lampu mati di depan SMPN 3, sudah seminggu", "id"),
        ("Sampah", "id"),
        ("", "id"),
        ("Jl. Pandanaran No. 5", "id"),
        ("Dalane bolong jero banget, nyuwun tulung didandani", "jv"),
        ("Lampune mati wis seminggu", "jv"),
        ("Banyune ora mili wiwit wingi", "jv"),
        ("Kulo nyuwun pirsa, KTP kulo dereng dados", "jv"),
        ("The street light near Jalan Pandanaran is broken", "en"),
        ("Garbage has not been collected since Monday", "en"),
        ("There is a hole", "en"),
        ("Lampu di gang saya wis mati", "id"),
        ("Tolong cek street light di depan rumah", "id"),
    ],
)
def test_small_words_say_the_language(words, language):
    assert language_of(words) == language


def test_everyday_complaints_of_a_city_are_never_taken_for_english():
    with EVERYDAY.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = [language_of(row["words"]) for row in rows]
    assert found.count("en") == 0
    assert found.count("jv") > 5
    assert found.count("id") > len(found) * 0.8
