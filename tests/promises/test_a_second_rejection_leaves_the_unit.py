"""Promised: the second time that an answer is rejected or a closed report reopened, by whatever way and whoever says
it, it leaves the unit: the head of the root agency decides bindingly who goes on, with the whole path in front of
them, and every one concerned hears of it. Before that it comes to nobody and to no end.

The one place is `_rejected` (lapor/reports/workflow/effects.py) with the rows of `reject` and `reopen`. Walked: the
reporter's page, REST with the code, the desk by page and by REST, every chat and SMS, mail, the child of a merged
report, the overseer; every state and act that could pass by the head; protected cases; reports that no agency holds.
"""

import json
import time
from datetime import timedelta

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer, create_token
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.core import clock
from lapor.desk.lookup import SESSION_KEY
from lapor.gateway.models import OutboundMessage
from lapor.intake.conversations import replies
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.actions import notify_reporters
from lapor.presentation.acts import standing_words
from lapor.reporters import vault
from lapor.reports import queries
from lapor.reports.actions import perform_action
from lapor.reports.models import Assignment, Report
from lapor.reports.vocabulary import WaitsFor
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.reports.workflow.rules import GuardContext
from lapor.web import proofs
from tests.conversations.walk import Walk
from tests.intake.test_mail_conversation import mail, office, outbox, post, tell  # noqa: F401 - fixtures among them
from tests.promises.test_a_yes_is_a_yes import CHATS
from tests.promises.waiting import answered, heard, said
from tests.reports.conftest import do, forward, merged, new_report, photo
from tests.rows import row_faults

pytestmark = pytest.mark.django_db
WORDS = "Masih gelap, tiangnya belum diganti"


def answer(report, people, who="hana"):
    report.refresh_from_db()
    do(report, "answer", people[who], text="Sudah diganti", outcome="solved", photos=(photo(),))
    report.refresh_from_db()
    return report


def close(report):
    """The reporter said nothing for long."""
    report.clocks.filter(kind="confirmation").update(due_at=clock.now() - timedelta(minutes=1))
    perform_action(report.pk, "lapse", actor=SYSTEM)
    report.refresh_from_db()
    return report


def reload(report):
    return Report.objects.select_related("root", "agency", "parent", "category").get(pk=report.pk)


def is_before_head(report):
    report = reload(report)
    return (
        report.state == "received"
        and report.agency is None
        and report.waits_for == WaitsFor.CITY_HEAD
        and report.awaits_decision
        and not Assignment.objects.filter(report=report, ended_at=None).exists()
    )


# --- by whatever way -------------------------------------------------------------------------------------------------


def browser_of(officer):
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def act_of(report):
    return "reject" if report.state == "answered" else "reopen"


def by_own_page(report, people, monkeypatch):
    monkeypatch.setattr(proofs, "has_proof", lambda _request, _report: True)
    body = {"act": act_of(report), "text": WORDS, "version": report.version}
    assert Client().post(f"/laporan/{report.tracking_id}", body).status_code == 302


def by_rest_with_the_code(report, people, monkeypatch):
    monkeypatch.setattr(queries, "has_receipt", lambda _report, _code: True)
    program(report, {"X-Receipt-Code": "1234567890123456"})


def by_rest_at_the_desk(report, people, monkeypatch):
    monkeypatch.setattr(queries, "has_receipt", lambda _report, _code: True)
    token = create_token(people["dewi"])
    program(report, {"Authorization": f"Bearer {token}", "X-Receipt-Code": "1234567890123456"})


def by_rest_of_the_overseer(report, people, monkeypatch):
    if report.state == "answered":
        close(report)
    program(report, {"Authorization": f"Bearer {create_token(people['wening'])}"})


def program(report, headers):
    url, body = f"/api/v1/reports/{report.tracking_id}/acts", {"act": act_of(report), "text": WORDS}
    response = Client().post(url, json.dumps(body), "application/json", headers=headers)
    assert response.status_code == 200, response.content


def by_the_desk(report, people, monkeypatch):
    client = browser_of(people["dewi"])
    session = client.session
    session[SESSION_KEY] = {report.tracking_id: time.time() + 60}
    session.save()
    body = {"act": act_of(report), "text": WORDS, "version": report.version}
    assert client.post(f"/loket/laporan/{report.tracking_id}", body).status_code == 302


def by_the_overseer(report, people, monkeypatch):
    if report.state == "answered":
        close(report)
    body = {"act": "reopen", "text": WORDS, "version": report.version}
    assert browser_of(people["wening"]).post(f"/konsol/laporan/{report.tracking_id}", body).status_code == 302


