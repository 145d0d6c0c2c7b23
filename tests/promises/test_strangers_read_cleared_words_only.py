"""What is said later stands nowhere in public until somebody cleared it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.core.personal_data import MARK
from lapor.gateway.models import OutboundMessage
from lapor.intake.files.attachments import store_file
from lapor.ledger.cursors import catch_up
from lapor.reports.actions import perform_action
from lapor.reports.models import Attachment, Entry
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.runtime.consumers import CONSUMERS
from tests import makers
from tests.architecture.test_addresses import EVERYONE, address
from tests.architecture.test_addresses import TABLE as ADDRESSES
from tests.reports.conftest import do, forward, new_report

NIK = "3374 0112 0345 0001"


@pytest.fixture
def told(root, people):
    """A published report with words and files of every kind that came later. Gives the report and the planted words."""
    report = new_report(
        root,
        "Lampu mati",
        email="budi@contoh.example",
        address="jalan plantedstreet dekat plantedmarket",
        latitude=-6.99,
        longitude=110.42,
        answers=({"code": "tiang", "question": "Nomor tiang", "answer": "PJU-7"},),
    )
    forward(report, people)
    do(report, "start", people["hana"], text="officerstart")
    picture = photo_file("red")
    for act, words in (("note", "plantednote"), ("note", "plantedsecond")):
        perform_action(
            report.pk,
            act,
            actor=reporter_actor(report.reporter_id),
            data=ActData(text=words, photos=(picture,) if words == "plantednote" else ()),
        )
    do(report, "answer", people["hana"], text="officeranswer", outcome="solved", photos=(photo_file("green"),))
    perform_action(report.pk, "reject", actor=reporter_actor(report.reporter_id), data=ActData(text="plantedreject"))
    report.refresh_from_db()
    return report


def photo_file(colour):
    return store_file(
        makers.plain(colour, (64, 48)), "foto.jpg"
    )  # without a place, about which an officer would be asked


def strangers_read(filed_report):
    """Everything that a stranger gets at every address that strangers may ask, and by REST."""

    class Filed:
        report = filed_report

    client, found = Client(), {}
    for name, (who, arguments) in ADDRESSES.items():
        if who == EVERYONE or "stranger" in who:
            response = client.get(address(name, arguments, Filed))
            found[name] = response.getvalue()
    for extra in (f"/laporan/{filed_report.tracking_id}/kartu.png", "/laporan/?q=planted", "/api/v1/reports?q=planted"):
        found[extra] = client.get(extra).content
    found["places by words"] = client.post("/lapor/tempat", {"address": "jalan plantedstreet"}).content
    return {name: content.decode(errors="replace") for name, content in found.items()}


def test_later_words_and_files_stand_nowhere_until_they_are_cleared(told):
    pages = strangers_read(told)
    assert len(pages) > 30
    assert [name for name, page in pages.items() if "planted" in page and "?q=planted" not in name] == []
    assert "officeranswer" in pages["web:report"]
    waiting = Attachment.objects.get(entry__text="plantednote")
    assert Client().get(f"/lampiran/{waiting.pk}/full").status_code == 404
    assert str(waiting.pk) not in pages["api-v1:get_report"] + pages["web:report"]
    assert pages["web:report"].count("Pelapor menambahkan") >= 2  # that something was added is said


def test_one_click_clears_words_and_files(told, people):
    note = Entry.objects.get(text="plantednote")
    console = Client()
    console.force_login(people["hana"], backend="lapor.agencies.officers.backend.OfficerBackend")
    assert "plantednote" in console.get(f"/konsol/laporan/{told.tracking_id}").content.decode()
    assert told.tracking_id in console.get("/konsol/?unchecked=1").content.decode()
    response = console.post(f"/konsol/laporan/{told.tracking_id}", {"act": "publish_entry", "entry": note.pk})
    assert response.status_code == 302
    pages = strangers_read(told)
    assert "plantednote" in pages["web:report"]
    assert "plantednote" in pages["api-v1:get_report"]
    assert not any("plantedsecond" in page or "plantedreject" in page for page in pages.values())
    assert Client().get(f"/lampiran/{note.attachments.get().pk}/full").status_code == 200
    for text in ("plantedsecond", "plantedreject"):
        console.post(
            f"/konsol/laporan/{told.tracking_id}", {"act": "withhold_entry", "entry": Entry.objects.get(text=text).pk}
        )
    told.refresh_from_db()
    assert not told.has_unchecked
    assert not any("plantedsecond" in page or "plantedreject" in page for page in strangers_read(told).values())


def test_a_finding_in_later_words_stops_the_click_and_masks_it(told, people):
    taken = perform_action(
        told.pk, "note", actor=reporter_actor(told.reporter_id), data=ActData(text=f"plantedphone {NIK}")
    )
    console = Client()
    console.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    path, sent = f"/konsol/laporan/{told.tracking_id}", {"act": "publish_entry", "entry": taken.entry.pk}
    refused = console.post(path, {**sent, "published_text": taken.entry.text})
    assert refused.status_code == 422
    assert "cleared" in refused.content.decode()
    page = console.get(path).content.decode()
    assert f"plantedphone {MARK}" in page  # what is proposed
    done = console.post(path, {**sent, "published_text": "plantedphone …"})
    assert done.status_code == 302
    assert "plantedphone" in strangers_read(told)["web:report"]
    assert NIK not in str(strangers_read(told))


def test_many_waiting_entries_ask_no_more_and_share_no_id(told, people, django_assert_max_num_queries):
    console, path = Client(), f"/konsol/laporan/{told.tracking_id}"
    console.force_login(people["vera"], backend="lapor.agencies.officers.backend.OfficerBackend")
    console.get(path)
    with CaptureQueriesContext(connection) as few:
        console.get(path)
    for number in range(5):
        perform_action(
            told.pk, "note", actor=reporter_actor(told.reporter_id), data=ActData(text=f"plantedphone {number} {NIK}")
        )
    with django_assert_max_num_queries(len(few)):
        page = console.get(path).content.decode()
    assert page.count("plantedphone 4") >= 2  # as written, and as proposed
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)


def test_an_office_cannot_hide_its_own_public_words(told, people):
    answer = Entry.objects.get(text="officeranswer")
    with pytest.raises(ActRefused):
        do(told, "withhold_entry", people["hana"], entry=answer)


def test_what_was_said_in_confidence_waits_when_the_report_becomes_public(told, people):
    perform_action(told.pk, "raise_privacy", actor=officer_actor(people["vera"]), data=ActData())
    do(told, "respond", people["hana"], text=f"plantedsecret {NIK}")
    perform_action(told.pk, "lower_privacy", actor=reporter_actor(told.reporter_id))
    do(told, "publish", people["vera"])
    pages = strangers_read(told)
    assert not any("plantedsecret" in page or "officeranswer" in page for page in pages.values())
    told.refresh_from_db()
    assert told.has_unchecked
    do(told, "publish_entry", people["vera"], entry=Entry.objects.get(text="officeranswer"))
    assert "officeranswer" in strangers_read(told)["web:report"]


def test_names_that_officers_wrote_are_not_read_while_the_report_is_unpublished(root, people):
    report = new_report(root, "Lampu mati")
    do(report, "refer", people["vera"], destination="plantedplace", text="plantedreason")
    assert not any("planted" in page for name, page in strangers_read(report).items() if "?q=" not in name)


def test_followers_and_newsrooms_are_sent_published_words_only(told, caught_up_now):
    caught_up_now()
    assert not [message for message in OutboundMessage.objects.all() if "planted" in str(vars(message))]


@pytest.fixture
def caught_up_now():
    return lambda: catch_up(CONSUMERS)
