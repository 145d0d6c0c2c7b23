"""Promised: whoever had a report hears of every act that takes it from them: the officer it was given to, or the team,
and their office.

The one place is `said_of_leaving` (lapor/reports/history/recording.py) with the lines of the table of notices that mean
To.LEFT and To.HANDS. Walked: every act of the table that leads from an agency's hands to somebody else's; given to an
officer, to a team, to nobody; acts that wait to be undone; approved ones; protected cases.
"""

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.agencies.teams import TeamValues, write_team
from lapor.ledger.models import Event
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.vocabulary import State
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import HOLDER, WORKED_ON
from lapor.reports.workflow.acting import ActData, officer_actor
from lapor.reports.workflow.undoing import WITHIN
from tests.promises.waiting import answered, heard, said
from tests.reports.conftest import do, forward, new_report, photo

pytestmark = pytest.mark.django_db


def agency(code):
    return Agency.objects.get(code=code)


def as_officer(act, who, **data):
    def way(report, people):
        do(report, act, people[who], **{key: value() if callable(value) else value for key, value in data.items()})

    return way


def forward_to_a_unit(report, people):
    unit = Agency.objects.create(code="unit", name="UPT Penerangan", root=report.root, parent=agency("perkim"))
    Agency.objects.filter(pk=unit.pk).update(path=[*agency("perkim").path, unit.pk])
    unit.refresh_from_db()
    create_officer(username="upik", password="Rahasia-2026-x", name="Upik", agency=unit, role=Role.LIAISON_OFFICER)
    do(report, "forward", people["hana"], unit=unit)


def decide_again(report, people):
    Report.objects.filter(pk=report.pk).update(is_decided=True)
    do(report, "decide", people["walikota"], agency=agency("bappeda"), text="Ke Bappeda")


def reject_again(report, people):
    do(report, "answer", people["kepala"], text="Sudah", outcome="solved", photos=(photo(),))
    Report.objects.filter(pk=report.pk).update(rejections=1)
    said(report, "reject")


def withdraw(report, _people):
    said(report, "withdraw", "")


def merge(report, people):
    do(report, "merge", people["vera"], parent=new_report(report.root, "Lampu padam"))


def reopen_again(report, _people):
    Report.objects.filter(pk=report.pk).update(state=State.RESOLVED, rejections=1)
    said(report, "reopen")


# act: how it takes a report from perkim, and whether its office did it itself
WAYS = {
    "withdraw": (withdraw, False),
    "refer": (as_officer("refer", "vera", destination="PLN", text="Gardu PLN"), False),
    "reroute": (as_officer("reroute", "vera", agency=lambda: agency("bappeda"), text="Milik Bappeda"), False),
    "merge": (merge, False),
    "decide": (decide_again, False),
    "reopen": (reopen_again, False),
    "refuse": (as_officer("refuse", "hana", text="Bukan kami", proposed_agency=lambda: agency("bappeda")), True),
    "forward": (forward_to_a_unit, True),
}
ELSEWHERE = {
    "reject": "test_a_second_rejection: its officer hears too, below",
    "archive": "below: only while it waits for its reporter",
    "protect": "nobody who may not see it any more hears that it is a protected case",
    "object": "stays with whoever has it",
}


def test_every_act_that_leads_out_of_an_agency_is_placed():
    """An agency has it while it is worked on, waits for its reporter, is answered or closed."""
    held = WORKED_ON | {State.AWAITING_REPORTER, State.ANSWERED, State.RESOLVED, State.CLOSED_UNCONFIRMED}
    to = {State.RECEIVED, State.FORWARDED, State.MERGED, State.REFERRED, State.ARCHIVED, HOLDER}
    leading = {row.name for row in workflow.TABLE if row.sources & held and row.target in to}
    assert leading - {"expire"} == WAYS.keys() | ELSEWHERE.keys()  # expire: asked by triage, nobody has it


