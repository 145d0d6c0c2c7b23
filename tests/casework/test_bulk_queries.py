"""How often the preview of an act on many reports asks the database: with many of each kind that a rule of the table
knows more of than stands in the report's row."""

from collections import Counter
from itertools import islice

import pytest
from django.test import Client

from lapor.agencies.models import Agency, Area
from lapor.agencies.queries import rules_of
from lapor.casework.bulk import BULK_ACTS
from lapor.core import clock, ttl_cache
from lapor.gateway.models import ChannelAccount, InboundMessage
from lapor.reporters.models import ContactPoint
from lapor.reports.models import Feedback, Report, SupportingAgency
from lapor.reports.workflow.acting import SYSTEM, officer_actor
from lapor.reports.workflow.guard_context import guard_context
from lapor.reports.workflow.rows_beside import rows_beside
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture
from tests.reports.test_query_counts import MOST, queries_of

pytestmark = pytest.mark.django_db

MANY = 20
BESIDE = ("has_rated", "has_newsroom", "is_unreachable", "actor_supports", "actor_may_decide_proposal")


@pytest.fixture
def reports(root, people):  # noqa: F811
    """MANY of each kind, all with an office: closed, from the news, answered without a receipt, proposed."""
    places = Area.objects.filter(root=root, level="village").order_by("code")
    kinds = {}
    for kind in ("closed", "news", "answered", "proposed"):
        channel = "news" if kind == "news" else "web"
        made = [
            new_report(root, f"Lampu {n}", email=f"{kind}{n}@contoh.example", area=place, channel=channel)
            for n, place in enumerate(islice(places, MANY))
        ]
        kinds[kind] = [forward(report, people).report for report in made]
    _close(kinds["closed"])
    _came_from_newsroom(root, kinds["news"])
    ids = [report.pk for report in kinds["answered"]]
    Report.objects.filter(pk__in=ids).update(state="answered", receipt_hash=None)
    half = [report.reporter_id for report in kinds["answered"][::2]]
    ContactPoint.objects.filter(reporter__in=half).update(opted_out_at=clock.now())
    for report in kinds["proposed"]:
        do(report, "refer", people["hana"], destination="PLN", text="Jaringan PLN")
    return kinds


def _came_from_newsroom(root, reports):
    """Every third story by an outlet that can be written to."""
    account = ChannelAccount.objects.create(
        root=root,
        channel="news",
        name="suara",
        settings={"newsroom_email": "redaksi@suara.example"},
        made_at=clock.now(),
    )
    for n, report in enumerate(reports[::3]):
        InboundMessage.objects.create(
            account=account,
            channel="news",
            key=bytes([n]),
            delivery_id=report.pk,
            delivery_at=clock.now(),
            place_in_delivery=0,
            kind="mention",
            body=b"x",
            report_id=report.pk,
            received_at=clock.now(),
        )


def _close(reports):
    ids = [report.pk for report in reports]
    Report.objects.filter(pk__in=ids[::2]).update(state="resolved")
    Report.objects.filter(pk__in=ids[1::2]).update(state="closed_unconfirmed")
    Feedback.objects.bulk_create(Feedback(report_id=pk, rating=4, at=clock.now()) for pk in ids[::3])


def numbers(kinds):
    return [report.tracking_id for reports in kinds.values() for report in reports]


@pytest.mark.parametrize("name", ["vera", "hana", "kepala", "landung", "wening"])
def test_preview_of_many_of_every_kind_takes_no_more_than_twelve_queries(root, people, reports, monkeypatch, name):  # noqa: F811
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    client = Client()
    client.force_login(people[name])
    chosen, too_many, shown = numbers(reports), [], 0
    for act in BULK_ACTS:  # what is believed for some seconds
        client.post("/konsol/banyak", {"act": act, "report": chosen[::7]})
    for act in BULK_ACTS:
        answer, ran = queries_of(lambda act=act: client.post("/konsol/banyak", {"act": act, "report": chosen}))
        assert answer.status_code == 200
        shown += len(answer.context["effects"]) + len(answer.context["refused"])
        shown += bool(answer.context["parent"] and answer.context["parent"]["is_chosen"])  # named apart
        if len(ran) > MOST:
            too_many.append((act, len(ran), ran))
    assert not too_many
    assert shown == len(BULK_ACTS) * len(chosen)


@pytest.mark.parametrize("name", ["vera", "hana", "kepala", "lia", "wening", ""])
def test_of_many_at_once_the_rules_see_the_same_as_of_each_alone(root, people, reports, name):  # noqa: F811
    helped = [reports[kind][n] for kind in reports for n in range(2)]
    bappeda = Agency.objects.get(code="bappeda")
    SupportingAgency.objects.bulk_create(
        SupportingAgency(report=report, agency=bappeda, at=clock.now()) for report in helped
    )
    Report.objects.filter(pk__in=[report.pk for report in helped]).update(has_helpers=True)
    actor = officer_actor(people[name]) if name else SYSTEM
    found = list(Report.objects.select_related("root", "category", "agency", "parent").order_by("id"))
    beside, seen = rows_beside(found, actor), Counter()
    for report in found:
        given = (report, list(report.clocks.all()), rules_of(root), clock.now(), actor)
        facts = guard_context(*given, beside)
        assert facts == guard_context(*given)
        seen.update(fact for fact in BESIDE if getattr(facts, fact))
    assert (seen["has_rated"], seen["has_newsroom"], seen["is_unreachable"]) == (7, 7, MANY // 2)
    assert seen["actor_supports"] == (len(helped) if name == "lia" else 0)
    assert seen["actor_may_decide_proposal"] == (MANY if name == "vera" else 0)


def test_who_is_kept_out_by_name_does_not_reach_it_whether_asked_alone_or_together(root, people):  # noqa: F811
    first, second = (new_report(root, "Ada pungli di loket") for _n in range(2))
    do(first, "exclude", people["lintang"], officer=people["lintang"])
    actor = officer_actor(people["lintang"])
    found = list(Report.objects.select_related("root", "category", "agency", "parent").order_by("id"))
    beside = rows_beside(found, actor)
    for one, reaches in zip(found, (False, True), strict=True):
        assert one.is_protected
        for together in (beside, None):
            facts = guard_context(one, [], rules_of(root), clock.now(), actor, together)
            assert facts.actor_reaches is reaches
    assert second.pk not in beside.excluding
