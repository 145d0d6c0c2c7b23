"""Promised: an address or number that was copied with what stood around it finds its report.

The one place: `tidy` in lapor/core/text.py, used by lapor/ui/bad_urls.py and `parse_tracking_id`. Walked: every sign
that stands behind addresses × every page that names a report or a token.
"""

import re
import uuid
from urllib.parse import quote

import pytest

from lapor.core.ids import parse_tracking_id, show_tracking_id
from lapor.core.text import tidy
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.workflow.acting import reporter_actor
from tests.routes import routes

pytestmark = pytest.mark.django_db
BEHIND = (
    "/",
    ")",
    ",",
    "!",
    ".",
    "?",
    ";",
    ":",
    '"',
    "'",
    "”",
    "’",
    "»",
    ">",
    "]",
    "\u200b",
    "\ufeff",
    "\u00ad",
    " ",
    "\u00a0",
    "),",
    ".)",
    "…",
    "*",
    "/.",
)
# Pages of a report, by their name: what is posted only, no page, or a form of one act (`write`) is never copied out of
# a sentence.
NO_PAGES = {
    "ombudsman",  # a file
    "support",
    "receipt_file",
    "share_card",
    "block",
    "mail",
    "act_form",
    "write",
    "undo",
    "run_macro",
    "presence",
    "challenge",
    "capture",
    "draft",
    "snooze",
    "decide_proposal",
    "similar",
}


@pytest.fixture
def report(root):
    new = NewReport(text="Lampu mati di depan musala", submission_key=str(uuid.uuid4()), channel="web")
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


def pages_of_a_report():
    return sorted(
        f"/{route}" for route, _name, pattern in routes() if "<str:number>" in route and pattern.name not in NO_PAGES
    )


def test_the_pages_of_a_report_are_known():
    assert [re.sub(r"<[^>]+>", "N", page) for page in pages_of_a_report()] == [
        "/konsol/laporan/N",
        "/konsol/laporan/N/identitas",
        "/konsol/tugas/N",
        "/laporan/N",
        "/laporan/N/data-saya",
        "/loket/laporan/N",
    ]


def followed(client, address):
    response = client.get(address)
    for _hop in range(3):
        if response.status_code != 302:
            break
        response = client.get(response["Location"])
    return response


def path_of(response):
    return response.request["PATH_INFO"].encode("latin-1").decode()  # as WSGI writes it


@pytest.mark.parametrize("behind", BEHIND)
def test_a_copied_address_leads_where_the_bare_one_leads(client, report, people, behind):
    client.force_login(people["vera"])
    for page in pages_of_a_report():
        bare = page.replace("<str:number>", report.tracking_id)
        plain, copied = followed(client, bare), followed(client, bare + quote(behind))
        assert copied.status_code == plain.status_code, (page, behind)
        assert tidy(path_of(copied)) == tidy(path_of(plain)), (page, behind)


@pytest.mark.parametrize("behind", BEHIND)
def test_a_copied_number_is_that_number(report, behind):
    number = report.tracking_id
    for copied in (
        f"({number}{behind}",
        f"“{show_tracking_id(number)}{behind}",
        f"{number[:4]}–{number[4:8]}–{number[8:]}{behind}",
        *(f"{before}{show_tracking_id(number)}{behind}" for before in ("#", "No. ", "nomor ", "NO:", "Nomor: ")),
    ):
        assert parse_tracking_id(copied) == number
    assert parse_tracking_id(f"nol{number}") is None


def test_query_stays_and_what_is_nothing_stays_nothing(client, report):
    moved = client.get(f"/laporan/{report.tracking_id}/?a=1")
    assert (moved.status_code, moved["Location"]) == (302, f"/laporan/{report.tracking_id}?a=1")
    assert client.get("/tidak-ada/))").status_code == 404
    assert followed(client, "/laporan/1234567890)").status_code == 404
    assert client.get("/api/v1/reports/1234567890)").status_code == 404
    assert client.post(f"/laporan/{report.tracking_id}/", {}).status_code == 404
