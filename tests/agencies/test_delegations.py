"""A role lent for a time: who may lend what to whom, that it ends, that both names stand in the history, that nobody
approves their own."""

from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from lapor.agencies.actions import create_officer, create_token, set_active
from lapor.agencies.models import Agency, Category
from lapor.agencies.officers import delegations
from lapor.agencies.officers.delegations import lend_role, take_back
from lapor.agencies.roles import Role
from lapor.casework.identities import ask_to_open, consent, may_consent
from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify import officers as mails
from lapor.reporters import vault
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.workflow.acting import ActData, officer_actor
from lapor.reports.workflow.table import TABLE

pytestmark = pytest.mark.django_db
WIB = timezone(timedelta(hours=7))
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=WIB)
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)


@pytest.fixture(autouse=True)
def on_monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def people(root):
    def make(username, role, agency="perkim", **more):
        found = Agency.objects.get(code=agency)
        return create_officer(
            username=username, password="Rahasia-2026-x", name=username.title(), agency=found, role=role, **more
        )

    return {
        "lia": make("lia", Role.LIAISON_OFFICER, email="lia@contoh.example"),
        "leo": make("leo", Role.LIAISON_OFFICER, email="leo@contoh.example"),
        "fina": make("fina", Role.FIELD_OFFICER, email="fina@contoh.example"),
        "heru": make("heru", Role.HEAD),
        "dian": make("dian", Role.LIAISON_OFFICER, "dpu"),
        "vera": make("vera", Role.TRIAGE_OFFICER, "diskominfo"),
        "otto": make("otto", Role.OVERSEER, "inspektorat"),
        "pia": make("pia", Role.PROTECTED_CASE_OFFICER, "inspektorat"),
        "mira": make("mira", Role.HEAD, "pemkot"),
        "ina": make("ina", Role.LIAISON_OFFICER, "inspektorat"),
        "ada": make("ada", Role.ADMINISTRATOR, "diskominfo"),
    }


def standing_in(officer, delegation_id):
    return delegations.standing_in(officer, delegation_id)


def lend(people, officer, substitute, *, by=None, first=FIRST, last=LAST):
    by = people[by] if by else people[officer]
    return lend_role(people[officer], people[substitute], first_day=first, last_day=last, by=by)


def forwarded(filed, people):
    agency = Agency.objects.get(code="perkim")
    category = Category.objects.get(code="lampu-jalan-mati")
    data = ActData(category=category, agency=agency, publication="published")
    return perform_action(filed.report.pk, "forward", actor=officer_actor(people["vera"]), data=data).report


def test_substitute_has_the_role_for_its_time_only(people):
    delegation = lend(people, "heru", "lia")
    acting = standing_in(people["lia"], delegation.pk)
    assert (acting.pk, acting.role, acting.agency.code, acting.stands_in_for) == (
        people["lia"].pk,
        Role.HEAD,
        "perkim",
        people["heru"],
    )
    assert people["lia"].role == Role.LIAISON_OFFICER
    for moment, holds in (
        (MONDAY.replace(hour=0), True),
        (MONDAY.replace(hour=0) - timedelta(seconds=1), False),
        (MONDAY.replace(day=6, hour=23, minute=59), True),
        (MONDAY.replace(day=7, hour=0), False),
    ):
        with clock.at(moment):
            assert (standing_in(people["lia"], delegation.pk) is not None) is holds, moment


@pytest.mark.parametrize(
    ("officer", "substitute", "by", "reason"),
    [
        ("lia", "dian", None, "instansi"),
        ("lia", "lia", None, "orang lain"),
        ("lia", "fina", "leo", "peran Anda sendiri"),
        ("lia", "fina", "dian", "peran Anda sendiri"),
        ("ada", "vera", None, "tidak dapat dititipkan"),
        ("pia", "mira", None, "instansi yang sama"),
        ("otto", "mira", None, "instansi yang sama"),
        ("pia", "ina", "mira", "peran Anda sendiri"),
        ("lia", "leo", "vera", "peran Anda sendiri"),
    ],
)
def test_what_cannot_be_lent(people, officer, substitute, by, reason):
    with pytest.raises(ValidationError, match=reason):
        lend(people, officer, substitute, by=by)


@pytest.mark.parametrize(
    ("officer", "substitute", "by"),
    [
        ("lia", "leo", None),
        ("lia", "fina", "heru"),
        ("lia", "fina", "mira"),
        ("pia", "ina", None),
        ("heru", "mira", None),
        ("mira", "heru", None),
    ],
)
def test_what_can_be_lent(people, officer, substitute, by):
    assert lend(people, officer, substitute, by=by).pk


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (date(2026, 2, 1), date(2026, 3, 1), "lewat"),
        (LAST, FIRST - timedelta(days=1), "lewat|mendahului"),
        (date(2026, 3, 9), date(2026, 3, 6), "mendahului"),
        (FIRST, date(2026, 7, 1), "tiga bulan"),
    ],
)
def test_days_that_make_no_sense(people, first, last, reason):
    with pytest.raises(ValidationError, match=reason):
        lend(people, "lia", "leo", first=first, last=last)


