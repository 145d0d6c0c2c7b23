"""Promised: who asks for an officer is found by one, in every state, until a person has answered."""

import re

import pytest
from django.test import Client
from django.utils import translation

from lapor.agencies.models import Agency, Officer
from lapor.agencies.roles import Role
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.actions import notify_reporters
from lapor.presentation.reporter_messages import NotificationContext, words_for
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import State
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import HANDLERS, REPORTER, SPEAKING
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from tests.promises.waiting import answered, forwarded, heard, said
from tests.reports.conftest import do, new_report

pytestmark = pytest.mark.django_db


OFFICERS = {*HANDLERS, Role.OVERSEER, Role.ADMINISTRATOR}


def calls(report):
    return perform_action(
        report.pk,
        "call_officer",
        actor=reporter_actor(report.reporter_id),
        data=ActData(text="[Minta bicara dengan petugas.]"),
    )


def is_called(report):
    report.refresh_from_db()
    return report.officer_call == "open"


def number_of(row):
    """Of a line of the inbox."""
    return re.findall(r'data-number="(\w+)"', row)[0]


def inbox_of(officer, address="/konsol/?called=1"):
    browser = Client()
    browser.force_login(officer)
    return browser.get(address)


def called(page):
    """The number beside the queues' line; "" for none."""
    line = re.search(r'[?;]called=1"[^>]*><span>[^<]+</span>(?:<strong>(\d+)</strong>)?', page.content.decode())
    assert line
    return line[1] or ""


@pytest.mark.parametrize("state", State.values)
def test_who_asks_for_an_officer_is_found_in_every_state(root, everyone, state):
    report = (
        forwarded(root, everyone)
        if state in {"forwarded", "in_progress", "scheduled", "answered"}
        else new_report(root)
    )
    Report.objects.filter(pk=report.pk).update(state=state)
    calls(report)
    holder = everyone["hana"] if report.agency_id else everyone["vera"]
    assert heard("call_officer") == {holder.username: {"officer_called"}}
    page = inbox_of(holder)
    assert [number_of(row) for row in page.context["rows"]] == [report.tracking_id]
    assert "Minta petugas" in page.context["rows"][0]
    assert called(page) == "1"
    assert "Minta petugas" in page.content.decode()
    assert called(inbox_of(everyone["lia"])) == ""
    page = inbox_of(holder, f"/konsol/laporan/{report.tracking_id}")
    assert "Pelapor minta petugas" in page.content.decode()
    assert next(act["is_open"] for act in page.context["acts"] if act["act"] == "answer_call")
    with pytest.raises(ActRefused, match="sudah"), translation.override("id"):
        calls(report)  # asked twice, told once
    do(report, "answer_call", holder, text="Kami baca laporan Anda.")
    assert not is_called(report)
    assert list(inbox_of(holder).context["rows"]) == []
    assert (
        "Pelapor minta petugas"
        not in inbox_of(holder, f"/konsol/laporan/{report.tracking_id}").content.decode().split("<h2>")[0]
    )
    do(report, "answer_call", holder, text="Masih ada yang bisa kami bantu?")  # a conversation goes on
    calls(report)
    do(report, "end_call", holder, text="Sudah kami telepon.")
    assert not is_called(report)


def test_protected_case_calls_its_own_group_only(root, everyone):
    report = said(new_report(root), "note", "ada pungli di kelurahan").report
    calls(report)
    assert heard("call_officer") == {"lintang": {"officer_called"}}
    assert called(inbox_of(everyone["lintang"])) == "1"
    assert called(inbox_of(everyone["vera"])) == ""


def test_where_nobody_answers_the_call_goes_up(root, everyone):
    report = forwarded(root, everyone)
    Officer.objects.filter(username="hana").update(email="")
    calls(report)
    assert "officer_called" in heard("call_officer")["kepala"]


def message_of(act, language="id"):
    """What the person is told of an officer's act whose words are WORDS."""
    report = Report(
        tracking_id="1234567890",
        language=language,
        root=Agency(name="Kota"),
        archive_reason="incomplete",
        outcome="solved",
    )
    entry = Entry(report=report, act=act, text="kata-kata petugas", state_after="in_progress", details={})
    return words_for(NotificationContext(report, entry, None, "https://kota.example/laporan/1"))


def test_every_act_whose_words_reach_the_person_ends_the_call():
    officers = {
        row.name
        for row in workflow.TABLE
        if row.actors & OFFICERS and "text" in {*row.needs, *row.may} and row.name != "file"
    }
    speaking = {name for name in officers if (told := message_of(name)) and "kata-kata petugas" in told[1]}
    assert speaking == SPEAKING
    assert not any(REPORTER in row.actors for row in workflow.TABLE if row.name in SPEAKING)


def test_only_words_to_the_person_end_a_call(root, everyone):
    report = forwarded(root, everyone)
    calls(report)
    do(report, "work_note", everyone["hana"], text="Pelapor menelepon dua kali")
    do(report, "assign_officer", everyone["hana"], officer=everyone["landung"])
    said(report, "note", "Halo?")
    assert is_called(report)
    do(report, "start", everyone["hana"], text="Kami datang besok pagi")
    assert not is_called(report)
    assert verify().faults == []


def test_what_an_officer_answers_reaches_the_person_and_nobody_else(root, everyone):
    report = new_report(root, email="siti@contoh.example")
    perform_action(report.pk, "publish", actor=officer_actor(everyone["vera"]))
    calls(report)
    do(report, "answer_call", everyone["vera"], text="Nomor kasus tetangga sudah kami gabung")
    notify_reporters(list(Event.objects.filter(name="report.answer_call")))
    told = OutboundMessage.objects.get(cause="report.answer_call").said.text
    assert "Nomor kasus tetangga sudah kami gabung" in told
    assert "kasus tetangga" not in Client().get(f"/laporan/{report.tracking_id}").content.decode()


def test_rows_of_the_inbox_say_whose_turn_it_is(root, everyone):
    report = answered(root, everyone)
    browser = Client()
    browser.force_login(everyone["hana"])

    def mark():
        rows = browser.get("/konsol/?queue=open").context["rows"]
        row = next(row for row in rows if number_of(row) == report.tracking_id)
        return "Ditolak pelapor" if "Ditolak pelapor" in row else ""

    assert mark() == ""
    said(report, "reject")
    with translation.override("id"):
        assert mark() != ""
    do(report, "respond", everyone["hana"], text="Kami lihat lagi")
    assert mark() == ""


def test_protected_case_is_told_to_its_group_in_its_own_words(root, everyone):
    said(new_report(root), "note", "ada pungli di kelurahan")
    assert heard("protect") == {"lintang": {"protected_came"}}
