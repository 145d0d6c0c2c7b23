"""What an officer began to write for an act goes with the act, whichever way it is done, and stays where it is not."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from lapor.agencies.actions import create_token
from lapor.agencies.models import Agency
from lapor.casework.drafts import drafts_of, keep_draft
from lapor.casework.models import Macro
from lapor.reports import queries
from tests.promises.ways import WAYS
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(root, people):  # noqa: F811
    """In progress, given to Landung, who has begun to write."""
    filed = new_report(root)
    forward(filed, people)
    do(filed, "start", people["hana"], text="Kami kerjakan")
    do(filed, "assign_officer", people["hana"], officer=people["landung"])
    for name in ("landung", "hana"):
        keep_draft(filed, people[name], "respond", "Kabel sud")
    keep_draft(filed, people["landung"], "work_note", "Tanya tukang")
    return queries.report_by_number(filed.tracking_id)


def macro_of(officer):
    return Macro.objects.create(officer=officer, name="Kabel", steps=[{"act": "respond", "text": "Kabel sudah dibeli"}])


def by_macro(report, officer, _body):
    client = Client()
    client.force_login(officer)
    address = f"/konsol/laporan/{report.tracking_id}/makro/{macro_of(officer).pk}"
    client.get(address)  # what it would do is taken back, with this
    assert "respond" in drafts_of(report, officer)
    assert client.post(address, {"version": report.version}).status_code == 302


def by_macro_on_many(report, officer, _body):
    client = Client()
    client.force_login(officer)
    sent = {"macro": str(macro_of(officer).pk), "report": [report.tracking_id], "confirm": "1"}
    assert client.post("/konsol/banyak/makro", sent).status_code == 302


def by_macro_of_rest(report, officer, _body):
    body = {"preview": False, "version": report.version}
    address = f"/api/v1/reports/{report.tracking_id}/macros/{macro_of(officer).pk}"
    headers = {"Authorization": f"Bearer {create_token(officer)}"}
    assert Client().post(address, json.dumps(body), "application/json", headers=headers).status_code == 200


ALL_WAYS = {**WAYS, "macro": by_macro, "macro on many": by_macro_on_many, "macro of rest": by_macro_of_rest}


@pytest.mark.parametrize("way", ALL_WAYS)
def test_it_goes_with_the_act_whichever_way_it_is_done(way, report, people):  # noqa: F811
    ALL_WAYS[way](report, people["landung"], {"act": "respond", "text": "Kabel sudah dibeli"})
    assert report.entries.filter(act="respond").count() == 1
    assert drafts_of(report, people["landung"]) == {"work_note": "Tanya tukang"}
    assert drafts_of(report, people["hana"]) == {"respond": "Kabel sud"}


def test_it_goes_with_a_decision_on_the_page_of_proposals(report, people):  # noqa: F811
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    do(report, "answer", people["hana"], text="Sudah menyala", outcome="solved")
    keep_draft(report, people["kepala"], "decline", "Belum lengk")
    client = Client()
    client.force_login(people["kepala"])
    address = reverse("console:decide_proposal", args=[report.tracking_id])
    assert client.post(address, {"act": "decline", "text": "Belum lengkap"}).status_code == 302
    assert drafts_of(report, people["kepala"]) == {}


def test_it_goes_when_the_act_is_sent_again_after_it_was_done(report, people):  # noqa: F811
    body = {"act": "answer", "text": "Sudah menyala", "outcome": "partly"}
    for _time in range(2):
        keep_draft(report, people["hana"], "answer", "Sudah nyala")
        WAYS["page"](report, people["hana"], body)
        assert "answer" not in drafts_of(report, people["hana"])


def test_it_stays_where_the_act_was_not_done(report, people):  # noqa: F811
    client = Client()
    client.force_login(people["landung"])
    refused = {"act": "respond", "text": "Hubungi Budi di 0812 3456 7890"}
    assert client.post(f"/konsol/laporan/{report.tracking_id}", refused).status_code == 422
    assert "respond" in drafts_of(report, people["landung"])