def test_a_lent_role_is_not_lent_on(people):
    acting = standing_in(people["lia"], lend(people, "heru", "lia").pk)
    with pytest.raises(ValidationError, match="peran Anda sendiri"):
        lend_role(people["leo"], people["fina"], first_day=FIRST, last_day=LAST, by=acting)


def test_lender_head_and_command_take_it_back_nobody_else(people):
    for by in ("lia", "heru", None):
        delegation = lend(people, "lia", "leo")
        for stranger in ("leo", "dian", "vera"):
            with pytest.raises(ValidationError):
                take_back(delegation.pk, by=people[stranger])
        take_back(delegation.pk, by=people[by] if by else None)
        assert standing_in(people["leo"], delegation.pk) is None
        with pytest.raises(ValidationError):
            take_back(delegation.pk, by=None)


def test_a_lender_or_substitute_who_left_ends_it(people):
    delegation = lend(people, "heru", "lia")
    set_active(people["heru"], is_active=False)
    assert standing_in(people["lia"], delegation.pk) is None


def test_history_names_both(people, filed):
    report = forwarded(filed, people)
    acting = standing_in(people["fina"], lend(people, "lia", "fina").pk)
    taken = perform_action(report.pk, "start", actor=officer_actor(acting), data=ActData(text="Kami mulai"))
    assert taken.event.actor_id == people["fina"].pk
    assert taken.event.data["stands_in_for"] == str(people["lia"].pk)
    entry = Entry.objects.get(pk=taken.entry.pk)
    assert (entry.officer, entry.agency.code, entry.details["stands_in_for_name"]) == (people["fina"], "perkim", "Lia")
    assert {e.name for e in Event.objects.filter(stream_kind="installation")} >= {"officer.role_lent"}
    assert verify().faults == []


def test_nobody_approves_their_own_proposal_in_another_role(people, filed):
    report = forwarded(filed, people)
    for act, data in (
        ("start", ActData(text="Kami mulai")),
        ("schedule", ActData(text="Anggaran", promised_on=date(2026, 6, 1))),
    ):
        perform_action(report.pk, act, actor=officer_actor(people["lia"]), data=data)
    acting = standing_in(people["lia"], lend(people, "heru", "lia").pk)
    with pytest.raises(ActRefused):
        perform_action(report.pk, "approve", actor=officer_actor(acting))
    other = standing_in(people["leo"], lend(people, "heru", "leo").pk)
    assert perform_action(report.pk, "approve", actor=officer_actor(other)).report.state == "scheduled"


PROPOSED = [(row.name, role) for row in TABLE if row.approver for role in sorted(row.actors)]
VALUES: dict[str, Any] = {
    "promised_on": date(2026, 6, 1),
    "text": "Menunggu anggaran",
    "destination": "PLN",
    "outcome": "solved",
}


@pytest.mark.parametrize(("act", "role"), PROPOSED)
def test_what_was_proposed_in_a_lent_role_is_done_in_it_when_it_is_approved(people, filed, act, role):
    """The field officer stands in for the liaison officer; the loan is over when somebody decides."""
    assert role == Role.LIAISON_OFFICER  # a row for another role is one more loan here
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    Category.objects.update(needs_evidence=False)
    report, heru = forwarded(filed, people), officer_actor(people["heru"])
    perform_action(report.pk, "start", actor=officer_actor(people["lia"]), data=ActData(text="Kami mulai"))
    if act == "reschedule":
        data = ActData(text="Anggaran", promised_on=date(2026, 5, 1))
        perform_action(report.pk, "schedule", actor=officer_actor(people["lia"]), data=data)
        perform_action(report.pk, "approve", actor=heru)
    delegation = lend(people, "lia", "fina")
    row = next(row for row in TABLE if row.name == act and row.approver)
    data = ActData(**{name: VALUES[name] for name in row.needs})
    acting = officer_actor(standing_in(people["fina"], delegation.pk))
    assert perform_action(report.pk, act, actor=acting, data=data).entry.act == "propose"
    take_back(delegation.pk, by=people["lia"])
    decider = heru if row.approver == Role.HEAD else officer_actor(people["vera"])
    taken = perform_action(report.pk, "approve", actor=decider)
    entry = Entry.objects.get(pk=taken.entry.pk)
    assert (entry.act, entry.officer, entry.agency.code) == (act, people["fina"], "perkim")
    assert entry.details["stands_in_for_name"] == "Lia"
    assert taken.event.data["stands_in_for"] == str(people["lia"].pk)