def given_to(whom, report, people):
    """And who hears of it, besides the office."""
    if whom == "officer":
        do(report, "assign_officer", people["kepala"], officer=people["landung"])
        return {"landung"}
    if whom == "team":
        members = [
            create_officer(
                username=name, password="Rahasia-2026-x", name=name, agency=agency("perkim"), role=Role.FIELD_OFFICER
            )
            for name in ("tejo", "tuti")
        ]
        values = TeamValues("Regu Lampu", members)
        do(report, "give_team", people["kepala"], team=write_team(None, values, by=people["hana"]))
        return {"tejo", "tuti"}
    return set()


def in_hand(root, people, whom):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Petugas berangkat")
    return report, given_to(whom, report, people)


@pytest.mark.parametrize("whom", ["officer", "team", "nobody"])
@pytest.mark.parametrize("act", sorted(WAYS))
def test_who_had_it_hears_of_the_act_that_took_it_away(root, everyone, act, whom):
    report, hands = in_hand(root, everyone, whom)
    way, is_own = WAYS[act]
    way(report, everyone)
    report.refresh_from_db()
    assert report.agency != agency("perkim")
    found = heard(act)
    kinds = {"withdraw": "withdrawn_held", "merge": "merged_away", "reopen": "left_unit"}
    expected = set(hands) if is_own else {*hands, "hana"}
    told = {name for name, heard_of in found.items() if kinds.get(act, "taken_away") in heard_of}
    assert told == expected


def test_a_withdrawal_is_told_to_triage_only_where_nobody_had_it(root, everyone):
    in_hand(root, everyone, "officer")
    report, _hands = in_hand(root, everyone, "nobody")
    said(report, "withdraw", "")
    assert heard("withdraw") == {"hana": {"withdrawn_held"}}
    said(new_report(root), "withdraw", "")
    assert heard("withdraw") == {"vera": {"withdrawn"}}


def test_the_officer_whose_answer_was_rejected_twice_hears_that_it_left(root, everyone):
    report = answered(root, everyone)
    do(report, "assign_officer", everyone["kepala"], officer=everyone["landung"])
    Report.objects.filter(pk=report.pk).update(rejections=1)
    said(report, "reject")
    assert heard("reject") == {"walikota": {"rejected_again"}, "hana": {"left_unit"}, "landung": {"left_unit"}}


def test_an_office_that_asked_the_reporter_hears_that_triage_archived_it(root, everyone):
    report, _hands = in_hand(root, everyone, "officer")
    do(report, "ask", everyone["hana"], text="Nomor tiang?")
    do(report, "archive", everyone["vera"], archive_reason="spam", text="Iklan")
    assert heard("archive") == {"hana": {"taken_away"}, "landung": {"taken_away"}}
    do(new_report(root), "archive", everyone["vera"], archive_reason="spam", text="Iklan")
    assert heard("archive") == {}


def test_what_waits_to_be_undone_says_who_had_it_too(root, everyone):
    report, _hands = in_hand(root, everyone, "officer")
    data = ActData(agency=agency("bappeda"), text="Milik Bappeda")
    taken = perform_action(report.pk, "reroute", actor=officer_actor(everyone["vera"]), data=data, undo_within=WITHIN)
    assert taken.held_until is not None
    assert heard("reroute") == {"lia": {"came"}, "hana": {"taken_away"}, "landung": {"taken_away"}}


def test_who_proposed_and_who_had_it_hear_of_the_approval(root, everyone):
    report, _hands = in_hand(root, everyone, "officer")
    do(report, "refer", everyone["hana"], destination="PLN", text="Gardu PLN")
    do(report, "approve", everyone["vera"])
    assert heard("refer") == {"hana": {"approved"}, "landung": {"taken_away"}}


def test_the_group_of_a_protected_case_hears_of_its_withdrawal(root, everyone):
    category = Category.objects.filter(root=root, is_protected=True, agency=agency("inspektorat")).first()
    report = new_report(root, "Ada suap di kantor", category=category)
    assert Report.objects.get(pk=report.pk).agency == agency("inspektorat")
    said(report, "withdraw", "")
    assert heard("withdraw") == {"lintang": {"withdrawn_held"}}
    assert "left_agency" in Event.objects.get(name="report.withdraw").data
