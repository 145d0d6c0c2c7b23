"""How often a page of the console asks the database: walks over every address that needs no more than a report's
number, with reports as they are in life (photos, a place, suggestions, words that came later), beside others that were
looked at before. Addresses that name another row, forms shown again, the administrator's pages:
test_query_counts_of_rows.py."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from lapor.agencies.models import Area
from lapor.console.registry import SCREENS
from lapor.core import clock, ttl_cache
from lapor.core.ids import new_id
from lapor.reports.models import Attachment
from lapor.suggest.models import Suggestion, SuggestionKind
from tests.reports.conftest import do_as_reporter, forward, new_report

pytestmark = pytest.mark.django_db

MOST = 12
PEOPLE = ["vera", "hana", "landung", "kepala", "walikota", "lintang", "wening"]
NARROWED = "?queue=open&category=lampu-jalan-baru&agency=perkim&area=33.74.02&state=forwarded"
LISTS = [
    "?queue=open",
    "?queue=open&late=1",
    "?queue=closed",
    "?queue=handed_on",
    "?q=lampu",
    "?q=lampu+genuk",
    NARROWED,
]


@pytest.fixture
def numbers(root, people):
    """Of 14 reports, all in other places, every second with an agency."""
    places = list(Area.objects.filter(root=root, level="village").order_by("code")[:14])
    found = []
    for n, place in enumerate(places):
        report = as_in_life(new_report(root, f"Lampu {n}", email="budi@contoh.example", area=place))
        found.append((forward(report, people) if n % 2 else do_as_reporter(report, "note")).report.tracking_id)
    return found


def as_in_life(report):
    """With photos, and with suggestions for category and agency."""
    for kind, code in ((SuggestionKind.CATEGORY, "lampu-jalan-baru"), (SuggestionKind.AGENCY, "perkim")):
        values = {"code": code, "is_sure": True, "words": ["lampu"], "made_at": clock.now()}
        Suggestion.objects.update_or_create(report_id=report.pk, kind=kind, defaults=values)
    entry = report.entries.get(act="file")
    for number in range(2):
        made = {"sha256": f"{number}" * 64, "original_sha256": f"{number}" * 64, "width": 9, "height": 9}
        Attachment.objects.create(
            id=new_id(), report=report, entry=entry, created_at=clock.now(), status=Attachment.Status.READY, **made
        )
    return report


def addresses(number):
    """Every address of the console that needs no more than a report's number."""
    for screen in SCREENS:
        for url in screen.urls:
            pattern = str(url.pattern)
            if "<" not in pattern.replace("<str:number>", ""):
                yield f"/konsol/{pattern.replace('<str:number>', number)}"
    yield from (f"/konsol/{query}" for query in LISTS)
    yield from (
        f"/konsol/laporan/{number}{rest}"
        for rest in ("?queue=open", NARROWED, "/tindakan/work_note", "/tindakan/forward")
    )


def queries_of(call):
    """What it answered, and its queries; the marks of a transaction within the test's own are none."""
    ran = []

    def seen(execute, sql, *rest):
        if not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")):
            ran.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(seen):
        answer = call()
    return answer, ran


@pytest.mark.parametrize("name", PEOPLE)
def test_no_page_of_an_officer_takes_more_than_twelve_queries(numbers, people, settings, monkeypatch, name):
    settings.SECOND_FACTOR_REQUIRED = True
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    client = Client()
    client.force_login(people[name])
    Authenticator.objects.create(user=people[name], type=Authenticator.Type.TOTP, data={"secret": ""})
    for before in numbers[2:4]:  # what is believed for some seconds
        for page in addresses(before):
            client.get(page)
    opened, too_many = 0, []
    for number in numbers[:2]:
        for page in addresses(number):
            answer, ran = queries_of(lambda page=page: client.get(page))
            opened += answer.status_code == 200
            if len(ran) > MOST:
                too_many.append((page, len(ran), ran))
    assert not too_many, too_many
    assert opened >= 10


def test_a_preview_of_many_reports_takes_no_more_queries_for_more_of_them(numbers, people, monkeypatch):
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    client = Client()
    client.force_login(people["vera"])

    def preview(chosen):
        return queries_of(lambda: client.post("/konsol/banyak", {"act": "archive", "report": chosen}))

    preview(numbers[:2])
    few, many = preview(numbers[:4]), preview(numbers[:14])
    assert few[0].status_code == many[0].status_code == 200
    assert len(many[1]) == len(few[1])
