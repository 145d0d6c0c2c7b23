"""What lies below the reports: each setting, whom it lets the browser ask, and that nobody else is asked."""

import struct

import pytest
from django.db import transaction
from django.test import Client

from lapor import cli
from lapor.agencies import base_maps
from lapor.agencies.actions import create_officer
from lapor.agencies.base_maps import OSM_TILES, base_map_of, from_setting, is_template
from lapor.agencies.models import Agency, BaseMap
from lapor.agencies.roles import Role
from lapor.config.doctor.installation import check_base_map
from lapor.config.doctor.outcomes import Doubt
from lapor.core.pmtiles import KINDS, NoMapFile, read_header
from lapor.ledger.models import Event

pytestmark = pytest.mark.django_db
URL = "/konsol/peta-dasar/"
PAGES_WITH_MAP = ("/peta/", "/lapor", "/ikuti")
PAGES_WITHOUT = ("/", "/laporan/", "/statistik/", "/bantuan/", "/laporan-saya/")
SEMARANG = (110.25, -7.15, 110.55, -6.90)


def archive(box=SEMARANG, *, kind=1, version=3):
    """A PMTiles file with nothing but its header."""
    west, south, east, north = (round(edge * 10_000_000) for edge in box)
    head = b"PMTiles" + bytes([version]) + bytes(91) + bytes([kind])
    return head + struct.pack("<BBiiii", 0, 15, west, south, east, north) + bytes(9)


@pytest.fixture(autouse=True)
def maps(settings, tmp_path):
    settings.MAPS_DIR = tmp_path / "maps"
    return settings.MAPS_DIR


@pytest.fixture
def admin(root):
    agency = Agency.objects.get(code="diskominfo")
    officer = create_officer(
        username="adm", password="Rahasia-2026-x", name="Ani", agency=agency, role=Role.ADMINISTRATOR
    )
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def choose(root, kind, **more):
    with transaction.atomic():
        return base_maps.choose(root, kind, **more)


def policy(page):
    """The directives of an answer, by name."""
    header = Client().get(page)["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in header.split("; ")}


OWN = {"img-src": ["'self'", "data:", "blob:"], "connect-src": ["'self'"], "script-src": ["'self'"]}
SERVER = "https://tiles.example:8443/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("kind", "url", "host"),
    [
        ("none", "", []),
        ("osm", "", ["https://tile.openstreetmap.org"]),
        ("server", SERVER, ["https://tiles.example:8443"]),
        ("file", "", []),
    ],
)
def test_pages_with_a_map_may_load_pictures_of_the_one_host_and_others_of_none(root, maps, kind, url, host):
    maps.mkdir()
    (maps / f"{'a' * 64}.pmtiles").write_bytes(archive())
    choose(root, kind, url=url, file="a" * 64)
    for page in PAGES_WITH_MAP:
        found = policy(page)
        assert {name: found[name] for name in OWN} == {**OWN, "img-src": OWN["img-src"] + host}, page
    for page in PAGES_WITHOUT:
        found = policy(page)
        assert {name: found[name] for name in OWN} == OWN, page


@pytest.mark.parametrize(
    ("kind", "url", "origin"),
    [("osm", "", "OpenStreetMap"), ("server", SERVER, "tiles.example"), ("none", "", ""), ("file", "", "")],
)
@pytest.mark.parametrize("page", PAGES_WITH_MAP)
def test_page_says_what_another_host_learns_of_its_visitor(root, maps, kind, url, origin, page):
    maps.mkdir()
    (maps / f"{'a' * 64}.pmtiles").write_bytes(archive())
    choose(root, kind, url=url, file="a" * 64)
    words = Client().get(page).content.decode()
    assert ("data-map-source" in words) == bool(origin)
    assert origin in words
    assert ('data-tiles="' in words) == (kind != "none")


@pytest.mark.parametrize(
    "url",
    [
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example;script-src *//{z}/{x}/{y}.png",
        "https://a.example https://b.example/{z}/{x}/{y}.png",
        "https://user@tiles.example/{z}/{x}/{y}.png",
        "javascript:alert({z}{x}{y})",
        "https://tiles.example/{z}/{x}/{y}.png\n",
        "//tiles.example/{z}/{x}/{y}.png",
    ],
)
def test_what_is_no_address_of_tiles_is_never_part_of_the_policy(root, admin, url):
    assert not is_template(url)
    assert from_setting(url, "").kind == "none"
    answer = admin.post(URL, {"kind": "server", "url": url + "\n" if url.endswith("\n") else url})
    if url.strip() == url:  # the form strips what stands around
        assert answer.status_code == 422
        assert not BaseMap.objects.exists()


