"""Whom a level means and how they hear: at once or in the digest, after quiet hours; nobody who may not read the
report, and of a protected case nobody but its own group, at once, whatever the city's levels say."""

from datetime import UTC, datetime, timedelta

import pytest

from lapor.agencies.models import Agency, Category
from lapor.casework.models import OfficerDevice
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.gateway.models import OutboundMessage
from lapor.ledger.models import Event
from lapor.notify.models import OfficerChoice, OfficerNotice
from lapor.notify.officer_ways import send_officer_digests
from lapor.notify.officers import tell_officers
from lapor.reporters import vault
from lapor.reports.actions import perform_action
from lapor.reports.deadlines.sweeps import remind_of_deadlines
from lapor.reports.models import Exclusion, Report
from lapor.reports.workflow.acting import SYSTEM, ActData
from tests.escalation import HEAD, in_force
from tests.promises.conftest import everyone, people  # noqa: F401
from tests.reports.conftest import do, forward, new_report

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)  # 09.00 WIB; no holiday in this month
EVERYBODY = ["officer", "liaison_officer", "triage_officer", "head", "city_head", "overseer"]


def wib(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def with_perkim(root, people, **changed):  # noqa: F811
    with clock.at(MONDAY):
        report = new_report(root, **changed)
        forward(report, people)
    return report


def told(at):
    """Who hears of the reminders of a sweep at that moment."""
    OfficerNotice.objects.all().delete()
    OutboundMessage.objects.all().delete()
    with clock.at(at):
        before = Event.objects.order_by("-id").values_list("id", flat=True).first()
        remind_of_deadlines()
        tell_officers(list(Event.objects.filter(id__gt=before, name="report.remind").order_by("id")))
    return set(OfficerNotice.objects.values_list("officer__username", flat=True))


@pytest.mark.parametrize(
    ("to", "names"),
    [
        (["officer"], {"landung"}),
        (["liaison_officer"], {"hana"}),
        (["head"], {"kepala"}),
        (["city_head"], {"walikota"}),
        (["triage_officer"], {"vera"}),
        (["overseer"], {"wening"}),
        (["officer", "head", "overseer"], {"landung", "kepala", "wening"}),
    ],
)
def test_each_word_means_its_officers(root, everyone, to, names):  # noqa: F811
    in_force(root, {**HEAD, "to": to})
    report = with_perkim(root, everyone)
    do(report, "assign_officer", everyone["hana"], officer=everyone["landung"])
    assert told(wib(9, 17)) == names


def test_officer_is_the_office_where_the_report_was_given_to_nobody(root, everyone):  # noqa: F811
    in_force(root, {**HEAD, "to": ["officer"]})
    with_perkim(root, everyone)
    assert told(wib(9, 17)) == {"hana"}


def test_officer_who_may_not_see_the_report_any_more_is_not_told(root, everyone):  # noqa: F811
    in_force(root, {**HEAD, "to": ["officer"]})
    report = with_perkim(root, everyone)
    Report.objects.filter(pk=report.pk).update(officer=everyone["landung"], agency=Agency.objects.get(code="bappeda"))
    assert told(wib(9, 17)) == {"lia"}


def mails():
    return {vault.open_sealed(bytes(row.address)): row for row in OutboundMessage.objects.filter(channel="email")}


def test_who_stands_in_digest_hears_with_the_next_one_the_others_at_once(root, everyone):  # noqa: F811
    in_force(root, {**HEAD, "to": ["head", "overseer"], "digest": ["overseer"]})
    OfficerDevice.objects.create(officer=everyone["wening"], lookup=b"1", address=vault.seal("{}"), made_at=clock.now())
    for _each in range(3):
        with_perkim(root, everyone)
    assert told(wib(9, 17)) == {"kepala", "wening"}
    assert set(mails()) == {"kepala@kota.example"}
    assert not OutboundMessage.objects.filter(channel="push").exists()
    assert OfficerNotice.objects.filter(waits_for_digest=True).count() == 3
    with clock.at(wib(10, 7, 30)):
        assert send_officer_digests() == 1
    assert OutboundMessage.objects.filter(cause="officer.digest").count() == 1


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        ("20:00-07:00", wib(9, 17), None),
        ("20:00-07:00", wib(9, 22), wib(10, 7)),
        ("closed", wib(9, 17), wib(10, 8)),
        ("closed", wib(13, 16, 30), wib(16, 8)),
    ],
)
def test_in_quiet_hours_the_mail_waits_and_the_bell_does_not(root, everyone, quiet, at, until):  # noqa: F811
    in_force(root, HEAD, quiet_hours=quiet)
    with_perkim(root, everyone)
    assert told(at) == {"kepala"}
    assert mails()["kepala@kota.example"].not_before == until


def test_officers_own_quiet_hours_count_besides(root, everyone):  # noqa: F811
    in_force(root, HEAD, quiet_hours="20:00-07:00")
    OfficerChoice.objects.create(officer=everyone["kepala"], quiet_from=6, quiet_until=9)
    with_perkim(root, everyone)
    told(wib(9, 22))
    assert mails()["kepala@kota.example"].not_before == wib(10, 9)


