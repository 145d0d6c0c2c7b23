"""`lapor routing`: rows are checked, tried, put into force; a fault changes nothing."""

from pathlib import Path

import pytest

from lapor import cli
from lapor.agencies.models import RuleSet
from lapor.agencies.routing.queries import layer_versions, routing_in_force
from lapor.ledger.verifying import verify
from tests.agencies.routing.conftest import csv_of, geojson, line

pytestmark = pytest.mark.django_db
GOOD = csv_of("jalan provinsi,jalan-rusak,,provinsi,,,,,dishub,,,")
CONFLICT = csv_of("satu,jalan-rusak,,provinsi,,,,,dishub,,,", "dua,jalan-rusak,,tol;provinsi,,,,,dpu,,,")


@pytest.fixture
def routing(root, tmp_path, capsys):
    """Runs `lapor routing` with the content of the file in the place of {}; gives code, output and errors."""

    def run(*arguments, content=b""):
        path = tmp_path / "rute"
        if content:
            path.write_bytes(content)
        code = cli.main(["routing", *(str(path) if one == "{}" else one for one in arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_good_file_is_checked_tried_and_loaded(root, routing):
    assert routing("check", "{}", content=GOOD) == (0, "1 rows: no fault and no conflict found\n", "")
    assert routing_in_force(root) is None
    code, out, _err = routing("try", "{}", "--reports", "5")
    assert (code, out[:36]) == (0, "would have changed 0 of 0 reports (0")
    assert routing_in_force(root) is None
    assert routing("load", "{}") == (0, "1 rows are in force as version 1.\n", "")
    table = routing_in_force(root)
    assert table is not None
    assert [row.name for row in table.rows] == ["jalan provinsi"]
    assert verify().faults == []


@pytest.mark.parametrize("what", ["check", "try", "load"])
def test_conflicts_are_listed_and_nothing_is_loaded(root, routing, what):
    code, out, err = routing(what, "{}", content=CONFLICT)
    assert (code, out) == (1, "")
    assert err == "rute: lines 2 and 3: 'satu' and 'dua' are equally specific and disagree\n"
    assert not RuleSet.objects.filter(root=root, kind="routing").exists()


def test_layer_is_loaded_and_rows_may_name_it(root, routing):
    row = csv_of("di jalan provinsi,,,,,,,jalan-provinsi,,,Dinas PU Provinsi,")
    assert routing("check", "{}", content=row)[2] == "rute: line 2, layer: there is no layer 'jalan-provinsi'\n"
    road = geojson(line((110.42, -7.0), (110.42, -6.98)))
    code, out, _err = routing("layer", "jalan-provinsi", "{}", "--buffer", "20", content=road)
    assert (code, out) == (0, "1 shapes are in force as version jalan-provinsi-1.\n")
    assert routing("load", "{}", content=row)[0] == 0
    assert layer_versions(root) == {"jalan-provinsi": "jalan-provinsi-1"}


def test_example_of_the_documentation_is_a_good_file(root, routing):
    text = (Path(__file__).parents[2] / "docs" / "operate" / "routing.md").read_text(encoding="utf-8")
    example = [one.strip() for one in text.splitlines() if one.startswith("    ") and one.count(",") == 5]
    assert len(example) == 3
    road = geojson(line((110.42, -7.0), (110.42, -6.98)))
    assert routing("layer", "jalan-provinsi", "{}", content=road)[0] == 0
    assert routing("load", "{}", content="\n".join(example).encode())[1:] == ("2 rows are in force as version 1.\n", "")


@pytest.mark.parametrize(
    ("arguments", "content", "sentence"),
    [
        (("layer", "Jalan", "{}"), b"{}", "no name of a layer"),
        (("layer", "j" * 33, "{}"), b"{}", "no name of a layer"),
        (("layer", "jalan", "{}"), b"rubbish", "not a GeoJSON FeatureCollection"),
        (("layer", "jalan", "{}"), b"", "there is no such file"),
        (("layer", "jalan", "{}", "--buffer", "501"), geojson(line((110, -7), (110, -6))), "at most 500 metres"),
        (("load", "{}"), b"", "there is no such file"),
    ],
)
def test_what_is_no_file_of_these_is_refused_with_a_sentence(root, routing, arguments, content, sentence):
    code, out, err = routing(*arguments, content=content)
    assert (code, out) == (1, "")
    assert sentence in err
    assert not RuleSet.objects.filter(root=root, kind__in=["routing", "layer"]).exists()
