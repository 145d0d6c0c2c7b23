"""What becomes of a proposal that nobody has decided when the report changes hands: walks over every act that gives a
report to another office."""

from uuid import uuid4

import pytest

from lapor.agencies.models import Agency, Category
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Proposal, Report
from lapor.reports.permissions import has_access
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor, reporter_actor
from tests.reports.conftest import do, forward, in_days, new_report

pytestmark = pytest.mark.django_db

STATES = ["forwarded", "in_progress", "scheduled"]
GIVE_AWAY = {
    "forwarded": {"approve", "forward", "merge", "protect", "refer", "refuse", "reroute", "withdraw"},
    "in_progress": {"approve", "forward", "merge", "protect", "refer", "refuse", "reroute", "withdraw"},
    "scheduled": {"approve", "protect", "refer", "withdraw"},
}


@pytest.fixture
def unit(people):
    above = Agency.objects.get(code="perkim")
    pk = uuid4()
    return Agency.objects.create(
        id=pk, root=above.root, parent=above, path=[*above.path, pk], code="perkim-pju", name="Seksi PJU"
    )


def with_proposal(root, people, state):
    """A liaison officer proposes to refer it outside: triage would decide."""
    report = forward(new_report(root, email="budi@contoh.example"), people).report
    if state != "forwarded":
        do(report, "start", people["hana"], text="Kami cek")
    if state == "scheduled":
        do(report, "schedule", people["hana"], text="Menunggu bahan", promised_on=in_days(40))
        do(report, "approve", people["kepala"])
    do(report, "refer", people["hana"], destination="PLN", text="Jaringan PLN")
    assert Report.objects.get(pk=report.pk).waits_for == "triage"
    return report


def values_for(name, role, root, unit):
    """Something sensible for every field that the act may need."""
    values = {
        "text": "Alasan yang jelas",
        "category": Category.objects.get(code="korupsi" if name == "protect" else "lampu-jalan-baru"),
        "agency": Agency.objects.get(code="inspektorat" if name == "protect" else "bappeda"),
        "proposed_agency": Agency.objects.get(code="bappeda"),
        "unit": unit,
        "parent": new_report(root, "Induk") if name == "merge" else None,
        "publication": "published",
        "destination": "PLN",
        "outcome": "solved",
        "promised_on": in_days(50),
    }
    rows = [row for row in workflow.TABLE if row.name == name and role in row.actors]
    wanted = {field for row in rows for field in (*row.needs, *row.may)} & values.keys()
    return ActData(**{field: values[field] for field in wanted})


def tries(people):
    """Every act with everybody whom the table lets in at all."""
    actors = {person.role: officer_actor(person) for name, person in people.items() if name not in {"lia", "walikota"}}
    actors |= {"reporter": reporter_actor(None), "system": SYSTEM}
    for name in sorted({row.name for row in workflow.TABLE}):
        for role in sorted(actors):
            if any(role in row.actors for row in workflow.TABLE if row.name == name):
                yield name, role, actors[role]


@pytest.mark.parametrize("state", STATES)
def test_a_proposal_is_void_once_another_office_has_the_report(root, people, unit, state):
    left = set()
    report = with_proposal(root, people, state)
    before = Report.objects.get(pk=report.pk)
    for name, role, actor in tries(people):
        data = values_for(name, role, root, unit)
        try:
            perform_action(report.pk, name, actor=actor, data=data)
        except ActRefused:
            continue
        after = Report.objects.get(pk=report.pk)
        if (after.agency_id, after.is_protected) != (before.agency_id, before.is_protected):
            left.add(name)
            assert not Proposal.objects.filter(report=report, status="open").exists(), (name, role)
            assert not after.has_proposal, (name, role)
        if after.has_proposal:
            assert has_access(Proposal.objects.get(report=report, status="open").officer, after)
        if after.version != before.version:
            report = with_proposal(root, people, state)
            before = Report.objects.get(pk=report.pk)
    assert left == GIVE_AWAY[state]


@pytest.mark.parametrize("act", ["refer", "answer"])
def test_a_report_sent_elsewhere_waits_for_its_new_office_whatever_the_old_one_proposed(root, people, act):
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    report = forward(new_report(root), people).report
    said = {"destination": "PLN"} if act == "refer" else {"outcome": "solved"}
    do(report, act, people["hana"], text="Jaringan PLN", **said)
    do(report, "reroute", people["vera"], agency=Agency.objects.get(code="bappeda"), text="Salah alamat")
    waiting = Inbox(people["lia"], InboxFilters(queue="mine")).page().rows
    assert [one.pk for one in waiting] == [report.pk]
    with pytest.raises(ActRefused, match="Tidak ada usul"):
        do(report, "approve", people["vera" if act == "refer" else "walikota"])
