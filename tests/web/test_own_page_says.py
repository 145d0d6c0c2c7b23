"""What a reporter's page says of what they have just done, of who reads it, and of what was wrong."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.agencies.models import Agency, Category
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import SYSTEM, ActData
from tests.makers import photo
from tests.promises.waiting import answered
from tests.reports.conftest import new_report, people
from tests.web.test_own_page import own, page_of

__all__ = ["people"]  # a fixture

pytestmark = pytest.mark.django_db
BEATEN = "Suami saya memukul saya tiap malam"


def say(client, report, act, **more):
    return client.post(f"/laporan/{report.tracking_id}", {"act": act, **more}, follow=True)


@pytest.mark.parametrize(
    ("act", "more", "words"),
    [
        ("raise_privacy", {}, "Laporan ini sekarang rahasia"),
        ("note", {"text": "Tiangnya nomor 17"}, "Tambahan Anda sudah masuk"),
        ("confirm", {}, "Anda menyatakan sudah selesai"),
        ("reject", {"text": "Masih gelap"}, "Anda menyatakan belum selesai"),
    ],
)
def test_what_was_done_is_said_by_its_name(root, people, act, more, words):
    report = answered(root, people)
    assert words in say(own(report), report, act, **more).content.decode()


def test_who_reads_it_stands_on_its_page(root, people):
    report = answered(root, people)
    client = own(report)
    assert "Laporan ini rahasia" not in page_of(client, report).content.decode()
    say(client, report, "raise_privacy")
    say(client, report, "note", text="Nomor rumahnya 17")
    page = page_of(client, report).content.decode()
    assert "Laporan ini rahasia" in page
    assert "sebelum dibaca semua orang" not in page
    assert "tel:112" not in page.split('id="content"')[1].split("<footer")[0]


def test_a_protected_report_is_with_the_office_that_its_story_names(root, people):
    client = Client()
    filed = client.post("/lapor", {"draft_id": str(uuid.uuid4()), "text": BEATEN})
    report = Report.objects.select_related("agency").get()
    assert (report.is_protected, report.state) == (True, "forwarded")
    receipt = filed.content.decode()
    assert report.agency.name in receipt
    assert "Petugas memeriksa" not in receipt
    told = report.entries.get(act="forward")
    assert told.details["to_agency"] == str(report.agency_id)
    page = page_of(client, report).content.decode()
    assert "Hanya tim kasus dilindungi yang membacanya" in page
    assert "tel:112" in page.split('id="content"')[1].split("<footer")[0]


def test_a_protected_report_forwarded_elsewhere_names_its_group(root, people):
    report = new_report(root)
    category = Category.objects.filter(root=root, is_protected=True).first()
    data = ActData(category=category, agency=Agency.objects.get(code="perkim"))
    perform_action(report.pk, "protect", actor=SYSTEM, data=data)
    report = Report.objects.get(pk=report.pk)
    assert report.entries.get(act="protect").details["to_agency"] == str(report.agency_id)


def test_a_wrong_code_is_said_at_the_top(root, people):
    report = answered(root, people)
    page = Client().post(f"/laporan/{report.tracking_id}", {"receipt_code": "1111111111111111"})
    words = page.content.decode()
    assert page.status_code == 422
    assert words.index("data-error-summary") < words.index('class="stages"')


def test_a_photo_alone_is_something_to_add(root, people):
    report = answered(root, people)
    client = own(report)
    assert say(client, report, "note").status_code == 422
    sent = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    assert say(client, report, "note", photos=sent).status_code == 200
    assert report.entries.get(act="note").attachments.count() == 1


def test_who_is_responsible_is_nobody_once_it_is_over(root, people):
    report = answered(root, people)
    client = own(report)
    assert "Ditangani oleh" in page_of(client, report).content.decode()
    say(client, report, "confirm")
    assert "Ditangani oleh" not in page_of(client, report).content.decode()


def test_who_said_me_too_is_not_asked_again(root, people):
    report = answered(root, people)
    client = Client()
    client.post(page_of(client, report).context["support_url"])
    page = page_of(client, report)
    assert "Anda sudah menyatakan juga mengalaminya" in page.content.decode()
    assert "support_url" not in page.context
    assert page_of(Client(), report).context["support_url"]


def test_the_receipt_says_how_many_files_came(root):
    files = [SimpleUploadedFile(f"{one}.jpg", photo(colour=one), "image/jpeg") for one in ("red", "blue")]
    form = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati", "photos": files}
    receipt = Client().post("/lapor", form).content.decode()
    assert "2 berkas ikut terkirim" in receipt
    assert "baru dibaca umum setelah diperiksa" in receipt
