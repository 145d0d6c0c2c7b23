"""How often the category that is guessed from everyday words is right (everyday_complaints.csv).

The signs of the preset were written with the half "tune" at hand. The half "measure" was written afterwards: look at
its figure, never at its single lines, when you change a sign; add new lines to it rather than tune on them. An empty
category: words that speak of none, or of danger; whatever is offered for them is wrong."""

import csv
from pathlib import Path

import pytest

from lapor.agencies.models import Category
from lapor.intake.understanding.suggesting import guess_category, suggested_categories

pytestmark = pytest.mark.django_db
LINES = list(csv.DictReader((Path(__file__).parent / "everyday_complaints.csv").read_text().splitlines()))
LEAST_RIGHT = 0.9
LEAST_SAID = {"tune": 0.8, "measure": 0.5}


def test_the_list_has_five_hundred_different_sentences_over_all_categories(root):
    codes = set(Category.objects.filter(root=root).values_list("code", flat=True))
    assert len({line["words"] for line in LINES}) == len(LINES) >= 500
    for half in ("tune", "measure"):
        assert {line["category"] for line in LINES if line["half"] == half} == codes | {""}


@pytest.mark.parametrize("half", ["tune", "measure"])
def test_what_is_offered_is_right_nine_times_of_ten_and_else_nothing_is_said(root, half, capsys):
    lines = [line for line in LINES if line["half"] == half]
    taken, offered = [], []  # whether it was right
    for line in lines:
        sure, few = guess_category(root, line["words"])
        if sure:
            taken.append(sure == line["category"])
        elif few:
            offered.append(line["category"] in {code for code, _label in few})
    said, right = len(taken) + len(offered), sum(taken) + sum(offered)
    with capsys.disabled():
        print(
            f"\n{half}: {len(lines)} sentences; one category taken over for {len(taken)}, {sum(taken) / len(taken):.3f}"
            f" of them right; a few offered for {len(offered)}, the right one among {sum(offered)};"
            f" precision {right / said:.3f}, coverage {said / len(lines):.3f}"
        )
    assert sum(taken) >= LEAST_RIGHT * len(taken)
    assert right >= LEAST_RIGHT * said
    assert said >= LEAST_SAID[half] * len(lines)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("KTP saya belum jadi sudah 3 bulan", "ktp"),
        ("dalane bolong", "jalan-rusak"),
        ("angkot ugal-ugalan", "bus-kota"),
        ("got mampet", "saluran-tersumbat"),
        ("lampune mati neng ngarep omah", "lampu-jalan-mati"),
    ],
)
def test_words_that_embarrassed_are_understood(root, words, code):
    assert guess_category(root, words) == (code, [])


@pytest.mark.parametrize("words", ["saya dipukul suami di depan puskesmas", "petugas KTP minta uang pelicin"])
def test_words_of_danger_are_offered_no_everyday_category(root, words):
    assert guess_category(root, words) == ("", [])
    assert suggested_categories(root, words) == []
