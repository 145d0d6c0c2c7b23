"""Promised: whoever something waits for hears of it: one table of events, audience and words, complete over all acts.

The one place is lapor/notify/officer_table.py (whom: officers.py; how: officer_ways.py). Walked: every act of the table
of acts, every kind of words, the ways (bell, mail, device), both rhythms, quiet hours, protected and urgent reports,
officers who may not see a case.
"""

import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import translation

from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.casework.models import OfficerDevice
from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.notify import bell
from lapor.notify.models import OfficerChoice, OfficerNotice
from lapor.notify.officer_table import APPROVED, TOLD, UNTOLD
from lapor.notify.officer_ways import quiet_until, send_officer_digests
from lapor.notify.officers import tell_officers
from lapor.presentation.officer_notices import KINDS, words_of
from lapor.reporters import vault
from lapor.reports.actions import perform_action
from lapor.reports.models import Exclusion, Report
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.acting import ANYONE, SYSTEM, ActData
from tests.promises.waiting import answered, forwarded, heard, said
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db
SUBSCRIPTION = {"endpoint": "https://fcm.googleapis.com/fcm/send/x", "keys": {"p256dh": "", "auth": ""}}


def test_every_act_is_told_to_somebody_or_says_why_not():
    acts = {f"report.{row.name}" for row in workflow.TABLE}
    told = {line.event for line in TOLD}
    assert acts - told - UNTOLD.keys() == set()
    assert told & UNTOLD.keys() == set()
    assert {name for name in UNTOLD if name not in acts} == set()


def test_every_kind_of_words_is_used_and_can_be_said_in_both_languages():
    used = {line.kind for line in (*TOLD, APPROVED)} | {
        "came_unstaffed",
        "called_unstaffed",
        "protected_came",
        "protected_elsewhere",
        "public_danger",
    }
    assert used == set(KINDS)
    facts = dict.fromkeys(("number", "agency", "proposed", "count", "path", "group", "own"), "x") | {
        "reminder": "near",
        "clock": "verify",
    }
    for kind in KINDS:
        with translation.override("id"):
            indonesian = words_of(kind, facts)
        with translation.override("en"):
            assert words_of(kind, facts) != indonesian, kind


def test_forwarded_and_given(root, everyone):
    report = forwarded(root, everyone)
    assert heard("forward") == {"hana": {"came"}}
    do(report, "assign_officer", everyone["hana"], officer=everyone["landung"])
    assert heard("assign_officer") == {"landung": {"given"}}


def test_the_asker_hears_of_the_reply(root, everyone):
    report = new_report(root)
    do(report, "ask", everyone["vera"], text="Nomor tiang?")
    said(report, "reply", "Nomor 12")
    assert heard("reply") == {"vera": {"replied"}}
    report = forwarded(root, everyone)
    do(report, "ask", everyone["hana"], text="Nomor tiang?")
    said(report, "reply", "Nomor 12")
    assert heard("reply") == {"hana": {"replied"}}


def test_what_the_reporter_says_reaches_who_has_it(root, everyone):
    report = answered(root, everyone)
    said(report, "reject")
    assert heard("reject") == {"hana": {"rejected"}}
    report = answered(root, everyone)
    Report.objects.filter(pk=report.pk).update(kind="information_request")
    said(report, "object")
    assert heard("object") == {"hana": {"objected"}, "kepala": {"objected"}}
    report = answered(root, everyone)
    said(report, "confirm", "")
    assert heard("confirm") == {"hana": {"confirmed"}}
    said(report, "reopen", "Mati lagi")
    assert heard("reopen") == {"hana": {"reopened"}}
    said(report, "note", "Sekarang dua lampu")
    assert heard("note") == {"hana": {"added"}}


def test_words_of_danger_said_later_reach_office_and_triage_at_once(root, everyone):
    report = forwarded(root, everyone)
    said(report, "note", "Kabelnya putus dan menyala, anak-anak main di bawahnya, kesetrum satu orang")
    found = heard("note")
    assert "became_urgent" in found["hana"] | found["vera"]
    assert "became_urgent" in found["vera"]


def agency_filled_in(officer, report):
    """By the form of forwarding; None where it is not offered."""
    browser = Client()
    browser.force_login(officer)
    acts = browser.get(f"/konsol/laporan/{report.tracking_id}").context["acts"]
    form = next((act["form"] for act in acts if act["act"] == "forward"), None)
    return form and form.fields["agency"].initial


