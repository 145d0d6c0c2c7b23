"""Promised: who reads Indonesian reads no English sentence of ours.

The one place is the catalogue, see tests/architecture/test_catalogue.py.

Walked: every page of strangers and of each role of officers, with faulty forms too; every message of every act to a
reporter, in a chat and by mail; every notice to officers; what a bot says to 48 people (tests/conversations). What
counts as English: tests/english.py.
"""

import re

import pytest
from django.test import Client
from django.utils import translation

from lapor.core import clock
from lapor.presentation.officer_notices import KINDS, words_of
from lapor.presentation.reporter_messages import WORDS, NotificationContext, choices_for, words_for
from lapor.reports.models import Entry
from lapor.reports.vocabulary import Reminder
from tests.english import ENGLISH, english_in
from tests.reports.conftest import do, forward, new_report, photo
from tests.routes import routes

pytestmark = pytest.mark.django_db
SHOWS_ENGLISH = {"/konsol/halaman/"}  # the list of the help texts, the English ones among them by their own titles
TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


def visible(page):
    return TAGS.sub(" ", page.content.decode(errors="replace"))


def addresses(number):
    """Every address that needs nothing, or the number of a report."""
    known = [route.replace("<str:number>", number) for route, _name, _pattern in routes()]
    found = ["/" + route.replace("^", "").replace("$", "").replace(r"\Z", "") for route in known if "<" not in route]
    return [
        address
        for address in found
        if address not in SHOWS_ENGLISH and not any(part in address for part in ("(?", "logout", "keluar"))
    ]


@pytest.fixture
def number(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami kerjakan")
    do(report, "answer", people["hana"], text="Sudah diganti", outcome="solved", photos=(photo(),))
    return report.tracking_id


def test_the_list_of_english_is_no_short_one():
    assert len(ENGLISH) > 1000
    assert english_in(f"<p>{next(iter(ENGLISH))}</p>")


@pytest.mark.parametrize("who", ["stranger", "vera", "hana", "landung", "kepala", "wening", "lintang", "dewi", "ade"])
def test_no_page_speaks_english(number, people, who):
    client = Client(HTTP_ACCEPT_LANGUAGE="id", raise_request_exception=False)
    if who != "stranger":
        client.force_login(people[who])
    wrong, seen = {}, 0
    for address in addresses(number):
        for ask in (client.get, client.post):
            page = ask(address)
            if page.status_code < 500 and "text/html" in page.get("Content-Type", "") and not page.streaming:
                seen += 1
                if found := english_in(visible(page)):
                    wrong[address] = found
    assert wrong == {}
    assert seen > 40


@pytest.mark.parametrize("act", sorted({*WORDS, "expire", "remind"}))
def test_no_message_to_a_reporter_speaks_english(root, people, act):
    report = new_report(root)
    entry = Entry(
        report=report,
        act=act,
        at=clock.now(),
        state_after="received",
        text="Kata petugas",
        details={"reminder": Reminder.ASKED_3},
    )
    report.language, report.outcome, report.archive_reason = "id", "solved", "incomplete"
    for in_chat in (False, True):
        for by_number in (False, True):
            facts = NotificationContext(
                report, entry, clock.now(), "https://lapor.example/laporan/1", in_chat=in_chat, by_number=by_number
            )
            with translation.override("en"):  # whatever the worker's own language is
                said = [*(words_for(facts) or ()), *choices_for(facts)]
            assert english_in("\n".join(map(str, said))) == []


def test_no_notice_to_officers_speaks_english():
    facts = dict.fromkeys(("number", "agency", "proposed", "count", "path", "group", "own"), "x") | {
        "reminder": "near",
        "clock": "verify",
    }
    with translation.override("id"):
        assert english_in("\n".join(words_of(kind, facts) for kind in KINDS)) == []
