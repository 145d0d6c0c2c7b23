"""Promise: from no two things that the public may read can anybody subtract how many confidential or protected reports
there are, but for the city's own count of them, by whole months of at least five.

The one place: `lapor/measure/scorecards.py` (`_rows`, `hidden_received`). Every public address is asked before and
after such reports came: not a byte may differ. A new public address takes part by itself
(tests/architecture/test_addresses.py, TABLE).
"""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lapor.agencies.models import Agency, Area, Category
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.measure import scorecards
from lapor.measure.scorecards import HIDDEN_FROM
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.runtime.consumers import CONSUMERS
from tests.architecture.test_addresses import DAY, EVERYONE, NUMBER, TABLE

pytestmark = pytest.mark.django_db
WHOLE = {"first": date(2020, 1, 1), "last": date(2035, 1, 1)}
NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
KINDS = {"confidential": {"visibility": "confidential"}, "protected": {"text": "Petugas minta pungli di loket"}}
# What is new at each call (tokens), tells the time, or is about the machine.
NOT_COMPARED = {
    "web:pulse",
    "web:heads",
    "web:public_keys",
    "ops:readyz",
    "ops:healthz",
    "web:key_sign_in",
    "web:key_add",
}


def file(root, village, at=NOW, **extra):
    with clock.at(at):
        values = {
            "text": "Jalan berlubang",
            "submission_key": str(uuid.uuid4()),
            "channel": "web",
            "area": village,
            **extra,
        }
        return file_new_report(NewReport(**values), root=root, actor=reporter_actor(None)).report


def forward(report, triage, at=NOW):
    with clock.at(at):
        category, agency = Category.objects.get(code="lampu-jalan-baru"), Agency.objects.get(code="perkim")
        perform_action(
            report.pk,
            "forward",
            actor=officer_actor(triage),
            data=ActData(category=category, agency=agency, publication="published"),
        )


def read_events(since=0):
    events = list(Event.objects.filter(id__gt=since).order_by("id"))
    for consumer in CONSUMERS:
        consumer.handle(events)
    return events[-1].id


@pytest.fixture
def village(root):
    return Area.objects.filter(root=root, level="village").select_related("parent").first()


def pages(report, village):
    """Every public address, with each period where it has one, as bytes without what is new at each call."""
    known: dict[object, object] = {NUMBER: report.tracking_id, DAY: date(2000, 1, 1)}
    names = [name for name, (roles, _arguments) in TABLE.items() if roles == EVERYONE and name not in NOT_COMPARED]
    urls = [reverse(name, args=[known.get(one, one) for one in TABLE[name][1]]) for name in names]
    urls += [reverse("web:area_card", args=[code]) for code in (village.pk, village.parent_id)]
    urls += [f"{reverse('web:report_list')}?area={village.parent_id}", "/api/v1/reports", "/api/v1/categories"]
    urls += [
        f"{url}?period={period}" for url in urls if "statistik" in url for period in ("month", "quarter", "year", "all")
    ]
    client = Client()
    with clock.at(NOW):
        return {url: plain(b"".join(client.get(url)).decode("utf-8", "replace")) for url in urls}


def plain(page):
    return re.sub(r"csrfmiddlewaretoken\" value=\"[^\"]*\"|nonce[=-]\"?[^\"' ]*|[0-9a-f]{8}-[0-9a-f-]{27}", "", page)


@pytest.mark.parametrize("kind", KINDS)
def test_no_public_page_changes_where_such_reports_come(root, triage, village, kind):
    shown = file(root, village)
    forward(shown, triage)
    last = read_events()
    before = pages(shown, village)
    # of this month any number, of one that is over too few
    for months, count in (
        (0, HIDDEN_FROM + 2),
        (2, HIDDEN_FROM - 1),
        (5, 1),
    ):
        for _turn in range(count):
            at = NOW - timedelta(days=30 * months)
            hidden = file(root, village, at=at, **KINDS[kind])
            if kind == "confidential":
                forward(hidden, triage, at=at)
    read_events(last)
    after = pages(shown, village)
    assert len(before) > 30
    assert [url for url in before if before[url] != after[url]] == []


def test_cards_hold_exactly_what_the_public_list_holds(root, triage, village):
    for extra in ({}, {}, *KINDS.values(), *[KINDS["confidential"]] * 8):
        report = file(root, village, **extra)
        if not report.is_protected:
            forward(report, triage)
    read_events()
    listed = Report.objects.filter(is_protected=False, visibility="public")
    perkim = Agency.objects.get(code="perkim")
    assert scorecards.agency_card(root, perkim, **WHOLE)["received"] == listed.filter(agency=perkim).count() == 2
    for code in (village.pk, village.parent_id):
        assert scorecards.area_card(root, code, **WHOLE)["received"] == 2
    assert scorecards.city_card(root, **WHOLE)["received"] == listed.count()
    assert sum(card["received"] for _month, card in scorecards.by_month(root, "city", **WHOLE)) == listed.count()


def test_city_counts_them_by_whole_months_of_at_least_five(root, village):
    for months, count in ((0, 9), (1, HIDDEN_FROM), (3, HIDDEN_FROM - 1)):
        for _turn in range(count):
            file(root, village, at=NOW - timedelta(days=30 * months), **KINDS["confidential"])
    read_events()
    assert scorecards.hidden_received(root, first=date(2020, 1, 1), last=NOW.date()) == HIDDEN_FROM
    assert scorecards.hidden_received(root, first=NOW.date(), last=NOW.date()) == 0
    spans = [(first, last) for first in range(1, 12) for last in range(first, 12)]
    found = {
        scorecards.hidden_received(root, first=date(2026, first, 1), last=date(2026, last, 28)) for first, last in spans
    }
    assert found == {0, HIDDEN_FROM}  # so that no two periods differ by fewer


def test_report_that_becomes_confidential_leaves_the_figures(root, triage, village):
    report, other = file(root, village), file(root, village)
    for one in (report, other):
        forward(one, triage)
    last = read_events()
    assert scorecards.area_card(root, village.pk, **WHOLE)["received"] == 2
    Report.objects.filter(pk=report.pk).update(visibility="confidential")
    with clock.at(NOW):
        perform_action(report.pk, "start", actor=officer_actor(officer_of(report)), data=ActData(text="Kami mulai"))
    read_events(last)
    assert scorecards.area_card(root, village.pk, **WHOLE)["received"] == 1


def officer_of(report):
    from lapor.agencies.actions import create_officer  # noqa: PLC0415 - beside its use
    from lapor.agencies.roles import Role  # noqa: PLC0415

    agency = Agency.objects.get(code="perkim")
    return create_officer(
        username="hana", password="Rahasia-2026-x", name="Hana", agency=agency, role=Role.LIAISON_OFFICER
    )