def test_refusal_names_the_proposed_agency_and_the_third_goes_to_the_head_of_the_city(root, everyone):
    other = Agency.objects.get(code="bappeda")
    report = new_report(root)
    for turn in range(3):
        forward(report, everyone)
        report.refresh_from_db()
        do(report, "refuse", everyone["hana"], text="Bukan kami", proposed_agency=other)
        report.refresh_from_db()
        found = heard("refuse")
        assert found["vera"] == {"refused_proposing"}
        notice = OfficerNotice.objects.get(officer=everyone["vera"])
        assert notice.facts["proposed"] == other.name
        assert ("refused_often" in {kind for kinds in found.values() for kind in kinds}) == (turn == 2)
        assert agency_filled_in(everyone["vera"], report) == (None if turn == 2 else other.pk)
    often = OfficerNotice.objects.filter(kind="refused_often").select_related("officer").first()
    assert (often.officer.role, often.officer.agency_id, often.facts["count"]) == (Role.HEAD, root.pk, 3)
    assert often.facts["path"].count("→") == 2
    browser = Client()
    browser.force_login(everyone["vera"])
    page = browser.get(f"/konsol/laporan/{report.tracking_id}").content.decode()
    assert other.name in page.split("Seperti yang diterima")[0]


def test_refusing_officer_lands_on_the_inbox_with_a_word(root, everyone):
    report = forwarded(root, everyone)
    browser = Client()
    browser.force_login(everyone["hana"])
    form = {
        "act": "refuse",
        "text": "Bukan kami",
        "proposed_agency": str(Agency.objects.get(code="bappeda").pk),
        "version": report.version,
    }
    sent = browser.post(f"/konsol/laporan/{report.tracking_id}", form, follow=True)
    assert sent.status_code == 200
    assert sent.redirect_chain == [("/konsol/", 302)]
    assert report.tracking_id[:4] in sent.content.decode()


def test_proposal_is_told_when_made_and_when_decided(root, everyone):
    for act in ("approve", "decline"):
        report = forwarded(root, everyone)
        do(report, "start", everyone["hana"], text="Kami kerjakan")
        do(
            report,
            "schedule",
            everyone["hana"],
            text="Kami jadwalkan",
            promised_on=clock.now().date() + timedelta(days=20),
        )
        assert heard("propose") == {"kepala": {"proposed"}}
        do(report, act, everyone["kepala"], **({"text": "Terlalu lama"} if act == "decline" else {}))
        name = "schedule" if act == "approve" else "decline"
        assert heard(name) == {"hana": {"approved" if act == "approve" else "declined"}}


def test_supporters_since_the_last_look_are_one_notice(root, everyone):
    report = forwarded(root, everyone)
    for one in range(3):
        perform_action(report.pk, "support", actor=ANYONE, data=ActData(supporter=bytes([one]) * 32))
    events = list(Event.objects.filter(name="report.support").order_by("id"))
    tell_officers(events[:2])
    tell_officers(events[2:])
    notice = OfficerNotice.objects.get(kind="supported")
    assert (notice.officer.username, notice.facts["count"]) == ("hana", 3)
    assert not OutboundMessage.objects.filter(cause="report.support").exists()  # nothing has to be done
    bell.mark_read(everyone["hana"], report)
    perform_action(report.pk, "support", actor=ANYONE, data=ActData(supporter=b"z" * 32))
    tell_officers([Event.objects.filter(name="report.support").latest("id")])
    assert OfficerNotice.objects.get(kind="supported", read_at=None).facts["count"] == 1


def test_who_may_not_see_a_case_hears_nothing_of_it(root, everyone):
    report = forwarded(root, everyone)
    Exclusion.objects.create(report=report, officer=everyone["hana"])
    Report.objects.filter(pk=report.pk).update(has_exclusions=True)
    said(report, "note", "Tambahan")
    assert heard("note") == {"hana": {"added"}}  # exclusions bar from protected cases only, as in permissions
    category = Category.objects.filter(is_protected=True, agency__code="inspektorat").first()
    perform_action(report.pk, "protect", actor=SYSTEM, data=ActData(category=category, agency=category.agency))
    assert heard("note") == {"lintang": {"added"}}  # neither hana, who had it, nor triage
    Exclusion.objects.create(report=report, officer=everyone["lintang"])
    assert heard("note") == {}


