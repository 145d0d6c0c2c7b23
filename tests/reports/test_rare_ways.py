"""The rarer ways through an act: what does not fit is refused beside its field, what was started elsewhere goes on from
here."""

import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import translation
from psycopg.errors import DeadlockDetected

from lapor.agencies.models import Agency, Category
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.reports import actions, tasks
from lapor.reports.actions import ActRefused, ReportChanged, file_report, import_report, perform_action
from lapor.reports.deadlines import sweeps as sweep
from lapor.reports.models import Clock, Proposal, Report
from lapor.reports.workflow import proposals
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.acting import SYSTEM, ActData, ImportedFacts, officer_actor, reporter_actor
from tests.reports.conftest import answered_parent, do, forward, in_days, new_report


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refused(report, name, actor, **data):
    with pytest.raises(ActRefused) as caught:
        perform_action(report.pk, name, actor=actor, data=ActData(**data))
    return caught.value.field, str(caught.value.reason)


def unit_of(code):
    agency = Agency.objects.get(code=code)
    pk = uuid.uuid4()
    return Agency.objects.create(
        id=pk, root=agency.root, parent=agency, path=[*agency.path, pk], code=f"upt-{code}", name=f"UPT {code}"
    )


# --- what does not fit is refused beside its field


def test_outcome_of_another_kind_of_report_is_refused(root, people):
    report = new_report(root)
    forward(report, people)
    said = refused(report, "answer", officer_actor(people["hana"]), text="Ditolak", outcome="declined")
    assert said == ("outcome", "This outcome does not fit this kind of report.")


@pytest.mark.parametrize("reason", ["withdrawn", "imported", "bored"])
def test_report_is_archived_for_a_reason_of_the_closed_list_only(root, people, reason):
    said = refused(new_report(root), "archive", officer_actor(people["vera"]), archive_reason=reason, text="Karena")
    assert said == ("archive_reason", "This reason is not in the list.")


@pytest.mark.parametrize("rating", [-1, 6])
def test_rating_goes_from_one_to_five(root, people, rating):
    report = new_report(root)
    Report.objects.filter(pk=report.pk).update(state="resolved")
    assert refused(report, "rate", reporter_actor(None), rating=rating) == (
        "rating",
        "A rating is a number from 1 to 5.",
    )


def test_category_of_another_city_does_not_exist_here(root, people):
    city = Agency.objects.create(code="kota-lain", name="Kota Lain", path=[])
    theirs = Category.objects.create(root=city, code="lain", name="Lain", name_en="Other", deadline_class="simple")
    said = refused(
        new_report(root),
        "forward",
        officer_actor(people["vera"]),
        category=theirs,
        agency=Agency.objects.get(code="perkim"),
        publication="published",
    )
    assert said == ("category", "There is no such category here.")


def test_agency_gives_a_report_only_to_a_unit_below_it(root, people):
    report = new_report(root)
    forward(report, people)
    for elsewhere in (unit_of("bappeda"), Agency.objects.get(code="perkim")):
        said = refused(report, "forward", officer_actor(people["hana"]), unit=elsewhere)
        assert said == ("unit", "Choose a unit below the agency that holds the report.")
    below = unit_of("perkim")
    before = Clock.objects.get(report=report, kind="response").due_at
    do(report, "forward", people["hana"], unit=below, text="Tolong cek")
    report.refresh_from_db()
    assert (report.agency, report.state) == (below, "forwarded")
    assert Clock.objects.get(report=report, kind="response").due_at == before


def test_exclusion_names_somebody(root, people):
    report = new_report(root, "Ada pungli di loket")
    assert refused(report, "exclude", officer_actor(people["lintang"])) == ("agency", "Choose an agency or an officer.")


def test_only_who_may_file_or_import_makes_a_report(root, people):
    with pytest.raises(ActRefused, match="Your role does not allow this"):
        file_report(Report(text="x"), root=root, actor=officer_actor(people["vera"]), data=ActData(text="x"))
    with pytest.raises(ActRefused, match="Your role does not allow this"):
        import_report(
            Report(text="x"),
            root=root,
            actor=officer_actor(people["vera"]),
            facts=ImportedFacts("resolved", clock.now()),
        )


# --- two at once


