"""Two cities on one installation: each with its own brand, timezone, calendar and deadlines; their officers know
nothing of each other."""

import uuid
from datetime import UTC, datetime

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer, create_token
from lapor.agencies.models import Agency, Category
from lapor.agencies.preset import PresetError, load_preset, read_preset
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.actions import perform_action
from lapor.reports.queries import visible_reports
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from tests.api.conftest import Caller

FILES = {
    "agencies.csv": (
        "code,parent,kind,name,email,area_code\npemkot2,,city,Pemerintah Kota"
        " Timur,kota@timur.example,\npu2,pemkot2,office,Dinas Jalan Kota"
        " Timur,pu@timur.example,\ninsp2,pemkot2,inspectorate,Inspektorat Kota Timur,insp@timur.example,\n"
    ),
    "areas.csv": (
        "code,level,name,parent_code,latitude,longitude\n99.01,city,Kota"
        " Timur,,-3.69,128.18\n99.01.01,district,Timur,99.01,-3.69,128.18\n"
        "99.01.01.1001,village,Pantai,99.01.01,-3.69,128.18\n99.01.01.1002,village,Bukit,99.01.01,-3.70,128.19\n99.01.01.1003,village,Teluk,99.01.01,-3.71,128.17\n"
    ),
    "categories.csv": (
        "group_code,group,group_en,code,name,name_en,agency,class,flags\n"
        "jalan,Jalan,Roads,jalan-rusak-2,Jalan rusak,Damaged road,pu2,simple,\n"
        "pelayanan,Sikap,Conduct,korupsi-2,Korupsi,Corruption,insp2,oversight,urgent protected\n"
    ),
    "preset.toml": (
        """
[brand]
name = "Lapor Timur"
hue = 20
[jurisdiction]
timezone = "Asia/Jayapura"
[calendar]
version = "timur-1"
opens = "08:00"
closes = "14:00"
weekdays = [1, 2, 3, 4, 5, 6]
extra_days_off = []
extra_working_days = []
[policy]
version = "timur-1"
verify = 2
verify_urgent_hours = 24
verify_again = 1
response = 4
resolution = { simple = 7, inspection = 20, oversight = 40, information = 10 }
confirmation = 10
expire = 10
reopened_at_least = 3
[words]
version = "timur-1"
[duplicates]
radius = 80
days = 10
[[protected]]
category = "korupsi-2"
words = ["suap"]
"""
    ),
}


def file(city, text="Jalan berlubang"):
    new = NewReport(text=text, submission_key=str(uuid.uuid4()), channel="web")
    return file_new_report(new, root=city, actor=reporter_actor(None)).report


def officer(name, role, code):
    return create_officer(
        username=name, password="Rahasia-2026-x", name=name, agency=Agency.objects.get(code=code), role=role
    )


def test_each_city_counts_by_its_own_calendar_and_zone(root, east):
    """Friday 09.00 in Jakarta is 11.00 in the east, whose offices also work on Saturday until 14.00."""
    with clock.at(datetime(2026, 11, 6, 2, tzinfo=UTC)):
        west_due, east_due = file(root).due_at, file(east).due_at
    assert west_due == datetime(2026, 11, 9, 9, tzinfo=UTC)  # Monday 16.00 WIB
    assert east_due == datetime(2026, 11, 9, 5, tzinfo=UTC)  # Saturday and Monday, 14.00 WIT


def test_officers_of_one_city_see_nothing_of_the_other(root, east):
    west_report, east_report = file(root), file(east)
    for role in (Role.TRIAGE_OFFICER, Role.HEAD, Role.OVERSEER):
        west, there = officer(f"w-{role}", role, "pemkot"), officer(f"e-{role}", role, "pemkot2")
        assert list(visible_reports(west)) == [west_report]
        assert list(visible_reports(there)) == [east_report]
        client = Client()
        client.force_login(there, backend="lapor.agencies.officers.backend.OfficerBackend")
        assert client.get(f"/konsol/laporan/{west_report.tracking_id}").status_code == 404
        assert client.get(f"/konsol/laporan/{east_report.tracking_id}").status_code == 200
    token = create_token(officer("e-tri", Role.TRIAGE_OFFICER, "pemkot2"))
    assert [item["tracking_id"] for item in Caller().get("/inbox", token=token).json()["items"]] == [
        east_report.tracking_id
    ]


