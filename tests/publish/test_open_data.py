"""Open data: what the public may know, typed and described; nothing of a person in any file; no point and no small
group of private categories."""

import calendar
import csv
import hashlib
import json
import uuid
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.roles import Role
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.measure.actions import count_events
from lapor.publish.open_data import columns
from lapor.publish.open_data.columns import NAMES, K
from lapor.publish.open_data.dumping import dump
from lapor.publish.open_data.files import NAMES as FILES
from lapor.publish.open_data.files import days_of, folder_of
from lapor.publish.public_rows import publish_events
from lapor.reports.actions import perform_action
from lapor.reports.vocabulary import Outcome, State, channel_choices
from lapor.reports.workflow.acting import ANYONE, ActData, officer_actor, reporter_actor
from tests.reports.conftest import do, photo

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
PLANTED: Any = {"name": "Xaverius Planted", "phone": "081234500099", "email": "planted.person@contoh.example"}
SECRETS = ["Xaverius", "81234500099", "planted.person", "3374012345678901", "Jl. Rahasia 77"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def people(root):
    """An officer of the office that the reports here go to."""
    agency = Agency.objects.get(code="dpu")
    role = Role.LIAISON_OFFICER
    return {"dpu": create_officer(username="dani", password="Rahasia-2026-x", name="Dani", agency=agency, role=role)}


def villages(root):
    return list(Area.objects.filter(root=root, level="village").select_related("parent").order_by("code"))


def file(root, triage, category="jalan-rusak", area=None, publication="published", **more):
    area = area or villages(root)[0]
    new = NewReport(
        text=f"Saya Xaverius Planted, NIK 3374012345678901, {uuid.uuid4()}",
        title="Xaverius melapor",
        submission_key=str(uuid.uuid4()),
        channel="web",
        area=area,
        address="Jl. Rahasia 77",
        latitude=-7.00512,
        longitude=110.43812,
        **PLANTED,
        **more,
    )
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    data = ActData(
        category=Category.objects.get(code=category),
        agency=Agency.objects.get(code="dpu"),
        publication=publication,
        published_text="Jalan berlubang.",
    )
    if publication:
        perform_action(report.pk, "forward", actor=officer_actor(triage), data=data)
    return report


def dumped(root):
    events = list(Event.objects.order_by("id"))
    publish_events(events)
    count_events(events)
    return dump(root, DAY).folder


def lines(folder):
    with (folder / "laporan.csv").open(encoding="utf-8") as file:
        return {row["number"]: row for row in csv.DictReader(file)}


def test_nothing_planted_is_in_any_file(root, triage):
    for publication in ("published", "withheld", "pending"):
        file(root, triage, publication=publication)
    file(root, triage, publication="", visibility="confidential")
    found = dumped(root)
    assert sorted(path.name for path in found.iterdir()) == sorted(FILES)
    for path in found.iterdir():
        content = path.read_bytes()
        assert not [secret for secret in SECRETS if secret.encode() in content], path.name
    words = duckdb.read_parquet(f"{found}/laporan.parquet").fetchall()  # Parquet is compressed
    assert not [secret for secret in SECRETS if secret in str(words)]


def test_point_is_given_of_published_reports_only(root, triage):
    shown, withheld, private = (
        file(root, triage),
        file(root, triage, publication="withheld"),
        file(root, triage, "bantuan-sosial"),
    )
    found = dumped(root)
    rows = lines(found)
    assert (rows[shown.tracking_id]["latitude"], rows[shown.tracking_id]["longitude"]) == ("-7.00512", "110.43812")
    assert rows[withheld.tracking_id]["latitude"] == rows[private.tracking_id]["latitude"] == ""
    places = json.loads((found / "laporan.geojson").read_text())
    assert [feature["properties"]["number"] for feature in places["features"]] == [shown.tracking_id]
    assert places["features"][0]["geometry"]["coordinates"] == [110.43812, -7.00512]


def test_small_groups_of_private_categories_name_no_kelurahan(root, triage):
    first = villages(root)[0]
    second = next(one for one in villages(root) if one.parent_id == first.parent_id and one.pk != first.pk)
    far = next(one for one in villages(root) if one.parent_id != first.parent_id)
    many = [file(root, triage, "bantuan-sosial", first) for _turn in range(K)]
    few, alone, street = (
        file(root, triage, "bantuan-sosial", second),
        file(root, triage, "bantuan-sosial", far),
        file(root, triage, "jalan-rusak", far),
    )
    rows = lines(dumped(root))
    assert {rows[one.tracking_id]["village_code"] for one in many} == {first.pk}
    assert (rows[few.tracking_id]["village_code"], rows[few.tracking_id]["district_code"]) == ("", first.parent_id)
    assert (rows[alone.tracking_id]["village_code"], rows[alone.tracking_id]["district_code"]) == ("", "")
    assert rows[street.tracking_id]["village_code"] == far.pk


def test_protected_and_confidential_reports_are_not_in_it(root, triage):
    report = file(root, triage)
    protected = file_new_report(
        NewReport(text="Petugas minta pungli", submission_key="p", channel="web"), root=root, actor=reporter_actor(None)
    ).report
    assert protected.is_protected
    assert set(lines(dumped(root))) == {report.tracking_id}


def test_every_format_says_the_same_with_types(root, triage):
    numbers = {file(root, triage).tracking_id for _turn in range(3)}
    found = dumped(root)
    table = duckdb.read_parquet(f"{found}/laporan.parquet")
    assert table.columns == list(NAMES)
    types = dict(zip(table.columns, map(str, table.types), strict=True))
    assert (types["number"], types["filed_on"], types["latitude"], types["is_answered"], types["verify_days"]) == (
        "VARCHAR",
        "DATE",
        "DOUBLE",
        "BOOLEAN",
        "INTEGER",
    )
    assert {row[0] for row in table.fetchall()} == numbers == set(lines(found))


def test_description_names_every_file_column_and_checksum(root, triage):
    file(root, triage)
    found = dumped(root)
    package = json.loads((found / "datapackage.json").read_text())
    resources = {one["path"]: one for one in package["resources"]}
    assert [field["name"] for field in resources["laporan.csv"]["schema"]["fields"]] == list(NAMES)
    catalogue = json.loads((found / "dcat.jsonld").read_text())
    checked = {one["dct:title"]: one["spdx:checksum"]["spdx:checksumValue"] for one in catalogue["dcat:distribution"]}
    for name in ("laporan.csv", "laporan.geojson", "laporan.parquet"):
        digest = hashlib.sha256((found / name).read_bytes()).hexdigest()
        assert resources[name]["hash"] == f"sha256:{digest}"
        assert checked[name] == digest
        assert f"{digest}  {name}" in (found / "SHA256SUMS").read_text()
    words = (found / "KAMUS.md").read_text()
    assert all(f"`{name}`" in words for name in NAMES)


READ: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def test_every_resource_is_what_its_description_says(root, triage, people):
    """What `frictionless validate datapackage.json` checks: size, checksum, header, types, the key."""
    for number in range(4):
        late = file(root, triage)
        if number:
            do(late, "answer", people["dpu"], text="Sudah", outcome="solved", photos=(photo(),))
    found = dumped(root)
    package = json.loads((found / "datapackage.json").read_text())
    assert {one["path"] for one in package["resources"]} == {
        "laporan.csv",
        "laporan.geojson",
        "laporan.parquet",
        "kode.csv",
        "wilayah.geojson",
    }
    for one in package["resources"]:
        content = (found / one["path"]).read_bytes()
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        # frictionless reads Parquet as a table and knows no size of it: a declared one never fits
        assert one.get("bytes") == (None if one["format"] == "parquet" else len(content))
        if one["format"] == "geojson":
            assert json.loads(content)["type"] == "FeatureCollection"
        if "schema" not in one:
            continue
        fields = {field["name"]: field["type"] for field in one["schema"]["fields"]}
        rows = list(csv.DictReader(content.decode().splitlines()))
        assert list(rows[0]) == list(fields)
        for row in rows:
            for name, value in row.items():
                assert value == "" or READ[fields[name]](value) is not None
        key = one["schema"]["primaryKey"]
        names = [key] if isinstance(key, str) else key
        keys = [tuple(row[name] for name in names) for row in rows]
        assert len(set(keys)) == len(keys)
        assert all(all(parts) for parts in keys)


def test_rating_and_supporters_are_in_it(root, triage, people):
    report = file(root, triage)
    do(report, "answer", people["dpu"], text="Sudah", outcome="solved", photos=(photo(),))
    perform_action(report.pk, "confirm", actor=reporter_actor(None))
    perform_action(report.pk, "rate", actor=reporter_actor(None), data=ActData(rating=4))
    other = file(root, triage)
    perform_action(other.pk, "support", actor=ANYONE, data=ActData(supporter=b"x" * 32))
    rows = lines(dumped(root))
    assert (rows[report.tracking_id]["rating"], rows[report.tracking_id]["supporters"]) == ("4", "0")
    assert (rows[other.tracking_id]["rating"], rows[other.tracking_id]["supporters"]) == ("", "1")


def test_every_code_in_the_data_has_its_meaning_in_both_languages(root, triage):
    file(root, triage)
    found = dumped(root)
    with (found / "kode.csv").open(encoding="utf-8") as codes:
        meanings = {(row["column"], row["code"]): (row["label"], row["label_en"]) for row in csv.DictReader(codes)}
    assert {code for column, code in meanings if column == "state"} == set(State.values)
    assert {code for column, code in meanings if column == "outcome"} == set(Outcome.values)
    assert {code for column, code in meanings if column == "channel"} == {name for name, _label in channel_choices()}
    assert meanings["state", "received"] == ("Belum diverifikasi", "Not yet verified")
    for row in lines(found).values():
        for column in ("kind", "state", "channel", "outcome"):
            assert not row[column] or (column, row[column]) in meanings
    assert "Belum diverifikasi" in (found / "KAMUS.md").read_text()


def test_boundaries_of_every_area_named_in_the_data_are_there(root, triage):
    Area.objects.filter(pk=villages(root)[0].pk).update(
        boundary={"type": "Polygon", "coordinates": [[[110.4, -7.0], [110.5, -7.0], [110.5, -6.9], [110.4, -7.0]]]}
    )
    report = file(root, triage)
    found = dumped(root)
    areas = {one["properties"]["code"]: one for one in json.loads((found / "wilayah.geojson").read_text())["features"]}
    row = lines(found)[report.tracking_id]
    assert areas[row["village_code"]]["properties"]["parent_code"] == row["district_code"]
    assert areas[row["village_code"]]["geometry"]["coordinates"][0][0] == [110.4, -7.0]
    assert areas[row["village_code"]]["properties"]["is_exact"]
    assert len(areas) == Area.objects.filter(root=root, level__in=["district", "village"]).count()


def test_the_last_day_of_each_month_stays_for_a_year(root, triage):
    file(root, triage)
    dumped(root)
    every = [date(2026, 11, 25) - timedelta(days=number) for number in range(500)]
    for day in every:
        (folder_of(root) / day.isoformat()).mkdir(exist_ok=True)
    dump(root, DAY)
    kept = days_of(root)
    assert kept[:7] == every[:7]
    assert kept[7:] == [
        *(date(2026, month, calendar.monthrange(2026, month)[1]) for month in range(10, 0, -1)),
        date(2025, 12, 31),
    ]


def test_what_is_no_longer_public_is_taken_out_of_earlier_days_too(client, root, triage, people):
    stays, goes, moves = file(root, triage), file(root, triage), file(root, triage)
    dumped(root)
    before = lines(folder_of(root) / DAY.isoformat())
    perform_action(goes.pk, "raise_privacy", actor=reporter_actor(None))
    perform_action(moves.pk, "withhold", actor=officer_actor(triage), data=ActData(text="Ada alamat rumah di dalamnya"))
    do(stays, "answer", people["dpu"], text="Sudah", outcome="solved", photos=(photo(),))
    events = list(Event.objects.order_by("id"))
    publish_events(events)
    count_events(events)
    newest = dump(root, DAY + timedelta(days=1)).folder
    old = folder_of(root) / DAY.isoformat()
    rows = lines(old)
    assert set(rows) == {stays.tracking_id, moves.tracking_id} == set(lines(newest))
    assert rows[stays.tracking_id] == before[stays.tracking_id]  # as it was then: not answered
    assert (rows[moves.tracking_id]["latitude"], rows[moves.tracking_id]["state"]) == ("", "forwarded")
    numbers = {one["properties"]["number"] for one in json.loads((old / "laporan.geojson").read_text())["features"]}
    assert numbers == {stays.tracking_id}
    parquet = {row[0] for row in duckdb.read_parquet(f"{old}/laporan.parquet").fetchall()}
    assert parquet == set(rows)
    for line in (old / "SHA256SUMS").read_text().splitlines():
        digest, _space, name = line.partition("  ")
        assert hashlib.sha256((old / name).read_bytes()).hexdigest() == digest
    assert not [path for path in old.iterdir() if goes.tracking_id.encode() in path.read_bytes()]


def test_seven_days_are_kept_and_a_broken_night_leaves_the_day_before(root, triage, monkeypatch):
    file(root, triage)
    dumped(root)
    for day in range(1, 9):
        dump(root, date(2026, 11, day))
    assert len(days_of(root)) == 7
    assert days_of(root)[0] == DAY

    def broken(_root):
        raise OSError("disk full")
        yield

    monkeypatch.setattr("lapor.publish.open_data.dumping.rows_of", broken)
    with pytest.raises(OSError, match="disk full"):
        dump(root, date(2026, 11, 26))
    assert days_of(root)[0] == DAY


def test_queries_do_not_grow_with_the_reports(root, triage, django_assert_max_num_queries, monkeypatch):
    for _turn in range(12):
        file(root, triage)
    dumped(root)
    monkeypatch.setattr(columns, "CHUNK", 100)
    with django_assert_max_num_queries(6):
        assert len(list(columns.rows_of(root))) == 12


def test_page_and_files_are_served_to_everybody(client, root, triage):
    assert "malam ini" in client.get("/data/").content.decode()
    file(root, triage)
    dumped(root)
    page = client.get("/data/").content.decode()
    assert "laporan.parquet" in page
    newest = client.get("/data/terbaru/laporan.csv")
    answer = client.get(newest["Location"])
    assert b"".join(answer.streaming_content).startswith(b"number,kind,")
    assert answer["Access-Control-Allow-Origin"] == "*"
    for wrong in (
        "2026-11-25/../keys.json",
        "2026-11-25/%2e%2e%2fkeys.json",
        "2026-11-25/keys.json",
        "2026-11-24/laporan.csv",
        "2026-13-01/laporan.csv",
    ):
        assert client.get(f"/data/{wrong}").status_code == 404, wrong
    assert folder_of(root).name == root.code
