"""My tasks: what the queue "Waiting for me" holds, as a list for a phone, with the way to each."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.reports.models import Attachment, Report
from tests import makers
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
URL = "/konsol/tugas/"
PLACE = {"latitude": -6.98331, "longitude": 110.40931}


@pytest.fixture
def crew(root, people):  # noqa: F811
    people["rudi"] = create_officer(
        username="rudi",
        password="Rahasia-2026-x",
        name="Rudi",
        agency=Agency.objects.get(code="perkim"),
        role=Role.FIELD_OFFICER,
    )
    return people


@pytest.fixture
def given(root, crew):
    """Two that Landung was given, one of Rudi's, one that nobody was given."""
    reports = [forward(new_report(root, f"Lampu {n} mati", **PLACE), crew).report for n in range(4)]
    for number, who in ((0, "landung"), (1, "landung"), (2, "rudi")):
        do(reports[number], "assign_officer", crew["hana"], officer=crew[who])
    return reports


def browser(officer):
    client = Client()
    client.force_login(officer)
    return client


def listed(officer):
    found = browser(officer).get(URL)
    assert found.status_code == 200
    return re.findall(r'data-task="(\d+)"', found.content.decode())


def test_the_list_is_the_queue_of_what_waits_for_the_officer(crew, given):
    numbers = [report.tracking_id for report in given]
    assert sorted(listed(crew["landung"])) == sorted(numbers[:2])
    assert listed(crew["rudi"]) == [numbers[2]]
    assert listed(crew["hana"]) == [numbers[3]]  # nobody's: hers to take
    assert listed(crew["lia"]) == []
    for who in ("landung", "rudi", "hana", "lia"):
        queue, _following = Inbox(crew[who], InboxFilters(queue="mine")).lines(["tracking_id"])
        assert listed(crew[who]) == [line["tracking_id"] for line in queue]


def test_a_task_says_where_it_is_and_how_to_get_there(crew, given):
    page = browser(crew["landung"]).get(URL).content.decode()
    assert 'href="geo:-6.98331,110.40931?q=-6.98331,110.40931"' in page
    assert "https://www.openstreetmap.org/directions?to=-6.98331%2C110.40931" in page
    assert re.search(r'data-due="\d{10}"', page)
    assert re.search(r"\d+ hari kerja", page)


def test_what_has_no_place_has_no_way(root, crew):
    report = forward(new_report(root, "Di mana ini?"), crew).report
    do(report, "assign_officer", crew["hana"], officer=crew["landung"])
    page = browser(crew["landung"]).get(URL).content.decode()
    assert f'data-task="{report.tracking_id}"' in page
    assert "geo:" not in page


def test_what_was_put_off_or_answered_is_gone(crew, given):
    do(given[0], "answer", crew["hana"], text="Sudah menyala", outcome="solved")
    put_off = {"until": f"{timezone.now() + timedelta(days=3):%Y-%m-%d}", "reason": "Menunggu suku cadang"}
    browser(crew["landung"]).post(f"/konsol/laporan/{given[1].tracking_id}/tunda", put_off)
    assert listed(crew["landung"]) == []


def test_an_empty_list_says_what_it_means(crew):
    assert "Tidak ada tugas yang menunggu Anda" in browser(crew["landung"]).get(URL).content.decode()


def test_a_long_list_takes_the_same_few_queries(root, crew, given, django_assert_max_num_queries):
    client = browser(crew["landung"])
    client.get(URL)
    for number in range(8):
        report = forward(new_report(root, f"Jalan {number} rusak", **PLACE), crew).report
        do(report, "assign_officer", crew["hana"], officer=crew["landung"])
    with django_assert_max_num_queries(12):
        page = client.get(URL).content.decode()
    assert page.count("data-task=") == 10


def test_the_menu_leads_a_field_officer_there(crew):
    page = browser(crew["landung"]).get("/konsol/").content.decode()
    assert f'href="{URL}"' in page
    assert f'href="{URL}"' not in browser(crew["vera"]).get("/konsol/").content.decode()


def task(report):
    return f"{URL}{report.tracking_id}"


def folds(page):
    return re.findall(r'data-act="(\w+)"', page)


def test_a_task_opens_with_what_is_done_on_the_spot(crew, given):
    client = browser(crew["landung"])
    page = client.get(task(given[0])).content.decode()
    assert folds(page) == ["start", "work_note", "not_found"]
    assert 'href="geo:-6.98331,110.40931' in page
    assert page.count("data-open-camera") == 2  # start, and the one that is not found
    client.post(task(given[0]), {"act": "start", "text": "Kami ke sana hari ini"})
    assert folds(client.get(task(given[0])).content.decode()) == ["respond", "work_note", "not_found"]
    assert folds(browser(crew["hana"]).get(task(given[0])).content.decode())[0] == "answer"


