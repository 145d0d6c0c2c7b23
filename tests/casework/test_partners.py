"""Partners of an office without an account: a link for one report, what is seen and said by it, and its end."""

import hashlib
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from sklearn.datasets import load_sample_image

from lapor.agencies.models import Agency, Category
from lapor.casework.partners import link_of, partner_views, token_of
from lapor.core import clock
from lapor.core.ids import new_id
from lapor.intake.files.attachments import store_file
from lapor.ledger.models import Event
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Attachment, Capture, Entry, PartnerLink, Report
from lapor.reports.workflow.acting import ActData, partner_actor
from tests import makers
from tests.reports.conftest import do, forward, in_days, new_report, people  # noqa: F401 - a fixture
from tests.rows import row_faults

pytestmark = pytest.mark.django_db

TASK = "Mohon ganti lampu di tiang ini"
SECRET = "Siti Rahmawati"


@pytest.fixture
def report(root, people):  # noqa: F811
    filed = new_report(root, "Lampu mati di depan pasar", name=SECRET, phone="081234567890")
    return forward(filed, people).report


@pytest.fixture
def link(report, people):  # noqa: F811
    do(report, "invite_partner", people["hana"], partner_name="CV Terang", text=TASK)
    return PartnerLink.objects.get(report=report)


@pytest.fixture
def address(link):
    return f"/mitra/{token_of(link)}"


def photo():
    return SimpleUploadedFile("hasil.jpg", makers.photo(colour="green"), "image/jpeg")


def send(address, step, **more):
    return Client().post(address, {"act": "partner_news", "partner_step": step, **more})


def test_the_finder_shows_the_first_photo_and_no_other_kind_of_file(report, address):
    filed = {"report": report, "entry": report.entries.get(act="file"), "publication": "published", "status": "ready"}
    for number, kind in enumerate(("pdf", "photo", "photo")):
        name = f"{number}" * 64
        Attachment.objects.create(
            id=new_id(),
            kind=kind,
            sha256=name,
            original_sha256=name,
            width=9,
            height=9,
            created_at=clock.now() + timedelta(seconds=number),
            **filed,
        )
    page = Client().get(address)
    assert page.context["camera"]["before_photo_url"] == page.context["photos"][1]["url"]


def test_the_page_shows_what_the_public_sees_and_never_who_reported(report, address):
    page = Client().get(address).content.decode()
    assert "CV Terang" in page and TASK in page and "Lampu mati di depan pasar" in page
    assert SECRET not in page and "081234567890" not in page and "8123" not in page
    Report.objects.filter(pk=report.pk).update(publication="withheld")
    assert "Lampu mati di depan pasar" not in Client().get(address).content.decode()


@pytest.mark.parametrize(
    ("step", "more", "said"),
    [
        ("received", {}, "Sudah kami terima"),
        ("planned", {"promised_on": True}, "Sudah direncanakan: "),
        ("done", {"photos": True}, "Sudah selesai dikerjakan"),
    ],
)
def test_each_step_stands_in_the_story_with_whose_partner_says_it(report, people, address, step, more, said):  # noqa: F811
    values = {"photos": photo(), "promised_on": in_days(300).isoformat()}
    assert send(address, step, **{name: values[name] for name in more}).status_code == 302
    page = Client().get(f"/laporan/{report.tracking_id}").content.decode()
    assert said in page and re.search(r"CV Terang, mitra .*Perumahan|CV Terang, mitra", page)
    assert Report.objects.get(pk=report.pk).state == "forwarded"  # the office answers, not its partner
    row = Report.objects.get(pk=report.pk)
    assert row.unanswered_act == "partner_news" and row.version == report.version
    assert row_faults() == []


def test_no_day_in_another_life_is_promised(report, address):
    page = send(address, "planned", promised_on=in_days(400).isoformat())
    assert (page.status_code, "setahun dari sekarang" in page.content.decode()) == (422, True)
    assert not report.entries.filter(act="partner_news").exists()


def test_an_address_that_no_longer_answers_is_offered_to_nobody(report, address, people):  # noqa: F811
    Report.objects.filter(pk=report.pk).update(visibility="confidential")
    assert Client().get(address).status_code == 410
    assert [one.is_over for one in partner_views(Report.objects.get(pk=report.pk))] == [True]


@pytest.mark.parametrize("kept_inside", [True, False])
def test_a_photo_that_nobody_sees_closes_no_report(report, people, address, kept_inside):  # noqa: F811
    """The office invites somebody, sends a picture itself and keeps it inside, or leaves it waiting."""
    Category.objects.filter(pk=report.category_id).update(needs_evidence=True)
    assert send(address, "done", photos=photo()).status_code == 302
    entry = report.entries.get(act="partner_news")
    with pytest.raises(ActRefused, match="foto"):
        do(report, "answer", people["hana"], text="Sudah diganti", outcome="solved")
    act = "withhold_entry" if kept_inside else "publish_entry"
    do(report, act, people["vera"], entry=entry)
    if kept_inside:
        with pytest.raises(ActRefused, match="foto"):
            do(report, "answer", people["hana"], text="Sudah diganti", outcome="solved")
    else:
        do(report, "answer", people["hana"], text="Sudah diganti", outcome="solved")


