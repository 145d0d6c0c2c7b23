"""Pages that begin behind a row hold all that follow it, and find their beginning by an index."""

import pytest
from django.db import connection

from lapor.agencies.models import Agency, Team
from lapor.db.row_order import RowAfter, RowBefore
from lapor.reports.models import Report
from tests.plans import leave_indexes, plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams(root):
    agencies = Agency.objects.filter(root=root).order_by("code")[:3]
    for name in ("Barat", "Selatan", "Timur"):
        for agency in agencies:
            Team.objects.create(agency=agency, name=name)
    return list(Team.objects.order_by("name", "id"))


def test_all_that_stand_behind_a_row_and_no_other(teams):
    """Three are equal in the first column."""
    for place, team in enumerate(teams):
        values = {"name": team.name, "id": team.pk}
        assert list(Team.objects.filter(RowAfter(values)).order_by("name", "id")) == teams[place + 1 :]
        assert list(Team.objects.filter(RowBefore(values)).order_by("-name", "-id")) == teams[:place][::-1]


def test_the_beginning_is_found_by_the_index(root):
    """A rival that is smaller, as the planner took one run when the index of the list was high with rows undone."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX rival ON reports_report (root_id) WHERE NOT is_protected")
    leave_indexes("report_by_root")
    behind = Report.objects.filter(RowAfter({"queue_key": 5, "id": root.pk}), root=root, is_protected=False)
    plan = plan_of(behind.order_by("queue_key", "id").values_list("pk")[:31])
    [condition] = [line for line in plan.splitlines() if "Index Cond" in line]
    assert "ROW(queue_key, id) > ROW(" in condition
    assert "Sort" not in plan
