"""The list of what waits for approval: with its words, for whom it waits, decided in one press."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.agencies.models import Agency
from lapor.agencies.preset import preset_dir
from lapor.agencies.preset.loading import load_preset
from lapor.casework.proposed import waiting_proposals
from lapor.core import ttl_cache
from lapor.ledger.models import Event
from lapor.presentation.acts import act_label
from lapor.reports.models import Proposal, Report
from tests.reports.conftest import do, forward, in_days, new_report, people, photo  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
URL = "/konsol/usul/"


def browser(officer):
    client = Client()
    client.force_login(officer)
    return client


def started(root, people):  # noqa: F811
    report = forward(new_report(root), people).report
    do(report, "start", people["hana"], text="Kami cek")
    return report


@pytest.fixture
def scheduled(root, people):  # noqa: F811
    report = started(root, people)
    do(report, "schedule", people["hana"], text="Menunggu tiang baru", promised_on=in_days(30))
    return Report.objects.get(pk=report.pk)


def decide(people, report, who, **data):  # noqa: F811
    url = f"{URL}{report.tracking_id}"
    return browser(people[who]).post(url, {"version": str(report.version), **data})


def test_act_words_day_and_photos_can_be_read_in_the_list(root, people, scheduled):  # noqa: F811
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    other = started(root, people)
    do(other, "answer", people["hana"], text="Lampu diganti", outcome="solved", photos=(photo(),))
    page = browser(people["kepala"]).get(URL).content.decode()
    for words in ("Menunggu tiang baru", str(in_days(30).year), "Jadwalkan", "Lampu diganti", "Hana"):
        assert words in page
    [shown] = [one for one in waiting_proposals(people["kepala"]) if one.report.pk == other.pk]
    assert (len(shown.files), shown.outcome) == (1, "Selesai")


def test_only_for_whom_it_waits(root, people, scheduled):  # noqa: F811
    referred = started(root, people)
    do(referred, "refer", people["hana"], text="Milik PLN", destination="PLN")
    listed = {
        name: {one.report.pk for one in waiting_proposals(people[name])}
        for name in ("kepala", "walikota", "vera", "lintang")
    }
    assert listed == {
        "kepala": {scheduled.pk},
        "walikota": {scheduled.pk},
        "vera": {referred.pk},
        "lintang": set(),
    }
    for name in ("hana", "landung", "wening"):
        assert browser(people[name]).get(URL).status_code == 403


def test_one_press_approves_and_it_leaves_the_list(people, scheduled):  # noqa: F811
    assert decide(people, scheduled, "kepala", act="approve")["Location"] == URL
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.promised_on) == ("scheduled", in_days(30))
    assert waiting_proposals(people["kepala"]) == []


def test_declining_needs_a_reason_which_is_told(people, scheduled):  # noqa: F811
    page = decide(people, scheduled, "kepala", act="decline", text=" ")
    assert page.status_code == 422
    assert Proposal.objects.get().status == "open"
    assert decide(people, scheduled, "kepala", act="decline", text="Terlalu lama")["Location"] == URL
    assert Proposal.objects.get().status == "declined"
    assert scheduled.entries.get(act="decline").text == "Terlalu lama"


def test_what_changed_meanwhile_is_not_decided(people, scheduled):  # noqa: F811
    do(scheduled, "schedule", people["hana"], text="Lain", promised_on=in_days(60))
    assert decide(people, scheduled, "kepala", act="approve").status_code == 422
    assert Proposal.objects.filter(status="approved").count() == 0


@pytest.mark.parametrize(("who", "status"), [("hana", 403), ("lintang", 404), ("wening", 403)])
def test_others_do_not_decide(people, scheduled, who, status):  # noqa: F811
    assert decide(people, scheduled, who, act="approve").status_code == status
    assert decide(people, scheduled, "kepala", act="withhold", text="x").status_code == 422
    assert Proposal.objects.get().status == "open"


def test_the_list_takes_the_same_few_queries_however_long(root, people, scheduled, monkeypatch):  # noqa: F811
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    client, counted = browser(people["kepala"]), []
    for _ in range(2):
        client.get(URL)
        with CaptureQueriesContext(connection) as ran:
            client.get(URL)
        counted.append(len(ran))
        for n in range(8):
            report = started(root, people)
            do(report, "schedule", people["hana"], text=f"Tiang {n}", promised_on=in_days(20))
    assert counted[0] == counted[1] <= 12


def set_approval(people, who, code, wanted):  # noqa: F811
    agency = Agency.objects.get(code=code)
    return browser(people[who]).post(f"{URL}setelan", {"agency": str(agency.pk), "wanted": wanted})


def test_the_head_switches_it_on_and_off_and_each_is_an_event(root, people):  # noqa: F811
    assert set_approval(people, "kepala", "perkim", "1").status_code == 302
    report = started(root, people)
    do(report, "answer", people["hana"], text="Sudah", outcome="partly")
    report.refresh_from_db()
    assert (report.state, report.approver) == ("in_progress", "head")
    set_approval(people, "kepala", "perkim", "1")  # said twice
    set_approval(people, "kepala", "perkim", "0")
    do(report, "answer", people["hana"], text="Sudah", outcome="partly")
    report.refresh_from_db()
    assert report.state == "answered"
    events = Event.objects.filter(name="agency.approval_set").order_by("id")
    assert [(event.actor_id, event.data["is_wanted"]) for event in events] == [
        (people["kepala"].pk, True),
        (people["kepala"].pk, False),
    ]


def test_only_the_head_and_only_of_their_own_offices(people):  # noqa: F811
    assert set_approval(people, "kepala", "bappeda", "1").status_code == 404
    for who in ("hana", "vera", "ade"):
        assert set_approval(people, who, "perkim", "1").status_code == 403
    assert not Agency.objects.filter(approves_answers=True).exists()
    assert set_approval(people, "walikota", "bappeda", "1").status_code == 302
    assert Agency.objects.get(code="bappeda").approves_answers


def test_loading_the_preset_again_leaves_it(root, people):  # noqa: F811
    set_approval(people, "kepala", "perkim", "1")
    load_preset(preset_dir("semarang"))
    assert Agency.objects.get(code="perkim").approves_answers


def test_an_answer_that_waits_is_called_an_answer(root, people):  # noqa: F811
    """The table has two rows of that name: the other one answers an objection."""
    set_approval(people, "kepala", "perkim", "1")
    report = started(root, people)
    do(report, "answer", people["hana"], text="Sudah", outcome="partly")
    assert [one.label for one in waiting_proposals(people["kepala"])] == ["Jawab"]
    assert act_label("answer") == "Jawab"
    assert act_label("forward") == "Verifikasi dan teruskan"
