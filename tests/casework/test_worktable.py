"""What officers have beside the acts: who else is here, what they typed, what they put off, lists under a name."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from lapor.casework.drafts import KEEP, drafts_of, old_drafts
from lapor.casework.inbox import Inbox, InboxFilters, QueueName
from lapor.casework.models import ActDraft, Presence, SavedView, Snooze
from lapor.casework.presence import TRUE_FOR, past_presence
from lapor.casework.snoozing import may_snooze_until
from lapor.core import clock
from lapor.ops.retention import apply_retention
from lapor.reports.models import Clock
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    def of(officer):
        client = Client()
        client.force_login(officer)
        return client

    return of


def mine(officer):
    return [report.tracking_id for report in Inbox(officer, InboxFilters(queue="mine")).page().rows]


def test_colleagues_at_the_same_report_know_of_each_other(root, people, browser):  # noqa: F811
    number = forward(new_report(root), people).report.tracking_id
    url = f"/konsol/laporan/{number}/hadir"
    assert browser(people["hana"]).post(url, {"writing": "1", "first": "1"}).json() == {"words": "", "drafts": {}}
    said = browser(people["kepala"]).post(url, {"writing": "0"}).json()
    assert said["words"] == "Hana sedang membuka laporan ini dan menulis."
    assert browser(people["hana"]).post(url, {"writing": "0"}).json()["words"] == "Kepala sedang membuka laporan ini."
    assert browser(people["lia"]).post(url).status_code == 404
    Presence.objects.update(seen_at=clock.now() - TRUE_FOR - timedelta(seconds=1))
    assert browser(people["kepala"]).post(url).json()["words"] == ""
    assert past_presence(clock.now() - TRUE_FOR).count() == 1


def test_what_was_typed_is_there_on_another_device_until_it_is_sent(root, people, browser):  # noqa: F811
    report = forward(new_report(root), people).report
    url = f"/konsol/laporan/{report.tracking_id}"
    browser(people["hana"]).post(f"{url}/draf", {"act": "start", "text": "Kami cek besok"})
    elsewhere = browser(people["hana"])
    assert elsewhere.post(f"{url}/hadir", {"first": "1"}).json()["drafts"] == {"start": "Kami cek besok"}
    assert drafts_of(report, people["kepala"]) == {}
    assert elsewhere.post(f"{url}/draf", {"act": "nothing", "text": "x"}).status_code == 422
    elsewhere.post(url, {"act": "start", "text": "Kami cek besok"})
    assert drafts_of(report, people["hana"]) == {}
    elsewhere.post(f"{url}/draf", {"act": "work_note", "text": "Belum selesai"})
    elsewhere.post(f"{url}/draf", {"act": "work_note", "text": "  "})
    assert not ActDraft.objects.exists()
    elsewhere.post(f"{url}/draf", {"act": "work_note", "text": "Lama"})
    assert old_drafts(clock.now() + timedelta(seconds=1)).count() == 1
    ActDraft.objects.update(at=clock.now() - KEEP - timedelta(seconds=1))
    apply_retention()
    assert not ActDraft.objects.exists()


def test_who_has_seen_what_changed_meanwhile_decides_with_the_next_press(root, people, browser):  # noqa: F811
    report = forward(new_report(root), people).report
    url, client = f"/konsol/laporan/{report.tracking_id}", browser(people["hana"])
    sent = {"act": "start", "text": "Kami mulai besok", "version": str(report.version)}
    do(report, "assign_officer", people["kepala"], officer=people["landung"])
    page = client.post(url, sent)
    [version] = re.findall(r'name="version" value="(\d+)" id="id_start_version"', page.content.decode())
    assert (page.status_code, version, "Kami mulai besok" in page.content.decode()) == (
        422,
        str(report.version + 1),
        True,
    )
    assert client.post(url, {**sent, "version": version}).status_code == 302
    assert report.entries.get(act="start").text == "Kami mulai besok"


@pytest.mark.parametrize("who", ["vera", "walikota", "wening", "hana", "landung", "lintang"])
def test_every_list_has_a_next_one_or_says_that_it_has_none(root, people, browser, who):  # noqa: F811
    reports = [forward(new_report(root, f"Lampu {n}"), people).report for n in range(2)]
    for queue in (*QueueName.values, ""):
        answer = browser(people[who]).get(f"/konsol/laporan/{reports[0].tracking_id}?queue={queue}&late=1")
        assert answer.status_code in {200, 404}, queue
        assert Inbox(people[who], InboxFilters(queue=queue)).following(reports[0]) in {reports[1].tracking_id, ""}


@pytest.mark.parametrize("name", ["q", "category", "agency", "area", "state", "kind", "publication", "queue"])
def test_a_sign_that_no_text_holds_narrows_nothing(root, people, browser, name):  # noqa: F811
    assert browser(people["vera"]).get(f"/konsol/?{name}=a%00b").status_code == 200


def test_put_off_leaves_what_waits_and_comes_back_when_something_happens(root, people, browser):  # noqa: F811
    report, other = forward(new_report(root), people).report, forward(new_report(root), people).report
    due = list(Clock.objects.filter(report=report).values_list("due_at", "status"))
    client, url = browser(people["hana"]), f"/konsol/laporan/{report.tracking_id}"
    later = (clock.now() + timedelta(days=5)).date().isoformat()
    for wrong in ({"until": later}, {"until": "2020-01-01", "reason": "x"}, {"until": "besok", "reason": "x"}):
        client.post(f"{url}/tunda", wrong)
    assert not Snooze.objects.exists()
    answer = client.post(f"{url}/tunda?queue=mine", {"until": later, "reason": "Menunggu tangga"})
    assert answer["Location"] == f"/konsol/laporan/{other.tracking_id}?queue=mine"
    assert mine(people["hana"]) == [other.tracking_id]
    held = [report.tracking_id for report in Inbox(people["hana"], InboxFilters(queue="open")).page().rows]
    assert set(held) == {report.tracking_id, other.tracking_id}
    put_off = [report.tracking_id for report in Inbox(people["hana"], InboxFilters(queue="snoozed")).page().rows]
    assert put_off == [report.tracking_id]
    assert list(Clock.objects.filter(report=report).values_list("due_at", "status")) == due
    do(report, "publish" if report.publication == "pending" else "mask", people["vera"], published_text="Lampu mati.")
    assert set(mine(people["hana"])) == {report.tracking_id, other.tracking_id}


@pytest.mark.parametrize(("day", "may"), [("2026-11-28", False), ("2026-11-29", True), ("2027-05-27", True)])
def test_days_of_putting_off_are_the_citys(root, day, may):
    """At 01.00 in Semarang it is still the day before in UTC."""
    report = new_report(root)
    with clock.at(datetime(2026, 11, 27, 18, tzinfo=UTC)):
        assert may_snooze_until(date.fromisoformat(day), report) is may


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"until": "2020-01-01", "reason": "Menunggu tangga"}, "until"),
        ({"until": "", "reason": "Menunggu tangga"}, "until"),
    ],
)
def test_what_is_at_fault_when_it_is_put_off_is_said_in_the_form(root, people, browser, typed, fault):  # noqa: F811
    """With what was typed; it is not said on every page afterwards that something was not taken."""
    report = forward(new_report(root), people).report
    client, url = browser(people["hana"]), f"/konsol/laporan/{report.tracking_id}"
    answer = client.post(f"{url}/tunda?queue=mine", typed)
    page = answer.content.decode()
    assert (answer.status_code, list(answer.context["snooze_form"].errors)) == (422, [fault])
    assert 'value="Menunggu tangga"' in page
    assert f'action="{url}/tunda?queue=mine"' in page
    assert "data-kept-words" not in client.get("/konsol/").content.decode()


def test_the_days_it_can_be_put_off_to_stand_in_the_field(root, people, browser):  # noqa: F811
    with clock.at(datetime(2026, 11, 27, 18, tzinfo=UTC)):
        report = forward(new_report(root), people).report
        page = browser(people["hana"]).get(f"/konsol/laporan/{report.tracking_id}").content.decode()
    [field] = re.findall(r'<input[^>]*name="until"[^>]*>', page)
    assert 'min="2026-11-29"' in field
    assert 'max="2027-05-27"' in field


def test_put_off_ends_on_its_day_and_by_hand(root, people, browser):  # noqa: F811
    report = forward(new_report(root), people).report
    client, url = browser(people["hana"]), f"/konsol/laporan/{report.tracking_id}/tunda"
    later = (clock.now() + timedelta(days=5)).date().isoformat()
    client.post(url, {"until": later, "reason": "Menunggu tangga"})
    page = client.get(f"/konsol/laporan/{report.tracking_id}?queue=snoozed").content.decode()
    assert "Menunggu tangga" in page
    Snooze.objects.update(until=clock.now() - timedelta(seconds=1))
    assert mine(people["hana"]) == [report.tracking_id]
    client.post(url, {"until": later, "reason": "Menunggu tangga"})
    client.post(url, {"end": "1"})
    assert mine(people["hana"]) == [report.tracking_id]


def test_lists_under_a_name_are_ones_own_or_the_offices(root, people, browser):  # noqa: F811
    client = browser(people["hana"])
    url = "/konsol/tampilan?queue=open&category=lampu-jalan-baru"
    client.post(url, {"name": "Lampu baru"})
    client.post(url, {"name": "Bersama", "shared": "on"})
    client.post(url, {"name": "  "})

    def names(name):
        page = browser(people[name]).get("/konsol/").content.decode()
        lists = re.findall(r'href="/konsol/\?([^"]+)"[^>]*><span>([^<]*)</span>', page)
        return sorted(shown for query, shown in lists if "category=lampu-jalan-baru" in query)

    assert names("hana") == ["Bersama", "Lampu baru"]
    assert names("kepala") == names("landung") == ["Bersama"]
    assert names("lia") == []
    shared = SavedView.objects.get(name="Bersama")
    browser(people["kepala"]).post(url, {"forget": str(shared.pk)})
    assert SavedView.objects.filter(pk=shared.pk).exists()
    client.post(url, {"forget": str(shared.pk)})
    client.post(url, {"forget": "rubbish"})
    assert names("kepala") == []
    page = client.get("/konsol/?queue=open&category=lampu-jalan-baru")
    assert page.context["own_view"].name == "Lampu baru"
    assert re.search(r'aria-current="true"><span>Lampu baru<', page.content.decode())


def test_words_of_a_search_stand_in_the_head_of_a_report_opened_from_it(root, people, browser):  # noqa: F811
    report = new_report(root, text="Lampu mati & gelap")
    client = browser(people["vera"])
    page = client.get(f"/konsol/laporan/{report.tracking_id}?q=mati+%26+gelap").content.decode()
    assert 'value="mati &amp; gelap"' in page
    assert 'value="mati' not in client.get(f"/konsol/laporan/{report.tracking_id}").content.decode()


def test_a_reason_without_a_word_is_none(root, people, browser):  # noqa: F811
    """As REST takes it: signs that cannot be seen are no reason."""
    report = forward(new_report(root), people).report
    url, later = f"/konsol/laporan/{report.tracking_id}/tunda", (clock.now() + timedelta(days=5)).date().isoformat()
    assert browser(people["hana"]).post(url, {"until": later, "reason": "\u202e \u200b"}).status_code == 422
    assert not Snooze.objects.exists()
    browser(people["hana"]).post(url, {"until": later, "reason": " Menunggu tangga\x07 "})
    assert Snooze.objects.get().reason == "Menunggu tangga"
