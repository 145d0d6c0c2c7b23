"""Promise: a code opens for who was sent it and nobody else; no stranger's guesses keep them out; the way the site
answers does not tell whether somebody reported with an address.

The places: `lapor/reporters/sign_in.py` (codes), `lapor/notify/sign_in_codes.py` (the job), `lapor/web/proofs.py`
(receipts), `lapor/gateway/rate_limits.py`.
"""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from lapor.casework.persons import erase_person
from lapor.gateway import rate_limits
from lapor.gateway.models import MessageAudience, OutboundMessage, RateCount
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reporters import sign_in
from lapor.reporters.models import SignInCode
from lapor.reports.workflow.acting import SYSTEM, reporter_actor
from lapor.ui.client_address import client_address
from tests.api.conftest import Caller
from tests.signing_in import ask, newest_code, run_code_jobs

pytestmark = pytest.mark.django_db
MAIL, MASUK = "siti@contoh.example", "/laporan-saya/masuk"


@pytest.fixture
def filed(root):
    new = NewReport(
        text="Lampu mati",
        submission_key=str(uuid.uuid4()),
        channel="web",
        email=MAIL,
        name="Siti",
        visibility="confidential",
    )
    return file_new_report(new, root=root, actor=reporter_actor(None))


def enter(client, code):
    return client.post(MASUK, {"contact": MAIL, "code": code})


def test_code_is_good_in_the_browser_that_asked_and_in_no_other(filed):
    own, thief = Client(), Client()
    ask(own, MAIL)
    code = newest_code()
    assert enter(thief, code).status_code == 422
    ask(thief, MAIL)
    assert enter(thief, code).status_code == 422
    assert enter(own, code).status_code == 302  # neither the other's asking nor their guessing ended it


@pytest.mark.parametrize("browsers", [2, pytest.param(12, marks=pytest.mark.deep)])
def test_a_stranger_with_many_browsers_keeps_nobody_out(filed, browsers):
    for number in range(browsers):
        stranger = Client(REMOTE_ADDR=f"10.0.0.{number}")
        for _turn in range(rate_limits.ASK_CODE_OF.count + 1):
            ask(stranger, MAIL)
            for _guess in range(sign_in.TRIES + 1):
                enter(stranger, "00000000")
    own = Client(REMOTE_ADDR="10.9.9.9")
    assert ask(own, MAIL).status_code == 200
    assert enter(own, newest_code()).status_code == 302


def test_guesses_of_one_place_end_for_the_month(filed):
    guessed, stranger = 0, Client(REMOTE_ADDR="10.0.0.1")
    for _hour in range(40):
        RateCount.objects.filter(pk__in=short_windows()).delete()  # an hour passes
        if ask(stranger, MAIL).status_code == 429:
            break
        guessed += sum(enter(stranger, "00000000").status_code == 422 for _guess in range(sign_in.TRIES))
    assert guessed <= rate_limits.WRONG_CODE_OF.count + 2 * sign_in.TRIES
    assert rate_limits.seconds_locked(rate_limits.WRONG_CODE_OF, MAIL, "10.0.0.1")


def short_windows():
    found = RateCount.objects.order_by("window_ends_at")
    longest = found.last()
    return [
        row.pk
        for row in found
        if longest and (longest.window_ends_at - row.window_ends_at).days >= 1 and not lasts_a_day(row)
    ]


def lasts_a_day(row):
    from lapor.core import clock  # noqa: PLC0415 - beside its use

    return (row.window_ends_at - clock.now()).total_seconds() > rate_limits.ASK_CODE.seconds


def test_known_and_unknown_address_cost_the_same_statements(filed):
    """Asking and guessing alike; what differs happens in the job."""
    shapes = []
    for contact in (MAIL, "tiada@contoh.example"):
        client, seen = Client(), []
        for data in ({"contact": contact}, {"contact": contact, "code": "00000000"}):
            with CaptureQueriesContext(connection) as queries:
                client.post(MASUK, data)
            seen.append([query["sql"].split()[0] for query in queries])
            run_code_jobs()
        shapes.append(seen)
    assert shapes[0] == shapes[1]
    assert OutboundMessage.objects.filter(audience=MessageAudience.CODE).count() == 1
    assert SignInCode.objects.count() == 2


