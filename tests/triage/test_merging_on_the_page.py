"""A report's page: similar ones with a button each, what was merged into it, and the way back."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.agencies.models import Category
from lapor.casework.act_keys import ACT_KEYS
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.gateway.models import OutboundMessage
from lapor.notify.follows import Target, follow
from lapor.reporters.models import Follow
from lapor.reports.actions import perform_action
from lapor.reports.models import Attachment, Clock, Entry, Report, Support
from lapor.reports.workflow.acting import ANYONE, ActData, reporter_actor
from lapor.triage.incidents import Declaration, declare_incident
from tests.reports.conftest import do, forward, new_report, people, photo
from tests.rows import row_faults

__all__ = ["people"]
pytestmark = pytest.mark.django_db
WORDS = "Lampu jalan depan masjid Al Ikhlas Jl Kenanga mati"


@pytest.fixture
def office(people):
    def browser(name="vera"):
        client = Client()
        client.force_login(people[name])
        return client

    return browser


@pytest.fixture
def pair(root):
    """Two of the same lamp."""
    return new_report(root, WORDS), new_report(root, "pju depan masjid al ikhlas kenanga padam", email="b@c.example")


def url(report):
    return f"/konsol/laporan/{report.tracking_id}"


def fresh(report):
    return Report.objects.get(pk=report.pk)


def test_one_press_merges_and_the_page_it_leads_to_can_undo_it(office, pair):
    parent, child = pair
    page = office().get(f"{url(child)}/serupa")
    (one,) = page.context["similar"]
    assert one["tracking_id"] == parent.tracking_id
    assert "Gabungkan ke laporan itu" in page.content.decode()
    press = {"act": "merge", "parent": parent.tracking_id, "version": child.version}
    led_to = office().post(url(child), press, follow=True)
    assert fresh(child).parent_id == parent.pk
    assert "split" in {act["act"] for act in led_to.context["acts"]}
    office().post(url(child), {"act": "split", "text": "Tiang lain", "version": fresh(child).version})
    assert (fresh(child).state, fresh(parent).children_count) == ("received", 0)


def test_other_way_round_leads_back_to_the_report_that_now_lists_it(office, pair):
    parent, child = pair
    (one,) = office().get(f"{url(parent)}?similar=1").context["similar"]
    press = {"act": "merge", "parent": parent.tracking_id, "version": one["version"], "back": parent.tracking_id}
    page = office().post(one["url"], press, follow=True)
    assert page.redirect_chain == [(url(parent), 302)]
    (row,) = page.context["children"]
    assert (row["tracking_id"], row["can_split"]) == (child.tracking_id, True)
    split = {"act": "split", "version": row["version"], "back": parent.tracking_id}
    assert office().post(row["url"], split).status_code == 422  # a reason is needed
    page = office().post(row["url"], {**split, "text": "Tiang lain"}, follow=True)
    assert page.redirect_chain == [(url(parent), 302)]
    assert (page.context["children"], fresh(child).state) == ([], "received")


def test_button_pressed_on_an_old_page_merges_nothing(office, pair, people):
    parent, child = pair
    press = {"act": "merge", "parent": parent.tracking_id, "version": child.version}
    forward(child, people)
    assert office().post(url(child), press).status_code == 422  # with the words why
    assert fresh(child).parent_id is None


def test_who_may_not_merge_is_shown_no_similar_ones(office, pair, people):
    for report in pair:
        forward(report, people)
    assert office("hana").get(f"{url(pair[0])}/serupa").context["similar"] == []
    assert len(office("vera").get(f"{url(pair[0])}/serupa").context["similar"]) == 1


def test_protected_child_is_not_named_on_the_parent(office, pair, people):
    parent, child = pair
    do(child, "merge", people["vera"], parent=parent)
    Report.objects.filter(pk=child.pk).update(is_protected=True)
    page = office().get(url(parent))
    assert page.context["children"] == []
    assert child.tracking_id not in page.content.decode()


def test_twenty_children_cost_the_page_no_more_queries_than_one(office, root, people):
    parent = new_report(root, "Banjir di Genuk")
    browser = office()

    def merge_and_count(number):
        for _child in range(number):
            do(new_report(root, "Air masuk rumah"), "merge", people["vera"], parent=parent)
        browser.get(url(parent))
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(url(parent))
        return len(page.context["children"]), len(asked)

    (one, with_one), (twenty, with_twenty) = merge_and_count(1), merge_and_count(24)
    assert (one, twenty) == (1, 20)
    assert with_twenty == with_one
    assert "25 laporan digabung" in browser.get(url(parent)).content.decode()


def test_parent_of_an_incident_says_that_it_is_one(office, root, people):
    declaration = Declaration(
        title="Banjir Genuk", text="Air naik.", categories=[Category.objects.get(root=root, code="banjir-rob")]
    )
    incident = declare_incident(declaration, by=people["walikota"])
    html = office().get(url(incident.parent)).content.decode()
    assert "Induk kejadian:" in html
    assert f'/konsol/kejadian/#incident-{incident.pk}">Banjir Genuk</a>' in html
    assert "Induk kejadian:" not in office().get(url(new_report(root))).content.decode()


def test_everybody_reads_that_it_stands_for_an_incident_and_whose_words_it_is(root, people):
    """No visitor at a counter said it."""
    category = Category.objects.get(root=root, code="banjir-rob")
    incident = declare_incident(
        Declaration(title="Banjir Genuk", text="Air naik.", categories=[category]), by=people["walikota"]
    )
    page = Client().get(f"/laporan/{incident.parent.tracking_id}").content.decode()
    assert "Kejadian yang dilaporkan banyak orang" in page
    assert "di loket" not in page
    shown = Client().get(f"/api/v1/reports/{incident.parent.tracking_id}").json()
    assert "loket" not in json.dumps(shown)
    assert "Kejadian yang" not in Client().get(f"/laporan/{new_report(root).tracking_id}").content.decode()


def test_who_reads_javanese_meets_no_indonesian_about_an_incident(root, people):
    category = Category.objects.get(root=root, code="banjir-rob")
    note = "Akses jalan terputus."
    declaration = Declaration("Banjir Genuk", "Air naik.", [category], clock_note=note, extra_working_days=2)
    incident = declare_incident(declaration, by=people["walikota"])
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "jv"
    page = client.get(f"/laporan/{incident.parent.tracking_id}").content.decode()
    assert "Kedadeyan iki dilaporake wong akeh" in page
    assert "Tenggate luwih suwe" in page
    assert "dilaporkan banyak orang" not in page


def test_one_key_merges_into_the_most_similar_one(office, root):
    first = new_report(root, "Lampu jalan padam di Jalan Pandanaran dekat masjid")
    for _n in range(2):
        new_report(root, "Lampu jalan padam di Jalan Pandanaran dekat masjid")
    browser = office()
    html = browser.get(browser.get(url(first)).context["similar_url"]).content.decode()
    assert html.count('data-key="G"') == 1
    assert html.index('data-key="G"') < html.index("Gabungkan ke sini")
    assert "G" not in ACT_KEYS.values()


def test_merging_what_is_similar_goes_on_in_the_list_that_it_was_opened_from(office, root):
    first, second, third = (new_report(root, "Lampu jalan padam di Jalan Pandanaran dekat masjid") for _n in range(3))
    browser, query = office(), "?queue=mine"
    page = browser.get(url(first) + query)
    for found in (browser.get(page.context["similar_url"]), browser.get(f"{url(first)}{query}&similar=1")):
        assert f'action="{url(first)}{query}"' in found.content.decode()
        assert f'action="{url(second)}{query}"' in found.content.decode()
    assert "?queue=mine&amp;similar=1" in page.content.decode()
    into_this = {"act": "merge", "parent": first.tracking_id, "version": second.version, "back": first.tracking_id}
    assert browser.post(url(second) + query, into_this)["Location"] == url(first) + query
    into_that = {"act": "merge", "parent": third.tracking_id, "version": fresh(first).version}
    Report.objects.filter(pk=first.pk).update(children_count=0)  # what has children is merged into nothing
    assert browser.post(url(first) + query, into_that)["Location"] == url(third) + query


@pytest.mark.django_db(transaction=True)
def test_merged_and_split_again_it_stands_with_all_that_it_had(root, people, caught_up):
    parent = new_report(root, "Lampu mati di gang 3", email="siti@contoh.example")
    child = new_report(root, "Lampu gang 3 padam", email="budi@contoh.example")
    do(child, "publish", people["vera"])
    perform_action(child.pk, "support", actor=ANYONE, data=ActData(supporter=b"seseorang"))
    words = ActData(text="Tiangnya nomor 9", photos=(photo(),))
    perform_action(child.pk, "note", actor=reporter_actor(child.reporter_id), data=words)
    follow(root, Target(report=fresh(child)), way="email", address="w@x.example", rhythm="at_once", language="id")
    before = _all_of(child)
    with clock.at(clock.now() + timedelta(days=7)):
        do(child, "merge", people["vera"], parent=parent, text="Sama")
        assert fresh(parent).children_count == 1
        do(child, "split", people["vera"], text="Tiang lain")
        verify = Clock.objects.get(report=child, kind="verify")
    caught_up()
    after = _all_of(child)
    assert after["entries"] == [*before["entries"], ("merge", "Sama"), ("split", "Tiang lain")]
    assert {**after, "entries": 0} == {**before, "entries": 0}
    assert before["supporters"] == before["follows"] == len(before["photos"]) == 1
    assert (fresh(parent).children_count, fresh(child).parent, fresh(child).state) == (0, None, "received")
    assert verify.status == "running"
    assert verify.started_at > child.filed_at + timedelta(days=6)
    assert Clock.objects.filter(report=child, status="running").count() == 1
    assert _told(child) == ["report.file", "report.merge", "report.split"]
    do(forward(parent, people).report, "answer", people["hana"], text="Menyala", outcome="solved", photos=(photo(),))
    caught_up()
    assert _told(child) == ["report.file", "report.merge", "report.split"]
    assert row_faults() == []


def _all_of(report):
    """What hangs on a report, as it stands."""
    return {
        "entries": list(Entry.objects.filter(report=report).order_by("at", "id").values_list("act", "text")),
        "photos": list(Attachment.objects.filter(report=report).values_list("pk", "entry", "publication")),
        "supporters": fresh(report).supporters_count,
        "supports": list(Support.objects.filter(report=report).values_list("pk", flat=True)),
        "follows": Follow.objects.filter(report_id=report.pk).count(),
    }


def _told(report):
    rows = OutboundMessage.objects.filter(report_id=report.pk, cause__startswith="report.")
    return list(rows.order_by("created_at").values_list("cause", flat=True))


def test_a_list_of_incidents_asks_no_more_for_each(office, root, people):
    """And says of each how many reports fit."""
    category = Category.objects.get(code="banjir-rob")
    for number in range(2):
        flood = new_report(root, f"Banjir di gang {number}")
        Report.objects.filter(pk=flood.pk).update(category=category)
    browser = office()

    def declare_and_count(how_many):
        for number in range(how_many):
            declaration = Declaration(
                title=f"Banjir {number}",
                text="Air masuk rumah",
                categories=[category],
                areas=[],
                begins_at=clock.now() - timedelta(hours=1),
            )
            declare_incident(declaration, by=people["walikota"])
        with CaptureQueriesContext(connection) as asked:
            page = browser.get("/konsol/kejadian/").content.decode()
        session = [one for one in asked if "django_session" in one["sql"]]  # read where it is not kept in memory
        return len(asked) - len(session), page.count("2 laporan cocok:")  # the incidents' own are not

    declare_and_count(1)
    (few, shown), (many, all_shown) = declare_and_count(1), declare_and_count(4)
    assert (few == many, shown, all_shown) == (True, 2, 6)


def test_what_fits_an_incident_is_looked_at_first_and_can_be_left_out(office, root, people):
    category = Category.objects.get(code="banjir-rob")
    floods = [new_report(root, f"Banjir di gang {number}", category=category) for number in range(4)]
    with clock.at(clock.now() + timedelta(minutes=1)):
        declaration = Declaration("Banjir", "Air naik.", [category], begins_at=floods[0].filed_at)
        incident = declare_incident(declaration, by=people["walikota"])
        browser, address = office(), f"/konsol/kejadian/{incident.pk}/gabung"
        rows = browser.post(address).context["rows"]
        assert {row["report"].pk for row in rows} == {report.pk for report in floods}
        assert not Report.objects.filter(parent=incident.parent).exists()
        stranger = new_report(root, "Lampu mati")
        do(floods[1], "publish", people["vera"])  # somebody else was there since
        numbers = [*(report.tracking_id for report in (*floods[:3], stranger)), "\0"]
        sent = {"confirm": "1", "report": numbers, **{f"version_{number}": floods[0].version for number in numbers}}
        sent[f"version_{floods[2].tracking_id}"] = floods[2].version
        answer = browser.post(address, sent, follow=True)
    assert [fresh(report).state for report in floods] == ["merged", "received", "merged", "received"]
    assert fresh(stranger).state == "received"
    said = " ".join(str(one) for one in answer.context["messages"])
    assert str(floods[1]) in said
    assert show_tracking_id(stranger.tracking_id) in said
