"""Files of rows and layers, and a city that has them in force."""

import json

import pytest

from lapor.agencies.routing import queries
from lapor.agencies.routing.actions import load_layer, load_rows
from lapor.agencies.routing.layers import read_layer
from lapor.agencies.routing.reading import read_rows
from lapor.reports.vocabulary import Channel

HEAD = "name,category,area,words,channel,weekdays,hours,layer,agency,unit,refer,priority"


def csv_of(*rows, head=HEAD):
    return "\n".join([head, *rows]).encode()


def geojson(*geometries):
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def line(*points):
    return {"type": "LineString", "coordinates": [list(point) for point in points]}


@pytest.fixture
def routing(root):
    """Puts rows into force; gives their version."""

    def load(*rows):
        return load_rows(root, read_rows(csv_of(*rows), queries.known_codes(root, Channel.values)))

    return load


@pytest.fixture
def layer(root):
    def load(name, *geometries, buffer=15):
        return load_layer(root, name, read_layer(geojson(*geometries), buffer=buffer))

    return load