WAYS = (
    by_own_page,
    by_rest_with_the_code,
    by_rest_at_the_desk,
    by_the_desk,
    by_the_overseer,
    by_rest_of_the_overseer,
)


@pytest.mark.parametrize("closed", [False, True], ids=["answered", "closed"])
@pytest.mark.parametrize("way", WAYS)
def test_second_one_leaves_the_unit_by_every_door(root, people, monkeypatch, way, closed):
    report = answered(root, people)
    way(report, people, monkeypatch)
    first = reload(report)
    assert (first.state, first.agency.code, first.rejections) == ("in_progress", "perkim", 1)
    answer(report, people)
    if closed:
        close(report)
    way(report, people, monkeypatch)
    assert is_before_head(report)
    assert reload(report).rejections == 2
    assert reload(report).clocks.get(kind="resolution").status == "running"
    assert verify().faults == []
    assert row_faults() == []


@pytest.mark.parametrize("channel", CHATS)
def test_second_no_in_a_conversation_leaves_the_unit_and_is_answered(root, channel):
    Category.objects.update(needs_evidence=False)
    officers = [
        create_officer(
            username=name, password="Rahasia-2026-x", name=name, agency=Agency.objects.get(code=code), role=role
        )
        for name, code, role in (
            ("vera", "diskominfo", Role.TRIAGE_OFFICER),
            ("lia", "perkim", Role.LIAISON_OFFICER),
        )
    ]
    walk = Walk(channel, root, officers[0], officers[1])
    for words in ("Lampu jalan mati", "Jl. Kelud", "KIRIM"):
        walk.line({"says": words}, None)
    walk.line({"office": "answer"}, None)
    for words in ("Belum", WORDS):
        seen = walk.line({"says": words}, None)
    assert "dikerjakan lagi" in seen
    assert Report.objects.get().state == "in_progress"
    walk.line({"office": "answer again"}, None)
    for words in ("Belum", WORDS):
        seen = walk.line({"says": words}, None)
    assert is_before_head(Report.objects.get())
    assert "pimpinan kota memutuskan" in seen
    assert "pimpinan kota memutuskan" in walk.line({"says": "STATUS"}, None)


def test_second_no_by_mail_leaves_the_unit(post, outbox, office):  # noqa: F811
    post(mail("Lampu di depan musala mati sejak Senin."))
    report = Report.objects.get()
    office["forward"](report.pk)
    for number, words in ((1, WORDS), (2, "Semalam anak saya jatuh di sana")):
        office["answer"](report.pk)
        tell("report.answer")
        asked = outbox()["Message-ID"]
        for said_next in (words, "Belum"):  # words alone are no no
            assert reload(report).rejections == number - 1
            post(mail(said_next, id=f"{said_next[:5]}-{number}", In_Reply_To=asked))
    assert reload(report).rejections == 2
    assert is_before_head(report)
    assert "pimpinan kota memutuskan" in outbox().get_content()


def test_a_merged_child_s_no_counts_with_that_of_its_parent(root, people):
    parent, child = merged(root, people)
    forward(parent, people)
    answer(parent, people)
    said(parent, "reject", WORDS)
    answer(parent, people)
    said(reload(child), "reject", WORDS)
    assert is_before_head(parent)
    assert reload(child).state == "merged"
    assert verify().faults == []


def test_who_was_told_of_a_solution_twice_is_heard_though_their_report_was_merged_between(root, people):
    """Merging what was rejected into a fresh report begins no new count; taken out again, it goes on."""
    child, parent = answered(root, people), new_report(root, "Lampu gang 3 padam")
    said(child, "reject", WORDS)
    do(child, "merge", people["vera"], parent=parent)
    forward(parent, people)
    answer(parent, people)
    said(reload(child), "reject", WORDS)
    assert is_before_head(parent)
    assert (reload(parent).rejections, reload(child).rejections) == (2, 2)
    assert heard("reject") == {"walikota": {"rejected_again"}, "hana": {"left_unit"}}
    perform_action(child.pk, "release", actor=reporter_actor(child.reporter_id))
    forward(child, people)
    said(answer(child, people), "reject", WORDS)
    assert is_before_head(child)
    assert verify().faults == []
    assert row_faults() == []


def test_parent_of_an_incident_leaves_the_unit_by_its_children_alone(root, people):
    parent, child = merged(root, people)
    Report.objects.filter(pk=parent.pk).update(reporter=None, receipt_hash=None)
    forward(parent, people)
    for _time in range(2):
        answer(parent, people)
        said(reload(child), "reject", WORDS)
    assert is_before_head(parent)


