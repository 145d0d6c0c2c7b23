"""A merge is offered beside a similar report where the table of acts allows it, and nowhere else."""

import itertools
from collections.abc import Iterable
from typing import Any

import pytest

from lapor.agencies.queries import rules_of
from lapor.core import clock
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, State
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.acting import officer_actor
from lapor.reports.workflow.guard_context import guard_context
from lapor.triage.duplicates import is_offered
from tests.reports.conftest import new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
FLAGS: dict[str, Iterable[Any]] = {
    "awaits_decision": [False, True],
    "is_decided": [False, True],
    "refusals": [0, 3],
    "children_count": [0, 2],
    "has_appealed": [False, True],
}


def allowed(report, officer):
    actor = officer_actor(officer)
    facts = guard_context(report, [], rules_of(report.root), clock.now(), actor)
    return workflow.find_row(ActName.MERGE, facts, workflow.acting_as(officer.role, is_protected=False)) is not None


@pytest.mark.parametrize("state", [State.RECEIVED, State.FORWARDED, State.IN_PROGRESS, State.ANSWERED])
def test_offered_as_the_table_says_for_every_mixture(root, people, state):  # noqa: F811
    report, vera, found = new_report(root), people["vera"], set()
    for values in itertools.product(*FLAGS.values()):
        flags = dict(zip(FLAGS, values, strict=True))
        flags["archived_by"] = vera if flags["has_appealed"] else None
        if flags["awaits_decision"] and state != State.RECEIVED:
            continue
        Report.objects.filter(pk=report.pk).update(state=state, **flags)
        row = Report.objects.select_related("root", "agency", "category", "parent").get(pk=report.pk)
        assert is_offered(ActName.MERGE, row, vera) == allowed(row, vera), flags
        found.add(allowed(row, vera))
    assert found == ({True, False} if state in {State.RECEIVED, State.FORWARDED, State.IN_PROGRESS} else {False})
