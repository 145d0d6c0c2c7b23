"""Registered things: the list that is read, stickers and poster, the form that a sticker opens."""

import re

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.agencies.assets import AssetsError, find_asset, import_assets
from lapor.agencies.models import Asset
from lapor.ledger.models import Event
from lapor.presentation.posters import Poster, poster_pdf
from lapor.reports.models import Report
from tests.reports.conftest import people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
URL = "/konsol/aset/"
HEAD = "code,name,category,latitude,longitude\n"
LAMP = "pju-0123,Lampu – Jl. Pandanaran No. 5,lampu-jalan-mati,-6.9868,110.4101\n"


def read(root, *lines):
    return import_assets(root, (HEAD + "".join(lines)).encode())


@pytest.fixture
def admin(people):  # noqa: F811
    client = Client()
    client.force_login(people["ade"])
    return client


def test_the_list_is_read_and_another_one_takes_its_place(root):
    assert read(root, LAMP, "PJU-0124,Lampu lain,lampu-jalan-mati,-6.98,110.41\n") == 2
    found = find_asset(root, " pju-0123 ")
    assert found is not None
    assert (found.code, found.name, found.category.code) == (
        "PJU-0123",
        "Lampu – Jl. Pandanaran No. 5",
        "lampu-jalan-mati",
    )
    assert read(root, LAMP.replace("No. 5", "No. 7")) == 1
    assert find_asset(root, "PJU-0124") is None  # switched off, its row and code stay
    assert Asset.objects.filter(root=root).count() == 2
    renamed = find_asset(root, "PJU-0123")
    assert renamed is not None
    assert (renamed.pk, renamed.name) == (found.pk, "Lampu – Jl. Pandanaran No. 7")
    assert Event.objects.filter(name="assets.loaded").count() == 2


def test_a_request_reads_a_short_list_and_names_the_command_for_a_longer_one(root, admin, monkeypatch):
    monkeypatch.setattr("lapor.console.assets.views.MOST_LINES", 1)
    longer = (HEAD + LAMP + LAMP.replace("0123", "0124")).encode()
    answer = admin.post(URL, {"file": SimpleUploadedFile("aset.csv", longer, "text/csv")})
    assert answer.status_code == 422
    assert "lapor assets import" in answer.content.decode()
    assert not Asset.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEAD, "0 lines"),
        ("code,name\nA1,B\n", "columns are missing: category, latitude, longitude"),
        (HEAD + LAMP + LAMP.upper(), "line 3"),
        (HEAD + LAMP.replace("pju-0123", "<b>"), "is no code"),
        (HEAD + LAMP.replace("lampu-jalan-mati", "apa"), "no category 'apa'"),
        (HEAD + LAMP.replace("-6.9868", "0").replace("110.4101", "0"), "no point"),
        (HEAD + LAMP.replace("-6.9868", "91"), "no point"),
        (HEAD + LAMP.replace("-6.9868", "nan"), "no point"),
        (HEAD + LAMP.replace("Lampu – Jl. Pandanaran No. 5", " "), "no name"),
    ],
)
def test_faults_name_their_line_and_nothing_is_changed(root, content, words):
    read(root, LAMP)
    with pytest.raises(AssetsError) as refused:
        import_assets(root, content.encode())
    assert words in str(refused.value)
    assert find_asset(root, "PJU-0123") is not None


