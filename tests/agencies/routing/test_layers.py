"""What lies where: lines and areas of a file, asked in metres."""

import math

import pytest

from lapor.agencies.routing import layers
from lapor.agencies.routing.layers import layer_from, read_layer
from lapor.agencies.routing.reading import RoutingError
from tests.agencies.routing.conftest import geojson, line

LATITUDE, LONGITUDE = -6.99, 110.42
METRE = 1 / 111_320  # degrees of latitude
EAST = METRE / math.cos(math.radians(LATITUDE))
ROAD = line((LONGITUDE, LATITUDE - 0.01), (LONGITUDE, LATITUDE + 0.01))
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[110.5, -7.0], [110.6, -7.0], [110.6, -6.9], [110.5, -6.9], [110.5, -7.0]]],
}


def layer_with(*geometries, buffer=15, name="jalan-provinsi"):
    return layer_from(read_layer(geojson(*geometries), buffer=buffer), name, f"{name}-1")


@pytest.mark.parametrize(("metres", "is_on"), [(0, True), (14.5, True), (15.5, False), (1000, False)])
def test_point_is_on_a_line_as_far_as_the_buffer_in_metres(metres, is_on):
    road = layer_with(ROAD)
    assert road.holds(latitude=LATITUDE, longitude=LONGITUDE + metres * EAST) is is_on
    assert road.holds(latitude=LATITUDE + 0.01 + metres * METRE, longitude=LONGITUDE) is is_on


def test_point_in_an_area_is_on_it_without_a_buffer_and_outside_it_is_not():
    harbour = layer_with(SQUARE, buffer=0)
    assert harbour.holds(latitude=-6.95, longitude=110.55)
    assert not harbour.holds(latitude=-6.95, longitude=110.4999)


def test_layers_meet_where_a_point_can_lie_on_both():
    road = layer_with(ROAD)
    parallel = line((LONGITUDE + 25 * EAST, LATITUDE - 0.01), (LONGITUDE + 25 * EAST, LATITUDE + 0.01))
    assert road.meets(layer_with(parallel, name="tol"))
    assert not road.meets(layer_with(parallel, buffer=5, name="tol"))
    assert not road.meets(layer_with(SQUARE, name="pelabuhan"))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "not a GeoJSON"),
        (b"\x89PNG\r\n", "not a GeoJSON"),
        (b"[" * 100_000, "not a GeoJSON"),
        (b'{"features": 7}', "it has no features"),
        (b'{"features": []}', "it has no features"),
        (b'{"features": [7]}', "feature 1: its geometry cannot be read"),
        (b'{"features": [{"geometry": null}]}', "feature 1: its geometry cannot be read"),
        (geojson({"type": "LineString", "coordinates": [["a", "b"]]}), "feature 1: its geometry cannot be read"),
        (geojson({"type": "LineString", "coordinates": []}), "feature 1: it is neither"),
        (geojson(ROAD, {"type": "Point", "coordinates": [110.4, -7]}), "feature 2: it is neither"),
        (geojson(line((-7, 110.4), (-7.1, 110.5))), "longitude first"),
        (geojson(line((435_000, 9_226_000), (436_000, 9_226_000))), "does not lie on the earth"),
        (b" " * (layers.MOST_BYTES + 1), "the file is too large"),
    ],
    ids=range(13),
)
def test_rubbish_is_refused_with_a_sentence(content, fault):
    with pytest.raises(RoutingError) as refused:
        read_layer(content, buffer=15)
    assert fault in str(refused.value)


def test_too_many_points_and_too_wide_a_buffer_are_refused(monkeypatch):
    monkeypatch.setattr(layers, "MOST_POINTS", 3)
    assert len(read_layer(geojson(ROAD), buffer=15)["shapes"]) == 1
    with pytest.raises(RoutingError, match="4 points: at most 3"):
        read_layer(geojson(ROAD, ROAD), buffer=15)
    with pytest.raises(RoutingError, match="it has 4 features"):
        read_layer(geojson(ROAD, ROAD, ROAD, ROAD), buffer=15)
    for buffer in (-1, 501, math.nan):
        with pytest.raises(RoutingError, match="at most 500 metres"):
            read_layer(geojson(ROAD), buffer=buffer)
