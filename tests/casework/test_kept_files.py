"""Files that came with an act that was not done: whoever sent them need not choose them again."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from sklearn.datasets import load_sample_image

from lapor.agencies.models import Category
from lapor.core import clock
from lapor.intake.files.attachments import KEEP_UNUSED, MAX_FILES, forget_unused
from lapor.intake.models import Upload
from lapor.reports.models import Attachment, Entry
from tests import makers
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def sent(name="sesudah.jpg", picture=None):
    buffer = io.BytesIO()
    (picture or Image.fromarray(load_sample_image("china.jpg"))).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def plain(colour):
    return Image.new("RGB", (640, 480), colour)


@pytest.fixture
def hana(people):  # noqa: F811
    client = Client()
    client.force_login(people["hana"])
    return client


@pytest.fixture
def address(root, people):  # noqa: F811
    return f"/konsol/laporan/{forward(new_report(root), people).report.tracking_id}"


def answer(client, address, **more):
    return client.post(address, {"act": "answer", "text": "Sudah kami ganti", "outcome": "solved", **more})


def kept_in(page):
    """The fields of the form as a browser would send them again."""
    html = page.content.decode()
    [key] = set(re.findall(r'name="kept_key"[^>]*value="([^"]+)"', html))
    return {"kept_key": key, "kept_files": re.findall(r'name="kept_files"[^>]*value="([^"]+)"', html)}


def test_a_file_that_came_with_a_form_at_fault_need_not_come_again(hana, address):
    page = answer(hana, address, text="", photos=sent())
    assert page.status_code == 422
    assert "sesudah.jpg" in page.content.decode()
    kept = kept_in(page)
    assert answer(hana, address, **kept).status_code == 302
    [file] = Attachment.objects.filter(entry__act="answer")
    assert file.is_evidence and not Upload.objects.exists()


def test_one_may_be_left_out_and_another_added(hana, address):
    page = answer(hana, address, text="", photos=[sent("satu.jpg"), sent("dua.jpg", plain("red"))])
    kept = kept_in(page)
    assert len(kept["kept_files"]) == 2
    only_first = {**kept, "kept_files": kept["kept_files"][:1]}
    again = answer(hana, address, text="", photos=sent("tiga.jpg", plain("blue")), **only_first)
    assert len(kept_in(again)["kept_files"]) == 3  # the one left out stands there still, without its tick
    assert answer(hana, address, **{**only_first, "kept_key": kept["kept_key"]}).status_code == 302
    assert Attachment.objects.filter(entry__act="answer").count() == 1


def test_nobody_takes_a_file_without_its_key(hana, address):
    kept = kept_in(answer(hana, address, text="", photos=sent()))
    answer(hana, address, kept_key="guessed", kept_files=kept["kept_files"])
    assert not Attachment.objects.exists()


def test_what_was_asked_about_is_sent_with_a_reason_and_no_file_again(root, people, hana):  # noqa: F811
    first = f"/konsol/laporan/{forward(new_report(root), people).report.tracking_id}"
    assert answer(hana, first, photos=sent()).status_code == 302
    second = f"/konsol/laporan/{forward(new_report(root), people).report.tracking_id}"
    page = answer(hana, second, photos=sent())
    html = page.content.decode()
    assert page.status_code == 422 and "Foto 1: Mirip dengan foto pada laporan" in html
    assert 'name="photo_reason"' in html and not Entry.objects.filter(report__tracking_id=second[-10:], act="answer")
    done = answer(hana, second, photo_reason="Satu perbaikan untuk dua laporan", **kept_in(page))
    assert done.status_code == 302
    assert Entry.objects.get(report__tracking_id=second[-10:], act="answer").details["photo_questions"]


def test_a_crop_of_the_reporters_photo_is_found_by_the_closer_look(root, people, hana):  # noqa: F811
    report = forward(new_report(root), people).report
    address, whole = f"/konsol/laporan/{report.tracking_id}", Image.fromarray(load_sample_image("flower.jpg"))
    assert hana.post(address, {"act": "start", "text": "Kami mulai", "photos": sent(picture=whole)}).status_code == 302
    page = answer(hana, address, photos=sent(picture=whole.crop((90, 60, 520, 390))))
    assert page.status_code == 422
    assert "Foto 1: Mirip dengan foto yang sudah ada di laporan ini." in page.content.decode()


def test_kept_files_end_after_two_days(hana, address):
    answer(hana, address, text="", photos=sent())
    Upload.objects.update(created_at=clock.now() - KEEP_UNUSED - timedelta(minutes=1))
    assert forget_unused() == 1


def test_a_form_without_fault_asks_for_nothing(hana, address):
    assert answer(hana, address, photos=SimpleUploadedFile("a.jpg", makers.photo(), "image/jpeg")).status_code == 302
    assert 'name="photo_reason"' not in hana.get(address).content.decode()


def test_files_of_an_answer_that_is_asked_about_once_more_are_kept(root, people, hana, address):  # noqa: F811
    item = {"code": "foto", "text": "Foto hasil ada", "text_en": "There is a photo"}
    Category.objects.filter(code="lampu-jalan-baru").update(checklist=[item])
    page = answer(hana, address, photos=sent())
    assert page.status_code == 422 and 'name="send_unticked"' in page.content.decode()
    assert answer(hana, address, send_unticked="on", **kept_in(page)).status_code == 302
    assert Attachment.objects.filter(entry__act="answer").count() == 1


def test_no_more_files_than_an_act_takes_are_kept_however_often_it_comes(hana, address):
    def pictures(first):
        return [sent(f"{n}.jpg", Image.new("RGB", (40, 40), (n * 8, 0, 0))) for n in range(first, first + 8)]

    page = answer(hana, address, text="", photos=pictures(0))
    page = answer(hana, address, text="", photos=pictures(20), **kept_in(page))
    assert "10 berkas" in page.content.decode()
    assert len(kept_in(page)["kept_files"]) == MAX_FILES == 10
