"""Whose turn a report is and in which order officers read: of every state, for every role, on every page."""

from datetime import timedelta

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.roles import CAPABILITIES, Can, Role
from lapor.casework.act_keys import ACT_KEYS
from lapor.casework.inbox import Inbox, InboxFilters, QueueName, counts, landing, queues_of
from lapor.casework.inbox_rows import FIRST_OF_ALL, ONE_PAGE, is_one_list, parts_of, rows_of
from lapor.casework.models import Snooze
from lapor.core import clock
from lapor.reports.models import Report
from lapor.reports.models.queue import FIRST_CLOSED
from lapor.reports.queries import visible_reports
from lapor.reports.vocabulary import CLOSED_STATES, State, WaitsFor
from lapor.reports.workflow.act import CLOSED, PARTNER, REPORTER, UNANSWERED
from lapor.reports.workflow.table import TABLE, acting_as
from tests.plans import leave_indexes, plan_of
from tests.reports.conftest import do, do_as_reporter, forward, in_days, new_report

pytestmark = pytest.mark.django_db

TURNS = {
    State.RECEIVED: WaitsFor.TRIAGE,
    State.AWAITING_REPORTER: WaitsFor.REPORTER,
    State.FORWARDED: WaitsFor.AGENCY,
    State.IN_PROGRESS: WaitsFor.AGENCY,
    State.SCHEDULED: WaitsFor.AGENCY,
    State.ANSWERED: WaitsFor.REPORTER,
    State.RESOLVED: "",
    State.CLOSED_UNCONFIRMED: "",
    State.MERGED: "",
    State.ARCHIVED: "",
    State.REFERRED: WaitsFor.OUTSIDE,
}
NARROWED = (
    {"category": "jalan-rusak"},
    {"agency": "dishub"},
    {"state": "received"},
    {"state": "forwarded", "category": "lampu-jalan-baru"},
    {"area": "33.74.01"},
    {"area": "33.74.02"},
    {"area": "33.74.02", "category": "lampu-jalan-baru"},
    {"area": "33.74.02.1001"},
    {"area": "33.74.02.1001", "category": "lampu-jalan-baru"},
)


def stored(report, **changed):
    Report.objects.filter(pk=report.pk).update(**changed)
    return Report.objects.get(pk=report.pk)


def listed(officer, **filters):
    return [report.tracking_id for report in Inbox(officer, InboxFilters(**filters)).page().rows]


@pytest.mark.parametrize("state", State)
def test_each_state_is_somebodys_turn_or_closed(root, people, state):
    report = forward_if(new_report(root), people, state)
    report = stored(report, state=state)
    assert report.waits_for == TURNS[state]
    assert (report.queue_key >= FIRST_CLOSED) is (state in CLOSED_STATES)
    called = stored(report, officer_call="open")
    holds = report.agency_id and state not in CLOSED_STATES
    assert called.waits_for == (WaitsFor.AGENCY if holds else WaitsFor.TRIAGE)
    assert called.queue_key < FIRST_CLOSED


def forward_if(report, people, state):
    held = {State.FORWARDED, State.IN_PROGRESS, State.SCHEDULED, State.ANSWERED}
    return forward(report, people).report if state in held else report


def test_both_say_the_same_of_what_is_closed():
    assert set(CLOSED_STATES) == CLOSED


@pytest.mark.parametrize(
    ("changed", "turn"),
    [
        ({"refusals": 3}, WaitsFor.CITY_HEAD),
        ({"refusals": 3, "is_decided": True}, WaitsFor.TRIAGE),
        ({"awaits_decision": True}, WaitsFor.CITY_HEAD),
        ({"awaits_decision": True, "officer_call": "open"}, WaitsFor.CITY_HEAD),
        ({"awaits_decision": True, "state": "archived"}, ""),
        ({"approver": "head"}, WaitsFor.HEAD),
        ({"approver": "triage_officer"}, WaitsFor.TRIAGE),
        ({"state": "in_progress", "has_objected": True}, WaitsFor.HEAD),
        ({"state": "answered", "unanswered_act": "note"}, WaitsFor.TRIAGE),
        ({"state": "awaiting_reporter", "unanswered_act": "reply"}, WaitsFor.TRIAGE),
    ],
)
def test_what_else_decides_whose_turn_it_is(root, changed, turn):
    assert stored(new_report(root), **changed).waits_for == turn