def test_no_act_crosses_the_border(root, east):
    west_report, east_report = file(root), file(east)
    there = officer_actor(officer("e-tri", Role.TRIAGE_OFFICER, "pemkot2"))
    category, agency = Category.objects.get(code="jalan-rusak-2"), Agency.objects.get(code="pu2")
    with pytest.raises(ActRefused):
        perform_action(
            west_report.pk,
            "forward",
            actor=there,
            data=ActData(category=category, agency=agency, publication="published"),
        )
    with pytest.raises(ActRefused):
        perform_action(
            east_report.pk,
            "forward",
            actor=there,
            data=ActData(category=category, agency=Agency.objects.get(code="perkim"), publication="published"),
        )
    with pytest.raises(ActRefused):
        perform_action(east_report.pk, "merge", actor=there, data=ActData(parent=west_report))
    perform_action(
        east_report.pk, "forward", actor=there, data=ActData(category=category, agency=agency, publication="published")
    )


def test_protected_words_are_each_citys_own(root, east):
    assert file(east, "Ada suap di loket").is_protected
    assert not file(east, "Ada pungli di loket").is_protected
    assert file(root, "Ada pungli di loket").is_protected


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("categories.csv", "pu2,simple", "tidak-ada,simple", "categories.csv, line 2, agency"),
        ("categories.csv", "pu2,simple", "pu2,kapan-kapan", "categories.csv, line 2, class"),
        ("agencies.csv", "pu2,pemkot2", "pu2,entah", "agencies.csv, line 3, parent"),
        ("areas.csv", "Pantai,99.01.01,", "Pantai,99.99,", "areas.csv, line 4, parent_code"),
        ("preset.toml", 'category = "korupsi-2"', 'category = "salah"', "preset.toml, line 30, protected.category"),
        ("preset.toml", "[brand]", "[brand", "preset.toml, line 2"),
    ],
)
def test_fault_in_a_preset_names_file_line_and_field_and_nothing_is_loaded(root, folder, name, old, new, said):
    path = folder / name
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(PresetError) as caught:
        read_preset(folder)
    assert said in str(caught.value)
    with pytest.raises(PresetError):
        load_preset(folder)
    assert not Agency.objects.filter(code="pemkot2").exists()


# --- each city under a name of its own


@pytest.fixture
def named(east, settings):
    """The second city has a host name; everything else goes to the first."""
    settings.ALLOWED_HOSTS = ["testserver", "lapor.timur.example"]
    east.hosts = ["lapor.timur.example"]
    east.save()
    return east


def test_host_name_decides_brand_categories_lists_and_time(root, named):
    report = file(named, "Jalan rusak di Pantai")
    here, there = Client(), Client(headers={"host": "lapor.timur.example"})
    assert b"Lapor Timur" in there.get("/").content
    assert b"Lapor Timur" not in here.get("/").content
    filing = there.get("/lapor").content.decode()
    assert "Jalan rusak" in filing
    assert "Lampu jalan mati" not in filing
    assert "WIT" in there.get(f"/laporan/{report.tracking_id}").content.decode()
    codes = {one["code"] for one in there.get("/api/v1/categories").json()}
    assert codes == {"jalan-rusak-2", "korupsi-2"}
    assert [one["tracking_id"] for one in here.get("/api/v1/reports").json()["items"]] == []


def test_report_filed_under_a_citys_name_is_that_citys_and_its_links_lead_there(root, named):
    there = Client(headers={"host": "lapor.timur.example"})
    filed = there.post("/api/v1/reports", {"text": "Jalan rusak"}, content_type="application/json").json()
    assert filed["url"] == f"http://lapor.timur.example/laporan/{filed['tracking_id']}"
    elsewhere = Client().get(f"/laporan/{filed['tracking_id']}")
    assert elsewhere["Location"] == filed["url"]
    assert there.get(f"/laporan/{filed['tracking_id']}").status_code == 200


def test_officers_pages_show_the_officers_own_city_whatever_the_host(root, named):
    client = Client()
    client.force_login(
        officer("e-tri", Role.TRIAGE_OFFICER, "pemkot2"), backend="lapor.agencies.officers.backend.OfficerBackend"
    )
    page = client.get("/konsol/").content.decode()
    assert "Lapor Timur" in page
    assert Client(headers={"host": "lapor.timur.example"}).get("/laporan-saya/").status_code == 200


def test_unknown_host_is_refused(root, named):
    assert Client(headers={"host": "phish.example"}).get("/").status_code == 400
