"""Officers of the city and of two agencies, and the first acts on a report, shared by the tests of acts."""

import uuid
from datetime import timedelta

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ActData, StoredFile, officer_actor, reporter_actor


@pytest.fixture
def people(root):
    """Officers by short name: of the city, of perkim, of bappeda."""
    wanted = {
        "vera": (Role.TRIAGE_OFFICER, "diskominfo"),
        "hana": (Role.LIAISON_OFFICER, "perkim"),
        "landung": (Role.FIELD_OFFICER, "perkim"),
        "kepala": (Role.HEAD, "perkim"),
        "walikota": (Role.HEAD, "pemkot"),
        "lia": (Role.LIAISON_OFFICER, "bappeda"),
        "wening": (Role.OVERSEER, "inspektorat"),
        "lintang": (Role.PROTECTED_CASE_OFFICER, "inspektorat"),
        "dewi": (Role.DESK_OFFICER, "diskominfo"),
        "ade": (Role.ADMINISTRATOR, "diskominfo"),
    }
    return {
        name: create_officer(
            username=name, password="Rahasia-2026-x", name=name.title(), agency=Agency.objects.get(code=code), role=role
        )
        for name, (role, code) in wanted.items()
    }


def new_report(root, text="Lampu mati", **changed):
    new = NewReport(**{"text": text, "submission_key": str(uuid.uuid4()), "channel": "web", **changed})
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


def do(report, name, who, /, **data):
    return perform_action(report.pk, name, actor=officer_actor(who), data=ActData(**data))


def do_as_reporter(report, name):
    return perform_action(report.pk, name, actor=reporter_actor(None), data=ActData(text="Masih gelap"))


def forward(report, people, code="perkim", publication="published"):
    category = Category.objects.get(code="lampu-jalan-baru")
    return do(
        report,
        "forward",
        people["vera"],
        category=category,
        agency=Agency.objects.get(code=code),
        publication=publication,
    )


def photo():
    """Another one each time."""
    name = uuid.uuid4().hex * 2
    return StoredFile(id=uuid.uuid4(), sha256=uuid.uuid4().hex * 2, original_sha256=name, width=10, height=10)


def in_days(days):
    return (clock.now() + timedelta(days=days)).date()


def merged(root, people):
    parent, child = (
        new_report(root, "Lampu mati di gang 3"),
        new_report(root, "Lampu gang 3 padam", email="budi@contoh.example"),
    )
    do(child, "merge", people["vera"], parent=parent)
    child.refresh_from_db()
    parent.refresh_from_db()
    return parent, child


def answered_parent(root, people):
    parent, child = merged(root, people)
    forward(parent, people)
    do(parent, "answer", people["hana"], text="Sudah menyala", outcome="solved", photos=(photo(),))
    return parent, child
