"""How often a page of the console asks the database, of the addresses that name a row of their own (team, macro, photo,
call-back case …), and of each form that is shown again: walks over every address there is, to every kind of officer."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lapor.agencies.models import Area
from lapor.casework.bulk import BULK_ACTS
from lapor.core import ttl_cache
from lapor.reports.queries import offered_acts, report_by_number
from lapor.reports.workflow.acting import officer_actor
from tests.reports.conftest import do_as_reporter, forward, new_report
from tests.reports.console_rows import ConsoleRows, pages_of
from tests.reports.test_query_counts import MOST, PEOPLE, as_in_life, queries_of

pytestmark = pytest.mark.django_db

EVERYBODY = [*PEOPLE, "lia", "ade", "dewi"]
SHOWN = {200, 422}
# What a macro would do is told to the last word, since it is done and taken back: four acts, each under the report's
# lock with its form, story, deadlines and event as by hand, and asked for by POST. The dearest four: 51.
ALLOWED = {"run_macro": 51}
# Somebody who does open what no other address of theirs leads past: else the walk would count nothing but refusals.
OPENED = {
    "vera": {"mask_photo", "move_entry", "macro", "act_form", "bulk"},
    "hana": {"team", "template", "write", "run_macro"},
    "lia": {"callback_case"},
    "walikota": {"incidents"},
    "ade": {"import", "import_faults", "imports", "page", "pages", "routing", "escalation", "offices", "brand"},
}


@pytest.fixture
def before_and_now(root, people, settings, monkeypatch, tmp_path):
    """Rows that were looked at before, and others alike: a report that waits for triage, and one with an office."""
    settings.SECOND_FACTOR_REQUIRED, settings.DATA_DIR = True, tmp_path
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    places = iter(Area.objects.filter(root=root, level="village").order_by("code"))
    return [ConsoleRows(root, people, reports_of(root, people, places)) for _n in range(2)]


def reports_of(root, people, places):
    made = [
        as_in_life(new_report(root, f"Lampu {n}", email="budi@contoh.example", area=next(places))) for n in range(2)
    ]
    return [do_as_reporter(made[0], "note").report, forward(made[1], people).report]


def signed_in(officer):
    client = Client()
    client.force_login(officer)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": ""})
    return client


def asked(client, url, data=None):
    """Status, and what was asked; what a form would have done is taken back."""
    with transaction.atomic():
        answer, ran = queries_of(lambda: client.get(url) if data is None else client.post(url, data))
        transaction.set_rollback(True)
    return answer.status_code, ran


def forms_of(rows, officer):
    """Each form sent with next to nothing: those of the pages, of each act on the page of a report, and of each act on
    many."""
    for name, filling in pages_of(rows):
        yield name, reverse(f"console:{name}", kwargs=filling), {}
    numbers = [filling["number"] for filling in rows.filling("report", {"number"})]
    for number in numbers:
        report = report_by_number(number)
        assert report is not None
        for row in offered_acts(report, officer_actor(officer)):
            yield "report", reverse("console:report", args=[number]), {"act": row.name, "version": report.version}
    for act in BULK_ACTS:
        yield "bulk", reverse("console:bulk"), {"act": act, "confirm": "1", "report": numbers}
    for filling in rows.filling("macro", {"pk"}):
        yield "bulk_macro", reverse("console:bulk_macro"), {"macro": str(filling["pk"]), "report": numbers}


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_page_and_no_form_shown_again_takes_more_than_twelve_queries(before_and_now, people, name):
    client, (before, now) = signed_in(people[name]), before_and_now
    for _page, url, data in walk(before, people[name]):  # what is believed for some seconds
        asked(client, url, data)
    shown, too_many = set(), []
    for page, url, data in walk(now, people[name]):
        status, ran = asked(client, url, data)
        if status in SHOWN:
            shown.add(page)
        if status in SHOWN and len(ran) > ALLOWED.get(page, MOST):
            too_many.append((url, data, status, len(ran), ran))
    assert not too_many
    assert OPENED.get(name, set()) <= shown


def walk(rows, officer):
    """Every address opened, then every form sent."""
    for page, filling in pages_of(rows):
        yield page, reverse(f"console:{page}", kwargs=filling), None
    yield from forms_of(rows, officer)
