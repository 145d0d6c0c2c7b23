"""The addresses behind the app: manifest, icons, worker, links of the Android package, reports that a phone sends in
pieces."""

import io
import json
import re
import sys
import uuid
from argparse import Namespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image

from lapor.agencies.models import Category, RuleSet
from lapor.agencies.queries import danger_rules
from lapor.config.commands import android
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.intake.models import Upload
from lapor.publish.public_rows import public_row
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.web.app_manifest import twa_manifest, web_manifest
from tests import makers

pytestmark = pytest.mark.django_db
PRINT = ":".join(["AB"] * 32)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path


def test_manifest_is_the_citys_and_names_only_what_exists(client, root):
    root.preset_brand = {**root.brand, "name": "Lapor Tegal", "short_name": "Lapor Tegal Bahari", "hue": 120}
    root.save()
    manifest = client.get("/manifest.webmanifest").json()
    assert (manifest["name"], manifest["short_name"], manifest["lang"]) == ("Lapor Tegal", "Lapor Tegal ", "id")
    assert manifest["theme_color"] == "#116f11"
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(client.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    for shortcut in manifest["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200
    assert manifest["share_target"]["action"] == "/lapor/bagikan"
    assert client.get("/ikon/99.png").status_code == 404


def test_maskable_icon_fills_its_edges_and_keeps_the_mark_inside(client, root):
    def pixel(name, *at):
        return Image.open(io.BytesIO(client.get(f"/ikon/{name}.png").content)).convert("RGBA").getpixel(at)

    brand = (17, 61, 111, 255)  # hsl(212 74% 25%)
    assert {pixel("penuh-192", *corner) for corner in ((0, 0), (191, 0), (0, 191), (191, 191), (96, 5))} == {brand}
    assert pixel("penuh-192", 60, 60) == (255, 255, 255, 255)
    assert pixel("192", 0, 191) == (0, 0, 0, 0)


def test_worker_is_another_one_for_another_brand_and_language(client, root):
    def version():
        return "".join(re.findall(r'"version": "(\w+)"', client.get("/sw.js").content.decode()))

    first = version()
    assert version() == first
    client.cookies["lapor_language"] = "en"
    english = version()
    assert english != first
    root.preset_brand = {**root.brand, "name": "Lain"}
    root.save()
    assert version() not in {first, english}
    assert client.get("/sw.js")["Cache-Control"] == "no-cache"


def test_asset_links_stand_there_once_a_package_is_set(client, root, settings):
    assert client.get("/.well-known/assetlinks.json").status_code == 404
    settings.ANDROID_PACKAGE, settings.ANDROID_FINGERPRINTS = "id.go.kota.lapor", [PRINT]
    (link,) = client.get("/.well-known/assetlinks.json").json()
    assert link["relation"] == ["delegate_permission/common.handle_all_urls"]
    assert link["target"] == {
        "namespace": "android_app",
        "package_name": "id.go.kota.lapor",
        "sha256_cert_fingerprints": [PRINT],
    }


def test_configuration_of_the_play_store_app_agrees_with_the_manifest(root, settings):
    settings.ANDROID_FINGERPRINTS = [PRINT]
    with translation.override("id"):
        web, twa = web_manifest(root), twa_manifest(root, package="id.go.kota.lapor", version=3)
    site = "http://127.0.0.1:8000"
    pairs = {
        "name": "name",
        "launcherName": "short_name",
        "display": "display",
        "startUrl": "start_url",
        "themeColor": "theme_color",
        "backgroundColor": "background_color",
        "shareTarget": "share_target",
    }
    assert {ours: twa[ours] for ours in pairs} == {ours: web[theirs] for ours, theirs in pairs.items()}
    assert (twa["packageId"], twa["host"], twa["appVersionCode"]) == ("id.go.kota.lapor", "127.0.0.1:8000", 3)
    assert len(twa["launcherName"]) <= 12
    assert twa["iconUrl"] in {
        f"{site}{icon['src']}" for icon in web["icons"] if icon["sizes"] == "512x512" and icon["purpose"] == "any"
    }
    assert twa["maskableIconUrl"] in {f"{site}{icon['src']}" for icon in web["icons"] if icon["purpose"] == "maskable"}
    assert [one["url"] for one in twa["shortcuts"]] == [f"{site}{one['url']}" for one in web["shortcuts"]]
    assert all(re.fullmatch(r"#[0-9a-fA-F]{6}", value) for name, value in twa.items() if "Color" in name)
    assert twa["fingerprints"] == [{"name": "Play", "value": PRINT}]
    assert twa["webManifestUrl"] == f"{site}/manifest.webmanifest"
    assert {"signingKey", "appVersion", "splashScreenFadeOutDuration", "enableNotifications", "fallbackType"} <= set(
        twa
    )


def test_command_writes_the_configuration_and_wants_a_package_first(root, settings, tmp_path, capsys):

    target = tmp_path / "android" / "twa-manifest.json"
    assert android.run(Namespace(file=target, number=1)) == 1
    assert "LAPOR_ANDROID_PACKAGE" in capsys.readouterr().err
    settings.ANDROID_PACKAGE = "id.go.kota.lapor"
    assert android.run(Namespace(file=target, number=2)) == 0
    assert json.loads(target.read_text())["appVersionCode"] == 2


def part(client, draft, content, *, offset=0, file=None):
    fields = {
        "draft_id": draft,
        "file_id": file or str(uuid.uuid4()),
        "offset": offset,
        "total": len(content),
        "name": "a.jpg",
    }
    return client.post("/lapor/bagian", {**fields, "part": SimpleUploadedFile("part", content[offset:])})


def test_report_sent_twice_with_its_files_is_one_and_answers_the_same(client, root):
    draft = str(uuid.uuid4())
    assert part(client, draft, makers.photo()).json()["is_done"]
    fields = {"draft_id": draft, "text": "Lampu mati", "channel": "app"}
    first = client.post("/lapor/simpanan", fields)
    again = client.post("/lapor/simpanan", fields)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    report = Report.objects.get(tracking_id=first.json()["number"])
    assert (report.channel, report.attachments.count(), Upload.objects.count()) == ("app", 1, 0)
    assert client.get(first.json()["url"]).context["reporter_acts"]  # the phone may act on it at once


def test_report_that_lacks_its_words_is_refused_with_a_sentence(client, root):
    answer = client.post("/lapor/simpanan", {"draft_id": str(uuid.uuid4()), "text": " "})
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert not Report.objects.exists()


def test_part_that_is_no_part_of_a_file_is_refused_with_a_sentence(client, root):
    assert client.post("/lapor/bagian", {"draft_id": "x"}).status_code == 422
    refused = part(client, str(uuid.uuid4()), b"MZ not a photo at all" * 9)
    assert refused.status_code == 422
    assert "a.jpg" in refused.json()["errors"][0]


def test_part_whose_file_cannot_be_read_for_a_fault_of_ours_is_kept_by_the_phone(client, root, monkeypatch):
    """It takes 422 for a file that is no good, and asks the person for another one."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    answer = part(client, str(uuid.uuid4()), makers.photo())
    assert (answer.status_code, "gangguan di pihak kami" in answer.json()["errors"][0]) == (503, True)


def test_phone_needs_the_token_of_the_pulse(root):
    client = Client(enforce_csrf_checks=True)
    fields = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati"}
    assert client.post("/lapor/simpanan", fields).status_code == 403
    token = client.get("/lapor/denyut").json()["token"]
    assert client.post("/lapor/simpanan", {**fields, "csrfmiddlewaretoken": token}).status_code == 201


def test_protected_report_is_said_to_be_one_so_that_no_receipt_stays(client, root):
    answer = client.post(
        "/lapor/simpanan", {"draft_id": str(uuid.uuid4()), "text": "Anak dipukuli ayahnya setiap malam"}
    )
    assert answer.json()["is_protected"] is True


def test_shared_post_of_another_app_fills_the_form_and_files_nothing(root):
    client = Client(enforce_csrf_checks=True)  # the other app has no token
    shared = {"title": "Jalan rusak", "text": "Jalan rusak parah di Gayamsari", "url": "https://example.id/berita/1"}
    response = client.post("/lapor/bagikan", {**shared, "photos": SimpleUploadedFile("a.jpg", makers.photo())})
    page = response.content.decode()
    assert "Jalan rusak parah di Gayamsari\nhttps://example.id/berita/1" in page
    assert page.count('name="remove_upload"') == 1
    assert not Report.objects.exists()


def test_forgetting_takes_the_browsers_cookies_back(client, root):
    client.post("/lapor/simpanan", {"draft_id": str(uuid.uuid4()), "text": "Lampu mati"})
    assert client.cookies["lapor_receipts"].value
    client.post("/laporan-saya/lupakan")
    assert not client.cookies["lapor_receipts"].value


def test_like_open_report_of_the_place_is_shown_to_be_joined_with_one_tap(client, root, triage):
    area, category = root.areas.get(name="Tembalang", level="village"), Category.objects.get(code="lampu-jalan-mati")
    new = NewReport(
        text="Lampu jalan di gang mawar mati",
        submission_key=str(uuid.uuid4()),
        channel="web",
        area=area,
        category=category,
    )
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    asked = {"text": "Lampu di gang mawar mati semua", "area": area.pk}
    assert "data-support" not in client.post("/lapor/serupa", asked).content.decode()  # nobody may read it yet
    agency = category.agency or triage.agency
    perform_action(
        report.pk,
        "forward",
        actor=officer_actor(triage),
        data=ActData(category=category, agency=agency, publication="published"),
    )
    report.refresh_from_db()
    public_row(report).save()
    page = client.post("/lapor/serupa", asked).content.decode()
    assert f'data-support="/laporan/{report.tracking_id}/dukung"' in page
    assert "data-support" not in client.post("/lapor/serupa", {**asked, "text": "Banjir"}).content.decode()


def test_category_is_taken_over_only_where_the_words_are_clear(client, root):
    sure = client.post("/lapor/saran", {"text": "Lampu jalan mati di depan musala"}).json()
    assert (sure["sure"], sure["offered"]) == ("lampu-jalan-mati", [])
    unclear = client.post("/lapor/saran", {"text": "Jalan berlubang, dan got mampet"}).json()
    assert unclear["sure"] == ""
    assert {one["code"] for one in unclear["offered"]} == {"jalan-rusak", "saluran-tersumbat"}
    for text in ("Xyzzy", "Ada sesuatu di jalan"):
        assert client.post("/lapor/saran", {"text": text}).json() == {
            "sure": "",
            "offered": [],
            "heard": {"protected": False, "urgent": False, "labels": []},
        }


def test_words_of_danger_are_heard_while_somebody_writes(client, root):
    """By the server's signs, in the place too: the phone keeps no draft of it, the numbers to call show at once."""
    heard = client.post("/lapor/saran", {"text": "suami tetangga memukuli istrinya hampir tiap malam"}).json()["heard"]
    assert heard == {"protected": True, "urgent": True, "labels": ["kekerasan-rumah-tangga"]}
    heard = client.post(
        "/lapor/saran", {"text": "Ada masalah di sebelah", "address": "Jl. Anggrek, KDRT tiap malam"}
    ).json()["heard"]
    assert heard["protected"]
    assert client.post("/lapor/saran", {"text": "pohon mau tumbang di depan SD"}).json()["heard"] == {
        "protected": False,
        "urgent": True,
        "labels": ["urgent"],
    }


def test_form_hears_danger_by_the_signs_that_the_server_goes_by(client, root):
    """And the phone holds them for a day without a network."""
    signs = client.get("/bahaya.json").json()
    content = RuleSet.objects.filter(root=root, kind="words").latest("id").content
    assert signs == danger_rules(content)
    assert "kdrt" in signs["signs"]["kekerasan-rumah-tangga"]
    assert "pungli" in signs["signs"]["korupsi"]
    assert 'data-danger-signs="/bahaya.json"' in client.get("/lapor").content.decode()
    worker = client.get("/sw.js").content.decode()
    assert '"/bahaya.json"' in worker
    assert re.search(r'"/static/lapor/danger[.\w]*\.js"', worker)
