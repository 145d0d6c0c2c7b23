"""POST /api/v1/reports."""

import base64
import json
import sys
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.core import clock
from lapor.intake.models import Submission
from lapor.reports.models import Report

pytestmark = pytest.mark.django_db


def errors_of(response):
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def test_photo_that_meets_a_fault_of_ours_may_be_sent_again_as_it_is(caller, photo, monkeypatch):
    sent = {"text": "Lampu", "attachments": [{"name": "a.jpg", "content": base64.b64encode(photo()).decode()}]}
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        answer = caller.post("/reports", sent, key="an-unguessable-key")
    assert (answer.status_code, answer.get("Retry-After")) == (503, "120"), answer.content
    assert "fault is ours" in answer.json()["detail"]
    assert (answer.json()["type"], answer.json()["title"]) == (
        "urn:lapor:problem:file-not-read",
        "A file could not be taken just now",
    )
    assert not Report.objects.exists()
    again = caller.post("/reports", sent, key="an-unguessable-key")
    assert (again.status_code, Report.objects.count()) == (201, 1)


def test_report_is_filed_with_number_code_and_address(caller):
    response = caller.post(
        "/reports",
        {
            "kind": "aspiration",
            "text": "Tambah bangku di taman",
            "title": "Bangku",
            "category": "lampu-jalan-baru",
            "latitude": -6.9932,
            "longitude": 110.4203,
            "address": "Jalan Pemuda 1",
            "happened_at": "2026-03-02T08:30:00+07:00",
            "identity": "anonymous",
            "visibility": "public",
            "contact": {"name": "Budi", "phone": "0812 3456 7890", "email": "budi@contoh.example"},
        },
    )
    assert response.status_code == 201
    filed = response.json()
    assert set(filed) == {"tracking_id", "receipt_code", "url", "notice"}
    assert filed["notice"] == ""
    report = Report.objects.get(tracking_id=filed["tracking_id"])
    assert filed["url"].endswith(f"/laporan/{report.tracking_id}")
    assert len(filed["receipt_code"]) == 16
    assert (report.channel, report.kind, report.title, report.identity) == ("api", "aspiration", "Bangku", "anonymous")
    assert report.category is not None
    assert report.area is not None
    assert report.happened_at is not None
    assert report.happened_at.isoformat() == "2026-03-02T01:30:00+00:00"
    assert report.reporter is not None


def test_text_is_kept_exactly_but_for_nul(caller):
    filed = caller.file(text="Jalan rusak 🚧 “parah”\n\tsekali\x00 <b>")
    assert Report.objects.get(tracking_id=filed["tracking_id"]).text == "Jalan rusak 🚧 “parah”\n\tsekali <b>"


def test_what_no_database_holds_is_dropped_or_replaced(caller, photo):
    strange = {"name": "a\x00\ud800.jpg", "content": base64.b64encode(photo()).decode()}
    filed = caller.file(
        text="a \ud800 b", title="\x00", address="\ud800\x00", contact={"name": "B\x00\ud800"}, attachments=[strange]
    )
    assert Report.objects.get(tracking_id=filed["tracking_id"]).text == "a ? b"


def test_null_says_the_same_as_leaving_out(caller):
    assert caller.file(title=None, category=None, contact=None)["tracking_id"]


