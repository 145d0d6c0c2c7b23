"""Files on their way: checked at once, prepared by a job, named by their content, gone when nobody names them."""

import sys
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from lapor.casework.files import file_error, store_files
from lapor.core import clock
from lapor.core.cleaning import guard
from lapor.core.cleaning.limits import CODES, FileRefused
from lapor.intake import tasks
from lapor.intake.files import attachments
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.intake.models import Upload
from lapor.reports.models import Attachment, Report
from lapor.reports.workflow.acting import reporter_actor
from tests import makers
from tests.fake_clamd import EICAR, FakeClamd

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path
    return tmp_path


def report_with(root, *contents):
    photos = tuple(attachments.store_file(content) for content in contents)
    new = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web", photos=photos)
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


def queued():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'attachment_id' FROM procrastinate_jobs WHERE task_name = 'intake.prepare' ORDER BY id"
        )
        return [row[0] for row in cursor.fetchall()]


def names(folder):
    return sorted(path.suffix for path in folder.rglob("*") if path.is_file())


KINDS = {
    "pdf": makers.pdf(2),
    "audio": makers.recording(2, video=None, form="mp3", audio="libmp3lame"),
    "video": makers.recording(2),
}


@pytest.mark.parametrize(
    ("kind", "endings"),
    [("pdf", [".jpg", ".pdf", ".sealed"]), ("audio", [".m4a", ".sealed"]), ("video", [".jpg", ".mp4", ".sealed"])],
)
def test_only_the_sealed_original_is_there_until_the_job_is_done(root, folder, kind, endings):
    report = report_with(root, KINDS[kind])
    attachment = report.attachments.get()
    assert (attachment.kind, attachment.status, attachment.sha256, names(folder)) == (
        kind,
        "preparing",
        "",
        [".sealed"],
    )
    assert queued() == [str(attachment.pk)]
    assert KINDS[kind][:50] not in next(folder.rglob("*.sealed")).read_bytes()
    tasks.prepare(str(attachment.pk))
    attachment.refresh_from_db()
    assert (attachment.status, names(folder)) == ("ready", endings)
    assert (attachment.pages, attachment.seconds) == {"pdf": (2, 0), "audio": (0, 2), "video": (0, 2)}[kind]
    before = sorted(folder.rglob("*"))
    tasks.prepare(str(attachment.pk))  # again: nothing is done
    assert sorted(folder.rglob("*")) == before


def test_photo_is_ready_at_once_and_queues_nothing(root, folder):
    attachment = report_with(root, makers.photo()).attachments.get()
    assert (attachment.kind, attachment.status, queued()) == ("photo", "ready", [])


def test_file_that_cannot_be_made_safe_is_said_to_have_failed(root, monkeypatch):
    attachment = report_with(root, KINDS["pdf"]).attachments.get()

    def refuse(_content):
        raise FileRefused("too_heavy")

    monkeypatch.setattr(guard, "clean_heavy", refuse)
    tasks.prepare(str(attachment.pk))
    attachment.refresh_from_db()
    assert (attachment.status, attachment.sha256) == ("failed", "")


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_file_whose_decoder_cannot_be_started_waits(root, monkeypatch, program):
    attachment = report_with(root, KINDS["pdf"]).attachments.get()
    monkeypatch.setattr(sys, "executable", program)
    tasks.prepare(str(attachment.pk))
    attachment.refresh_from_db()
    assert attachment.status == "preparing"


def test_file_whose_original_is_not_there_is_tried_again_for_a_day(root, settings, tmp_path, caplog):
    """A folder that is not mounted yet must not end the files of a night."""
    attachment = report_with(root, KINDS["pdf"]).attachments.get()
    mounted, settings.ATTACHMENTS_DIR = settings.ATTACHMENTS_DIR, tmp_path / "elsewhere"
    tasks.prepare(str(attachment.pk))
    attachment.refresh_from_db()
    assert attachment.status == "preparing"
    assert "is it mounted?" in caplog.text
    settings.ATTACHMENTS_DIR = mounted
    Attachment.objects.update(created_at=clock.now() - timedelta(minutes=30))
    tasks.forgotten(0)
    assert str(attachment.pk) in queued()
    tasks.prepare(str(attachment.pk))
    attachment.refresh_from_db()
    assert attachment.status == "ready"


