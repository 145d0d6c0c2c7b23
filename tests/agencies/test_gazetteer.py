"""The city's gazetteer: CSV and GeoJSON as OpenStreetMap is exported, faults by line, the demo's own."""

import json

import pytest

from lapor import cli
from lapor.agencies.areas.gazetteer import GazetteerError, import_places
from lapor.agencies.models import NamedPlace
from lapor.config.preparation import preset_dir
from lapor.ledger.models import Event

pytestmark = pytest.mark.django_db
CSV = "kind,name,latitude,longitude\nstreet,Jl. Pandanaran,-6.9868,110.4135\nschool,SMP Negeri 3,-6.988,110.4155\n"


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(longitude, latitude):
    return {"type": "Point", "coordinates": [longitude, latitude]}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def load(root, tmp_path):
    def loaded(content):
        path = tmp_path / "tempat"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_places(root, path)

    return loaded


def test_csv_becomes_places_with_their_kelurahan(root, tmp_path, capsys):
    path = tmp_path / "tempat.csv"
    path.write_text("\ufeff" + CSV, encoding="utf-8")
    assert cli.main(["places", "import", str(path)]) == 0
    assert capsys.readouterr().out == "2 places imported.\n"
    street, school = NamedPlace.objects.order_by("-kind")
    assert (street.kind, street.folded) == ("street", " jalan pandanaran jalanpandanaran")
    assert (street.area.parent.name, school.folded) == ("Semarang Selatan", " smpn 3 smpn3")
    assert Event.objects.get(name="places.loaded").data == {"places": 2}


def test_another_file_takes_the_place_of_the_first(load):
    load(CSV)
    assert load("jenis,nama,lintang,bujur\nmarket,Pasar Johar,-6.97,110.42\n") == 1
    assert NamedPlace.objects.get().name == "Pasar Johar"


def test_names_and_tags_of_openstreetmap_are_read(load):
    line = {"type": "LineString", "coordinates": [[110.41, -6.98], [110.412, -6.98], [110.414, -6.98]]}
    area = {"type": "Polygon", "coordinates": [[[110.4, -7], [110.41, -7], [110.41, -6.99], [110.4, -7]]]}
    found = collection(
        feature(line, name="Jalan Pemuda", highway="primary"),
        feature(line, name="Jalan Pemuda", highway="primary"),  # a street is many pieces
        feature(area, **{"name": "SDN Pekunden", "amenity": "school"}),
        feature(point(110.42, -6.99), name="Pasar Johar", amenity="marketplace"),
        feature(point(110.42, -6.97), **{"name:id": "Warung Bu Sri", "shop": "food"}),
        feature(point(110.42, -6.97), highway="bus_stop"),  # without a name
        feature(None, name="Nowhere"),
        feature(point(0, 0), name="Null Island"),
    )
    assert load(found) == 4
    kinds = dict(NamedPlace.objects.values_list("name", "kind"))
    assert kinds == {
        "Jalan Pemuda": "street",
        "SDN Pekunden": "school",
        "Pasar Johar": "market",
        "Warung Bu Sri": "landmark",
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (CSV + "castle,Lawang Sewu,-6.98,110.41\n", "line 4: 'castle' is no kind"),
        (CSV + "street,Jalan Baru,utara,110.41\n", "line 4: it needs a name"),
        (CSV + "street,,-6.98,110.41\n", "line 4: it needs a name"),
        (CSV + "street,Jalan Nol,0,0\n", "line 4: it needs a name"),
        ("kind,name,latitude,longitude\n", "no place with a name"),
        ('{"type": "Topology"}', "not a GeoJSON"),
        (b"kind,name\nstreet,\xff\xfe", "not UTF-8"),
    ],
)
def test_fault_is_said_and_nothing_is_changed(load, content, said):
    load(CSV)
    with pytest.raises(GazetteerError, match=said.replace("(", "\\(")):
        load(content)
    assert NamedPlace.objects.count() == 2


def test_presets_gazetteer_is_whole_and_lies_in_the_city(root):
    assert import_places(root, preset_dir() / "places.csv") >= 80
    assert not NamedPlace.objects.filter(area=None).exists()
    assert set(NamedPlace.objects.values_list("kind", flat=True)) == set(NamedPlace.Kind.values)
