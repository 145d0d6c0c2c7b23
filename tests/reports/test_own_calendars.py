"""Response and resolution run on the calendar and policy of the agency that holds a report; what was computed stays."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category, RuleSet
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Clock
from lapor.reports.queries import refusal_of
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor

FRIDAY = datetime(2026, 11, 6, 2, tzinfo=UTC)  # 09.00 WIB; no holiday in this month
OPEN_ALWAYS, OFFICE = "rsd-wongsonegoro", "perkim"


def due(day, hour, minute=0):
    """An instant of November, in WIB."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.fixture
def report(root):
    with clock.at(FRIDAY):
        return file_new_report(
            NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web"),
            root=root,
            actor=reporter_actor(None),
        ).report


@pytest.fixture
def act(report, triage):
    """Takes an act at an instant; the liaison is one of the agency that holds the report."""

    def take(name, at, by=None, **data):
        if isinstance(data.get("agency"), str):
            data["agency"] = Agency.objects.get(code=data["agency"])
        with clock.at(at):
            return perform_action(report.pk, name, actor=officer_actor(by or triage), data=ActData(**data))

    return take


def forward(act, at, code, category="rumah-sakit"):
    act("forward", at, agency=code, category=Category.objects.get(code=category), publication="published")


def liaison_of(code):
    agency = Agency.objects.get(code=code)
    return create_officer(
        username=f"l-{code}", password="Rahasia-2026-x", name=code, agency=agency, role=Role.LIAISON_OFFICER
    )


def clock_of(report, kind):
    return Clock.objects.get(report=report, kind=kind)


def test_hospital_answers_on_its_own_days_triage_on_the_citys(report, act):
    assert report.due_at == due(9, 16)  # verification: Monday, by the city's calendar
    forward(act, FRIDAY, OPEN_ALWAYS)
    response = clock_of(report, "response")
    # five days, the weekend counted
    assert (response.due_at, response.calendar_version) == (
        due(11, 23, 59),
        "semarang-24-jam-2026",
    )
    act("start", FRIDAY, by=liaison_of(OPEN_ALWAYS), text="Kami cek")
    act("answer", FRIDAY, by=Agency.objects.get(code=OPEN_ALWAYS).officers.get(), text="Sudah", outcome="solved")
    assert clock_of(report, "confirmation").calendar_version == "semarang-2026"


def test_running_clock_keeps_its_calendar_when_the_report_is_rerouted(report, act):
    forward(act, FRIDAY, OPEN_ALWAYS)
    before = clock_of(report, "response")
    act("reroute", FRIDAY + timedelta(hours=1), agency=OFFICE, text="Bukan rumah sakit")
    after = clock_of(report, "response")
    assert (after.due_at, after.calendar_version) == (before.due_at, before.calendar_version)


def test_paused_response_resumes_on_the_calendar_of_the_new_holder(report, act):
    """Refused on Friday with five days left: five working days of an office end a week after the Monday it comes
    there."""
    forward(act, FRIDAY, OPEN_ALWAYS)
    act(
        "refuse", FRIDAY, by=liaison_of(OPEN_ALWAYS), text="Bukan kami", proposed_agency=Agency.objects.get(code=OFFICE)
    )
    resolution = clock_of(report, "resolution").calendar_version
    forward(act, due(9, 10), OFFICE)
    response = clock_of(report, "response")
    assert (response.due_at, response.calendar_version) == (due(16, 16), "semarang-2026")
    assert clock_of(report, "resolution").calendar_version == resolution == "semarang-24-jam-2026"  # it ran on


def test_new_version_of_the_same_calendar_moves_no_deadline_that_resumes(report, act, root):
    forward(act, FRIDAY, OPEN_ALWAYS)
    officer = liaison_of(OPEN_ALWAYS)
    act("ask", FRIDAY, by=officer, text="Di mana?")
    before = clock_of(report, "resolution")
    content = RuleSet.objects.get(root=root, version=before.calendar_version).content
    version = f"baru-{uuid.uuid4()}"[:40]
    RuleSet.objects.create(
        root=root,
        kind="calendar",
        name="sepanjang-waktu",
        version=version,
        content={**content, "version": version, "weekdays": [1]},
        valid_from=FRIDAY,
    )
    with clock.at(FRIDAY + timedelta(hours=1)):
        perform_action(report.pk, "reply", actor=reporter_actor(None), data=ActData(text="Di loket"))
    after = clock_of(report, "resolution")
    assert (after.due_at, after.calendar_version) == (before.due_at, before.calendar_version)


