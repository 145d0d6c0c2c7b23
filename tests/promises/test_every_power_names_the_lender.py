"""Promised: what somebody does in a lent role says whose it is: every event by an officer's hands names the lender,
powers beside the acts on reports too.

The one place is `record_power_event` (lapor/agencies/actions.py), and `stand_in_note` for the few events in another
chain. Walked: every call that adds an event by an officer; every power of the roles that can be lent, by name of event.
"""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from lapor.agencies.actions import create_officer, set_approval
from lapor.agencies.models import Agency, Category
from lapor.agencies.officers.delegations import lend_role, standing_in_for
from lapor.agencies.roles import Role
from lapor.agencies.teams import TeamValues, end_team, write_team
from lapor.casework.access_log import note_reading
from lapor.casework.handing_over import hand_over
from lapor.casework.known_people import people_known
from lapor.casework.macros import MacroValues, remove_macro, write_macro
from lapor.casework.reporter_search import search_reporter
from lapor.casework.response_templates import remove_template, write_template
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.reports.evidence import issue_challenge
from lapor.reports.models import Report
from lapor.triage.incidents import Declaration, declare_incident
from tests.reports.conftest import forward, new_report

pytestmark = pytest.mark.django_db
LAPOR = Path(__file__).parents[2] / "lapor"
NO_STAND_IN = {"agencies/officers/delegations.py", "intake/imports/runs.py"}  # lending in a lent role; administrators


def calls_by_officers():
    """(file, source of the call) of everything that adds an event with an officer as who did it."""
    for path in sorted(LAPOR.rglob("*.py")):
        source = path.read_text()
        if "append" not in source or 'actor_kind="officer"' not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"append", "append_once"}:
                words = ast.get_source_segment(source, node) or ""
                if 'actor_kind="officer"' in words:
                    yield str(path.relative_to(LAPOR)), words, source


def test_every_event_by_an_officer_is_written_with_the_lender():
    found = list(calls_by_officers())
    assert {name for name, _words, _source in found} >= {"agencies/actions.py", "casework/identities.py"}
    bare = {name for name, words, source in found if "stand_in_note" not in words and "= stand_in_note" not in source}
    assert bare <= NO_STAND_IN


def a_report(root, people):
    report = new_report(root)
    forward(report, people)
    return Report.objects.get(pk=report.pk)


def search(by, root, people):
    search_reporter("0812 3456 7890", by=by)


def hand(by, root, people):
    hand_over(people["landung"], people["hana"], by=by)


def macro(by, root, people):
    steps = [{"act": "work_note", "text": "Dibaca"}]
    remove_macro(write_macro(None, MacroValues("Baca", "1", by.agency, None, "", steps), by=by), by=by)


def template(by, root, people):
    row = write_template(None, agency=by.agency, category=None, act="respond", name="Terima", text="Ya", by=by)
    remove_template(row, by=by)


def team(by, root, people):
    end_team(write_team(None, TeamValues("Regu", [people["landung"]]), by=by), by=by)


def approval(by, root, people):
    agency = Agency.objects.get(pk=by.agency_id)
    set_approval(agency, is_wanted=not agency.approves_answers, by=by)


def incident(by, root, people):
    declare_incident(
        Declaration(
            title="Banjir",
            text="Banjir di Kaligawe",
            categories=[Category.objects.get(code="lampu-jalan-baru")],
            areas=[],
            begins_at=clock.now() - timedelta(hours=1),
            ends_at=None,
        ),
        by=by,
    )


def known(by, root, people):
    people_known(phone="0812 3456 7890", email="", by=by, is_agreed=False)


def challenge(by, root, people):
    issue_challenge(a_report(root, people), by)


def reading(by, root, people):
    category = Category.objects.filter(is_protected=True, agency__code="inspektorat").first()
    note_reading(new_report(root, "Minta suap", category=category), by)


# who lends it, what is done, which events it leaves
POWERS = {
    "search": ("vera", search, {"reporter.searched"}),
    "hand over": ("hana", hand, {"officer.handed_over"}),
    "macro": ("kepala", macro, {"macro.written", "macro.removed"}),
    "template": ("hana", template, {"template.written", "template.removed"}),
    "team": ("hana", team, {"team.written", "team.ended"}),
    "approval": ("kepala", approval, {"agency.approval_set"}),
    "incident": ("walikota", incident, {"incident.declared"}),
    "known people": ("dewi", known, {"reporter.looked_up"}),
    "challenge": ("landung", challenge, {"report.challenge_issued"}),
    "reading": ("lintang", reading, {"case.read"}),
}


@pytest.mark.parametrize("name", sorted(POWERS))
def test_a_power_used_in_a_lent_role_names_both(root, people, name):
    who, use, events = POWERS[name]
    lender, today = people[who], clock.now().date()
    new_report(root, name="Siti Aminah", phone="0812 3456 7890", identity="named")
    stand_in = create_officer(
        username="pengganti", password="Rahasia-2026-x", name="P", agency=lender.agency, role=Role.FIELD_OFFICER
    )
    lend_role(lender, stand_in, first_day=today, last_day=today + timedelta(days=2), by=lender)
    acting = standing_in_for(stand_in, lender.username)
    before = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    use(acting, root, people)
    found = Event.objects.filter(id__gt=before, name__in=events)
    assert {event.name for event in found} == events
    assert {(event.actor_id, event.data.get("stands_in_for")) for event in found} == {(stand_in.pk, str(lender.pk))}
    use_in_own_right(use, lender, root, people, events)


def use_in_own_right(use, lender, root, people, events):
    last = Event.objects.order_by("-id").values_list("id", flat=True).first()
    with clock.at(clock.now() + timedelta(hours=2)):
        use(lender, root, people)
    found = Event.objects.filter(id__gt=last, name__in=events)
    assert found.exists()
    assert not any("stands_in_for" in event.data for event in found)
