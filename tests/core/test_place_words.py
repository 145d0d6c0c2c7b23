"""How places are written: the same place in many words is looked for by the same ones."""

import pytest

from lapor.core.place_words import LONGEST, fold_place, phrases_of, with_glued


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Jl. Pandanaran", " jalan pandanaran"),
        ("jln pandanaran", " jalan pandanaran"),
        ("SMP Negeri 3 Semarang", " smpn 3 semarang"),
        ("SMP N 3", " smpn 3"),
        ("SMPN3", " smpn 3"),
        ("SD Negeri Pekunden", " sdn pekunden"),
        ("RS Kariadi", " rumah sakit kariadi"),
        ("Gg. Mawar", " gang mawar"),
        ("", " "),
    ],
)
def test_ways_to_write_a_name_are_one(written, folded):
    assert fold_place(written) == folded


def test_each_two_words_stand_there_as_one_too():
    assert with_glued(" jalan gajah mada") == " jalan gajah mada jalangajah gajahmada"
    assert (with_glued(" simpang"), with_glued(" ")) == (" simpang", " ")
    assert len(with_glued(fold_place("pasar " * 30))) == LONGEST


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("depan SMPN 3", [["smpn", "3"]]),
        ("Jl. Pandanaran no 12, dekat Masjid Raya", [["jalan", "pandanaran"], ["masjid", "raya"]]),
        ("di jalan pemuda seberang balaikota", [["jalan", "pemuda"], ["balaikota"]]),
        ("RT 03 RW 05 Tlogosari", [["tlogosari"]]),
        ("depan jalan", []),
        ("…", []),
        ("", []),
    ],
)
def test_words_like_depan_part_one_place_from_another(typed, phrases):
    assert phrases_of(typed) == phrases


def test_no_text_is_too_long_or_too_strange():
    assert len(fold_place("jalan " * 5000)) == LONGEST
    assert len(phrases_of("pasar, " * 5000)) == 3
    assert len(phrases_of("pasar " * 5000)[0]) == 6
    assert phrases_of("%_\\'; DROP TABLE x --") == [["drop", "table", "x"]]
