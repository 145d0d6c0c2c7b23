"""`lapor escalation`: levels are checked and tried, other terms tried; nothing is written, a fault is a sentence."""

import re
from pathlib import Path

import pytest

from lapor import cli
from lapor.agencies.escalation.queries import read_escalation
from lapor.agencies.models import Category, RuleSet
from lapor.agencies.preset import preset_dir
from tests.escalation import HEAD, OFFICER, in_force

pytestmark = pytest.mark.django_db
GOOD = b'[escalation]\nversion = "1"\n[[escalation.levels]]\nat = "due"\nto = ["head"]\n'


@pytest.fixture
def escalation(root, tmp_path, capsys):
    """Runs `lapor escalation` with the content of the file in the place of {}; gives code, output and errors."""

    def run(*arguments, content=b""):
        path = tmp_path / "eskalasi.toml"
        if content:
            path.write_bytes(content)
        code: object
        try:
            code = cli.main(["escalation", *(str(path) if one == "{}" else one for one in arguments)])
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_good_file_is_checked_and_tried_and_nothing_is_loaded(root, escalation):
    assert escalation("check", "{}", content=GOOD) == (0, "1 levels: no fault found\n", "")
    code, out, err = escalation("try", "{}", "--days", "7")
    assert (code, err) == (0, "")
    assert out.splitlines()[:3] == [
        "0 notices would have been sent (really: 0)",
        "by level:",
        "  1. due -> head: reached 0 times, 0 notices, 0 of them in a digest",
    ]
    assert not RuleSet.objects.filter(kind="escalation").exists()


def test_without_a_file_the_levels_in_force_are_tried(root, escalation):
    assert len(re.findall(r"^  \d\. ", escalation("try")[1], re.M)) == 9
    in_force(root, OFFICER, HEAD)
    assert len(re.findall(r"^  \d\. ", escalation("try")[1], re.M)) == 2


def test_preset_is_such_a_file_and_one_without_levels_says_so(root, escalation):
    preset = (preset_dir("semarang") / "preset.toml").read_bytes()
    assert escalation("check", "{}", content=preset)[2] == "eskalasi.toml: has no table [escalation]\n"
    assert escalation("check", "{}", content=preset + b"\n" + GOOD)[:2] == (0, "1 levels: no fault found\n")


def test_example_of_the_documentation_is_a_good_file(root):
    text = (Path(__file__).parents[2] / "docs" / "operate" / "escalation.md").read_text(encoding="utf-8")
    example = "\n".join(line[4:] for line in text.split("| field")[0].splitlines() if line.startswith("    "))
    found = read_escalation(example.encode(), "eskalasi.toml", root)
    assert [level.at for level in found.ladder("resolution", "jalan-rusak", "inspection")] == ["2 days before", "due"]
    assert [level.at for level in found.ladder("response", "jalan-rusak", "inspection")] == [
        "75%",
        "due",
        "3 days after",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--category", "lampu-jalan-baru"), "with 2 working days 0 of 0 would have been late (really: 0)"),
        (("--clock", "response", "--days", "90"), "with 2 working days 0 of 0 would have been late"),
    ],
)
def test_other_term_is_tried(escalation, arguments, sentence):
    code, out, err = escalation("what-if", "--working-days", "2", "5", *arguments)
    assert (code, err) == (0, "")
    assert sentence in out
    assert "with 5 working days" in out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("check", "{}"), 1, "eskalasi.toml: there is no such file"),
        (("try", "{}"), 1, "eskalasi.toml: there is no such file"),
        (("try", "--days", "91"), 2, "'91' is no whole number from 1 to 90"),
        (("try", "--days", "0"), 2, "'0' is no whole number from 1 to 90"),
        (("what-if",), 2, "--working-days"),
        (("what-if", "--working-days", "0"), 2, "'0' is no whole number from 1 to 365"),
        (("what-if", "--working-days", "2", "--category", "entah"), 1, "there is no category 'entah'"),
        (("what-if", "--working-days", "2", "--category", "korupsi"), 1, "or it is protected"),
        (("what-if", "--working-days", "2", "--clock", "confirmation"), 2, "invalid choice"),
    ],
)
def test_what_is_no_order_is_refused_with_a_sentence(escalation, arguments, code, sentence):
    assert Category.objects.get(code="korupsi").is_protected
    found, out, err = escalation(*arguments)
    assert (found, out) == (code, "")
    assert sentence in err