def test_quiet_hours_digest_and_devices(root, everyone):
    hana = everyone["hana"]
    OfficerChoice.objects.create(officer=hana, rhythm="digest")
    OfficerDevice.objects.create(
        officer=hana, address=vault.seal(json.dumps(SUBSCRIPTION)), lookup=b"1", made_at=clock.now()
    )
    forwarded(root, everyone)
    assert heard("forward") == {"hana": {"came"}}
    assert not OutboundMessage.objects.exists()  # it waits for the digest
    now = clock.now()
    with clock.at(now + timedelta(days=1)):
        assert send_officer_digests() == 1
        assert send_officer_digests() == 0
    mail = OutboundMessage.objects.get(cause="officer.digest")
    assert "/konsol/laporan/" in mail.said.text
    OfficerChoice.objects.filter(officer=hana).update(rhythm="at_once", quiet_from=20, quiet_until=6)
    night = datetime(2026, 11, 26, 15, 30, tzinfo=now.tzinfo)  # half past ten at night in Semarang
    with clock.at(night):
        heard("forward")
    ways = {row.channel: row.not_before for row in OutboundMessage.objects.all()}
    assert set(ways) == {"email", "push"}
    assert {at.hour for at in ways.values() if at} == {23}  # six in the morning
    Report.objects.update(urgency="urgent")
    with clock.at(night):
        heard("forward")
    assert {row.not_before for row in OutboundMessage.objects.all()} == {None}


def test_a_given_task_arrives_on_the_device_and_opens_its_page(root, everyone):
    landung = everyone["landung"]
    OfficerDevice.objects.create(
        officer=landung, address=vault.seal(json.dumps(SUBSCRIPTION)), lookup=b"1", made_at=clock.now()
    )
    report = forwarded(root, everyone)
    do(report, "assign_officer", everyone["hana"], officer=landung)
    assert heard("assign_officer")["landung"] == {"given"}
    push = OutboundMessage.objects.get(channel="push")
    assert push.opens == f"/konsol/tugas/{report.tracking_id}"
    browser = Client()
    browser.force_login(landung)
    assert browser.get(push.opens).status_code == 200
    assert not OfficerNotice.objects.filter(officer=landung, read_at=None, report_id=report.pk).exists()


@pytest.mark.parametrize(
    ("since", "until", "hour", "ends"),
    [
        (20, 6, 22, 6),
        (20, 6, 3, 6),
        (20, 6, 12, None),
        (12, 13, 12, 13),
        (12, 13, 13, None),
        (None, None, 3, None),
        (5, 5, 5, None),
    ],
)
def test_quiet_hours_are_of_the_city(people, since, until, hour, ends):
    choice = OfficerChoice(officer=people["hana"], quiet_from=since, quiet_until=until)
    at = datetime(2026, 11, 26, 0, 20, tzinfo=clock.now().tzinfo) + timedelta(hours=(hour - 7) % 24)
    found = quiet_until(choice, people["hana"], at)
    assert (found and found.hour) == ends
    assert found is None or timedelta() < found - at < timedelta(hours=24)


def test_bell_page_choices_and_reading(root, everyone):
    report = forwarded(root, everyone)
    heard("forward")
    browser = Client()
    browser.force_login(everyone["hana"])
    page = browser.get("/konsol/kabar/")
    assert [line.page for line in page.context["lines"]] == [f"/konsol/laporan/{report.tracking_id}"]
    assert page.context["unread_notices"] == "1"
    browser.get(urlsplit(page.context["lines"][0].page).path)
    assert browser.get("/konsol/kabar/").context["unread_notices"] == ""
    bad = browser.post("/konsol/kabar/", {"do": "choose", "rhythm": "digest", "quiet_from": "20"})
    assert bad.status_code == 422
    browser.post(
        "/konsol/kabar/", {"do": "choose", "rhythm": "digest", "by_mail": "on", "quiet_from": "20", "quiet_until": "6"}
    )
    choice = OfficerChoice.objects.get()
    assert (choice.rhythm, choice.quiet_from, choice.quiet_until, choice.by_mail) == ("digest", 20, 6, True)
    assert browser.post("/konsol/kabar/", {"do": "device", "subscription": "{}"}).status_code == 200
    assert OfficerDevice.objects.count() == 0
    other = Client()
    other.force_login(everyone["vera"])
    assert other.get("/konsol/kabar/").context["lines"] == []
