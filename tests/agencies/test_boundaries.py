"""With real boundaries a point finds its kelurahan exactly and fast; without them, or where a file is wrong, nothing is
guessed."""

import json
import time
import uuid

import pytest
from django.test import Client

from lapor.agencies.areas.boundaries import BoundaryError, _places, find_village, import_boundaries
from lapor.agencies.models import Area
from lapor.config.commands import areas as command
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.workflow.acting import reporter_actor


def square(code, west, south, side=0.02, kind="Polygon"):
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {
        "type": "Feature",
        "properties": {"kode": code, "nama": "x"},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


@pytest.fixture
def write(tmp_path):
    def to_file(*features, text=None):
        path = tmp_path / "batas.geojson"
        path.write_text(
            text if text is not None else json.dumps({"type": "FeatureCollection", "features": features}),
            encoding="utf-8",
        )
        return path

    return to_file


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The version that a test imports is undone with its transaction."""
    _places.cache_clear()
    yield
    _places.cache_clear()


@pytest.fixture
def two(root):
    return list(Area.objects.filter(root=root, level="village").order_by("code")[:2])


def test_without_boundaries_the_nearest_point_is_asked(root):
    assert find_village(root, latitude=-7.0, longitude=110.4) == (None, False)


def test_point_is_found_in_its_boundary_also_far_from_its_dot(root, two, write):
    """The dot of the first village lies elsewhere: only the boundary counts now."""
    assert (
        import_boundaries(
            root, write(square(two[0].code, 110.30, -7.10), square(two[1].code, 110.32, -7.10, kind="MultiPolygon"))
        )
        == 2
    )
    root.refresh_from_db()
    assert find_village(root, latitude=-7.09, longitude=110.31) == (two[0], True)
    assert find_village(root, latitude=-7.09, longitude=110.33) == (two[1], True)
    assert find_village(root, latitude=-7.09, longitude=110.32)[0] == two[0]  # on the border: the first by code
    assert find_village(root, latitude=-6.0, longitude=110.0) == (None, True)
    new = NewReport(text="Di sini", submission_key=str(uuid.uuid4()), channel="web", latitude=-7.09, longitude=110.33)
    assert file_new_report(new, root=root, actor=reporter_actor(None)).report.area == two[1]


def test_later_import_takes_the_place_of_the_earlier(root, two, write):
    import_boundaries(root, write(square(two[0].code, 110.30, -7.10)))
    import_boundaries(root, write(square(two[0].code, 110.50, -7.10)))
    root.refresh_from_db()
    assert find_village(root, latitude=-7.09, longitude=110.51)[0] == two[0]
    assert find_village(root, latitude=-7.09, longitude=110.31)[0] is None


def test_ten_thousand_points_a_second(root, two, write):
    """177 squares over the city; generous, since the machine is shared."""
    villages = list(Area.objects.filter(root=root, level="village").order_by("code"))
    import_boundaries(
        root,
        write(*(square(area.code, 110.3 + n % 14 * 0.02, -7.1 + n // 14 * 0.02) for n, area in enumerate(villages))),
    )
    root.refresh_from_db()
    places = _places(root.pk, root.boundaries_version)
    longitudes, latitudes = (
        [110.3 + n % 280 / 1000 for n in range(10_000)],
        [-7.1 + n % 240 / 1000 for n in range(10_000)],
    )
    began = time.perf_counter()
    codes = places.codes_at(longitudes, latitudes)
    assert time.perf_counter() - began < 1
    assert len(set(codes)) > 100


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        (square("99.99.99.9999", 110.3, -7.1), "no village"),
        ({"type": "Feature", "properties": {}, "geometry": None}, "no code"),
        (
            {
                "type": "Feature",
                "properties": {"kode": "33.74.01.1002"},
                "geometry": {"type": "Point", "coordinates": [1, 2]},
            },
            "not an area",
        ),
        (
            {
                "type": "Feature",
                "properties": {"kode": "33.74.01.1002"},
                "geometry": {"type": "Polygon", "coordinates": "x"},
            },
            "cannot be read",
        ),
    ],
)
def test_fault_names_the_feature_and_nothing_is_changed(root, two, write, feature, said):
    with pytest.raises(BoundaryError, match=said):
        import_boundaries(root, write(square(two[1].code, 110.3, -7.1), feature))
    assert Area.objects.exclude(boundary__isnull=True).count() == 0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"features": []}', '{"features": [1]}'])
def test_file_that_is_no_geojson_is_said_so(root, write, text):
    with pytest.raises(BoundaryError, match=r"batas\.geojson"):
        import_boundaries(root, write(text=text))


def test_command_says_how_many_are_still_missing(root, two, write, capsys):
    from argparse import Namespace  # noqa: PLC0415 - beside its use

    assert command.run(Namespace(action="import", file=write(square(two[0].code, 110.3, -7.1)))) == 0
    assert capsys.readouterr().out == "1 boundaries imported, 176 villages have none yet.\n"
    assert command.run(Namespace(action="import", file=write(text="x"))) == 1


def test_map_draws_the_boundary_and_says_which_are_exact(root, two, write):
    import_boundaries(root, write(square(two[0].code, 110.3, -7.1, kind="MultiPolygon")))
    features = {f["properties"]["code"]: f for f in Client().get("/wilayah.json").json()["features"]}
    assert features[two[0].code]["properties"]["is_exact"]
    assert features[two[0].code]["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert not features[two[1].code]["properties"]["is_exact"]
