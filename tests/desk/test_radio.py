"""Callers of a programme: several in one sitting, each with a stretch of the recording of their own; the station hears
of the answer."""

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.agencies.models import Agency, Category
from lapor.gateway.models import OutboundMessage
from lapor.intake.files.attachments import read_original
from lapor.intake.models import Coverage, Outlet, Upload
from lapor.intake.press import broadcasts
from lapor.ledger.models import Event
from lapor.notify.newsrooms import tell_newsrooms
from lapor.presentation.letter import letter_pdf
from lapor.reporters import vault
from lapor.reporters.vault import identity_of
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path
    return SimpleUploadedFile(
        "acara.mp3", makers.recording(30, form="mp3", video=None, audio="libmp3lame"), "audio/mpeg"
    )


def typed(desk, **values):
    form = desk.get("/loket/radio").context["form"]
    return {
        "draft_id": form["draft_id"].value(),
        "station": "Radio Idola",
        "programme": "Halo Semarang",
        "aired_at": "2026-03-02T08:30",
        "text": "Lampu di Jl. Kelud mati",
        **values,
    }


def test_caller_is_filed_with_station_programme_and_time_and_the_next_one_keeps_them(desk):
    answer = desk.post("/loket/radio", typed(desk, name="Karti", phone="081234567890", consent="on"), follow=True)
    assert answer.status_code == 200
    report = Report.objects.get()
    assert report.channel == "radio"
    facts = report.provenance
    assert (facts["station"], facts["programme"], facts["typed_by"]) == ("Radio Idola", "Halo Semarang", "Lutfi")
    assert facts["said_at"].startswith("2026-03-02T08:30")
    assert report.reporter is not None
    assert identity_of(report.reporter)[0] == "Karti"
    form = answer.context["form"]
    assert (form["station"].value(), form["programme"].value(), form["text"].value()) == (
        "Radio Idola",
        "Halo Semarang",
        None,
    )
    assert answer.context["sitting"]["filed"][0]["number"] == report.tracking_id
    desk.post("/loket/radio", typed(desk, text="Selokan mampet", station="radio idola"))
    assert (Report.objects.count(), Outlet.objects.count(), Coverage.objects.count()) == (2, 1, 2)
    desk.post("/loket/radio", {"do": "end"})
    assert desk.get("/loket/radio").context["sitting"]["filed"] == []


def test_each_report_gets_only_its_own_stretch_of_the_recording(desk, programme):
    desk.post("/loket/radio", typed(desk, programme_file=programme, mark_from="0:05", mark_to="0:09"))
    desk.post("/loket/radio", typed(desk, text="Selokan mampet", mark_from="0.10", mark_to="0.20"))
    first, second = Report.objects.order_by("filed_at")
    clips = [report.attachments.get() for report in (first, second)]
    assert [clip.kind for clip in clips] == ["audio", "audio"]
    assert all(clip.publication == "withheld" for clip in clips)  # a voice tells who somebody is
    whole = len(makers.recording(30, form="mp3", video=None, audio="libmp3lame"))
    sizes = [len(read_original(clip.original_sha256)) for clip in clips]
    assert sizes[0] < sizes[1] < whole
    assert first.provenance["marks"] == "0:05 – 0:09"
    assert Upload.objects.count() == 1  # the programme, swept away after two days


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"mark_from": "lima"}, "mark_from"),
        ({"mark_from": "0:09", "mark_to": "0:05"}, "mark_to"),
        ({"mark_to": "0:05"}, "mark_to"),
        ({"mark_from": "0:05", "mark_to": "12:00"}, "mark_to"),
        ({"station": ""}, "station"),
        ({"aired_at": "2099-01-01T00:00"}, "aired_at"),
        ({"name": "Karti"}, "consent"),
    ],
)
def test_fault_is_said_and_everything_typed_is_kept(desk, programme, given, field):
    answer = desk.post("/loket/radio", typed(desk, programme_file=programme, **given))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"]["text"].value() == "Lampu di Jl. Kelud mati"
    assert answer.context["programme"].called == "acara.mp3"
    assert Report.objects.count() == 0


