"""What a category wants ticked before an answer: asked about once, kept with the answer, seen by officers only."""

import pytest
from django.test import Client

from lapor.agencies.models import Agency, Category
from lapor.agencies.preset import preset_dir
from lapor.agencies.preset.checks import read_preset
from lapor.agencies.preset.loading import load_preset
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
ITEMS = [
    {"code": "diangkut", "text": "Dahan sudah diangkut", "text_en": "Branches were carried away"},
    {"code": "dibuka", "text": "Jalan sudah dibuka", "text_en": "The road is open"},
]
WORDS = "Pohon sudah dipindahkan."


@pytest.fixture
def report(root, people):  # noqa: F811
    Category.objects.filter(code="lampu-jalan-baru").update(checklist=ITEMS)
    return forward(new_report(root), people).report


def answer(people, report, **more):  # noqa: F811
    client = Client()
    client.force_login(people["hana"])
    data = {"act": "answer", "text": WORDS, "outcome": "partly", **more}
    return client.post(f"/konsol/laporan/{report.tracking_id}", data)


def test_what_is_not_ticked_is_asked_about_and_goes_out_with_a_tick(people, report):  # noqa: F811
    page = answer(people, report, checklist=["diangkut"])
    assert page.status_code == 422
    assert "Belum dicentang: Jalan sudah dibuka" in page.content.decode()
    assert not report.entries.filter(act="answer").exists()
    assert answer(people, report, checklist=["diangkut"], send_unticked="on").status_code == 302
    assert report.entries.get(act="answer").details["checklist"] == ["diangkut"]
    assert Event.objects.get(name="report.answer").data["checklist"] == ["diangkut"]
    assert verify().faults == []


def test_all_ticked_goes_out_at_once_and_officers_read_it(people, report):  # noqa: F811
    assert answer(people, report, checklist=["diangkut", "dibuka"]).status_code == 302
    client = Client()
    url = f"/laporan/{report.tracking_id}"
    assert "Dahan sudah diangkut" not in client.get(url).content.decode()
    client.force_login(people["hana"])
    page = client.get(f"/konsol{url}").content.decode()
    assert "Dicentang sebelum dikirim: Dahan sudah diangkut; Jalan sudah dibuka" in page


def test_what_is_not_in_the_list_is_refused(people, report):  # noqa: F811
    assert answer(people, report, checklist=["entah"], send_unticked="on").status_code == 422


def test_ticks_come_through_a_proposal(people, report):  # noqa: F811
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    assert answer(people, report, checklist=["dibuka", "diangkut"]).status_code == 302
    report.refresh_from_db()
    assert report.approver == "head"
    do(report, "approve", people["kepala"])
    assert report.entries.get(act="answer").details["checklist"] == ["dibuka", "diangkut"]


def test_only_answers_of_categories_with_a_list_are_asked(root, people, report):  # noqa: F811
    client = Client()
    client.force_login(people["hana"])
    start = {"act": "start", "text": "Kami cek"}
    assert client.post(f"/konsol/laporan/{report.tracking_id}", start).status_code == 302
    Category.objects.filter(code="lampu-jalan-baru").update(checklist=[])
    assert answer(people, report).status_code == 302


def test_the_preset_brings_them(root):
    rows = read_preset(preset_dir("semarang")).checklists
    assert rows
    Category.objects.update(checklist=[])
    load_preset(preset_dir("semarang"))
    category = Category.objects.get(code=rows[0]["category"])
    assert [one.code for one in category.own_checklist()] == [
        row["code"] for row in rows if row["category"] == category.code
    ]