def test_administrator_chooses_and_everybody_sees_it_with_an_event(root, admin):
    assert admin.get(URL).status_code == 200
    assert base_map_of(root).kind == "none"
    assert admin.post(URL, {"kind": "osm"}).status_code == 302
    assert base_map_of(root).url == OSM_TILES
    page = Client().get("/peta/").content.decode()
    assert f'data-tiles-url="{OSM_TILES}"' in page
    assert 'data-tiles-credit="© OpenStreetMap contributors"' in page
    event = Event.objects.get(name="map.chosen")
    assert (event.data["kind"], event.actor_id) == ("osm", BaseMap.objects.get().made_by_id)
    assert "Ani" in admin.get(URL).content.decode()
    admin.post(URL, {"kind": "none"})
    assert "data-tiles=" not in Client().get("/peta/").content.decode()


def test_file_is_chosen_only_once_one_was_imported(root, admin):
    answer = admin.post(URL, {"kind": "file"})
    assert answer.status_code == 422
    assert "lapor map import" in answer.content.decode()


def test_imported_file_is_shown_and_served_in_pieces(root, tmp_path, maps, capsys):
    assert Client().get("/peta/dasar.pmtiles").status_code == 404
    path = tmp_path / "semarang.pmtiles"
    path.write_bytes(archive())
    assert cli.main(["map", "import", str(path)]) == 0
    assert "imported" in capsys.readouterr().out
    tiles = base_map_of(root)
    page = Client().get("/peta/").content.decode()
    assert f'data-tiles="file" data-tiles-url="/peta/dasar.pmtiles?v={tiles.version}"' in page
    response = Client().get("/peta/dasar.pmtiles", headers={"Range": "bytes=0-6"})
    assert (response.status_code, response.getvalue()) == (206, b"PMTiles")
    path.write_bytes(archive(kind=2))
    assert cli.main(["map", "import", str(path), "--credit", "© Kota"]) == 0
    assert base_map_of(root).version != tiles.version
    assert len(list(maps.iterdir())) == 1  # what is shown no more is not kept


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no map at all" * 20, "no PMTiles archive"),
        (archive(version=2), "only version 3"),
        (archive(kind=5), "neither vector tiles"),
        (archive((106.6, -6.4, 107.0, -6.0)), "no kelurahan of this city"),
        (None, "no such file"),
    ],
)
def test_file_that_is_no_map_of_the_city_changes_nothing(root, tmp_path, maps, capsys, content, said):
    path = tmp_path / "peta.pmtiles"
    if content is not None:
        path.write_bytes(content)
    assert cli.main(["map", "import", str(path)]) == 1
    assert said in capsys.readouterr().err
    assert not BaseMap.objects.exists()
    assert not maps.exists()


def test_header_says_kind_zooms_and_box():
    for number, kind in KINDS.items():
        header = read_header(archive(kind=number))
        assert (header.kind, header.min_zoom, header.max_zoom) == (kind, 0, 15)
        assert (header.west, header.south, header.east, header.north) == SEMARANG
    with pytest.raises(NoMapFile):
        read_header(archive()[:100])


def test_setting_of_the_environment_holds_until_somebody_chooses(root, settings, tmp_path):
    path = tmp_path / "kota.pmtiles"
    for value, kind in (("osm", "osm"), (SERVER, "server"), (str(path), "none"), ("none", "none"), ("?", "none")):
        settings.MAP_TILES, settings.MAP_TILES_CREDIT = value, "© Kota"
        assert base_map_of(root).kind == kind
    path.write_bytes(archive())
    settings.MAP_TILES = str(path)
    assert (base_map_of(root).kind, base_map_of(root).credit) == ("file", "© Kota")
    choose(root, "none")
    assert base_map_of(root).kind == "none"


def test_a_map_file_that_is_gone_leaves_the_outlines(root):
    choose(root, "file", file="b" * 64)
    assert base_map_of(root).kind == "none"
    assert "data-tiles=" not in Client().get("/peta/").content.decode()


def test_doctor_says_what_is_wanted_and_not_there(root, settings):
    assert check_base_map() == "pemkot: none"
    settings.MAP_TILES = "https://tiles.example/{s}/{z}"
    with pytest.raises(Doubt, match="LAPOR_MAP_TILES"):
        check_base_map()
    choose(root, "file", file="b" * 64)
    with pytest.raises(Doubt, match="import it again"):
        check_base_map()
    choose(root, "osm")
    assert check_base_map() == "pemkot: osm"