def test_words_and_photos_of_a_partner_wait_for_the_privacy_check(report, people, address):  # noqa: F811
    assert send(address, "done", text="Pak Budi 081299988877 membantu", photos=photo()).status_code == 302
    page = Client().get(f"/laporan/{report.tracking_id}").content.decode()
    assert "081299988877" not in page and Entry.objects.get(act="partner_news").publication == "pending"
    browser = Client()
    browser.force_login(people["hana"])
    assert "081299988877" in browser.get(f"/konsol/laporan/{report.tracking_id}").content.decode()


def test_what_a_step_needs_is_asked_for(address):
    assert "Tulis untuk tanggal berapa direncanakan." in send(address, "planned").content.decode()
    assert "Tambahkan foto yang menunjukkan hasilnya." in send(address, "done").content.decode()
    assert not Entry.objects.filter(act="partner_news").exists()


def test_a_photo_of_the_page_counts_as_taken_in_the_app(report, link, address):
    word = Client().post(f"{address}/kata-uji").json()
    sha256 = hashlib.sha256(makers.photo(colour="green")).hexdigest()
    note = {
        "challenge": word["id"],
        "sha256": sha256,
        "device_at": clock.now().isoformat(),
    }
    assert Client().post(f"{address}/foto-bukti", note).json()["fault"] == ""
    assert send(address, "done", photos=photo()).status_code == 302
    file = Attachment.objects.get(entry__act="partner_news")
    assert (file.taken, file.is_evidence, file.capture.partner) == ("in_app", True, link)
    assert Client().get(f"{address}/foto-bukti?sha256={note['sha256']}").json() == {"arrived": [note["sha256"]]}
    assert row_faults() == []


def test_a_photo_that_is_the_reporters_own_is_asked_about(root, people):  # noqa: F811
    buffer = io.BytesIO()
    Image.fromarray(load_sample_image("china.jpg")).save(buffer, "JPEG")
    filed = new_report(root, "Lampu mati", photos=(store_file(buffer.getvalue()),))
    report = forward(filed, people).report
    do(report, "invite_partner", people["hana"], partner_name="CV Terang", text=TASK)
    address = f"/mitra/{token_of(PartnerLink.objects.get(report=report))}"
    page = send(address, "done", photos=SimpleUploadedFile("hasil.jpg", buffer.getvalue(), "image/jpeg"))
    assert page.status_code == 422
    assert "Foto 1: Mirip dengan foto yang sudah ada di laporan ini." in page.content.decode()


def test_another_links_word_does_not_count(root, report, people, link, address):  # noqa: F811
    do(report, "invite_partner", people["hana"], partner_name="PLN UP3 Semarang", text=TASK)
    other = PartnerLink.objects.exclude(pk=link.pk).get()
    word = Client().post(f"/mitra/{token_of(other)}/kata-uji").json()
    note = {"challenge": word["id"], "sha256": "a" * 64, "device_at": clock.now().isoformat()}
    assert Client().post(f"{address}/foto-bukti", note).json()["fault"] == "unknown"


def test_every_opening_and_use_is_an_event(link, address):
    for _n in range(3):
        Client().get(address)
    send(address, "received")
    told = Event.objects.filter(actor_kind="partner", actor_id=link.pk).order_by("sequence")
    names = list(told.values_list("name", flat=True))
    assert names == ["report.partner_opened", "report.partner_news"]
    PartnerLink.objects.update(opened_at=clock.now() - timedelta(hours=1))
    Client().get(address)
    assert Event.objects.filter(name="report.partner_opened").count() == 2


@pytest.mark.parametrize("how", ["time", "taken back", "answered", "rerouted", "confidential", "protected"])
def test_a_link_that_is_over_is_refused_on_every_way(report, people, link, address, how):  # noqa: F811
    assert send(address, "received").status_code == 302
    if how == "time":
        PartnerLink.objects.update(valid_until=clock.now())
    elif how == "taken back":
        do(report, "end_partner", people["hana"], partner_link=link)
    elif how == "rerouted":
        do(report, "reroute", people["vera"], text="Bukan urusan perkim", agency=Agency.objects.get(code="bappeda"))
    elif how == "answered":
        do(report, "answer", people["hana"], text="Sudah", outcome="partly")
    else:
        changed = {"visibility": "confidential"} if how == "confidential" else {"is_protected": True}
        Report.objects.filter(pk=report.pk).update(**changed)
    before = Event.objects.count()
    page = Client().get(address)
    assert page.status_code == 410 and "Tautan ini sudah berakhir" in page.content.decode()
    assert TASK not in page.content.decode()
    assert send(address, "received").status_code == 410
    assert Client().post(f"{address}/kata-uji").status_code == 422
    note = {"challenge": "", "sha256": "a" * 64, "device_at": clock.now().isoformat()}
    assert Client().post(f"{address}/foto-bukti", note).status_code == 422
    assert Event.objects.count() == before and not Capture.objects.exists()


