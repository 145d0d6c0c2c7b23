"""How often the page of a report asks the database, whatever became of the report: each kind that a page shows more
of, to every officer who may open it; the forms that its acts open, too."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from lapor.agencies.models import Area, Team
from lapor.agencies.queries import active_categories
from lapor.core import ttl_cache
from lapor.reports.actions import perform_action
from lapor.reports.queries import offered_acts, report_by_number
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor
from tests.reports.conftest import do, do_as_reporter, forward, in_days, new_report, photo
from tests.reports.test_query_counts import MOST, NARROWED, PEOPLE, as_in_life, queries_of

pytestmark = pytest.mark.django_db


class Maker:
    """Reports of one city, each in another place. Every method without arguments makes one kind."""

    def __init__(self, root, people):
        self._root, self._people = root, people
        self._places = iter(Area.objects.filter(root=root, level="village").order_by("code"))
        self._team = Team.objects.create(agency=people["hana"].agency, name="Regu Lampu")
        self._team.members.add(people["landung"])

    def _act(self, report, name, who="hana", /, **data):
        do(report, name, self._people[who], **data)
        return report

    def _answered(self, report):
        return self._act(report, "answer", text="Sudah diganti", outcome="solved", photos=(photo(), photo()))

    def _said(self, report, name):
        do_as_reporter(report, name)
        return report

    def new(self):
        place = next(self._places)
        return as_in_life(new_report(self._root, "Lampu padam di gang", email="budi@contoh.example", area=place))

    def forwarded(self):
        return forward(self.new(), self._people).report

    def refused(self):
        return self._act(self.forwarded(), "refuse", text="Bukan", proposed_agency=self._people["lia"].agency)

    def asked(self):
        return self._act(self.forwarded(), "ask", text="Di tiang nomor berapa?")

    def in_progress(self):
        return self._act(self.forwarded(), "start", text="Kami mulai")

    def waits_for_approval(self):
        return self._act(self.in_progress(), "schedule", text="Menunggu bahan", promised_on=in_days(40))

    def with_partners(self):
        report = self._act(self.in_progress(), "invite_partner", partner_name="CV Terang", text="Ganti lampu")
        return self._act(report, "invite_partner", partner_name="PLN", text="Cek jaringan")

    def given_to_team(self):
        return self._act(self.in_progress(), "give_team", team=self._team)

    def with_helpers(self):
        return self._act(self.in_progress(), "call_support", agency=self._people["lia"].agency, text="Mohon dibantu")

    def answered(self):
        return self._answered(self.in_progress())

    def rejected(self):
        return self._said(self.answered(), "reject")

    def before_head(self):
        return self._said(self._answered(self.rejected()), "reject")

    def solved(self):
        return self._said(self.answered(), "confirm")

    def with_merged_ones(self):
        parent = self.forwarded()
        for _n in range(3):
            self._act(self.new(), "merge", "vera", parent=parent)
        return parent

    def merged(self):
        return self._act(self.new(), "merge", "vera", parent=self.forwarded())

    def protected(self):
        report = self.new()
        category = next(one for one in active_categories(self._root) if one.is_protected)
        perform_action(report.pk, "protect", actor=SYSTEM, data=ActData(category=category, agency=category.agency))
        return report

    def referred(self):
        return self._act(self.new(), "refer", "vera", destination="PLN", text="Jaringan PLN")

    def with_words_to_check(self):
        return self._said(self.forwarded(), "note")


KINDS = [name for name in vars(Maker) if not name.startswith("_")]


def pages_of(number, officer):
    """Of the report, and the form of each act that is offered."""
    url = f"/konsol/laporan/{number}"
    yield from (f"{url}?queue=open", url + NARROWED, f"/konsol/tugas/{number}")
    report = report_by_number(number)
    assert report
    for row in offered_acts(report, officer_actor(officer)):
        yield f"{url}/tindakan/{row.name}?queue=open"


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_report_takes_more_than_twelve_queries(root, people, settings, monkeypatch, kind):
    settings.SECOND_FACTOR_REQUIRED = True
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    maker = Maker(root, people)
    seen_before, measured = (getattr(maker, kind)().tracking_id for _n in range(2))
    too_many, opened = [], 0
    for name in PEOPLE:
        client = Client()
        client.force_login(people[name])
        Authenticator.objects.create(user=people[name], type=Authenticator.Type.TOTP, data={"secret": ""})
        for page in pages_of(seen_before, people[name]):  # what is believed for some seconds
            client.get(page)
        for page in pages_of(measured, people[name]):
            answer, ran = queries_of(lambda page=page, client=client: client.get(page))
            opened += answer.status_code == 200
            if len(ran) > MOST:
                too_many.append((name, page, len(ran), ran))
    assert not too_many, too_many
    assert opened >= 3
