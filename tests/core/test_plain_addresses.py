"""Addresses are found however they were written: one way of writing, in Python and in the database."""

from functools import reduce

import pytest
from django.db import connection

from lapor.core.plain_addresses import PLAIN, plain_addresses

WRITTEN = [
    ("RT 03/RW 06", "rt3 rw6"),
    ("RT 3 RW 6", "rt3 rw6"),
    ("rt.03 rw.06", "rt3 rw6"),
    ("RT003/RW006", "rt3 rw6"),
    ("RT 3/6", "rt3 rw6"),
    ("rt 03 / 06", "rt3 rw6"),
    ("RT/RW 03/06", "rt3 rw6"),
    ("RT / RW: 3/6", "rt3 rw6"),
    ("RT-RW 03/06", "rt3 rw6"),
    ("RT. 003, RW. 006", "rt3 rw6"),
    ("Rw 10", "rw10"),
    ("rt 12 rw 10", "rt12 rw10"),
    ("RT:5", "rt5"),
    ("RT 000", "rt0"),
    ("Jl. Mawar RT 3/RW 6 Kel. Genuk", "rt3 rw6"),
    ("ketua RT", ""),
    ("RT 2024", ""),
    ("Pasar 03/06", ""),
    ("Smart 3", ""),
]


STREETS = [
    ("Jl. Kelud Raya", "jalan Kelud Raya"),
    ("jl Kelud", "jalan Kelud"),
    ("JLN.Kelud", "jalan Kelud"),
    ("Jln Kelud", "jalan Kelud"),
    ("di jl.kelud", "di jalan kelud"),
    ("Jalan Kelud", "Jalan Kelud"),
    ("Gg. Mawar 3", "gang Mawar 3"),
    ("gg mawar", "gang mawar"),
    ("hp jlek", "hp jlek"),
    ("eggs", "eggs"),
]


@pytest.mark.parametrize(("written", "meant"), STREETS)
def test_python_writes_streets_in_full(written, meant):
    assert plain_addresses(written).split() == meant.split()


def _neighbourhoods(text):
    return " ".join(word.lower() for word in text.split() if word[:2].lower() in {"rt", "rw"} and word[2:].isdigit())


@pytest.mark.parametrize(("written", "meant"), WRITTEN)
def test_python_writes_them_in_one_way(written, meant):
    assert _neighbourhoods(plain_addresses(written)) == meant


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "meant"), [*WRITTEN, *STREETS])
def test_the_database_writes_them_as_python_does(written, meant):
    asked = reduce(lambda text, _rule: f"regexp_replace({text}, %s, %s, 'gi')", PLAIN, "%s")
    params = [part for pattern, to in PLAIN for part in (pattern.replace(r"\b", r"\y"), to)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [written, *params])
        [(text,)] = cursor.fetchall()
    assert text.split() == plain_addresses(written).split()
    assert meant in {_neighbourhoods(text), " ".join(text.split())}
