"""Promised: whatever an officer hears of, whoever stands in for them hears of it too, as long as the role is lent: also
of protected cases, which they may see in the lent role alone.

The one place is `_with_substitutes` (lapor/notify/officers.py), with the officers that `substitutes_of` dresses in the
lent role. Walked: every line of the table of notices, with every reader that it means, of plain and of protected
reports; a digest; who is barred in person.
"""

from datetime import timedelta

import pytest

from lapor.agencies.actions import create_officer, set_active
from lapor.agencies.models import Agency, Category, Delegation
from lapor.agencies.officers.delegations import lend_role
from lapor.agencies.roles import Can, Role, may
from lapor.agencies.teams import TeamValues, write_team
from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.notify.models import OfficerNotice
from lapor.notify.officer_table import TOLD
from lapor.notify.officer_ways import send_officer_digests
from lapor.notify.officers import tell_officers
from lapor.reports.models import Entry, Exclusion, Proposal, Report
from tests.promises.waiting import heard, said
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db
# nobody can open the case, and the words name none; who would hear of the danger hears of the late reply, as urgently
NOT_WALKED = {(f"report.{act}", "protected_unheld") for act in ("forward", "reroute", "decide", "protect")} | {
    ("report.late_reply", "became_urgent")
}


def lend(officer, substitute):
    today = clock.now().date()
    lend_role(officer, substitute, first_day=today, last_day=today + timedelta(days=3), by=officer)


def substitute_of(officer, role=Role.FIELD_OFFICER):
    """Somebody of the same agency, who sees less in their own role."""
    return create_officer(
        username=f"pengganti-{officer.username}",
        password="Rahasia-2026-x",
        name="Pengganti",
        agency=officer.agency,
        role=role,
        email=f"pengganti-{officer.username}@kota.example",
    )


def told(event):
    OfficerNotice.objects.all().delete()
    OutboundMessage.objects.all().delete()
    tell_officers([event])
    found = {}
    for officer, kind in OfficerNotice.objects.values_list("officer__username", "kind"):
        found.setdefault(officer, set()).add(kind)
    return found


@pytest.fixture
def everybody(root, everyone):
    """Also two of a team, and an office's own officers of the protected group."""
    for name in ("tejo", "tuti"):
        everyone[name] = create_officer(
            username=name,
            password="Rahasia-2026-x",
            name=name,
            agency=Agency.objects.get(code="perkim"),
            role=Role.FIELD_OFFICER,
        )
    everyone["regu"] = write_team(None, TeamValues("Regu", [everyone["tejo"], everyone["tuti"]]), by=everyone["hana"])
    return everyone


def reports_to_tell_of(root, people):
    """Plain and protected, with an officer or a team, a note that names everybody, a proposal."""
    report = new_report(root)
    forward(report, people)
    do(report, "assign_officer", people["hana"], officer=people["landung"])
    do(report, "work_note", people["hana"], text="Tolong @vera @hana @landung @kepala @walikota @wening @lintang")
    of_team = new_report(root)
    forward(of_team, people)
    do(of_team, "give_team", people["hana"], team=people["regu"])
    do(of_team, "work_note", people["hana"], text="Tolong @tejo")
    often = new_report(root)
    forward(often, people)
    do(often, "work_note", people["hana"], text="Tolong @hana")
    Report.objects.filter(pk=often.pk).update(refusals=3, urgency="urgent")
    category = Category.objects.filter(is_protected=True, agency__code="inspektorat").first()
    secret = new_report(root, "Minta suap", category=category)
    do(secret, "work_note", people["lintang"], text="Tolong @lintang @hana @vera")
    return [report, of_team, often, secret]


def events_of(line_event, report, people):
    """As each act leaves them, by reporter and officer, with everything that a line may look at."""
    note = Entry.objects.filter(report=report, act="work_note").latest("at")
    perkim, bappeda = (Agency.objects.get(code=code) for code in ("perkim", "bappeda"))
    data = {
        "entry": str(note.pk),
        "report": str(report.pk),
        "officer": str(people["landung"].pk),
        "to_agency": str(bappeda.pk),
        "to": "in_progress",
        "reminder": "far_passed",
        "clock": "response",
        "cause": "report.ask",
        "reports": 3,
        "rejections": 1,
    }
    left = {
        "rejections": 2,
        "left_agency": str(perkim.pk),
        "left_officer": str(people["landung"].pk),
        "proposed_agency": str(bappeda.pk),
    }
    for number, more in enumerate(({}, left)):
        yield Event(
            id=number + 1,
            stream_id=report.pk,
            stream_kind="report",
            name=line_event,
            sequence=900 + number,
            actor_kind="system",
            data=data | more,
        )


