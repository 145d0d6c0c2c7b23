"""A day at the desk: everything taken in by hand, nothing else, of a confidential report only the number; the note
reaches the next shift."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.desk.queries import journal, totals
from lapor.reports.models import Report
from tests.desk.conftest import browser_of
from tests.desk.test_counter import filed, typed

pytestmark = pytest.mark.django_db
NUMBER_SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture
def rina(root):
    """Another officer of the same desk."""
    agency = Agency.objects.get(code="diskominfo")
    return create_officer(
        username="rina", password="Rahasia-2026-x", name="Rina", agency=agency, role=Role.DESK_OFFICER
    )


def test_everything_typed_is_counted_by_its_way_and_nothing_else(desk, desk_officer, rina, root):
    desk.post("/loket/", typed(desk, channel="letter"))
    desk.post("/loket/", typed(desk, channel="counter"))
    other = browser_of(rina)
    other.post("/loket/", typed(other, channel="counter"))
    said_at = (timezone.localtime() - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    draft = desk.get("/loket/kiriman").context["form"]["draft_id"].value()
    desk.post(
        "/loket/kiriman",
        {"draft_id": draft, "link": "https://x.com/budi/status/1", "text": "Jalan berlubang", "said_at": said_at},
    )
    filed(root)
    page = desk.get("/loket/hari")
    assert page.context["sum"] == 4
    assert dict(page.context["totals"]) == {"Tatap muka": 2, "Surat": 1, "X (Twitter)": 1}
    assert [line.typed_by for line in page.context["lines"]] == ["Lutfi", "Lutfi", "Rina", "Lutfi"]
    assert desk.get("/loket/hari?siapa=saya").context["sum"] == 3


def test_journal_shows_no_identity_and_of_a_confidential_report_only_the_number(desk):
    desk.post("/loket/", typed(desk, name="Sumi Astuti", phone="081234567890", consent="on"))
    desk.post("/loket/", typed(desk, text="Kepala kantor minta uang pelicin", visibility="confidential"))
    words = desk.get("/loket/hari").content.decode()
    assert "Lampu di depan rumah mati lagi" in words
    hidden = Report.objects.get(visibility="confidential")
    assert show_tracking_id(hidden.tracking_id).replace(" ", NUMBER_SPACE) in words
    assert [secret for secret in ("Sumi", "1234567890", "uang pelicin") if secret in words] == []


def test_another_agencys_desk_and_another_day_are_apart(desk, desk_officer, root):
    with clock.at(clock.now() - timedelta(days=2)):
        desk.post("/loket/", typed(desk))
    assert desk.get("/loket/hari").context["lines"] == []
    day = timezone.localdate() - timedelta(days=2)
    assert len(desk.get(f"/loket/hari?tanggal={day}").context["lines"]) == 1
    assert totals(Agency.objects.get(code="perkim"), day) == []
    assert desk.get("/loket/hari?tanggal=3026-01-01").context["is_today"]
    assert desk.get("/loket/hari?tanggal=gestern").status_code == 200


def test_note_is_shown_to_the_next_shift_and_not_to_its_writer(desk, rina):
    desk.post("/loket/hari", {"text": "Pencetak loket 2 rusak"})
    other = browser_of(rina)
    assert "Pencetak loket 2 rusak" in other.get("/loket/").content.decode()
    assert "Pencetak loket 2 rusak" not in desk.get("/loket/").content.decode()
    assert "Lutfi" in other.get("/loket/hari").content.decode()
    with clock.at(clock.now() + timedelta(days=2)):
        assert "Pencetak loket 2 rusak" not in other.get("/loket/").content.decode()
    empty = desk.post("/loket/hari", {"text": ""})
    assert empty.status_code == 422


def test_a_long_day_costs_no_more_queries(desk, desk_officer, django_assert_num_queries):
    for _ in range(4):
        desk.post("/loket/", typed(desk))
    with django_assert_num_queries(2):
        assert len(journal(desk_officer.agency, timezone.localdate())) == 4
        assert totals(desk_officer.agency, timezone.localdate()) == [("Tatap muka", 4)]