@pytest.mark.django_db(transaction=True)
def test_act_that_the_database_broke_off_for_another_one_says_that_somebody_else_acted(root, people, monkeypatch):
    report = new_report(root)

    def deadlock(*_arguments):
        raise OperationalError("deadlock detected") from DeadlockDetected()

    monkeypatch.setattr(actions, "_perform", deadlock)
    with pytest.raises(ReportChanged, match="Somebody else has changed"):
        perform_action(report.pk, "note", actor=reporter_actor(None), data=ActData(text="x"))
    # within a larger transaction only its owner can try again
    with (
        pytest.raises(OperationalError),
        transaction.atomic(),
    ):
        perform_action(report.pk, "note", actor=reporter_actor(None), data=ActData(text="x"))


@pytest.mark.django_db(transaction=True)
def test_lost_database_is_not_taken_for_somebody_elses_act(root, people, monkeypatch):
    report = new_report(root)

    def lose(*_arguments):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(actions, "_perform", lose)
    with pytest.raises(OperationalError, match="lost"):
        perform_action(report.pk, "note", actor=reporter_actor(None), data=ActData(text="x"))


# --- approval


def test_proposal_of_an_officer_who_has_changed_office_cannot_be_approved(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami cek")
    do(report, "schedule", people["hana"], text="Menunggu bahan", promised_on=in_days(40))
    people["hana"].agency = Agency.objects.get(code="bappeda")
    people["hana"].save()
    assert refused(report, "approve", officer_actor(people["kepala"])) == ("", "This report is not with your office.")
    assert Proposal.objects.get().status == "open"


def test_proposal_keeps_whatever_its_act_may_carry():
    carried = {field for row in workflow.TABLE if row.approver for field in (*row.needs, *row.may)}
    assert carried == {"text", "destination", "outcome", "promised_on", "photos"}
    data = ActData(text="Alasan", destination="PLN", outcome="solved", promised_on=in_days(3))
    assert proposals.from_json(proposals.to_json(data)) == data


def test_proposal_that_would_lose_something_is_not_kept():
    with pytest.raises(ValueError, match="cannot keep rating"):
        proposals.to_json(ActData(text="Alasan", rating=3))


# --- clocks


def test_refusal_after_the_first_response_does_not_wake_its_clock(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami cek")
    stopped_at = Clock.objects.get(report=report, kind="response").stopped_at
    do(report, "refuse", people["hana"], text="Bukan kami", proposed_agency=Agency.objects.get(code="bappeda"))
    response = Clock.objects.get(report=report, kind="response")
    assert (response.status, response.stopped_at) == ("stopped", stopped_at)


def test_report_that_is_verified_anew_gets_its_resolution_time_anew(root, people):
    report = new_report(root)
    forward(report, people)
    first = Clock.objects.get(report=report, kind="resolution")
    perform_action(report.pk, "withdraw", actor=reporter_actor(report.reporter_id))
    with clock.at(clock.now() + timedelta(days=30)):
        do(report, "correct", people["wening"], text="Ditarik karena takut")
        assert Clock.objects.get(report=report, kind="resolution").status == "stopped"
        forward(report, people)
    anew = Clock.objects.get(report=report, kind="resolution")
    assert anew.status == "running"
    assert anew.started_at - first.started_at >= timedelta(days=30)
    assert anew.due_at > first.due_at


def imported(root, people, state="in_progress", **values):
    report = Report(text="Lampu mati", channel="import", agency=Agency.objects.get(code="perkim"), **values)
    with transaction.atomic():
        import_report(
            report,
            root=root,
            actor=officer_actor(people["ade"]),
            facts=ImportedFacts(state, clock.now() - timedelta(days=90)),
        )
    return report


def test_imported_report_without_clocks_is_due_on_the_date_it_is_promised_for(root, people):
    report = imported(root, people)
    assert not Clock.objects.filter(report=report).exists()
    do(report, "schedule", people["hana"], text="Menunggu bahan", promised_on=in_days(40))
    do(report, "approve", people["kepala"])
    resolution = Clock.objects.get(report=report, kind="resolution")
    assert (resolution.status, resolution.due_at.date()) == ("running", in_days(40))


# --- merged reports, incidents


def test_confirmation_of_a_merged_report_leaves_the_parents_own_reporter_to_decide(root, people):
    parent, child = answered_parent(root, people)
    own = new_report(root, "Lampu", email="siti@contoh.example").reporter
    Report.objects.filter(pk=parent.pk).update(reporter=own)
    perform_action(child.pk, "confirm", actor=reporter_actor(child.reporter_id))
    parent.refresh_from_db()
    child.refresh_from_db()
    assert (parent.state, child.verdict) == ("answered", "confirmed")


def test_parent_that_nobody_filed_waits_for_the_last_of_its_merged_reports(root, people):
    """Merged shortly before the end of the parent's own time: its reporter still has ten working days from then on."""
    parent, child = answered_parent(root, people)
    over = Clock.objects.get(report=parent, kind="confirmation").due_at + timedelta(minutes=1)
    Report.objects.filter(pk=child.pk).update(state_since=over - timedelta(days=2))
    with clock.at(over):
        assert refused(parent, "lapse", SYSTEM)[1] == "The time to confirm is not over yet."
        assert sweep.end_waiting() == 0
    with clock.at(over + timedelta(days=20)):
        assert sweep.end_waiting() == 1
    assert Report.objects.get(pk=parent.pk).state == "closed_unconfirmed"


# --- privacy


def test_reporter_who_makes_a_report_public_waits_for_the_privacy_check(root, people):
    report = new_report(root, visibility="confidential")
    perform_action(report.pk, "lower_privacy", actor=reporter_actor(report.reporter_id))
    report.refresh_from_db()
    assert (report.visibility, report.publication) == ("public", "pending")
    do(report, "publish", people["vera"], published_text="Lampu mati di depan rumah ***")
    report.refresh_from_db()
    assert (report.publication, report.published_text) == ("published", "Lampu mati di depan rumah ***")


def test_published_as_it_was_written_where_nothing_has_to_be_masked(root, people):
    report = new_report(root, "Lampu mati di taman")
    do(report, "publish", people["vera"])
    report.refresh_from_db()
    assert (report.publication, report.public_text) == ("published", "Lampu mati di taman")


# --- lists


def test_officer_finds_a_report_by_its_number_its_former_number_or_its_words(root, people):
    lamp, hole = new_report(root, "Lampu penerangan padam"), new_report(root, "Jalan berlubang")
    Report.objects.filter(pk=hole.pk).update(former_number="LAMA/7")
    number = lamp.tracking_id

    def found(words):
        return Inbox(people["vera"], InboxFilters(q=words)).page().rows

    assert found(f"{number[:4]} {number[4:8]} {number[8:]}") == [lamp]
    assert found("penerangan") == [lamp]
    assert found(" LAMA/7 ") == [hole]
    assert found("gajah") == []


def test_inbox_goes_on_page_by_page_through_those_without_a_deadline(root, people):
    reports = [new_report(root, f"Lampu {n}") for n in range(5)]
    Report.objects.filter(pk__in=[report.pk for report in reports[2:]]).update(due_at=None)
    seen, after = [], ""
    for _ in range(4):
        page = Inbox(people["vera"], InboxFilters(queue="open")).page(after=after, size=2)
        seen += [report.pk for report in page.rows]
        after = page.next
        if not after:
            break
    assert seen == [report.pk for report in reports]  # of the same day the first that came


# --- reminders


def test_two_sweeps_at_once_remind_once(root, people):
    """The second one waits for the lock and finds that nothing is due any more."""
    report = new_report(root)
    due = Clock.objects.get(report=report, kind="verify")
    with clock.at(due.due_at + timedelta(minutes=5)):
        now = clock.now()
        assert sweep._remind_of(due.pk, report.pk, now)
        assert not sweep._remind_of(due.pk, report.pk, now)
        do(report, "refer", people["vera"], destination="PLN", text="Jaringan PLN")
    with clock.at(due.due_at + timedelta(days=30)):
        assert sweep._remind_waiting(report.pk, clock.now())
        assert not sweep._remind_waiting(report.pk, clock.now())
    assert Event.objects.filter(stream_id=report.pk, name="report.remind").count() == 2


def test_daily_job_makes_the_partitions_of_the_next_months(root, monkeypatch):
    made = []
    monkeypatch.setattr(tasks, "make_partitions", lambda **asked: made.append(asked))
    tasks.partitions(0)
    assert [asked["months"] for asked in made] == [3]