def test_whoever_rejects_and_reopens_is_counted_together(root, people):
    report = answered(root, people)
    said(report, "reject", WORDS)
    close(answer(report, people))
    do(report, "reopen", people["wening"], text="Diperiksa: masih mati")
    assert is_before_head(report)


def test_an_objection_is_another_thing(root, people):
    report = answered(root, people)
    Report.objects.filter(pk=report.pk).update(kind="information_request")
    said(report, "reject", WORDS)
    do(report, "answer", people["hana"], text="Tidak kami kuasai", outcome="not_held")
    said(reload(report), "object", "Dokumen itu ada")
    found = reload(report)
    assert (found.state, found.rejections, found.waits_for) == ("in_progress", 1, WaitsFor.HEAD)
    do(report, "answer", people["kepala"], text="Tetap tidak ada", outcome="not_held")
    said(reload(report), "reject", WORDS)
    assert is_before_head(report)


def test_one_that_no_agency_holds_comes_before_the_head_too(root, people):
    report = new_report(root)
    do(report, "refer", people["vera"], destination="PLN", text="Gardu PLN")
    for _time in range(2):
        do(report, "refer", people["vera"], destination="PLN", text="Lagi") if reload(report).state != "referred" else 0
        do(report, "outside_answer", people["vera"], text="Sudah", source="PLN")
        said(reload(report), "reject", WORDS)
    assert is_before_head(report)


# --- nobody passes by the head ---------------------------------------------------------------------------------------


def before_head(root, people):
    report = answered(root, people)
    said(report, "reject", WORDS)
    said(answer(report, people), "reject", WORDS)
    return reload(report)


def test_until_the_decision_no_officer_s_act_leads_anywhere_else():
    facts = GuardContext(state="received", awaits_decision=True, rejections=2, actor_in_root=True)
    officers = {Role.TRIAGE_OFFICER, Role.LIAISON_OFFICER, Role.FIELD_OFFICER, Role.HEAD, Role.OVERSEER}
    for role in (*officers, Role.ADMINISTRATOR, "system"):
        leading = {row.name for row in workflow.offered(facts, frozenset({role})) if row.target != "same"}
        assert leading - {"undo", "protect"} == ({"decide"} if role == Role.HEAD else set()), role


def test_only_the_head_of_the_city_decides_and_it_binds(root, people):
    report = before_head(root, people)
    bappeda = Agency.objects.get(code="bappeda")
    for name in ("vera", "hana", "kepala", "lia", "wening"):
        with pytest.raises(ActRefused):
            do(report, "decide", people[name], agency=bappeda, text="Ke Bappeda")
    with pytest.raises(ActRefused):
        do(report, "decide", people["walikota"], agency=bappeda)  # without a reason
    do(report, "decide", people["walikota"], agency=bappeda, text="Bappeda yang menyelesaikan")
    decided = reload(report)
    assert (decided.state, decided.agency.code, decided.is_decided, decided.awaits_decision) == (
        "forwarded",
        "bappeda",
        True,
        False,
    )
    with pytest.raises(ActRefused, match="tidak bisa ditolak lagi"):
        do(report, "refuse", people["lia"], text="Bukan kami", proposed_agency=Agency.objects.get(code="perkim"))
    assert decided.clocks.get(kind="resolution").status == "running"


def test_what_is_rejected_after_a_decision_comes_before_the_head_again(root, people):
    report = before_head(root, people)
    perkim = Agency.objects.get(code="perkim")
    for count in (3, 4):
        do(report, "decide", people["walikota"], agency=perkim, text="Kerjakan ulang, dengan bukti")
        said(answer(report, people), "reject", WORDS)
        assert is_before_head(report)
        assert reload(report).rejections == count
    assert verify().faults == []


def test_withdrawn_and_taken_back_it_waits_for_the_head_as_before(root, people):
    report = before_head(root, people)
    perform_action(report.pk, "withdraw", actor=reporter_actor(report.reporter_id))
    perform_action(report.pk, "take_back", actor=reporter_actor(report.reporter_id))
    assert is_before_head(report)


def test_a_protected_case_stays_with_its_group_which_stands_for_the_head(root, people):
    report = new_report(root, "Pejabat dinas minta suap 5 juta untuk izin")
    assert reload(report).is_protected
    group = reload(report).agency
    for count in (1, 2):
        do(report, "answer", people["lintang"], text="Sudah diperiksa", outcome="solved", photos=(photo(),))
        said(reload(report), "reject", WORDS)
        assert reload(report).rejections == count
    held = reload(report)
    assert (held.state, held.agency, held.waits_for) == ("received", group, WaitsFor.CITY_HEAD)
    assert [one.pk for one in Inbox(people["lintang"], InboxFilters(queue="mine")).page().rows] == [report.pk]
    with pytest.raises(ActRefused):
        do(report, "decide", people["walikota"], agency=Agency.objects.get(code="bappeda"), text="Ke Bappeda")
    do(report, "decide", people["lintang"], agency=Agency.objects.get(code="dpu"), text="Diperiksa tim lain")
    again = reload(report)
    assert queries.may_see(people["lintang"], again)  # never to an agency where nobody can open it
    assert (again.state, again.awaits_decision) == ("forwarded", False)