def test_the_faults_of_a_list_are_marked_as_english_on_the_page(root, admin):
    """They are the program's lines; a screen reader that speaks Indonesian must know."""
    answer = admin.post(URL, {"file": SimpleUploadedFile("aset.csv", (HEAD + LAMP + LAMP).encode(), "text/csv")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Berkas ini ada salahnya" in page.split("<form", 1)[1]
    assert re.search(r'<ul [^>]*lang="en">\s*<li>line 3: PJU-0123 stands in the file twice</li>', page)


def words_of(response):
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(response.content)]


def test_stickers_are_printed_from_a_code_on(root, admin):
    lines = [f"PJU-{n:04},Lampu nomor {n},lampu-jalan-mati,-6.98,110.41\n" for n in range(40)]
    answer = admin.post(URL, {"file": SimpleUploadedFile("aset.csv", (HEAD + "".join(lines)).encode(), "text/csv")})
    assert answer.status_code == 302
    page = admin.get(f"{URL}?from=pju-0010").content.decode()
    assert re.findall(r"\?aset=(PJU-\d+)", page) == [f"PJU-{n:04}" for n in range(10, 28)]
    sheets = words_of(admin.get(f"{URL}stiker.pdf?from=PJU-0010&sheets=2"))
    assert [re.findall(r"PJU-\d+", words) for words in sheets] == [
        [f"PJU-{n:04}" for n in range(10, 28)],
        [f"PJU-{n:04}" for n in range(28, 40)],
    ]
    assert admin.get(f"{URL}stiker.pdf?sheets=x").status_code == 200


def test_the_poster_names_the_ways_and_the_numbers_for_danger(root, admin):
    [words] = words_of(admin.get(f"{URL}poster.pdf"))
    assert {"Pemerintah Kota Semarang", "SMS: 1708", "112 Panggilan darurat"} <= set(
        words.replace("\r", "").split("\n")
    )


@pytest.mark.parametrize(
    "service", ["Lapor Semarang", "Layanan aspirasi dan pengaduan rakyat kota yang bernama panjang"]
)
def test_a_poster_ends_above_the_edge_with_the_numbers_for_danger(service):
    """However many ways a city has, and however long they are."""
    line = "Loket: Kecamatan Semarang Tengah, Jl. Taman Seteran Barat 1 (Senin sampai Jumat 07.30-15.30)"
    poster = Poster(service, "Pemerintah Kota", "https://lapor.example/lapor", [line] * 12, ["112 Darurat", "129 Sapa"])
    page = pypdfium2.PdfDocument(poster_pdf(poster))[0]
    words = page.get_textpage()
    lowest = min(words.get_charbox(number)[1] for number in range(words.count_chars()))
    assert lowest > 7 / 25.4 * 72  # what printers leave white
    assert {"112 Darurat", "129 Sapa"} <= set(words.get_text_bounded().splitlines())
    assert words.get_text_bounded().count("Loket:") >= 2


def test_a_wrong_list_is_said_on_the_page(admin):
    answer = admin.post(URL, {"file": SimpleUploadedFile("aset.csv", b"a,b\n1,2\n", "text/csv")})
    assert answer.status_code == 422
    assert "columns are missing" in answer.content.decode()


def test_the_form_of_a_sticker_knows_place_category_and_office(client, root):
    read(root, LAMP)
    page = client.get("/lapor?aset=pju-0123").content.decode()
    assert "PJU-0123" in page
    assert 'value="-6.9868"' in page
    assert 'value="110.4101"' in page
    assert re.search(r'<option value="lampu-jalan-mati"[^>]*selected', page)
    assert "Dinas Perumahan dan Kawasan Permukiman" in page


def test_a_report_from_a_sticker_says_so_to_officers(client, root, people, admin):  # noqa: F811
    read(root, LAMP)
    said = {
        "text": "Mati sejak kemarin",
        "asset": "PJU-0123",
        "latitude": "-6.9868",
        "longitude": "110.4101",
        "category": "lampu-jalan-mati",
        "draft_id": "0b6f1a52-3f63-4a0e-9d52-3a6a4f6f5f11",
        "kind": "complaint",
        "identity": "anonymous",
        "visibility": "public",
    }
    assert client.post("/lapor", said).status_code == 201
    report = Report.objects.get()
    assert report.provenance["asset"] == "PJU-0123"
    officer = Client()
    officer.force_login(people["vera"])
    assert "PJU-0123" in officer.get(f"/konsol/laporan/{report.tracking_id}").content.decode()


@pytest.mark.parametrize("code", ["PJU-9999", "%00", "PJU%00-0123", "%F0%9F%92%A1" * 60, "'--"])
def test_a_sticker_that_is_no_more_opens_the_plain_form_and_says_so(client, root, code):
    page = client.get(f"/lapor?aset={code}")
    assert page.status_code == 200
    assert "tidak terdaftar" in page.content.decode()
    strange = client.post("/lapor", {"text": "Mati", "asset": "<script>", "draft_id": "x"})
    assert strange.status_code in {201, 422}
    assert "<script>" not in strange.content.decode().replace("<script ", "")


def test_what_is_no_utf_8_is_refused(root):
    with pytest.raises(AssetsError, match="no CSV in UTF-8"):
        import_assets(root, b"\xff\xfe")