def proposals_on(report, people):
    """One that waits and one that was declined."""
    note = Entry.objects.filter(report=report, act="work_note").latest("at")
    for status in (Proposal.Status.OPEN, Proposal.Status.DECLINED):
        Proposal.objects.create(
            report=report,
            entry=note,
            officer=people["hana"],
            act="schedule",
            approver="head",
            data={},
            proposed_at=clock.now(),
            status=status,
            decided_at=clock.now() if status != Proposal.Status.OPEN else None,
        )


def test_of_every_line_of_the_table_the_substitute_hears_what_the_officer_hears(root, everybody, monkeypatch):
    monkeypatch.setattr("lapor.notify.officers.witnesses_of", lambda _events: {})
    people, seen = everybody, set()
    reports = reports_to_tell_of(root, people)
    for report in reports:
        proposals_on(report, people)
    names = sorted({line.event for line in TOLD})
    events = [one for name in names for report in reports for one in events_of(name, report, people)]
    before = [told(one) for one in events]
    lenders = [one for name, one in people.items() if name != "regu" and may(one, Can.LEND)]
    for lender in lenders:
        lend(lender, substitute_of(lender))
    for one, found in zip(events, before, strict=True):
        now = told(one)
        for lender in lenders:
            heard_of = found.get(lender.username)
            assert now.get(f"pengganti-{lender.username}") == heard_of, (one.name, lender, one.stream_id)
            seen |= {(one.name, kind) for kind in heard_of or ()}
    assert {(line.event, line.kind) for line in TOLD} - seen == NOT_WALKED


def test_of_a_protected_case_the_substitute_hears_at_once_and_in_the_digest(root, everyone):
    lintang = everyone["lintang"]
    stand_in = substitute_of(lintang)
    lend(lintang, stand_in)
    category = Category.objects.filter(is_protected=True, agency__code="inspektorat").first()
    report = new_report(root, "Minta suap", category=category)
    said(report, "note", "Ada kuitansinya")
    assert heard("note") == {"lintang": {"added"}, stand_in.username: {"added"}}
    said(report, "withdraw", "")
    assert set(heard("withdraw")) == {"lintang", stand_in.username}
    OfficerNotice.objects.update(waits_for_digest=True, read_at=None)
    with clock.at(clock.now() + timedelta(days=1)):
        assert send_officer_digests() == 2
    OfficerNotice.objects.update(waits_for_digest=True)
    Delegation.objects.update(ended_at=clock.now())
    with clock.at(clock.now() + timedelta(days=2)):
        assert send_officer_digests() == 1  # it is lent no more


def test_who_is_barred_in_person_is_barred_in_the_lent_role(root, everyone):
    lintang = everyone["lintang"]
    stand_in = substitute_of(lintang)
    lend(lintang, stand_in)
    category = Category.objects.filter(is_protected=True, agency__code="inspektorat").first()
    report = new_report(root, "Minta suap", category=category)
    Exclusion.objects.create(report=report, officer=stand_in)
    Report.objects.filter(pk=report.pk).update(has_exclusions=True)
    said(report, "note", "Ada kuitansinya")
    assert heard("note") == {"lintang": {"added"}}


def test_who_stands_in_where_nobody_else_answers_hears_of_what_comes(root, everyone):
    """The lender has no mail address, the substitute has."""
    hana = everyone["hana"]
    stand_in = substitute_of(hana)
    lend(hana, stand_in)
    hana.email = ""
    hana.save()
    forward(new_report(root), everyone)
    assert heard("forward") == {"hana": {"came"}, stand_in.username: {"came"}}


def test_who_stands_in_above_an_office_without_anybody_hears_too(root, everyone):
    for name in ("hana", "kepala"):
        set_active(everyone[name], is_active=False)
    stand_in = substitute_of(everyone["walikota"])
    lend(everyone["walikota"], stand_in)
    forward(new_report(root), everyone)
    assert heard("forward") == {"walikota": {"came_unstaffed"}, stand_in.username: {"came_unstaffed"}}


def test_nobody_above_hears_of_a_protected_case_whose_group_has_no_mail_address(root, everyone):
    everyone["lintang"].email = ""
    everyone["lintang"].save()
    category = Category.objects.filter(is_protected=True, agency__code="inspektorat").first()
    report = new_report(root, "Minta suap", category=category)
    said(report, "call_officer", "Hubungi saya")
    assert heard("call_officer") == {"lintang": {"officer_called"}}