def test_lost_job_is_taken_up_and_after_a_day_given_up(root):
    attachment = report_with(root, KINDS["pdf"]).attachments.get()
    tasks.forgotten(0)
    assert len(queued()) == 1
    Attachment.objects.update(created_at=clock.now() - timedelta(minutes=30))
    tasks.forgotten(0)
    assert queued() == [str(attachment.pk)] * 2
    Attachment.objects.update(created_at=clock.now() - timedelta(days=2))
    tasks.forgotten(0)
    assert (len(queued()), Attachment.objects.get().status) == (2, "failed")


def test_kind_is_found_from_the_content_whatever_the_name_says(root):
    sent = [
        SimpleUploadedFile("foto.jpg", KINDS["pdf"], "image/jpeg"),
        SimpleUploadedFile("surat.pdf", makers.photo(), "application/pdf"),
    ]
    stored, errors = store_files(sent)
    assert ([file.kind for file in stored], errors) == (["pdf", "photo"], [])


def test_every_reason_to_refuse_has_a_sentence_of_its_own():
    sentences = {file_error(FileRefused(code, "video"), "a.mp4", 99 * 2**20) for code in CODES}
    assert len(sentences) == len(CODES)
    assert all("a.mp4" in sentence for sentence in sentences)
    assert "penuh" in file_error(attachments.StorageFull(), "a.jpg", 1)
    assert file_error(ValueError(), "a.jpg", 1) == file_error(FileRefused("unreadable"), "a.jpg", 1)


def test_too_many_and_too_large_files_are_named(monkeypatch):
    huge = SimpleUploadedFile("besar.mp4", b"x")
    huge.size = 2**30
    stored, errors = store_files([huge])
    assert (stored, len(errors)) == ((), 1)
    assert "1024 MB" in errors[0].message
    stored, errors = store_files([SimpleUploadedFile(f"{n}.jpg", makers.photo(colour=(n, 0, 0))) for n in range(11)])
    assert (len(stored), len(errors)) == (10, 1)


def test_worker_prepares_two_at_once_and_puts_the_third_back(root, monkeypatch):
    """What else a worker has to do does not wait for videos."""
    ids = [str(report_with(root, makers.pdf(pages)).attachments.get().pk) for pages in (1, 2, 3)]
    done = []

    def nested(attachment_id):
        done.append(str(attachment_id))
        if len(done) < 3:
            tasks.prepare(ids[len(done)])

    monkeypatch.setattr(attachments, "prepare", nested)
    tasks.prepare(ids[0])
    assert done == ids[:2]
    assert queued() == [*ids, ids[2]]
    tasks.prepare(ids[2])  # later there is room again
    assert done == ids


# --- scanner


def test_virus_is_refused_and_nothing_is_kept(settings, folder):
    with FakeClamd("") as clamd:
        settings.CLAMD = clamd.address
        stored, errors = store_files(
            [SimpleUploadedFile("foto.jpg", makers.photo() + EICAR), SimpleUploadedFile("baik.jpg", makers.photo())]
        )
    assert [file.name for file in stored] == ["baik.jpg"]
    assert "virus" in errors[0].message
    assert names(folder) == [".jpg", ".jpg", ".sealed"]


def test_file_is_refused_while_the_scanner_is_away_and_the_words_go_on(settings, root, folder):
    settings.CLAMD = "/nowhere/clamd"
    data = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati"}
    page = Client().post("/lapor", {**data, "photos": SimpleUploadedFile("foto.jpg", makers.photo())})
    assert page.status_code == 422
    assert "foto.jpg" in page.content.decode()
    assert "Coba lagi" in page.content.decode()
    assert names(folder) == []
    assert Client().post("/lapor", data).status_code == 201


# --- the end


def test_forgotten_draft_takes_its_files_along_unless_a_report_names_them(root, folder):
    kept = attachments.store_file(makers.photo())
    report_with(root, makers.photo())
    lost = [attachments.store_file(makers.photo(colour="green")), attachments.store_file(KINDS["video"])]
    for file in (kept, *lost):
        attachments.keep_upload("draf", file)
    Upload.objects.update(created_at=clock.now() - timedelta(days=3))
    assert attachments.forget_unused() == 3
    assert names(folder) == [".jpg", ".jpg", ".sealed"]
    assert attachments.file_path(kept.sha256, "full").exists()


def test_place_of_a_photo_is_sealed_in_the_draft_and_ends_with_it(root):
    file = attachments.store_file(makers.photo())
    upload = attachments.keep_upload("draf", file)
    assert attachments.place_of(upload) == makers.PLACE
    assert b"110" not in bytes(upload.place)
    assert "110.42" not in repr(file)
    files = attachments.as_files([upload])
    assert [f.place for f in files] == [None]
    report_with(root)
    assert Report.objects.get().latitude is None


