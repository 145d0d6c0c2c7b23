"""[escalation] of a preset: each fault is named with line and field; levels are a version of their own; the same of a
file of their own."""

import pytest

from lapor.agencies.escalation.queries import escalation_in_force, read_escalation
from lapor.agencies.models import RuleSet
from lapor.agencies.preset import PresetError, load_preset, read_preset
from lapor.agencies.queries import rules_of
from lapor.calendars.escalation import BUILT_IN
from tests.agencies.test_preset import run

HEAD = '[escalation]\nversion = "e-1"\n'
DUE = '[[escalation.levels]]\nat = "due"\nto = ["head"]\n'
ROADS = '[[escalation.levels]]\ncategories = ["jalan-rusak-2"]\n'


def level(lines):
    return f"{HEAD}{DUE}{lines}"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("escalation = 1", "escalation: is no table"),
        (HEAD, "line 1, escalation: levels is missing"),
        (f"{HEAD}levels = []", "line 3, escalation.levels: [] is no list of 1 to 100 levels"),
        (f"{DUE}", "escalation: version is missing"),
        (f'{HEAD}quiet_hours = "malam"\n{DUE}', "line 3, escalation.quiet_hours: 'malam' is neither hours"),
        (f"{HEAD}silent = true\n{DUE}", "line 3, escalation.silent: there is no such field"),
        (
            level('[[escalation.levels]]\nat = "besok"\nto = ["head"]'),
            "line 7, escalation.levels.at: 'besok' is no moment",
        ),
        (level('[[escalation.levels]]\nat = "75%"'), "line 6, escalation.levels: to is missing"),
        (level('[[escalation.levels]]\nat = "75%"\nto = []'), "line 8, escalation.levels.to: [] is no list"),
        (
            level('[[escalation.levels]]\nat = "75%"\nto = ["mayor"]'),
            "line 8, escalation.levels.to: ['mayor'] is no list",
        ),
        (
            level('[[escalation.levels]]\nat = "75%"\nto = ["head"]\ndigest = ["overseer"]'),
            "line 9, escalation.levels.digest: overseer does not stand in `to`",
        ),
        (
            level('[[escalation.levels]]\nat = "75%"\nto = ["head"]\nsays = "passed"'),
            "line 9, escalation.levels.says: 'passed' is not true '75%'",
        ),
        (
            level('[[escalation.levels]]\nat = "1 day after"\nto = ["head"]\nsays = "near"'),
            "line 9, escalation.levels.says: 'near' is not true '1 day after'",
        ),
        (
            level('[[escalation.levels]]\nat = "100%"\nto = ["overseer"]'),
            "line 7, escalation.levels.at: level 1 is reached at the same moment: name everybody in one `to`",
        ),
        (level(f'{ROADS}at = "due"\nto = ["head"]\nclasses = ["easy"]'), "line 10, escalation.levels.classes"),
        (level(f'{ROADS}at = "due"\nto = ["head"]\nclocks = ["confirmation"]'), "line 10, escalation.levels.clocks"),
        (
            level('[[escalation.levels]]\ncategories = ["jalan"]\nat = "due"\nto = ["head"]'),
            "line 7, escalation.levels.categories: 'jalan' is not a category",
        ),
        (
            level('[[escalation.levels]]\ncategories = ["korupsi-2"]\nat = "due"\nto = ["overseer"]'),
            "line 7, escalation.levels.categories: 'korupsi-2' is protected: its cases are told to their own",
        ),
        (
            level(f'{ROADS}at = "50%"\nto = ["officer"]'),
            "line 1, escalation.levels: nobody hears when the verify deadline of jalan-rusak-2 has passed",
        ),
        (
            f'{HEAD}[[escalation.levels]]\nat = "due"\nto = ["head"]\nclocks = ["verify", "response"]',
            "line 1, escalation.levels: nobody hears when the resolution deadline of simple, inspection, oversight",
        ),
    ],
)
def test_each_fault_of_levels_is_named_in_a_file_of_their_own(east, lines, said):
    with pytest.raises(PresetError) as caught:
        read_escalation(lines.encode(), "eskalasi.toml", east)
    assert f"eskalasi.toml, {said}" in str(caught.value)


def test_faults_of_every_level_are_listed_at_once(east):
    wrong = '[[escalation.levels]]\nat = "besok"\nto = ["head"]\n'
    with pytest.raises(PresetError) as caught:
        read_escalation(
            level(f'{wrong}[[escalation.levels]]\nat = "75%"\nto = ["head"]\nsays = "passed"').encode(), "e", east
        )
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        "e, line 7, escalation.levels.at",
        "e, line 12, escalation.levels.says",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "eskalasi.toml: has no table [escalation]"),
        (b"\xff", "eskalasi.toml: is not UTF-8"),
        (b"a = ", "eskalasi.toml"),
        (b"[escalation\n", "eskalasi.toml, line 1"),
        (b"#" * (1024 * 1024 + 1), "eskalasi.toml: is too large: at most 1024 KB"),
    ],
    ids=range(5),
)
def test_file_that_is_none_is_refused_with_a_sentence(east, content, said):
    with pytest.raises(PresetError) as caught:
        read_escalation(content, "eskalasi.toml", east)
    assert said in str(caught.value)


def test_levels_of_one_category_may_stand_beside_the_general_ones(east):
    read = read_escalation(level(f'{ROADS}at = "due"\nto = ["overseer"]').encode(), "e", east)
    assert [one.to for one in read.ladder("response", "jalan-rusak-2", "simple")] == [("overseer",)]
    assert [one.to for one in read.ladder("response", "", "simple")] == [("head",)]


def test_preset_names_the_same_faults_with_its_own_lines(folder, edit):
    edit("preset.toml", "[words]", f"{HEAD}[[escalation.levels]]\nat = 'due'\nto = ['mayor']\n[words]")
    with pytest.raises(PresetError, match=r"preset\.toml, line 28, escalation\.levels\.to: \['mayor'\]"):
        read_preset(folder)


def test_levels_are_loaded_as_a_version_and_another_content_needs_another_one(east, folder, edit, capsys):
    assert escalation_in_force(rules_of(east)) is BUILT_IN
    edit("preset.toml", "[words]", f"{HEAD}{DUE}[words]")
    assert run(folder, yes=True) == 0
    assert capsys.readouterr().out.splitlines()[0] == "+ escalation: version e-1"
    assert escalation_in_force(rules_of(east)).version == "e-1"
    assert run(folder, "diff") == 0
    assert capsys.readouterr().out == "nothing would change\n"
    edit("preset.toml", 'to = ["head"]', 'to = ["overseer"]')
    with pytest.raises(PresetError, match=r"escalation\.version: 'e-1' is in use and levels changed"):
        load_preset(folder)
    edit("preset.toml", 'version = "e-1"', 'version = "e-2"')
    load_preset(folder)
    (found,) = escalation_in_force(rules_of(east)).levels
    assert found.to == ("overseer",)


def test_preset_without_levels_adds_no_version(east):
    assert not RuleSet.objects.filter(kind="escalation").exists()
