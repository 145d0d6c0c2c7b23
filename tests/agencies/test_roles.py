"""The table of roles is whole, and nothing beside it says what a role may do."""

import re
from pathlib import Path

import pytest

from lapor.agencies.models import Agency
from lapor.agencies.queries import root_of
from lapor.agencies.roles import CAPABILITIES, Can, Role, roles_that
from lapor.casework.inbox import InboxFilters
from lapor.console.inbox.queues import state_views
from lapor.notify.officer_table import TOLD
from lapor.reports.queries import held_reports
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture

LAPOR = Path(__file__).resolve().parents[2] / "lapor"
# whose hands an act is for, whom a notice is for, what is set up: there a role is meant, not what it may do
NAME_ROLES = {
    "agencies/queries.py",
    "agencies/roles.py",
    "config/commands/demo.py",
    "config/load_generator/chunks.py",
    "config/load_generator/loading.py",
    "config/page_context.py",
    "notify/escalated.py",
    "notify/officers.py",
    "reports/workflow/act.py",
}


def test_each_role_has_a_row_and_each_capability_a_role_and_a_use():
    assert set(CAPABILITIES) == set(Role)
    assert set().union(*CAPABILITIES.values()) == set(Can)
    sources = "\n".join(path.read_text() for path in LAPOR.rglob("*.py") if path.name != "roles.py")
    assert [one for one in Can if f"Can.{one.name}" not in sources] == []


def test_no_other_place_says_what_a_role_may_do():
    named = {
        str(path.relative_to(LAPOR))
        for path in LAPOR.rglob("*.py")
        if re.search(r"\bRole\.[A-Z_]+\b", path.read_text())
    }
    assert {one for one in named if "/migrations/" not in one} <= NAME_ROLES


def test_who_hears_notices_is_looked_up():
    assert TOLD
    assert set(roles_that(Can.HEAR_NOTICES)) == set(Role) - {Role.FIELD_OFFICER, Role.DESK_OFFICER}


@pytest.mark.django_db(transaction=True)
def test_the_numbers_beside_the_inbox_are_those_of_its_list(root, people, caught_up):  # noqa: F811
    """An officer of the city itself was shown the numbers of the whole city, and a list of their own agency's
    reports."""
    report = new_report(root)
    forward(report, people)
    new_report(root, "Jalan rusak")
    at_the_top = people["hana"]
    at_the_top.agency = Agency.objects.get(pk=root_of(at_the_top).pk)
    at_the_top.save()
    caught_up()
    for officer in [*people.values(), at_the_top]:
        if officer.role in roles_that(Can.HANDLE_REPORTS):
            counted = {one["label"]: one["count"] for one in state_views(officer, InboxFilters(), "/konsol/")}
            assert sum(int(number) for number in counted.values()) == held_reports(officer).count(), officer.username