def test_draft_without_a_place_has_none():
    plain = attachments.store_file(makers.plain())
    assert attachments.place_of(attachments.keep_upload("draf", plain)) is None


def form(draft, **changed):
    return {"draft_id": draft, "text": "Lampu mati", **changed}


def test_form_without_javascript_offers_the_place_and_uses_it_only_when_asked(root):
    client, draft = Client(), str(uuid.uuid4())
    page = client.post("/lapor?do=files", form(draft, text="", photos=SimpleUploadedFile("a.jpg", makers.photo())))
    upload = Upload.objects.get()
    assert page.status_code == 200
    assert "menyimpan tempat pengambilannya (dekat " in page.content.decode()
    assert f"use_place={upload.pk}" in page.content.decode()
    used = client.post(f"/lapor?use_place={upload.pk}", form(draft))
    assert used.status_code == 200
    assert 'value="-6.993333"' in used.content.decode()
    assert "Tempat pada foto dipakai" in used.content.decode()
    assert Report.objects.count() == 0
    filed = client.post("/lapor", form(draft, latitude="-6.993333", longitude="110.42"))
    assert filed.status_code == 201
    report = Report.objects.get()
    assert (report.latitude, report.longitude, report.area is not None, report.attachments.count()) == (
        -6.993333,
        110.42,
        True,
        1,
    )
    assert Upload.objects.count() == 0


def test_place_that_was_not_taken_up_goes_nowhere(root):
    draft = str(uuid.uuid4())
    client = Client()
    client.post("/lapor?do=files", form(draft, photos=SimpleUploadedFile("a.jpg", makers.photo())))
    assert client.post("/lapor", form(draft)).status_code == 201
    report = Report.objects.get()
    assert (report.latitude, report.area) == (None, None)


@pytest.mark.parametrize("chosen", ["", "x", "5f0c1d2e-0000-4000-8000-000000000000"])
def test_place_of_somebody_elses_photo_cannot_be_used(root, chosen):
    attachments.keep_upload("lain", attachments.store_file(makers.photo()))
    other = chosen or str(Upload.objects.get().pk)
    page = Client().post(f"/lapor?use_place={other}", form(str(uuid.uuid4())))
    assert "-6.99" not in page.content.decode()


def test_files_that_cannot_be_taken_are_named_when_they_are_sent_first(root):
    page = Client().post("/lapor?do=files", form(str(uuid.uuid4()), photos=SimpleUploadedFile("a.txt", b"abc")))
    assert page.status_code == 422
    assert "a.txt" in page.content.decode()


def test_far_away_photo_offers_its_place_without_a_kelurahan(root):
    far = makers.photo(latitude=50.0)
    page = Client().post("/lapor?do=files", form(str(uuid.uuid4()), photos=SimpleUploadedFile("a.jpg", far)))
    assert "menyimpan tempat pengambilannya. Pakai" in page.content.decode()


def test_kept_file_that_is_no_photo_is_named_and_can_be_taken_away(root):
    draft = str(uuid.uuid4())
    page = Client().post("/lapor?do=files", form(draft, photos=SimpleUploadedFile("surat.pdf", KINDS["pdf"])))
    upload = Upload.objects.get()
    assert "surat.pdf (PDF)" in page.content.decode()
    assert Client().get(f"/lapor/foto/{upload.pk}").status_code == 404
    Client().post("/lapor?do=files", form(draft, remove_upload=str(upload.pk)))
    assert Upload.objects.count() == 0


def test_full_disk_while_blurring_is_said(root, monkeypatch):
    attachment = report_with(root, makers.photo()).attachments.get()

    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(attachments, "write_whole", full)
    with pytest.raises(attachments.StorageFull):
        attachments.masked_photo(attachment, [0])


def test_a_draft_holds_no_more_files_than_a_report(root):
    """However often they are sent, and one that holds nothing is said."""
    draft = str(uuid.uuid4())
    for number in range(3):
        photos = [SimpleUploadedFile(f"{number}-{n}.jpg", makers.noise(64), "image/jpeg") for n in range(5)]
        page = Client().post("/lapor?do=files", form(draft, photos=photos))
        assert Upload.objects.count() == min(10, 5 * (number + 1))
    assert "paling banyak memuat 10 berkas" in page.content.decode()
    page = Client().post("/lapor", form(str(uuid.uuid4()), photos=SimpleUploadedFile("kosong.jpg", b"", "image/jpeg")))
    assert page.status_code == 422
    assert "kosong.jpg" in page.content.decode()