def test_ids_of_two_forms_of_one_act_are_apart(crew, given):
    page = browser(crew["landung"]).get(task(given[0])).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)


def test_what_was_done_leads_back_to_the_list(crew, given):
    client = browser(crew["landung"])
    answer = client.post(task(given[0]), {"act": "work_note", "text": "Perlu tangga 8 meter"})
    assert (answer.status_code, answer["Location"]) == (302, URL)
    assert given[0].entries.filter(act="work_note", text="Perlu tangga 8 meter").count() == 1
    assert "Selesai: " in client.get(URL).content.decode()


def test_not_found_needs_a_photo_and_keeps_the_words(crew, given):
    said = {"act": "start", "not_found": "1", "text": "Tidak ada lampu di sana"}
    answer = browser(crew["landung"]).post(task(given[0]), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ambil foto tempatnya" in page
    assert page.count("Tidak ada lampu di sana") == 1
    assert re.search(r'data-act="not_found" open', page)
    assert not given[0].entries.filter(act="start").exists()


def test_not_found_says_it_to_the_public_and_leaves_the_case_open(crew, given):
    """With the act that stands in the table already: before work has begun it is the first response."""
    client = browser(crew["landung"])
    for act in ("start", "respond"):
        file = SimpleUploadedFile("tempat.jpg", makers.noise(), "image/jpeg")
        said = {
            "act": act,
            "not_found": "1",
            "text": "Tidak kami temukan di sana.",
            "photos": file,
        }
        answer = client.post(task(given[0]), said)
        assert answer.status_code == 302, re.findall(r'class="error".*?</p>', answer.content.decode(), re.S)
        given[0].refresh_from_db()
        entry = given[0].entries.get(act=act)
        assert (entry.audience, entry.text) == ("public", "Tidak kami temukan di sana.")
        assert Attachment.objects.get(entry=entry).is_evidence
        assert given[0].state == "in_progress"


def test_whose_task_it_is_not_is_not_found(crew, given):
    for who, status in (("rudi", 200), ("hana", 200), ("lia", 404), ("vera", 403)):  # colleagues may help
        assert browser(crew[who]).get(task(given[0])).status_code == status


def test_what_changed_meanwhile_keeps_the_words(crew, given):
    client = browser(crew["landung"])
    do(given[0], "start", crew["hana"], text="Kami mulai")
    answer = client.post(task(given[0]), {"act": "start", "text": "Kata-kata Landung di lapangan"})
    assert answer.status_code == 409
    assert "Kata-kata Landung di lapangan" in answer.content.decode()


def by_script(client, report, **said):
    return client.post(task(report), said, headers={"Accept": "application/json"})


def test_a_phone_that_sends_later_hears_what_became_of_it(crew, given):
    client = browser(crew["landung"])
    assert by_script(client, given[0], act="start", text="Kami mulai").status_code == 200
    assert given[0].entries.filter(act="start").count() == 1
    refused = by_script(client, given[1], act="start", text="")
    assert refused.status_code == 422
    assert refused.json()["errors"]
    do(given[1], "start", crew["hana"], text="Regu lain sudah mulai")
    changed = by_script(client, given[1], act="start", text="Kata Landung")
    assert changed.status_code == 409
    now = changed.json()["now"]
    assert now["state"] == "Diproses"
    assert now["lines"][0]["text"] == "Regu lain sudah mulai"
    assert given[1].entries.filter(text="Kata Landung").count() == 0
    said = [message.level_tag for message in client.get(URL).context["messages"]]
    assert said == ["success"]  # of the first; what was refused is said once, where it was asked


def test_an_act_based_on_an_older_version_is_not_done(crew, given):
    client = browser(crew["landung"])
    do(given[0], "start", crew["landung"], text="Kami mulai")
    version = Report.objects.get(pk=given[0].pk).version
    do(given[0], "respond", crew["hana"], text="Regu lain: selesai separuh")
    late = by_script(client, given[0], act="respond", text="Kata Landung", version=version)
    assert late.status_code == 409
    assert late.json()["now"]["lines"][0]["text"] == "Regu lain: selesai separuh"


def test_sent_again_is_done_once(crew, given):
    client = browser(crew["landung"])
    version = Report.objects.get(pk=given[0].pk).version
    for _time in range(2):
        assert by_script(client, given[0], act="start", text="Kami mulai", version=version).status_code == 200
    assert given[0].entries.filter(act="start").count() == 1


def test_the_pulse_is_the_officer_s_own(crew):
    said = browser(crew["landung"]).get(f"{URL}denyut").json()
    assert said["officer"] == str(crew["landung"].pk)
    assert len(said["token"]) > 20
    assert Client().get(f"{URL}denyut").status_code == 302