# --- everybody concerned hears of it ---------------------------------------------------------------------------------


def test_the_head_and_the_unit_it_left_are_told(root, people):
    before_head(root, people)
    assert heard("reject") == {"walikota": {"rejected_again"}, "hana": {"left_unit"}}


def test_where_the_city_has_no_head_overseers_and_administrators_hear_of_it(root, people):
    people["walikota"].is_active = False
    people["walikota"].save()
    before_head(root, people)
    assert heard("reject") == {"ade": {"rejected_again"}, "wening": {"rejected_again"}, "hana": {"left_unit"}}


def test_it_stands_first_in_the_head_s_list_with_the_whole_path(root, people):
    report = before_head(root, people)
    assert [one.pk for one in Inbox(people["walikota"], InboxFilters(queue="mine")).page().rows] == [report.pk]
    page = browser_of(people["walikota"]).get(f"/konsol/laporan/{report.tracking_id}")
    path = [line["act_label"] for line in page.context["path"]]
    assert len(path) == 5
    assert page.content.decode().count("Sudah diganti") >= 2
    assert page.context["acts"][0]["act"] == "decide"
    assert page.context["acts"][0]["is_open"]


def told_of(report, name):
    OutboundMessage.objects.all().delete()
    notify_reporters(list(Event.objects.filter(stream_id=report.pk, name=f"report.{name}").order_by("-sequence")[:1]))
    return {vault.open_sealed(bytes(row.address)): row.said.text for row in OutboundMessage.objects.all()}


def test_its_reporter_is_told_on_the_page_by_message_by_status_and_by_rest(root, people, monkeypatch):
    report = new_report(root, email="siti@contoh.example")
    forward(report, people)
    said(answer(report, people), "reject", WORDS)
    close(answer(report, people))
    do(report, "reopen", people["wening"], text="Diperiksa: masih mati")
    found = reload(report)
    words = "pimpinan kota memutuskan"
    assert words in standing_words(found)
    assert words in told_of(found, "reopen")["siti@contoh.example"]
    assert words in replies.status(found)
    assert words in Client().get(f"/laporan/{report.tracking_id}").content.decode()
    assert words in Client().get(f"/api/v1/reports/{report.tracking_id}").json()["standing"]
    do(report, "decide", people["walikota"], agency=Agency.objects.get(code="bappeda"), text="Bappeda menyelesaikan")
    decided = told_of(found, "decide")["siti@contoh.example"]
    assert "Bappeda menyelesaikan" in decided
    assert standing_words(reload(report)) == ""


def test_the_parent_s_reporter_hears_of_a_child_s_no(root, people):
    parent, child = merged(root, people)
    own = new_report(root, email="siti@contoh.example")
    Report.objects.filter(pk=parent.pk).update(reporter=own.reporter)
    forward(parent, people)
    for _time in range(2):
        answer(parent, people)
        said(reload(child), "reject", WORDS)
    assert "pimpinan kota memutuskan" in told_of(parent, "reject")["siti@contoh.example"]


def test_the_reporter_reads_on_the_button_what_a_second_no_does(root, people):
    report = answered(root, people)

    def consequence():
        rows = queries.offered_acts(reload(report), reporter_actor(report.reporter_id))
        return next(str(row.consequence) for row in rows if row.name == "reject")

    first = consequence()
    said(report, "reject", WORDS)
    answer(report, people)
    assert consequence() != first


def test_officers_who_held_it_may_still_read_what_they_did(root, people):
    report = before_head(root, people)
    assert browser_of(people["hana"]).get(f"/konsol/laporan/{report.tracking_id}").status_code == 200


def test_a_count_changed_by_hand_is_found(root, people):
    report = before_head(root, people)
    Report.objects.filter(pk=report.pk).update(awaits_decision=False)
    assert row_faults() != []


def test_officer_s_act_as_the_system_s_counts_once(root, people):
    report = answered(root, people)
    perform_action(report.pk, "reject", actor=reporter_actor(None), data=ActData(text=WORDS))
    with pytest.raises(ActRefused):
        perform_action(report.pk, "reject", actor=officer_actor(people["hana"]), data=ActData(text=WORDS))
    assert reload(report).rejections == 1