def test_urgent_ones_stand_first_then_who_was_not_answered_then_deadlines_closed_ones_last(root, people):
    soon, plain, urgent, said, none, old, older = (new_report(root, f"Lampu {n}") for n in range(7))
    now = clock.now()
    stored(plain, due_at=now + timedelta(days=2))
    stored(soon, due_at=now + timedelta(days=1))
    stored(urgent, urgency="urgent", due_at=now + timedelta(days=9))
    stored(said, unanswered_act="note", due_at=now + timedelta(days=9))
    stored(none, due_at=None)
    stored(old, state="archived", state_since=now - timedelta(days=1))
    stored(older, state="archived", state_since=now - timedelta(days=2))
    expected = [one.tracking_id for one in (urgent, said, soon, plain, none, old, older)]
    assert listed(people["vera"]) == expected
    assert listed(people["vera"], queue="open") == expected[:5]
    assert listed(people["vera"], queue="closed") == expected[5:]


def test_what_people_say_waits_until_an_officer_has_done_something(root, people):
    report = forward(new_report(root), people).report
    for act in ("note",):
        taken = do_as_reporter(report, act)
        assert taken.report.unanswered_act == act in UNANSWERED
    do(report, "respond" if report.state == "in_progress" else "start", people["hana"], text="Kami ke sana")
    assert stored(report).unanswered_act == ""
    do(report, "work_note", people["hana"], text="Sudah ditelepon")
    assert stored(report).unanswered_act == ""
    refused = forward(new_report(root), people).report
    do(refused, "refuse", people["hana"], text="Bukan kami", proposed_agency=Agency.objects.get(code="bappeda"))
    assert stored(refused).unanswered_act == "refuse"


def test_each_role_lands_on_what_waits_for_it(root, people):
    received, held, given, proposed, refused, answered = (new_report(root, f"Lampu {n}") for n in range(6))
    for report in (held, given, proposed, answered):
        forward(report, people)
    do(given, "assign_officer", people["hana"], officer=people["landung"])
    do(proposed, "start", people["hana"], text="Kami cek")
    do(proposed, "schedule", people["hana"], text="Menunggu bahan", promised_on=in_days(30))
    stored(refused, refusals=3)
    stored(answered, state="answered")
    mine = {
        "vera": {received},  # after three refusals the head alone decides
        "hana": {held},
        "landung": {given},
        "kepala": {proposed},
        "walikota": {proposed, refused},
        "lia": set(),
        "lintang": set(),
    }
    for name, expected in mine.items():
        assert landing(people[name]) == QueueName.MINE
        assert set(listed(people[name], queue="mine")) == {one.tracking_id for one in expected}, name
    assert landing(people["wening"]) == QueueName.OPEN
    assert len(listed(people["wening"], queue="open")) == 6


def test_who_answers_nobody_else_is_answered_for_by_the_office_above(root, people):
    unit = Agency.objects.create(
        root=root, parent=people["hana"].agency, code="perkim-pju", name="Bidang PJU", kind="unit"
    )
    unit.path = [*people["hana"].agency.path, unit.pk]
    unit.save()
    report = forward(new_report(root), people).report
    do(report, "forward", people["hana"], unit=unit)
    Report.objects.filter(pk=report.pk).update(area="33.74.02.1001")
    number, areas = report.tracking_id, ({"area": "33.74.02"}, {"area": "33.74.02.1001"})
    ways = ({}, *areas, {"agency": "perkim-pju"}, {"q": "lampu"}, {"q": number})
    for narrowed in ways:
        assert listed(people["hana"], queue="mine", **narrowed) == [report.tracking_id], narrowed
    create_officer(username="unit", password="Rahasia-2026-x", name="Unit", agency=unit, role=Role.LIAISON_OFFICER)
    for narrowed in ways:  # once the undivided list, that of an area and that of words were the whole unit's
        assert listed(people["hana"], queue="mine", **narrowed) == [], narrowed
        assert not Inbox(people["hana"], InboxFilters(queue="mine", **narrowed)).holds(Report.objects.get(pk=report.pk))
    assert listed(people["hana"], queue="open") == [report.tracking_id]