def test_urgent_report_waits_for_neither(root, everyone):  # noqa: F811
    in_force(root, {**HEAD, "digest": ["head"]}, quiet_hours="closed")
    report = with_perkim(root, everyone)
    Report.objects.filter(pk=report.pk).update(urgency="urgent")
    told(wib(9, 22))
    assert mails()["kepala@kota.example"].not_before is None


def protected(root):
    with clock.at(MONDAY):
        report = new_report(root, "Minta uang pelicin", category=Category.objects.get(code="korupsi"))
    report.refresh_from_db()
    assert report.is_protected
    return report


@pytest.mark.parametrize(
    ("at", "names"),
    [(wib(3, 9), set()), (wib(8, 22), {"lintang"}), (wib(9, 22), {"lintang"}), (wib(30, 22), {"lintang"})],
)
def test_protected_case_is_told_to_its_own_group_only_and_at_once(root, everyone, at, names):  # noqa: F811
    """Whatever the levels say, however late, in quiet hours too; a level of the city's own is never reached."""
    in_force(root, {"at": "1%", "to": EVERYBODY, "digest": EVERYBODY}, {**HEAD, "to": EVERYBODY}, quiet_hours="closed")
    protected(root)
    assert told(at) == names
    assert {row.not_before for row in OutboundMessage.objects.all()} <= {None}
    assert set(mails()) == {f"{name}@kota.example" for name in names}


def test_report_that_became_protected_since_is_told_to_its_group_only(root, everyone):  # noqa: F811
    in_force(root, {**HEAD, "to": EVERYBODY, "digest": ["head"]}, quiet_hours="closed")
    report = with_perkim(root, everyone)
    with clock.at(wib(9, 22)):
        remind_of_deadlines()
        agency = Agency.objects.get(code="inspektorat")
        Report.objects.filter(pk=report.pk).update(is_protected=True, visibility="confidential", agency=agency)
        OfficerNotice.objects.all().delete()
        tell_officers(list(Event.objects.filter(stream_id=report.pk, name="report.remind")))
    assert set(OfficerNotice.objects.values_list("officer__username", flat=True)) == {"lintang"}
    assert mails()["lintang@kota.example"].not_before is None


def test_who_is_kept_out_by_name_hears_nothing_of_a_protected_case(root, everyone):  # noqa: F811
    report = protected(root)
    Exclusion.objects.create(report=report, officer=everyone["lintang"])
    Report.objects.filter(pk=report.pk).update(has_exclusions=True)
    assert told(wib(30, 9)) == set()


def test_level_of_a_version_that_was_replaced_is_told_as_it_was(root, everyone):  # noqa: F811
    in_force(root, {**HEAD, "to": ["overseer"]})
    report = with_perkim(root, everyone)
    with clock.at(wib(9, 17)):
        remind_of_deadlines()
    in_force(root, HEAD)
    OfficerNotice.objects.all().delete()
    tell_officers(list(Event.objects.filter(stream_id=report.pk, name="report.remind")))
    assert set(OfficerNotice.objects.values_list("officer__username", flat=True)) == {"wening"}


def protect(report):
    category = Category.objects.select_related("agency").get(code="korupsi")
    perform_action(report.pk, "protect", actor=SYSTEM, data=ActData(category=category, agency=category.agency))
    tell_officers(list(Event.objects.filter(stream_id=report.pk, name="report.protect")))


def test_what_waits_is_told_to_nobody_outside_once_the_report_is_protected(root, everyone):  # noqa: F811
    """Neither the mail that waits for the end of the quiet hours nor the line of the next digest."""
    in_force(root, {**HEAD, "to": ["head", "overseer"], "digest": ["overseer"]}, quiet_hours="20:00-07:00")
    report, other = with_perkim(root, everyone), with_perkim(root, everyone)
    told(wib(9, 22))
    assert len(OutboundMessage.objects.filter(not_before=wib(10, 7))) == 2
    with clock.at(wib(10, 5)):
        protect(report)
    waiting = OutboundMessage.objects.exclude(report_id=None).exclude(not_before=None)
    assert {row.report_id for row in waiting} == {other.pk}
    with clock.at(wib(10, 8)):
        assert send_officer_digests() == 1
    digest = OutboundMessage.objects.get(cause="officer.digest")
    assert show_tracking_id(other.tracking_id) in digest.said.text
    assert show_tracking_id(report.tracking_id) not in digest.said.text


def test_own_group_still_has_its_digest_of_protected_cases(root, everyone):  # noqa: F811
    report = protected(root)
    OfficerNotice.objects.create(
        root=root,
        officer=everyone["lintang"],
        report_id=report.pk,
        kind="confirmed",
        facts={"number": show_tracking_id(report.tracking_id)},
        page="/konsol/",
        at=wib(9, 22),
        waits_for_digest=True,
        dedupe_key="uji",
    )
    with clock.at(wib(10, 8)):
        assert send_officer_digests() == 1