def test_recording_that_is_none_or_too_large_is_said(desk, monkeypatch):
    text = SimpleUploadedFile("acara.mp3", b"bukan suara", "audio/mpeg")
    assert "acara.mp3" in desk.post("/loket/radio", typed(desk, programme_file=text)).content.decode()
    monkeypatch.setattr("lapor.desk.radio.MOST_BYTES", 5)
    assert (
        desk.post(
            "/loket/radio", typed(desk, programme_file=SimpleUploadedFile("acara.mp3", b"ID3" + b"0" * 9))
        ).status_code
        == 422
    )
    assert Report.objects.count() == 0


def test_recording_whose_time_is_over_is_asked_for_again(desk, programme, monkeypatch):
    desk.post("/loket/radio", typed(desk, programme_file=programme))

    def gone(*_args):
        raise FileNotFoundError

    monkeypatch.setattr(broadcasts, "read_original", gone)
    answer = desk.post("/loket/radio", typed(desk, text="Selokan", mark_from="0:01", mark_to="0:02"))
    assert answer.status_code == 422
    assert "pilih lagi" in answer.content.decode()


def answered(report, triage, liaison, publication="published"):
    Category.objects.update(needs_evidence=False)
    forward = ActData(
        category=Category.objects.get(code="lampu-jalan-baru"),
        agency=Agency.objects.get(code="perkim"),
        publication=publication,
    )
    perform_action(report.pk, "forward", actor=officer_actor(triage), data=forward)
    perform_action(
        report.pk, "answer", actor=officer_actor(liaison), data=ActData(text="Lampu sudah diganti.", outcome="solved")
    )
    tell_newsrooms(list(Event.objects.filter(stream_id=report.pk)))


def test_station_is_told_of_the_answer_without_a_name(desk, triage, liaison):
    desk.post("/loket/radio", typed(desk, name="Karti", phone="081234567890", consent="on"))
    outlet = Outlet.objects.get()
    desk.post("/loket/redaksi", {"outlet": str(outlet.pk), "email": "redaksi@radio.example"})
    answered(Report.objects.get(), triage, liaison)
    told = OutboundMessage.objects.get(dedupe_key__startswith="press:")
    assert vault.open_sealed(bytes(told.address)) == "redaksi@radio.example"
    assert told.said.text.startswith("Untuk dibacakan di Radio Idola, acara Halo Semarang.")
    assert "Lampu sudah diganti." in told.said.text
    assert "Karti" not in told.said.text
    page = desk.get("/loket/redaksi").content.decode()
    script = desk.get(f"/loket/naskah/{Coverage.objects.get().pk}")
    assert "Naskah untuk dibacakan" in page
    assert script.context["text"] == told.said.text


@pytest.mark.parametrize(
    "values", [{"visibility": "confidential"}, {"text": "Ada pungutan liar, minta suap"}, {"publication": "withheld"}]
)
def test_what_is_not_public_is_told_to_no_newsroom(desk, triage, liaison, values):
    publication = values.pop("publication", "published")
    desk.post("/loket/radio", typed(desk, **values))
    report, coverage = Report.objects.get(), Coverage.objects.get()
    Outlet.objects.update(email="redaksi@radio.example")
    if not report.is_protected:
        answered(report, triage, liaison, "withheld" if values else publication)
    assert not OutboundMessage.objects.filter(dedupe_key__startswith="press:").exists()
    assert desk.get(f"/loket/naskah/{coverage.pk}").status_code == 404
    assert desk.get(f"/loket/naskah/{coverage.pk}/surat").status_code == 404


def test_letter_is_a_pdf_whatever_signs_stand_in_it(root):
    content = letter_pdf(
        root, "Jawaban – “uji”", "Kepada Redaksi\n\nLampu 💡 sudah diganti… ƒ ā 漢\n\nHormat kami" + "\n\nkata " * 400
    )
    document = pypdfium2.PdfDocument(content)
    words = document[0].get_textpage().get_text_range()
    assert len(document) >= 2
    assert all(part in words for part in ("Kepada Redaksi", "sudah diganti…", "–", "“uji”", "ƒ a ?"))


def test_only_the_desk_opens_these_pages(client, liaison):
    client.force_login(liaison, backend="lapor.agencies.officers.backend.OfficerBackend")
    assert [client.get(path).status_code for path in ("/loket/radio", "/loket/koran", "/loket/redaksi")] == [
        403,
        403,
        403,
    ]