def test_same_key_and_content_is_the_same_report_and_answer(caller, new_key):
    key = new_key()
    first, again = (caller.post("/reports", {"text": "Jalan berlubang"}, key=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Report.objects.count() == 1


def test_same_key_with_other_content_is_refused_and_tells_no_code(caller, new_key):
    key = new_key()
    first = caller.post("/reports", {"text": "Jalan berlubang"}, key=key).json()
    other = caller.post("/reports", {"text": "Mau kode orang lain"}, key=key)
    assert other.status_code == 409
    assert other.json()["type"] == "urn:lapor:problem:key-used"
    assert first["receipt_code"] not in other.content.decode()
    assert Report.objects.count() == 1


def test_key_that_can_be_guessed_is_refused(caller):
    response = caller.post("/reports", {"text": "Jalan berlubang"}, key="1")
    assert response.status_code == 422
    assert "Idempotency-Key" in errors_of(response)


def test_key_of_a_form_opens_nothing_here(caller, filed):
    draft_id = "0b7c4a52-2f5f-4c7e-9f5f-0f4b1c0a7d11"
    caller.client.post("/lapor", {"draft_id": draft_id, "text": "Lampu mati"})
    before = Report.objects.count()
    response = caller.post("/reports", {"text": "Lampu mati"}, key=draft_id)
    assert response.status_code == 201
    assert Report.objects.count() == before + 1


def test_without_a_key_each_call_is_its_own_report(caller):
    assert caller.file()["tracking_id"] != caller.file()["tracking_id"]
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "  "}, "text"),
        ({"text": 12}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "a", "kind": "keluhan"}, "kind"),
        ({"text": "a", "colour": "red"}, "colour"),
        ({"text": "a", "contact": {"fax": "1"}}, "contact.fax"),
        ({"text": "a", "contact": {"email": "budi"}}, "contact.email"),
        ({"text": "a", "contact": {"phone": "abc"}}, "contact.phone"),
        ({"text": "a", "category": "nothing"}, "category"),
        ({"text": "a", "area": "00"}, "area"),
        ({"text": "a", "category": "\ud800"}, "category"),
        ({"text": "a", "latitude": 91, "longitude": 0}, "latitude"),
        ({"text": "a", "latitude": -7.0}, "longitude"),
        ({"text": "a", "happened_at": "2026-03-02T08:30:00"}, "happened_at"),
        ({"text": "a", "happened_at": "9999-12-31T23:59:59-14:00"}, "happened_at"),
        ({"text": "a", "attachments": [{"content": "%%%"}]}, "attachments[0].content"),
        ({"text": "a", "attachments": [{"content": "YWJj"}]}, "attachments"),
    ],
)
def test_field_at_fault_is_named(caller, body, field):
    response = caller.post("/reports", body)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert list(errors_of(response)) == [field]
    assert Report.objects.count() == 0


def test_time_in_the_future_is_refused(caller):
    at = (clock.now() + timedelta(days=3)).isoformat()
    assert "happened_at" in errors_of(caller.post("/reports", {"text": "a", "happened_at": at}))


def test_photo_within_the_json_is_kept(caller, photo):
    content = base64.b64encode(photo()).decode()
    filed = caller.file(attachments=[{"name": "lampu.jpg", "content": content}])
    assert [a.kind for a in Report.objects.get(tracking_id=filed["tracking_id"]).attachments.all()] == ["photo"]


def send_parts(caller, words, photos, **headers):
    files = [SimpleUploadedFile(f"{n}.jpg", content) for n, content in enumerate(photos)]
    return caller.client.post("/api/v1/reports", {"json": json.dumps(words), "attachments": files}, headers=headers)


def test_photos_in_parts_are_kept_and_repeated_with_a_key_are_the_same(caller, photo, new_key):
    key, photos = new_key(), [photo("red"), photo("blue", side=1200)]
    first, again = (send_parts(caller, {"text": "Lampu mati"}, photos, **{"Idempotency-Key": key}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert Report.objects.get().attachments.count() == 2
    other = send_parts(caller, {"text": "Lampu mati"}, [photo("green")], **{"Idempotency-Key": key})
    assert other.status_code == 409


def test_eleven_photos_are_too_many(caller, photo):
    response = send_parts(caller, {"text": "Lampu mati"}, [photo(side=8 + n) for n in range(11)])
    assert response.status_code == 422
    assert list(errors_of(response)) == ["attachments"]
    assert Report.objects.count() == 0


def test_too_many_files_at_once_are_a_problem(caller):
    response = send_parts(caller, {"text": "Lampu mati"}, [b"x"] * 21)
    assert response.status_code == 400


def test_protected_words_make_it_confidential(caller):
    filed = caller.file(text="Petugas minta uang, ini pungli")
    assert Report.objects.get(tracking_id=filed["tracking_id"]).visibility == "confidential"
    assert caller.get(f"/reports/{filed['tracking_id']}").status_code == 404


def test_sixty_first_report_of_an_hour_has_to_wait(caller):
    for _ in range(60):
        caller.file()
    response = caller.post("/reports", {"text": "Lampu mati"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert Report.objects.count() == 60