def test_pages_over_several_offices_hold_each_report_once(root, people):
    unit = Agency.objects.create(root=root, parent=people["hana"].agency, code="unit-a", name="Unit A", kind="unit")
    unit.path = [*people["hana"].agency.path, unit.pk]
    unit.save()
    numbers = set()
    for n in range(9):
        report = forward(new_report(root, f"Lampu {n}"), people).report
        if n % 2:
            do(report, "forward", people["hana"], unit=unit)
        numbers.add(report.tracking_id)
    seen, after = [], ""
    while True:
        page = Inbox(people["kepala"], InboxFilters(queue="open")).page(after=after, size=4)
        seen += [report.tracking_id for report in page.rows]
        if not (after := page.next):
            break
    assert len(seen) == len(set(seen)) == 9
    assert set(seen) == numbers
    inbox = Inbox(people["kepala"], InboxFilters(queue="open"))
    rows = list(Report.objects.filter(tracking_id__in=seen).order_by("queue_key", "id"))
    assert [row.tracking_id for row in rows] == seen
    assert [inbox.following(row) for row in rows] == [*seen[1:], seen[0]]


def test_helping_agency_finds_what_it_was_called_to(root, people):
    report = forward(new_report(root), people).report
    do(report, "call_support", people["hana"], agency=Agency.objects.get(code="bappeda"), text="Tolong datanya")
    assert listed(people["lia"], queue="helping") == [report.tracking_id]
    assert listed(people["lia"], queue="open") == listed(people["lia"], queue="mine") == []
    assert QueueName.HELPING in queues_of(people["lia"])
    assert QueueName.HELPING not in queues_of(people["vera"])


@pytest.mark.parametrize(
    ("name", "filters", "index"),
    [
        ("vera", {"queue": "mine"}, "report_for_triage"),
        ("vera", {"queue": "open"}, "report_by_root"),
        ("vera", {"queue": "closed"}, "report_by_root"),
        ("vera", {"queue": "open", "state": "received"}, "report_by_state"),
        ("vera", {"queue": "open", "category": "lampu-jalan-baru"}, "report_by_category"),
        ("vera", {"queue": "open", "agency": "perkim"}, "report_by_agency"),
        ("vera", {"called": "1"}, "report_called"),
        ("vera", {"unchecked": "1"}, "report_unchecked"),
        ("hana", {"queue": "mine"}, "report_by_agency"),
        ("hana", {"queue": "closed"}, "report_by_agency"),
        ("landung", {"queue": "mine"}, "report_by_officer"),
        ("walikota", {"queue": "mine"}, "report_for_head"),
        ("lintang", {"queue": "open"}, "report_protected"),
    ],
)
def test_each_list_can_be_read_in_order_from_an_index(root, people, name, filters, index):
    """The condition of the index is that of the query, whatever the planner thinks of a small table."""
    leave_indexes(index)
    [part, *_others] = parts_of(Inbox(people[name], InboxFilters(**filters)).shape, clock.now())
    one = {part.column: part.values[0]} if part.column else {}
    rows = part.rows.filter(**one).order_by("queue_key", "id")[:31]
    plan = plan_of(rows.values_list("pk"))
    assert index in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("queue", [*QueueName.values, "", "nonsense"])
def test_kept_sql_gives_each_officer_what_new_sql_gives(root, people, queue):
    """One officer after another, so that what is kept of one is there when the next one asks (ADR 36)."""
    bappeda = Agency.objects.get(code="bappeda")
    for n in range(4):
        report = new_report(root, text=f"Lampu {n} mati")
        if n:
            forward(report, people)
        if n == 2:
            do(report, "call_support", people["hana"], agency=bappeda, text="Tolong")
        if n == 3:
            do(report, "refuse", people["hana"], proposed_agency=bappeda, text="Bukan tugas kami, ini jalan provinsi")
        Report.objects.filter(pk=report.pk).update(area=("33.74.02", "33.74.02.1001")[n % 2])
    Snooze.objects.create(
        officer=people["vera"],
        report=report,
        until=clock.now() + timedelta(days=3),
        reason="Nanti",
        version=Report.objects.get(pk=report.pk).version,
        heard_count=Report.objects.get(pk=report.pk).heard_count,
    )
    found = set()
    for _again in range(2):
        for name, officer in people.items():
            for filters in ({}, {"late": "1"}, {"category": "lampu-jalan-baru"}, {"agency": "perkim"}, *NARROWED):
                inbox = Inbox(officer, InboxFilters(queue=queue, **filters))
                rows = set(rows_of(inbox.shape, clock.now()).values_list("pk", flat=True))
                assert {row.pk for row in inbox.page().rows} == rows, (name, filters)
                assert rows <= set(visible_reports(officer).values_list("pk", flat=True)) or queue == "handed_on"
                assert counts({"one": inbox}) == {"one": len(rows)}
                assert {row.pk for row in Report.objects.all() if inbox.holds(row)} == rows
                found |= rows
    assert found or queue == QueueName.CLOSED