def test_the_heart_refuses_a_link_that_is_over_too(report, people, link):  # noqa: F811
    PartnerLink.objects.update(valid_until=clock.now())
    link.refresh_from_db()
    with pytest.raises(ActRefused):
        perform_action(report.pk, "partner_news", actor=partner_actor(link), data=ActData(partner_step="received"))


def test_no_address_but_a_signed_one_opens_anything(link, address):
    token = token_of(link)
    for wrong in (link.pk.hex, f"{link.pk.hex}.", token[:-1], f"{'0' * 32}.{token[33:]}", "x", "%00"):
        assert Client().get(f"/mitra/{wrong}", follow=True).status_code == 404
    assert link_of(token) == link


@pytest.mark.parametrize("changed", [{"visibility": "confidential"}, {"is_protected": True}])
def test_no_link_is_given_for_what_nobody_outside_may_see(report, people, changed):  # noqa: F811
    Report.objects.filter(pk=report.pk).update(**changed)
    with pytest.raises(ActRefused):
        do(report, "invite_partner", people["hana"], partner_name="CV Terang", text=TASK)


def test_only_the_office_that_has_it_gives_a_link_and_takes_it_back(report, people, link):  # noqa: F811
    for name in ("lia", "vera", "landung", "wening"):
        with pytest.raises(ActRefused):
            do(report, "invite_partner", people[name], partner_name="CV Terang", text=TASK)
        with pytest.raises(ActRefused):
            do(report, "end_partner", people[name], partner_link=link)


def test_a_name_that_looks_like_a_person_is_asked_about(report, people):  # noqa: F811
    with pytest.raises(ActRefused):
        do(report, "invite_partner", people["hana"], partner_name=f"RT 03, {SECRET}", text=TASK)


def test_the_office_sees_its_links_and_takes_one_back_by_its_button(report, people, link, address):  # noqa: F811
    browser = Client()
    browser.force_login(people["hana"])
    own = f"/konsol/laporan/{report.tracking_id}"
    page = browser.get(own).content.decode()
    assert address in page and "https://wa.me/?text=" in page
    assert browser.post(own, {"act": "end_partner", "partner_link": link.pk}).status_code == 302
    page = browser.get(own).content.decode()
    assert address not in page and "Tautan sudah berakhir" in page
    browser.force_login(people["vera"])
    assert address not in browser.get(own).content.decode()


def test_camera_is_allowed_on_the_partners_page(address):
    assert "camera=(self)" in Client().get(address).headers["Permissions-Policy"]


def test_danger_in_a_partners_words_reaches_the_team_at_once(report, address):
    assert send(address, "received", text="Ada anak dipukuli ayahnya di rumah sebelah, tolong").status_code == 302
    assert Report.objects.get(pk=report.pk).is_protected
    assert Client().get(address).status_code == 410


def test_words_and_photo_are_read_by_everybody_once_an_officer_clears_them(report, people, address):  # noqa: F811
    send(address, "done", text="Lampunya kami ganti dengan LED", photos=photo())
    entry = Entry.objects.get(act="partner_news")
    assert "kami ganti dengan LED" not in Client().get(f"/laporan/{report.tracking_id}").content.decode()
    do(report, "publish_entry", people["hana"], entry=entry)
    page = Client().get(f"/laporan/{report.tracking_id}").content.decode()
    assert "kami ganti dengan LED" in page and "Tidak diambil lewat aplikasi" in page


def test_a_partners_photo_is_known_again_on_another_report_of_the_office(root, people, report, address):  # noqa: F811
    buffer = io.BytesIO()
    Image.fromarray(load_sample_image("china.jpg")).save(buffer, "JPEG")
    sent = [SimpleUploadedFile("hasil.jpg", buffer.getvalue(), "image/jpeg") for _n in range(2)]
    assert send(address, "done", photos=sent[0]).status_code == 302
    other = forward(new_report(root), people).report
    browser = Client()
    browser.force_login(people["hana"])
    body = {"act": "answer", "text": "Sudah", "outcome": "solved", "photos": sent[1]}
    page = browser.post(f"/konsol/laporan/{other.tracking_id}", body)
    assert page.status_code == 422 and "Foto 1: Mirip dengan foto pada laporan" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_page_opens_outside_of_any_transaction(root, people, report, link, address):  # noqa: F811
    assert Client().get(address).status_code == 200
    assert Event.objects.filter(name="report.partner_opened").count() == 1
    assert send(address, "received").status_code == 302
    assert Client().post(f"{address}/kata-uji").status_code == 200
