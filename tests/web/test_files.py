"""/lampiran/: who gets which file, as what, and in which parts; blurred photos take the place of the others; originals
open with a reason."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.casework import identities
from lapor.casework.persons import erase_person, export_person
from lapor.intake.files import attachments
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Attachment, Report
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor, reporter_actor
from tests import makers
from tests.officers import gave_password_again

pytestmark = pytest.mark.django_db
BACKEND = "lapor.agencies.officers.backend.OfficerBackend"
REASON = "Perlu memastikan pelat nomor untuk polisi"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def report_with(root):
    def make(*contents, **changed):
        files = tuple(attachments.store_file(content) for content in contents)
        new = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web", photos=files, **changed)
        report = file_new_report(new, root=root, actor=reporter_actor(None)).report
        for file in files:
            attachments.prepare(file.id)
        return report

    return make


def publish(report, triage):
    perform_action(report.pk, "publish", actor=officer_actor(triage))


def signed_in(officer):
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client


def url(attachment, variant="full"):
    return f"/lampiran/{attachment.pk}/{variant}"


def got(client, attachment, variant="full", **headers):
    """The answer, its bytes read to the end."""
    response = client.get(url(attachment, variant), headers=headers)
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


RECORDING = makers.recording(2)
FILES = {
    "photo": (makers.photo(), "image/jpeg", "inline"),
    "pdf": (makers.pdf(), "application/pdf", "attachment"),
    "audio": (makers.recording(1, video=None, form="mp3", audio="libmp3lame"), "audio/mp4", "inline"),
    "video": (RECORDING, "video/mp4", "inline"),
}


@pytest.mark.parametrize("kind", FILES)
def test_file_is_served_as_what_it_is_and_no_script_can_run(report_with, triage, kind):
    content, media_type, disposition = FILES[kind]
    attachment = report_with(content).attachments.get()
    assert got(Client(), attachment).status_code == 404
    publish(attachment.report, triage)
    response = got(Client(), attachment)
    assert (response.status_code, response["Content-Type"]) == (200, media_type)
    assert response["Content-Disposition"].startswith(f"{disposition}; filename=")
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    assert makers.SECRET.encode() not in response.body
    thumb = got(Client(), attachment, "thumb")
    assert (thumb.status_code, thumb.get("Content-Type") == "image/jpeg") == (
        (404, False) if kind == "audio" else (200, True)
    )
    assert got(Client(), attachment, "sealed").status_code == 404


def test_permission_is_asked_each_time(report_with, triage, root):
    attachment = report_with(makers.photo()).attachments.get()
    elsewhere = create_officer(
        username="lia",
        password="Rahasia-2026-x",
        name="Lia",
        agency=Agency.objects.get(code="bappeda"),
        role=Role.LIAISON_OFFICER,
    )
    officer = signed_in(triage)
    assert got(officer, attachment)["Cache-Control"] == "private, no-store"
    assert got(signed_in(elsewhere), attachment).status_code == 404
    publish(attachment.report, triage)
    assert got(Client(), attachment)["Cache-Control"] == "public, no-cache"
    perform_action(attachment.report.pk, "raise_privacy", actor=officer_actor(triage))
    assert got(Client(), attachment).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, None), ("bytes=-10", -10, None), ("bytes=5-999999999", 5, None)],
)
def test_player_gets_the_part_it_asks_for(report_with, triage, wanted, first, last):
    attachment = report_with(RECORDING).attachments.get()
    publish(attachment.report, triage)
    whole = attachments.file_path(attachment.sha256, "full", "video").read_bytes()
    part = whole[first:] if last is None else whole[first : last + 1]
    response = got(Client(), attachment, Range=wanted)
    assert response.status_code == 206
    assert response.body == part
    assert response["Content-Length"] == str(len(part))
    begin = first % len(whole) if first < 0 else first
    assert response["Content-Range"] == f"bytes {begin}-{begin + len(part) - 1}/{len(whole)}"


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ("bytes=999999999-", 416),
        ("bytes=9-5", 416),
        ("bytes=-0", 416),
        ("bytes=-", 200),
        ("bytes=0-1,3-4", 200),
        ("lines=1-2", 200),
    ],
)
def test_part_that_does_not_exist_is_said_so_and_what_is_no_range_gets_all(report_with, triage, wanted, status):
    attachment = report_with(makers.photo()).attachments.get()
    publish(attachment.report, triage)
    assert got(Client(), attachment, Range=wanted).status_code == status


def test_pages_say_that_a_file_is_being_prepared_and_then_show_it(report_with, triage, liaison):
    """Files that an office adds; those of the report wait until somebody has seen them."""
    files = (
        attachments.store_file(FILES["pdf"][0]),
        attachments.store_file(FILES["video"][0]),
        attachments.store_file(FILES["audio"][0]),
    )
    report, lamp = report_with(), Category.objects.get(code="lampu-jalan-baru")
    forward = ActData(category=lamp, agency=liaison.agency, publication="published")
    perform_action(report.pk, "forward", actor=officer_actor(triage), data=forward)
    perform_action(report.pk, "start", actor=officer_actor(liaison), data=ActData(text="Kami datang", photos=files))
    page = Client().get(f"/laporan/{report.tracking_id}").content.decode()
    assert page.count("sedang disiapkan") == 3
    assert "/lampiran/" not in page
    for file in files:
        attachments.prepare(file.id)
    Attachment.objects.filter(kind="audio").update(status="failed")
    page = Client().get(f"/laporan/{report.tracking_id}").content.decode()
    assert "<video controls" in page
    assert "PDF, 1 halaman" in page
    assert "tidak dapat dibuat aman" in page
    Attachment.objects.filter(kind="audio").update(status="ready")
    assert "<audio controls" in Client().get(f"/laporan/{report.tracking_id}").content.decode()


def test_evidence_of_an_officer_may_be_a_video(report_with, triage, liaison):
    report = report_with()
    forward = ActData(
        category=Category.objects.get(code="lampu-jalan-baru"), agency=liaison.agency, publication="published"
    )
    perform_action(report.pk, "forward", actor=officer_actor(triage), data=forward)
    sent = {"act": "start", "text": "Kami mulai", "photos": SimpleUploadedFile("bukti.mp4", RECORDING)}
    assert signed_in(liaison).post(f"/konsol/laporan/{report.tracking_id}", sent).status_code == 302
    attachment = report.attachments.get()
    assert (attachment.kind, attachment.is_evidence, attachment.status) == ("video", True, "preparing")


# --- blurring


def test_blurred_photo_takes_the_place_of_the_other_and_the_act_is_noted(report_with, triage, folder):
    noise = makers.noise()
    report = report_with(noise, noise)  # sent twice: both are blurred
    first, second = report.attachments.order_by("id")
    client = signed_in(triage)
    page = client.get(f"/konsol/samarkan/{first.pk}")
    assert page.content.decode().count('name="cells"') == 100
    assert client.post(f"/konsol/samarkan/{first.pk}", {"cells": ["44", "45"]}).status_code == 302
    old = first.sha256
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_masked, first.sha256 != old, second.sha256) == (True, True, first.sha256)
    assert [path.name for path in folder.rglob(f"{old}*")] == []
    assert makers.spread(got(client, first).body, (164, 164, 196, 196)) < 60
    assert attachments.read_original(first.original_sha256) == noise
    event = Event.objects.get(stream_id=report.pk, name="report.mask_photo")
    assert (event.data["photo"], event.data["cells"], event.data["masked_sha256"]) == (
        str(first.pk),
        [44, 45],
        first.sha256,
    )
    assert event.actor_id == triage.pk
    assert verify().faults == []
    assert "Bagian foto disamarkan" in client.get(f"/konsol/laporan/{report.tracking_id}").content.decode()


def test_same_photo_of_another_report_stays_as_it_is(report_with, triage):
    one, other = report_with(makers.photo()).attachments.get(), report_with(makers.photo()).attachments.get()
    signed_in(triage).post(f"/konsol/samarkan/{one.pk}", {"cells": ["0"]})
    other.refresh_from_db()
    assert (other.is_masked, attachments.file_path(other.sha256, "full").exists()) == (False, True)


@pytest.mark.parametrize("cells", [[], ["100"], ["x"], ["-1"]])
def test_without_good_squares_nothing_is_blurred(report_with, triage, cells):
    attachment = report_with(makers.photo()).attachments.get()
    response = signed_in(triage).post(f"/konsol/samarkan/{attachment.pk}", {"cells": cells})
    assert response.status_code == 422
    assert not Attachment.objects.get().is_masked


def test_only_photos_are_blurred_and_only_by_who_may(report_with, triage, liaison):
    document, picture = report_with(makers.pdf()).attachments.get(), report_with(makers.photo()).attachments.get()
    assert signed_in(triage).get(f"/konsol/samarkan/{document.pk}").status_code == 404
    assert signed_in(liaison).get(f"/konsol/samarkan/{picture.pk}").status_code == 403
    assert Client().get(f"/konsol/samarkan/{picture.pk}").status_code == 302
    perform_action(picture.report.pk, "raise_privacy", actor=officer_actor(triage))
    assert signed_in(triage).get(f"/konsol/samarkan/{picture.pk}").status_code == 200


def test_photo_that_changed_meanwhile_is_not_blurred_over(report_with, triage, folder):
    attachment = report_with(makers.photo()).attachments.get()
    masked = attachments.masked_photo(attachment, [1])
    perform_action(attachment.report.pk, "mask_photo", actor=officer_actor(triage), data=ActData(masked=masked))
    with pytest.raises(ActRefused):
        perform_action(attachment.report.pk, "mask_photo", actor=officer_actor(triage), data=ActData(masked=masked))


def test_photo_whose_file_is_lost_is_said_to_be_unreadable(report_with, triage):
    attachment = report_with(makers.photo()).attachments.get()
    attachments.file_path(attachment.sha256, "full").unlink()
    assert signed_in(triage).post(f"/konsol/samarkan/{attachment.pk}", {"cells": ["1"]}).status_code == 422
    assert got(Client(), attachment).status_code == 404


# --- originals


def test_officer_opens_the_original_once_with_a_reason(report_with, triage):
    content = makers.photo()
    report = report_with(content)
    client, page = signed_in(triage), f"/konsol/laporan/{report.tracking_id}/identitas"
    attachment = report.attachments.get()
    assert client.post(page, {"do": "ask", "attachment": str(attachment.pk), "reason": REASON}).status_code == 302
    opening = identities.openings_of(report, triage)[0]
    assert 'value="original"' in client.get(page).content.decode()
    gave_password_again(client)
    answer = client.post(page, {"do": "original", "opening": str(opening.pk)})
    assert (answer.content, answer["Content-Type"]) == (content, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer["Cache-Control"]
    assert (
        "Sudah pernah dibuka"
        in client.post(page, {"do": "original", "opening": str(opening.pk)}, follow=True).content.decode()
    )
    names = list(Event.objects.filter(stream_id=report.pk).order_by("sequence").values_list("name", flat=True))
    assert names == ["report.file", "original.requested", "original.opened"]


def test_original_of_a_confidential_report_needs_a_second_officer(report_with, triage, root):
    report = report_with(makers.photo(), visibility="confidential")
    wening = create_officer(
        username="wening",
        password="Rahasia-2026-x",
        name="W",
        agency=Agency.objects.get(code="inspektorat"),
        role=Role.OVERSEER,
    )
    opening = identities.ask_to_open(report, by=triage, reason=REASON, attachment=report.attachments.get())
    with pytest.raises(ActRefused):
        identities.open_original(opening.pk, by=triage)
    assert "Berkas asli" in signed_in(wening).get("/konsol/persetujuan/").content.decode()
    identities.consent(opening.pk, by=wening)
    assert identities.open_original(opening.pk, by=triage)[1] == makers.photo()


def test_request_for_one_thing_does_not_open_the_other(report_with, triage):
    report = report_with(makers.photo(), name="Budi", email="budi@contoh.example")
    for attachment, wrong in ((None, identities.open_original), (report.attachments.get(), identities.open_identity)):
        opening = identities.ask_to_open(report, by=triage, reason=REASON, attachment=attachment)
        with pytest.raises(ActRefused):
            wrong(opening.pk, by=triage)
        opening.refresh_from_db()
        assert opening.opened_at is None


def test_file_of_another_report_cannot_be_asked_for(report_with, triage):
    mine, other = report_with(makers.photo()), report_with(makers.photo(colour="green"))
    page = f"/konsol/laporan/{mine.tracking_id}/identitas"
    assert (
        signed_in(triage)
        .post(page, {"do": "ask", "attachment": str(other.attachments.get().pk), "reason": REASON})
        .status_code
        == 422
    )


def test_erased_person_takes_the_originals_along(report_with, triage, folder, django_capture_on_commit_callbacks):
    report = report_with(makers.photo(), makers.pdf(), name="Budi", email="budi@contoh.example")
    assert {file["kind"] for file in export_person(report.reporter)["reports"][0]["files"]} == {"photo", "pdf"}
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(report.reporter, by=SYSTEM)
    assert list(folder.rglob("*.sealed")) == []
    opening = identities.ask_to_open(
        Report.objects.get(), by=triage, reason=REASON, attachment=report.attachments.first()
    )
    with pytest.raises(ActRefused):
        identities.open_original(opening.pk, by=triage)


def test_an_officer_without_the_second_factor_sees_no_unpublished_file(report_with, triage):
    attachment = report_with(makers.photo()).attachments.get()
    officer = signed_in(triage)
    assert got(officer, attachment).status_code == 200
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        assert got(officer, attachment).status_code == 404