def test_rejected_answer_gets_its_days_by_the_holders_calendar(report, act):
    forward(act, FRIDAY, OPEN_ALWAYS)
    officer = liaison_of(OPEN_ALWAYS)
    act("answer", FRIDAY, by=officer, text="Sudah", outcome="solved")
    late = due(20, 9) + timedelta(days=60)
    with clock.at(late):
        perform_action(report.pk, "reject", actor=reporter_actor(None), data=ActData(text="Belum"))
    resolution = clock_of(report, "resolution")
    assert resolution.due_at == late.replace(hour=16, minute=59) + timedelta(days=3)
    assert resolution.calendar_version == "semarang-24-jam-2026"


def test_promise_ends_with_the_service_of_the_holder(report, act, root):
    forward(act, FRIDAY, OPEN_ALWAYS)
    officer = liaison_of(OPEN_ALWAYS)
    act("start", FRIDAY, by=officer, text="Kami cek")
    act("schedule", FRIDAY, by=officer, text="Alat datang", promised_on=datetime(2026, 11, 21, tzinfo=UTC).date())
    head = create_officer(username="dir", password="Rahasia-2026-x", name="Dir", agency=officer.agency, role=Role.HEAD)
    act("approve", FRIDAY, by=head)
    assert clock_of(report, "resolution").due_at == due(21, 23, 59)


@pytest.mark.parametrize(("code", "may_refuse"), [(OPEN_ALWAYS, False), (OFFICE, True)])
def test_days_to_refuse_are_counted_by_the_calendar_of_the_holder(report, act, code, may_refuse):
    """Forwarded on Friday, refused on Monday: three days for who works on Sunday, one for an office."""
    forward(act, FRIDAY, code)
    officer = liaison_of(code)
    report.refresh_from_db()
    with clock.at(due(9, 9)):
        assert (refusal_of(report, "refuse", officer_actor(officer)) == "") is may_refuse
    if not may_refuse:
        with pytest.raises(ActRefused, match="2"):
            act("refuse", due(9, 9), by=officer, text="x", proposed_agency=Agency.objects.get(code=OFFICE))


def test_agency_and_category_may_have_their_own_days(report, act, root):
    """A policy of the agency with days of its own for one category; the jurisdiction's others stay."""
    content = {
        **RuleSet.objects.filter(root=root, kind="policy", name="").latest("pk").content,
        "response": 2,
        "categories": {"rumah-sakit": 4},
    }
    version = f"cepat-{uuid.uuid4()}"[:40]
    RuleSet.objects.create(
        root=root,
        kind="policy",
        name="cepat",
        version=version,
        content={**content, "version": version},
        valid_from=FRIDAY,
    )
    Agency.objects.filter(code=OPEN_ALWAYS).update(policy="cepat")
    forward(act, FRIDAY, OPEN_ALWAYS)
    response, resolution = clock_of(report, "response"), clock_of(report, "resolution")
    assert (response.working_days, resolution.working_days) == (2, 4)
    assert (response.policy_version, clock_of(report, "verify").policy_version) == (version, "semarang-1-5-10-30")
    assert resolution.due_at == due(10, 23, 59)


def test_own_calendar_costs_no_more_statements(root, triage, liaison):
    def statements(code):
        with clock.at(FRIDAY):
            report = file_new_report(
                NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web"),
                root=root,
                actor=reporter_actor(None),
            ).report
            data = ActData(
                agency=Agency.objects.get(code=code),
                category=Category.objects.get(code="rumah-sakit"),
                publication="published",
            )
            with CaptureQueriesContext(connection) as queries:
                perform_action(report.pk, "forward", actor=officer_actor(triage), data=data)
        return len(queries)

    for code in (OPEN_ALWAYS, OFFICE):
        statements(code)  # fills the caches of rules
    assert statements(OPEN_ALWAYS) == statements(OFFICE)
