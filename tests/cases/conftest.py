"""The people of the eight cases: officers who use the console or a program, and reporters who hold a receipt."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer, create_token
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.publish.public_rows import publish_events
from lapor.reports.deadlines.sweeps import end_waiting, remind_of_deadlines, remind_of_waiting
from lapor.reports.models import Report
from tests.api.conftest import Caller
from tests.rows import row_faults

MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)  # 09.00 WIB, a month without holidays
PEOPLE = {
    "triage": (Role.TRIAGE_OFFICER, "diskominfo"),
    "triage2": (Role.TRIAGE_OFFICER, "diskominfo"),
    "perkim": (Role.LIAISON_OFFICER, "perkim"),
    "dpu": (Role.LIAISON_OFFICER, "dpu"),
    "dinkes": (Role.LIAISON_OFFICER, "dinkes"),
    "head": (Role.HEAD, "pemkot"),
    "overseer": (Role.OVERSEER, "inspektorat"),
    "inspektorat": (Role.PROTECTED_CASE_OFFICER, "inspektorat"),
    "dp3a": (Role.PROTECTED_CASE_OFFICER, "dp3a"),
    "head_perkim": (Role.HEAD, "perkim"),
}


class Office:
    """Acts by REST (`rest`), by the console (`console`) or as the reporter (`reporter`), at the time that the case has
    come to."""

    def __init__(self, root):
        self.root, self.caller, self.now = root, Caller(), MONDAY
        self.officers = {
            name: create_officer(
                username=name,
                password="Rahasia-2026-x",
                name=name,
                email=f"{name}@kantor.example",
                agency=Agency.objects.get(code=code),
                role=role,
            )
            for name, (role, code) in PEOPLE.items()
        }
        self.tokens = {name: create_token(officer) for name, officer in self.officers.items()}

    def later(self, **passed):
        """Time goes on, hour by day, and the sweeps run as they would."""
        end = self.now + timedelta(**passed)
        while self.now < end:
            self.now = min(end, self.now + timedelta(hours=12))
            with clock.at(self.now):
                end_waiting()
                remind_of_deadlines()
                remind_of_waiting()

    def file(self, text, **fields):
        with clock.at(self.now):
            return self.caller.file(text=text, **fields)

    def rest(self, name, filed, act, *, status=200, **fields):
        with clock.at(self.now):
            response = self.caller.post(
                f"/reports/{filed['tracking_id']}/acts", {"act": act, **fields}, token=self.tokens[name]
            )
        assert response.status_code == status, response.content
        return response.json()

    def reporter(self, filed, act, *, status=200, **fields):
        with clock.at(self.now):
            body, code = {"act": act, **fields}, filed["receipt_code"]
            response = self.caller.post(f"/reports/{filed['tracking_id']}/acts", body, code=code)
        assert response.status_code == status, response.content
        return response.json()

    def console(self, name, filed, act, *, status=302, **fields):
        """The form of the console, filled in as the page gives it out."""
        client = self.browser(name)
        url = f"/konsol/laporan/{filed['tracking_id']}"
        with clock.at(self.now):
            page = client.get(url)
            assert page.status_code == 200
            assert act in {offered["act"] for offered in page.context["acts"]}, [
                offered["act"] for offered in page.context["acts"]
            ]
            version = Report.objects.get(tracking_id=filed["tracking_id"]).version
            response = client.post(url, {"act": act, "version": version, **fields})
        assert response.status_code == status, response.context["acts"] if response.context else response.content

    def browser(self, name):
        client = Client()
        client.force_login(self.officers[name], backend="lapor.agencies.officers.backend.OfficerBackend")
        return client

    def forward(self, filed, agency, *, by="triage", category="lampu-jalan-baru"):
        return self.rest(by, filed, "forward", category=category, agency=agency, publication="published")

    def report(self, filed):
        return Report.objects.select_related("agency", "category").get(tracking_id=filed["tracking_id"])

    def public(self, filed, **kwargs):
        with clock.at(self.now):
            return self.caller.get(f"/reports/{filed['tracking_id']}", **kwargs)

    def publish(self):
        from lapor.ledger.models import Event  # noqa: PLC0415 - beside its use

        publish_events(list(Event.objects.all()))


@pytest.fixture
def office(root):
    Category.objects.filter(code="lampu-jalan-baru").update(needs_evidence=False)
    yield Office(root)
    assert row_faults() == []
