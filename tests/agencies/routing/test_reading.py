"""A file of rows becomes a table, or every fault is said with line and field."""

import pytest

from lapor.agencies.routing import reading
from lapor.agencies.routing.reading import KnownCodes, RoutingError, read_rows
from tests.agencies.routing.conftest import csv_of

KNOWN = KnownCodes(
    categories={"jalan-rusak": False, "kekerasan": True},
    areas={"33.74.01": "district", "33.74.01.1001": "village"},
    agencies={"dpu": "", "dpu-jalan": "dpu", "dishub": ""},
    channels=frozenset({"web", "sms"}),
    layers=frozenset({"jalan-provinsi", "jalan-tol"}),
    meeting_layers=frozenset({frozenset({"jalan-provinsi", "jalan-tol"})}),
)


def test_every_column_is_read():
    where = "malam,jalan-rusak,33.74.01.1001,lubang; aspal  rusak,sms,1-5 7,22:00-24:00,jalan-provinsi"
    full = f"{where},dpu,dpu-jalan,,urgent"
    (row,) = read_rows(b"\xef\xbb\xbf" + csv_of(full), KNOWN)
    assert row.as_data() == {
        "line": 2,
        "name": "malam",
        "category": "jalan-rusak",
        "area": "33.74.01.1001",
        "area_level": "village",
        "words": ("lubang", "aspal rusak"),
        "channel": "sms",
        "weekdays": (1, 2, 3, 4, 5, 7),
        "hours": (1320, 1440),
        "layer": "jalan-provinsi",
        "agency": "dpu",
        "unit": "dpu-jalan",
        "is_urgent": True,
    }


def test_columns_may_be_left_out():
    (row,) = read_rows(b"name,agency,refer,layer\nprovinsi,,Dinas PU Provinsi,jalan-provinsi\n", KNOWN)
    assert (row.refer, row.layer, row.agency) == ("Dinas PU Provinsi", "jalan-provinsi", "")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",jalan-rusak,,,,,,,dpu,,,", "line 2, name: a name"),
        (f"{'x' * 81},jalan-rusak,,,,,,,dpu,,,", "line 2, name: a name"),
        ("a\x00,jalan-rusak,,,,,,,dpu,,,", "line 2, name: a name"),
        ("a,,,,,,,,dpu,,,", "line 2, category: a row needs a condition"),
        ("a,jalan,,,,,,,dpu,,,", "line 2, category: there is no category 'jalan'"),
        ("a,kekerasan,,,,,,,dpu,,,", "line 2, category: a protected category"),
        ("a,,33.74,,,,,,dpu,,,", "line 2, area: there is no area"),
        ("a,,,,tiktok,,,,dpu,,,", "line 2, channel: there is no channel"),
        ("a,,,,,,,sungai,dpu,,,", "line 2, layer: there is no layer 'sungai'"),
        ("a,jalan-rusak,,,,,,,dinas,,,", "line 2, agency: there is no agency"),
        ("a,jalan-rusak,,,,,,,,,,", "line 2, agency: a row names either"),
        ("a,jalan-rusak,,,,,,,dpu,,Provinsi,", "line 2, agency: a row names either"),
        (f"a,jalan-rusak,,,,,,,,,{'x' * 121},", "line 2, refer: at most 120"),
        ("a,jalan-rusak,,,,,,,dishub,dpu-jalan,,", "line 2, unit: 'dpu-jalan' is no unit"),
        ("a,jalan-rusak,,,,,,,dpu,,,segera", "line 2, priority: `urgent`"),
        ("a,,,;,,,,,dpu,,,", "line 2, words: there is no word"),
        ("a,,,@kapal,,,,,dpu,,,", "line 2, words: '@kapal'"),
        ("a,,,Lubang,,,,,dpu,,,", "line 2, words: 'Lubang'"),
        ("a,,,,,0-5,,,dpu,,,", "line 2, weekdays: days like"),
        ("a,,,,,5-1,,,dpu,,,", "line 2, weekdays: days like"),
        ("a,,,,,,8-17,,dpu,,,", "line 2, hours: hours like"),
        ("a,,,,,,08:00-08:00,,dpu,,,", "line 2, hours: hours like"),
        ("a,,,,,,08:00-24:30,,dpu,,,", "line 2, hours: hours like"),
        ("a,,,", "line 2: it has not as many fields"),
        ('a,"b', "the file is not a CSV table"),
    ],
)
def test_each_fault_is_said_with_line_and_field(row, fault):
    with pytest.raises(RoutingError) as refused:
        read_rows(csv_of(row), KNOWN)
    assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "line 1, name: this column is missing"),
        (b"name,agency,kategori\n", "line 1, kategori: there is no such column"),
        (csv_of(), "the file has no rows"),
        (b"\xff\xfe", "the file is not UTF-8"),
        (b"x" * (reading.MOST_BYTES + 1), "the file is too large"),
        (csv_of(*(f"r{n},,,w{n},,,,,dpu,,," for n in range(reading.MOST_ROWS + 1))), "the file has 1001 rows"),
        (csv_of("a,jalan-rusak,,,,,,,dpu,,,", "a,,,lubang,,,,,dpu,,,"), "line 3, name: line 2 has this name too"),
    ],
    ids=range(7),
)
def test_file_that_is_none_is_refused_with_a_sentence(content, fault):
    with pytest.raises(RoutingError) as refused:
        read_rows(content, KNOWN)
    assert fault in str(refused.value)


def test_all_faults_and_all_conflicts_are_listed_at_once():
    with pytest.raises(RoutingError) as refused:
        read_rows(csv_of("a,x,,,,,,,y,,,", "b,jalan-rusak,,,,,,,z,,,"), KNOWN)
    assert len(str(refused.value).splitlines()) == 3
    rows = (
        "a,jalan-rusak,,,,,,,dpu,,,",
        "b,jalan-rusak,,,,,,,dishub,,,",
        "c,,,,,,,jalan-tol,dpu,,,",
        "d,,,,,,,jalan-provinsi,dishub,,,",
    )
    with pytest.raises(RoutingError) as refused:
        read_rows(csv_of(*rows), KNOWN)
    assert str(refused.value).splitlines() == [
        "lines 2 and 3: 'a' and 'b' are equally specific and disagree",
        "lines 4 and 5: 'c' and 'd' are equally specific and disagree",
    ]
