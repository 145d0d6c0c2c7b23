"""Promised: who chose Javanese meets no Indonesian sentence of ours on the way of a report: from the first page to the
form with its faults, the receipt, their own page in every state, what they are told, and where they find it again.

The one place is the catalogue lapor/locale/jv. Written down is what the pages ask for; what it lacks, Django says in
Indonesian.

Not walked: figures, open data, pages of partners and officers, the long help texts (which a city writes), the chats,
which speak Indonesian and English.
"""

import uuid
from contextlib import contextmanager
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.conf import settings as django_settings
from django.test import Client
from django.utils import translation

from lapor.core import clock
from lapor.presentation.reporter_messages import WORDS, NotificationContext, words_for
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import ArchiveReason, Outcome, Reminder, State
from tests.architecture.test_catalogue import PROJECT, catalogue, keys
from tests.promises.waiting import answered
from tests.reports.conftest import do, forward, new_report, photo
from tests.unfolded import unfolded
from tests.web.test_own_page import own, page_of

pytestmark = pytest.mark.django_db
PAGES = ("/", "/lapor", "/laporan/", "/laporan/?q=xyzzy", "/laporan/?sort=nearest", "/laporan/0000000000", "/peta/")
KEPT = ("/laporan-saya/", "/laporan-saya/masuk", "/laporan-saya/akun", "/ikuti", "/luring")
FAULTY = {"text": ".", "phone": "x", "email": "x", "category": "x", "latitude": "x", "identity": "named"}


def known():
    with (PROJECT / "lapor/locale/jv/LC_MESSAGES/django.po").open("rb") as file:
        return keys(one for one in read_po(file) if one.id)


OURS = keys(catalogue())
DJANGO: Any = vars(translation)["_trans"]  # what every way to translate goes through


@contextmanager
def asked_for(monkeypatch):
    """What is asked for in Javanese, by context and words."""
    found = set()

    def noting(name, at):
        says = getattr(DJANGO, name)

        def noted(*words):
            if translation.get_language() == "jv":
                found.add((str(words[0]) if at else "", str(words[at])))
            return says(*words)

        monkeypatch.setattr(DJANGO, name, noted)

    for name, at in (("gettext", 0), ("ngettext", 0), ("pgettext", 1), ("npgettext", 1)):
        noting(name, at)
    with unfolded():
        yield found


def javanese():
    client = Client()
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "jv"
    return client


def browse(report):
    client = own(report)
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "jv"
    return client


def missing(found):
    return sorted((found & OURS) - known())


def test_pages_and_form(root, people, monkeypatch):
    forward(new_report(root), people)
    with asked_for(monkeypatch) as found:
        client = javanese()
        for address in (*PAGES, *KEPT):
            assert client.get(address).status_code < 500
        client.post("/lapor", FAULTY)
        client.post("/laporan-saya/masuk", {"email": "x"})
        client.post("/ikuti", {"email": "x"})
        good = {"text": "Lampu mati neng ngarep pasar", "draft_id": str(uuid.uuid4()), "kind": "complaint"}
        receipt = client.post("/lapor", {**good, "visibility": "public", "identity": "anonymous"})
        assert receipt.status_code == 201
    assert missing(found) == []


@pytest.mark.parametrize("state", State)
def test_page_of_a_report(root, people, monkeypatch, state):
    report = answered(root, people)
    Report.objects.filter(pk=report.pk).update(state=state)
    with asked_for(monkeypatch) as found:
        for client in (browse(report), javanese()):
            assert page_of(client, report).status_code == 200
        browse(report).post(f"/laporan/{report.tracking_id}", {"act": "reject", "text": ""})
        javanese().post(f"/laporan/{report.tracking_id}", {"receipt_code": "1111222233334444"})
        browse(report).get(f"/laporan/{report.tracking_id}/data-saya")
    assert missing(found) == []


def asked_about(root, people):
    report = new_report(root)
    do(report, "ask", people["vera"], text="Lampune sing endi?")
    return report


def withheld(root, people):
    report = new_report(root, photos=(photo(),))
    forward(report, people, publication="withheld")
    return report


def solved_with_photos(root, people):
    report = new_report(root, photos=(photo(),))
    forward(report, people)
    do(report, "answer", people["hana"], text="Wis diganti", outcome="solved", photos=(photo(),))
    return report


CASES = {
    "not checked yet": lambda root, _people: new_report(root),
    "asked about": asked_about,
    "withheld": withheld,
    "with photos": solved_with_photos,
}


@pytest.mark.parametrize("case", CASES)
def test_page_and_lists_of(root, people, monkeypatch, settings, tmp_path, caught_up, case):
    settings.ATTACHMENTS_DIR = tmp_path
    report = CASES[case](root, people)
    caught_up()
    with asked_for(monkeypatch) as found:
        for client in (browse(report), javanese()):
            page_of(client, report)
            for address in ("/", "/laporan/", "/laporan-saya/"):
                assert client.get(address).status_code == 200
    assert missing(found) == []


@pytest.mark.parametrize("act", sorted({*WORDS, "expire", "remind"}))
def test_messages(root, monkeypatch, act):
    report = new_report(root)
    details = {"reminder": Reminder.ASKED_3}
    entry = Entry(report=report, act=act, at=clock.now(), state_after="received", text="Kata petugas", details=details)
    with asked_for(monkeypatch) as found:
        for outcome, reason in zip((*Outcome, "solved"), (*ArchiveReason, "incomplete"), strict=False):
            report.language, report.outcome, report.archive_reason = "jv", outcome, reason
            facts = NotificationContext(report, entry, clock.now(), "https://lapor.example/laporan/1")
            with translation.override("jv"):
                words_for(facts)
    assert missing(found) == []
