"""Open data: what the public may know, typed and described; nothing of a person in any file; no point and no small
group of private categories."""

import csv
import hashlib
import json
import uuid
from datetime import date
from typing import Any

import duckdb
import pytest

from lapor.agencies.models import Agency, Area, Category
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
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
PLANTED: Any = {"name": "Xaverius Planted", "phone": "081234500099", "email": "planted.person@contoh.example"}
SECRETS = ["Xaverius", "81234500099", "planted.person", "3374012345678901", "Jl. Rahasia 77"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


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