def test_job_and_row_hold_no_address(filed):
    Client().post(MASUK, {"contact": MAIL})
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        assert all("siti" not in args for (args,) in cursor.fetchall())


# --- receipt codes


def wrong_codes(report, address, count=30):
    stranger = Client(REMOTE_ADDR=address)
    return [
        stranger.post(f"/laporan/{report.tracking_id}", {"receipt_code": "1" * 16}).status_code
        for _turn in range(count)
    ]


def test_wrong_receipt_codes_lock_their_own_place_and_a_right_one_always_opens(root):
    new = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web")
    filed = file_new_report(new, root=root, actor=reporter_actor(None))
    said = wrong_codes(filed.report, "10.0.0.1")
    assert said == [422] * rate_limits.RECEIPT_CODE.count + [429] * (30 - rate_limits.RECEIPT_CODE.count)
    right = {"receipt_code": filed.receipt_code}
    assert Client(REMOTE_ADDR="10.0.0.2").post(f"/laporan/{filed.report.tracking_id}", right).status_code == 302
    assert Client(REMOTE_ADDR="10.0.0.1").post(f"/laporan/{filed.report.tracking_id}", right).status_code == 302
    caller = Caller()
    for _turn in range(30):
        caller.get(f"/reports/{filed.report.tracking_id}", code="1" * 16)
    assert caller.get(f"/reports/{filed.report.tracking_id}", code=filed.receipt_code).status_code == 200


@pytest.mark.parametrize(
    ("peer", "counted"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("10.1.2.3", "10.1.2.3"),
        ("", "127.0.0.1"),
    ],
)
def test_ipv6_is_counted_by_its_network(peer, counted):
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer)) == counted


def show_code(client, filed):
    return client.post("/laporan-saya/", {"number": filed.report.tracking_id, "receipt_code": filed.receipt_code})


def test_cookie_tells_nothing_and_ends_with_the_person(filed):
    client = Client()
    page = f"/laporan/{filed.report.tracking_id}"
    assert show_code(client, filed).status_code == 302
    assert client.get(page).status_code == 200
    value = client.cookies["lapor_receipts"].value
    assert filed.report.tracking_id not in value
    erase_person(filed.report.reporter, by=SYSTEM)
    assert client.get(page).status_code == 404


def test_signing_out_everywhere_ends_what_other_browsers_were_shown(filed):
    other, own, page = Client(), Client(), f"/laporan/{filed.report.tracking_id}"
    show_code(other, filed)
    ask(own, MAIL)
    enter(own, newest_code())
    [person] = own.get("/laporan-saya/akun").context["people"]
    own.post("/laporan-saya/akun", {"do": "everywhere", "person": str(person["person"].id)})
    assert other.get(page).status_code == 404
    assert show_code(other, filed).status_code == 302  # the code opens as before
    assert other.get(page).status_code == 200


# --- officers


def test_strangers_wrong_passwords_do_not_lock_the_officers_own_address(triage):
    cache.clear()
    for _turn in range(12):
        Client(REMOTE_ADDR="10.0.0.66").post("/masuk", {"login": triage.username, "password": "salah"})
    own = Client(REMOTE_ADDR="10.0.0.7")
    assert own.post("/masuk", {"login": triage.username, "password": "Rahasia-2026-x"}).status_code == 302
    assert (
        Client(REMOTE_ADDR="10.0.0.66")
        .post("/masuk", {"login": triage.username, "password": "Rahasia-2026-x"})
        .status_code
        != 302
    )


def test_hidden_and_unknown_numbers_cost_the_same_statements(filed):
    """`filed` is confidential: to the public it does not exist."""
    shapes = []
    for number in (filed.report.tracking_id, "0000000000"):
        with CaptureQueriesContext(connection) as queries:
            for path in (f"/laporan/{number}", f"/api/v1/reports/{number}", f"/laporan/{number}/tanda-terima"):
                assert Client().get(path).status_code == 404
            Client().post("/laporan-saya/", {"number": number, "receipt_code": "1" * 16})
        shapes.append([query["sql"].split(" WHERE ")[0].split("(")[0][:200] for query in queries])
    assert shapes[0] == shapes[1]
