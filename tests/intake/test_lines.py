"""A line of words that says where it is stands once, in intake/filing/fields.py, and is from there on every way in."""

import uuid
from dataclasses import fields, replace

import pytest
from django.test import Client

from lapor.api.v1.schemas import InboxItem, SentReport
from lapor.casework.persons import export_person
from lapor.desk.forms import DeskForm, KeptForm
from lapor.desk.papers import ClippingForm
from lapor.desk.radio import RadioForm
from lapor.intake.filing import fields as filing_fields
from lapor.intake.filing.fields import FIELDS, PLACE_LINES, empty_later_lines, kept_lines, longest
from lapor.intake.filing.forms import FilingForm
from lapor.intake.filing.new_report import NewReport
from lapor.intake.imports.guessing import HEADERS
from lapor.reporters.models import Reporter
from lapor.reports.models import Report
from tests.desk.conftest import browser_of, desk_officer  # noqa: F401

pytestmark = pytest.mark.django_db
FORMS = (FilingForm, DeskForm, KeptForm, RadioForm, ClippingForm)


@pytest.mark.parametrize("name", PLACE_LINES)
def test_a_line_is_on_every_way_in(root, name):
    assert all(name in made(root=root).fields for made in FORMS)
    assert name in {field.name for field in fields(NewReport)}
    assert {name} <= SentReport.model_fields.keys() & InboxItem.model_fields.keys() & HEADERS.keys()


@pytest.mark.parametrize("name", PLACE_LINES)
def test_a_line_that_was_sent_is_read_by_the_office_and_by_its_writer(root, triage, name):
    said = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati", name: "  Depan  musala "}
    said |= {"name": "Budi", "email": "budi@contoh.example"}
    assert Client().post("/lapor", said).status_code == 201
    report = Report.objects.get()
    assert getattr(report, name) == "Depan musala"
    assert "Depan musala" in browser_of(triage).get(f"/konsol/laporan/{report.tracking_id}").content.decode()
    assert export_person(Reporter.objects.get())["reports"][0][name] == "Depan musala"


@pytest.mark.parametrize("name", PLACE_LINES)
def test_a_line_has_its_place_on_each_page_and_is_read_back(desk_officer, name):  # noqa: F811
    desk = browser_of(desk_officer)
    assert f'name="{name}"' in Client().get("/lapor").content.decode()
    counter = desk.get("/loket/").content.decode()
    assert f'name="{name}"' in counter
    assert f'data-say="{name}"' in counter


def test_a_line_is_as_long_as_its_column_and_what_is_longer_is_cut_for_machines():
    for name in PLACE_LINES:
        most = longest(name)
        assert most > 0
        assert kept_lines({name: "x" * (most + 9)})[name] == "x" * most


def test_a_line_that_came_later_does_not_make_another_report_of_what_was_sent_before(monkeypatch):
    """The hashes of a form's words and of a program's body leave it out where it is empty."""
    first = PLACE_LINES["address"]
    monkeypatch.setattr(filing_fields, "PLACE_LINES", {"address": first, "later": replace(first, is_first=False)})
    assert empty_later_lines({"address": "", "later": ""}) == {"later"}
    assert empty_later_lines({"later": "Depan musala"}) == set()


def test_each_row_is_named_once():
    assert len({field.name for field in FIELDS}) == len(FIELDS)
