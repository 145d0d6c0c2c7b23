"""A page of a newspaper: clippings are cut from the scan, each becomes a report with its own picture; print is read as
a suggestion."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from lapor.intake.files.attachments import read_original
from lapor.intake.models import Coverage, Outlet, Upload
from lapor.intake.press import clippings
from lapor.intake.press.clippings import printed_words, read_clipping
from lapor.reporters.vault import identity_of
from lapor.reports.models import Report
from tests import makers

pytestmark = pytest.mark.django_db
WORDS = "Lampu jalan di Kelud Raya padam"
PAGE = {"paper": "Suara Merdeka", "printed_on": "2026-03-02", "page": "7", "rubric": "Surat Pembaca"}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path


def scan(name="halaman.jpg"):
    image = Image.new("RGB", (2400, 1600), "white")
    ImageDraw.Draw(image).text((1300, 1000), WORDS, fill="black", font_size=52)
    ImageDraw.Draw(image).rectangle((0, 0, 1000, 700), fill="blue")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def begun(desk, **more):
    answer = desk.post("/loket/koran", {**PAGE, "scan": scan(), **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def cut(desk, left=50, top=50, width=50, height=50):
    answer = desk.post("/loket/koran", {"do": "cut", "left": left, "top": top, "width": width, "height": height})
    assert answer.status_code == 302, answer.content
    return answer["Location"].rsplit("/", 1)[1]


def file(desk, draft, **values):
    return desk.post(f"/loket/koran/{draft}", {"draft_id": draft, "text": WORDS, **values})


def test_several_clippings_of_a_page_each_become_a_report_with_its_own_picture(desk):
    begun(desk)
    first, second = cut(desk), cut(desk, 0, 0, 40, 40)
    assert file(desk, first, name="Bambang S.").status_code == 302
    assert file(desk, second, text="Trotoar rusak").status_code == 302
    lamp, pavement = Report.objects.order_by("filed_at")
    assert not lamp.attachments.exclude(publication="withheld").exists()  # the writer's name stands in the picture
    assert lamp.channel == pavement.channel == "newspaper"
    facts = lamp.provenance
    assert [facts[key] for key in ("newspaper", "page", "rubric", "said_at")] == [
        "Suara Merdeka",
        "7",
        "Surat Pembaca",
        "2026-03-02",
    ]
    pictures = [
        Image.open(io.BytesIO(read_original(report.attachments.get().original_sha256))) for report in (lamp, pavement)
    ]
    assert [picture.size for picture in pictures] == [(1200, 800), (960, 640)]
    assert lamp.reporter is not None
    assert identity_of(lamp.reporter) == ("Bambang S.", [])
    assert [row.place for row in Coverage.objects.order_by("id")] == ["halaman 7, Surat Pembaca"] * 2
    assert Outlet.objects.get().kind == "newspaper"
    page = desk.get("/loket/koran")
    assert page.context["sitting"]["clippings"] == []
    assert len(page.context["sitting"]["filed"]) == 2


def test_machine_reads_the_print_as_a_suggestion(desk):
    begun(desk)
    draft = cut(desk)
    clipping = Upload.objects.order_by("created_at")[1]
    assert printed_words(clipping) is None
    waiting = desk.get(f"/loket/koran/{draft}?part=words")
    assert waiting.status_code == 202
    read_clipping(clipping.pk)
    clipping.refresh_from_db()
    assert "Kelud Raya padam" in (printed_words(clipping) or "")
    assert b"Kelud" not in bytes(clipping.print_words)  # sealed
    page = desk.get(f"/loket/koran/{draft}")
    assert "Kelud Raya padam" in page.context["form"]["text"].value()
    assert desk.get(f"/loket/koran/{draft}?part=words").status_code == 200


def test_without_a_reader_the_words_are_typed(desk, monkeypatch):
    monkeypatch.setattr(clippings, "can_read_print", lambda: False)
    begun(desk)
    assert "ketiklah" in desk.get(f"/loket/koran/{cut(desk)}").content.decode()


def test_pdf_of_a_page_is_cut_too(desk):
    begun(desk, scan=SimpleUploadedFile("halaman.pdf", makers.pdf(2), "application/pdf"))
    draft = cut(desk, 0, 0, 100, 50)
    assert desk.get(f"/loket/koran/{draft}/gambar").status_code == 200


def test_letter_without_a_scan_is_typed_at_once(desk):
    answer = desk.post("/loket/koran", PAGE)
    draft = answer["Location"].rsplit("/", 1)[1]
    assert file(desk, draft).status_code == 302
    assert Report.objects.get().attachments.count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"paper": ""}, "paper"),
        ({"page": ""}, "page"),
        ({"scan": SimpleUploadedFile("a.jpg", b"bukan gambar")}, "scan"),
    ],
)
def test_fault_of_the_page_is_said_and_what_was_typed_is_kept(desk, given, field):
    answer = desk.post("/loket/koran", {**PAGE, "scan": scan(), **given})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"]["rubric"].value() == "Surat Pembaca"


def test_page_of_tomorrow_is_none(desk):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert desk.post("/loket/koran", {**PAGE, "printed_on": tomorrow}).status_code == 422


@pytest.mark.parametrize("box", [{"left": 100}, {"width": 0}, {"top": "x"}])
def test_rectangle_that_is_none_is_refused(desk, box):
    begun(desk)
    answer = desk.post("/loket/koran", {"do": "cut", "left": 0, "top": 0, "width": 10, "height": 10, **box})
    assert answer.status_code == 422


def test_rectangle_that_runs_out_of_the_page_ends_at_its_edge(desk):
    begun(desk)
    assert desk.get(f"/loket/koran/{cut(desk, 60, 60, 90, 90)}/gambar").status_code == 200


def test_empty_letter_is_not_filed_and_stays_begun(desk):
    begun(desk)
    draft = cut(desk)
    assert file(desk, draft, text=" ", name="Bambang").status_code == 422
    assert desk.get("/loket/koran").context["sitting"]["clippings"] == [draft]


def test_page_and_clippings_are_seen_by_nobody_else(desk, triage, client):
    begun(desk)
    draft = cut(desk)
    assert desk.get("/loket/koran/halaman").status_code == 200
    client.force_login(triage, backend="lapor.agencies.officers.backend.OfficerBackend")
    for path in ("/loket/koran/halaman", f"/loket/koran/{draft}", f"/loket/koran/{draft}/gambar"):
        assert client.get(path).status_code == 404