def test_sql_is_kept_for_the_columns_not_for_each_of_a_citys_names(root, people):
    vera, kept = people["vera"], ONE_PAGE._kept._known
    kept.clear()
    categories = list(Category.objects.filter(root=root, is_active=True)[:30])
    reports = [new_report(root, text=f"Lampu {one.code} mati", category=one) for one in categories]
    for category, report in zip(categories, reports, strict=True):
        page = Inbox(vera, InboxFilters(queue=QueueName.OPEN, category=category.code)).page()
        assert [row.pk for row in page.rows] == [report.pk]
    assert len(kept) == 1


def test_sql_is_kept_for_districts_of_however_many_villages(root, people):
    """A district's list was a statement of one list for each village, planned anew for each number of them."""
    vera, kept = people["vera"], FIRST_OF_ALL._kept._known
    kept.clear()
    districts = list(Area.objects.filter(root=root, level="district"))
    assert len({district.parts.count() for district in districts}) > 3
    for district in districts:
        villages = [district, *district.parts.order_by("-code")[:2]]
        reports = [new_report(root, text=f"Lampu di {area.name} mati", area=area) for area in villages]
        inbox = Inbox(vera, InboxFilters(queue=QueueName.OPEN, area=district.code))
        assert [row.pk for row in inbox.page().rows] == [report.pk for report in reports]
    assert len(kept) == 1
    seen, after = [], ""
    while True:  # the last one, in pages of two
        page = inbox.page(after=after, size=2)
        seen += page.rows
        if not (after := page.next):
            break
    assert [row.pk for row in seen] == [report.pk for report in reports]
    assert [inbox.following(row) for row in seen] == [report.tracking_id for report in [*reports[1:], reports[0]]]


def test_a_list_of_no_office_holds_nothing(root, people):
    """However a scope came to have none."""
    forward(new_report(root), people)
    shape = Inbox(people["hana"], InboxFilters(queue=QueueName.MINE)).shape
    assert FIRST_OF_ALL.ask(shape, 30) or ONE_PAGE.ask(shape, None, 30)
    nowhere = shape._replace(scope=shape.scope._replace(answered=()))
    assert not is_one_list(nowhere)
    assert FIRST_OF_ALL.ask(nowhere, 30) == []


def test_no_two_acts_of_a_page_have_the_same_key():
    for state in State:
        for role in Role:
            for is_protected in (False, True):
                roles = acting_as(role, is_protected=is_protected)
                rows = [row for row in TABLE if state in row.sources and row.actors & roles]
                names = {row.name for row in rows} & set(ACT_KEYS)
                keys = [ACT_KEYS[name] for name in names]
                assert len(keys) == len(set(keys)), (state, role, names)


def test_every_act_of_an_officer_has_a_key_or_a_page_of_its_own():
    own = {"mask_photo", "move_out", "publish_entry", "withhold_entry", "file", "import", "unassign"}
    own |= {"call_back", "end_partner"}
    others = {REPORTER, PARTNER, "system", "anyone", Role.DESK_OFFICER}
    of_officers = {row.name for row in TABLE if row.actors - others}
    assert of_officers - own - set(ACT_KEYS) == set()


def test_after_an_act_the_next_report_of_the_list_is_shown(root, people):
    first, second = new_report(root, "Lampu 1"), new_report(root, "Lampu 2")
    client = Client()
    client.force_login(people["vera"])
    url = "/konsol/laporan/{}?queue=mine"
    sent = {"act": "archive", "archive_reason": "spam", "text": "Iklan.", "version": first.version}
    answer = client.post(url.format(first.tracking_id), sent)
    assert answer["Location"] == url.format(second.tracking_id)
    note = client.post(url.format(second.tracking_id), {"act": "work_note", "text": "Ditelepon."})
    assert note["Location"] == url.format(second.tracking_id)  # it still waits here
    last = client.post(url.format(second.tracking_id), {**sent, "version": second.version})
    assert last["Location"] == "/konsol/?queue=mine"


def test_roles_that_handle_reports_have_a_queue():
    for role, capabilities in CAPABILITIES.items():
        officer = type("Of", (), {"role": role})()
        if Can.HANDLE_REPORTS in capabilities:
            assert landing(officer) in QueueName