def test_an_answer_is_approved_whichever_unit_it_was_passed_to_first(people, filed):
    """The office has its head approve, its unit has not: the office's officer does not get round it through the unit,
    the unit's own answers as ever."""
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    Category.objects.update(needs_evidence=False)
    people["lia"].agency.refresh_from_db()
    above, pk = people["lia"].agency, uuid4()
    unit = Agency.objects.create(
        id=pk, root=above.root, parent=above, path=[*above.path, pk], code="perkim-pju", name="Seksi PJU"
    )
    ulin = create_officer(
        username="ulin", password="Rahasia-2026-x", name="Ulin", agency=unit, role=Role.LIAISON_OFFICER
    )
    report, answer = forwarded(filed, people), ActData(text="Sudah diganti", outcome="solved")
    perform_action(report.pk, "forward", actor=officer_actor(people["lia"]), data=ActData(unit=unit))
    perform_action(report.pk, "start", actor=officer_actor(people["lia"]), data=ActData(text="Kami mulai"))
    assert perform_action(report.pk, "answer", actor=officer_actor(people["lia"]), data=answer).entry.act == "propose"
    perform_action(report.pk, "decline", actor=officer_actor(people["heru"]), data=ActData(text="Belum"))
    assert perform_action(report.pk, "answer", actor=officer_actor(ulin), data=answer).entry.act == "answer"


def test_nobody_consents_to_their_own_request_nor_their_agencys(people, filed):
    Report.objects.filter(pk=forwarded(filed, people).pk).update(identity="anonymous")
    opening = ask_to_open(
        Report.objects.get(pk=filed.report.pk), by=people["lia"], reason="Perlu menelepon pelapor untuk tempatnya"
    )
    as_head = standing_in(people["lia"], lend(people, "heru", "lia").pk)
    assert not may_consent(opening, as_head)
    assert not may_consent(opening, people["heru"])
    assert may_consent(opening, people["dian"])
    consent(opening.pk, by=people["dian"])


def test_mails_reach_the_substitute_too(people, filed):
    lend(people, "lia", "fina")
    forwarded(filed, people)
    mails.handle(list(Event.objects.filter(name="report.forward")))
    sent = [vault.open_sealed(bytes(m.address)) for m in OutboundMessage.objects.filter(cause="report.forward")]
    assert sorted(sent) == ["fina@contoh.example", "leo@contoh.example", "lia@contoh.example"]


def test_console_puts_the_role_on_and_down(people, filed):
    report = forwarded(filed, people)
    client = Client()
    client.force_login(people["fina"], backend="lapor.agencies.officers.backend.OfficerBackend")
    page = {
        "officer": people["lia"].pk,
        "substitute": people["fina"].pk,
        "first_day": "2026-03-02",
        "last_day": "2026-03-06",
    }
    assert client.post("/konsol/pengganti/", page).status_code == 422  # not hers to lend
    lender = Client()
    lender.force_login(people["lia"], backend="lapor.agencies.officers.backend.OfficerBackend")
    assert lender.post("/konsol/pengganti/", page).status_code == 302
    delegation = client.get("/konsol/pengganti/").context["to_me"].get()
    acts = {offered["act"] for offered in client.get(f"/konsol/laporan/{report.tracking_id}").context["acts"]}
    client.post("/konsol/pengganti/pakai", {"delegation": str(delegation.pk)})
    more = client.get(f"/konsol/laporan/{report.tracking_id}")
    assert {offered["act"] for offered in more.context["acts"]} > acts
    assert "Lia" in more.content.decode()
    lender.post("/konsol/pengganti/", {"do": "end", "delegation": str(delegation.pk)})
    assert {offered["act"] for offered in client.get(f"/konsol/laporan/{report.tracking_id}").context["acts"]} == acts
    client.post("/konsol/pengganti/pakai", {"delegation": str(delegation.pk)})
    client.post("/konsol/pengganti/pakai", {"delegation": "x"})
    assert "stands_in" not in client.session


def test_a_lent_role_that_opens_identities_needs_a_second_factor(people, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    delegation = lend(people, "lia", "fina")
    client = Client()
    client.force_login(people["fina"], backend="lapor.agencies.officers.backend.OfficerBackend")
    assert client.get("/konsol/").status_code == 200  # a field officer opens none
    client.post("/konsol/pengganti/pakai", {"delegation": str(delegation.pk)})
    assert client.get("/konsol/")["Location"] == "/masuk/aman/"


def test_rest_acts_in_the_lent_role(people, filed):
    report = forwarded(filed, people)
    client, token = Client(), create_token(people["fina"])
    ask = partial(ask_by_rest, client, report.tracking_id, token)
    assert ask("lia") == 403
    lend(people, "lia", "fina")
    assert (
        client.get("/api/v1/inbox", headers={"Authorization": f"Bearer {token}", "X-Stands-In-For": "lia"}).status_code
        == 200
    )
    assert ask("") == 403
    assert ask("lia") == 200


def ask_by_rest(client, number, token, absent):
    body = {"act": "ask", "text": "Di mana tepatnya?"}
    headers = {"Authorization": f"Bearer {token}", "X-Stands-In-For": absent}
    return client.post(
        f"/api/v1/reports/{number}/acts", body, content_type="application/json", headers=headers
    ).status_code
