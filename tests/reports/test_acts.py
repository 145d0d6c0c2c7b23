"""What acts do beside the state: approval, merging, helpers, exclusions, support; and who may see a report at all."""

import itertools

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.gateway.models import OutboundMessage
from lapor.intake.filing.actions import supporter_hash
from lapor.ledger.models import Event
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.models import Attachment, Proposal, Report
from lapor.reports.permissions import may_see
from lapor.reports.queries import visible_reports
from lapor.reports.workflow.acting import ANYONE, SYSTEM, ActData, officer_actor, reporter_actor
from lapor.triage.actions import release_children
from tests.reports.conftest import answered_parent, do, forward, in_days, merged, new_report, photo

# --- approval


def test_schedule_waits_for_the_head_and_then_takes_the_deadlines_place(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami cek")
    taken = do(report, "schedule", people["hana"], text="Menunggu bahan", promised_on=in_days(40))
    report.refresh_from_db()
    assert (taken.entry.act, taken.entry.audience, report.state, report.has_proposal) == (
        "propose",
        "internal",
        "in_progress",
        True,
    )
    approved = do(report, "approve", people["kepala"])
    report.refresh_from_db()
    assert (approved.entry.act, approved.entry.officer, report.state) == ("schedule", people["hana"], "scheduled")
    assert approved.event.data["approved_by"] == str(people["kepala"].pk)
    assert report.clocks.get(kind="resolution").due_at.date() == report.promised_on == in_days(40)


def test_who_proposed_does_not_approve(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami cek")
    do(report, "schedule", people["hana"], text="Menunggu bahan", promised_on=in_days(40))
    for name in ("hana", "landung", "lia", "vera"):
        with pytest.raises(ActRefused):
            do(report, "approve", people[name])


def test_declined_proposal_changes_nothing_but_is_told(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami cek")
    do(report, "schedule", people["hana"], text="Menunggu bahan", promised_on=in_days(40))
    do(report, "decline", people["walikota"], text="Terlalu lama")
    report.refresh_from_db()
    assert (report.state, report.has_proposal, Proposal.objects.get().status) == ("in_progress", False, "declined")


def test_proposal_is_void_once_the_report_moves_on(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami cek")
    do(report, "schedule", people["hana"], text="Menunggu bahan", promised_on=in_days(40))
    do(report, "reroute", people["vera"], agency=Agency.objects.get(code="bappeda"), text="Salah alamat")
    assert Proposal.objects.get().status == "void"
    with pytest.raises(ActRefused):
        do(report, "approve", people["walikota"])


def test_second_proposal_takes_the_place_of_the_first(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami cek")
    for days in (40, 50):
        do(report, "schedule", people["hana"], text="Menunggu bahan", promised_on=in_days(days))
    assert sorted(Proposal.objects.values_list("status", flat=True)) == ["open", "void"]


def test_answer_with_its_photo_goes_out_when_the_head_approves_where_the_agency_wants_it(root, people):
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    report = new_report(root)
    forward(report, people)
    do(report, "answer", people["hana"], text="Sudah menyala", outcome="solved", photos=(photo(),))
    attachment = Attachment.objects.get()
    assert (attachment.publication, attachment.is_evidence) == ("withheld", False)
    taken = do(report, "approve", people["kepala"])
    attachment.refresh_from_db()
    assert (attachment.entry, attachment.publication, attachment.is_evidence) == (taken.entry, "published", True)
    assert Report.objects.get(pk=report.pk).state == "answered"


def test_agency_proposes_to_refer_and_triage_decides(root, people):
    report = new_report(root)
    forward(report, people)
    assert do(report, "refer", people["hana"], destination="PLN", text="Jaringan PLN").entry.act == "propose"
    with pytest.raises(ActRefused):
        do(report, "approve", people["kepala"])
    do(report, "approve", people["vera"])
    assert Report.objects.get(pk=report.pk).state == "referred"


def test_promised_date_lies_in_the_future(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami cek")
    with pytest.raises(ActRefused) as caught:
        do(report, "schedule", people["hana"], text="Sudah", promised_on=in_days(0))
    assert caught.value.field == "promised_on"


# --- merging


def test_merged_report_is_counted_on_its_parent_and_its_clocks_stop(root, people):
    parent, child = merged(root, people)
    assert (child.state, child.parent, parent.children_count) == ("merged", parent, 1)
    assert child.clocks.exclude(status="stopped").count() == 0


def test_split_off_it_is_verified_anew(root, people):
    parent, child = merged(root, people)
    do(child, "split", people["vera"], text="Lain tempat")
    child.refresh_from_db()
    parent.refresh_from_db()
    assert (child.state, child.parent, parent.children_count) == ("received", None, 0)
    assert child.clocks.get(kind="verify").status == "running"


@pytest.mark.parametrize(
    "what", ["itself", "a merged one", "a confidential one", "an archived one", "one with children"]
)
def test_merging_is_refused_into(root, people, what):
    parent, child = merged(root, people)
    other = new_report(root, "Lain lagi")
    target = {
        "itself": other,
        "a merged one": child,
        "a confidential one": new_report(root, visibility="confidential"),
        "an archived one": new_report(root),
        "one with children": other,
    }[what]
    if what == "an archived one":
        do(target, "archive", people["vera"], archive_reason="spam", text="Iklan")
    with pytest.raises(ActRefused):
        do(parent if what == "one with children" else other, "merge", people["vera"], parent=target)


def test_reject_of_a_merged_report_sends_its_parent_back_to_work(root, people):
    parent, child = answered_parent(root, people)
    perform_action(child.pk, "reject", actor=reporter_actor(child.reporter_id), data=ActData(text="Masih mati"))
    parent.refresh_from_db()
    child.refresh_from_db()
    assert (parent.state, child.state, child.verdict) == ("in_progress", "merged", "rejected")


def test_new_answer_asks_the_merged_reporter_anew(root, people):
    parent, child = answered_parent(root, people)
    perform_action(child.pk, "reject", actor=reporter_actor(None), data=ActData(text="Masih mati"))
    with pytest.raises(ActRefused):
        perform_action(child.pk, "confirm", actor=reporter_actor(None))
    do(parent, "answer", people["hana"], text="Diganti baru", outcome="solved", photos=(photo(),))
    perform_action(child.pk, "confirm", actor=reporter_actor(None))
    with pytest.raises(ActRefused):
        perform_action(child.pk, "confirm", actor=reporter_actor(None))
    assert Report.objects.get(pk=child.pk).verdict == "confirmed"


def test_first_confirm_resolves_a_parent_that_nobody_filed(root, people):
    parent, child = answered_parent(root, people)
    perform_action(child.pk, "confirm", actor=reporter_actor(child.reporter_id))
    assert Report.objects.get(pk=parent.pk).state == "resolved"


def test_archived_parent_lets_go_of_what_was_merged_into_it(root, people):
    parent, child = merged(root, people)
    with pytest.raises(ActRefused):
        perform_action(child.pk, "release", actor=SYSTEM)
    taken = do(parent, "archive", people["vera"], archive_reason="spam", text="Iklan")
    for _ in range(2):
        release_children([taken.event])
    assert Report.objects.get(pk=child.pk).state == "received"


@pytest.mark.django_db(transaction=True)
def test_answer_is_told_to_the_merged_reporter_with_their_own_number(root, people, caught_up):
    _parent, child = answered_parent(root, people)
    caught_up()
    told = OutboundMessage.objects.filter(report_id=child.pk).order_by("created_at").values_list("cause", flat=True)
    assert list(told) == ["report.file", "report.merge", "report.answer"]
    assert f"{child}" in OutboundMessage.objects.get(report_id=child.pk, cause="report.answer").said.text


# --- who may see and touch


def test_list_and_single_look_agree_on_who_may_see(root, people):
    """permissions.may_see of one report is what visible_reports says of all, for every officer and every kind of
    report."""
    reports = [new_report(root), new_report(root, visibility="confidential"), new_report(root, "Petugas minta pungli")]
    held, helped, excluded = new_report(root), new_report(root), new_report(root, "Ada pungli di loket")
    forward(held, people)
    forward(helped, people)
    do(helped, "call_support", people["hana"], agency=Agency.objects.get(code="bappeda"), text="Tolong data")
    do(excluded, "exclude", people["lintang"], officer=people["lintang"])
    seen = 0
    for officer, report in itertools.product(people.values(), [*reports, held, helped, excluded]):
        fresh = Report.objects.select_related("agency").get(pk=report.pk)
        in_list = visible_reports(officer).filter(pk=report.pk).exists()
        assert may_see(officer, fresh) == in_list, (officer.username, report.text)
        seen += in_list
    assert seen > 10
    assert not may_see(people["lintang"], Report.objects.get(pk=excluded.pk))
    assert may_see(people["lia"], Report.objects.get(pk=helped.pk))


def test_liaison_of_another_agency_is_refused_though_the_role_fits(root, people):
    report = new_report(root)
    forward(report, people)
    with pytest.raises(ActRefused, match=r"."):
        do(report, "start", people["lia"], text="Kami cek")


def test_helping_agency_reports_progress_and_nothing_else(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami cek")
    do(report, "call_support", people["hana"], agency=Agency.objects.get(code="bappeda"), text="Tolong data")
    do(report, "respond", people["lia"], text="Data sudah kami kirim")
    with pytest.raises(ActRefused):
        do(report, "answer", people["lia"], text="Selesai", outcome="solved")


def test_work_is_given_to_an_officer_of_the_holding_agency_only(root, people):
    report = new_report(root)
    forward(report, people)
    do(report, "assign_officer", people["hana"], officer=people["landung"])
    assert Report.objects.get(pk=report.pk).officer == people["landung"]
    with pytest.raises(ActRefused):
        do(report, "assign_officer", people["hana"], officer=people["lia"])


def test_work_is_given_to_nobody_who_cannot_open_it(root, people):
    """What an office holds itself is not among the reports of a unit below it."""
    holder = Agency.objects.get(code="perkim")
    unit = Agency.objects.create(root=root, parent=holder, code="upt-pju", kind="unit", name="UPT PJU")
    unit.path = [*holder.path, unit.pk]
    unit.save()
    given = {"username": "upt", "password": "Rahasia-2026-x", "name": "Upik"}
    below = create_officer(agency=unit, role=Role.FIELD_OFFICER, **given)
    report = forward(new_report(root), people).report
    assert not may_see(below, report)
    with pytest.raises(ActRefused):
        do(report, "assign_officer", people["hana"], officer=below)
    do(report, "forward", people["hana"], unit=unit)
    do(Report.objects.get(pk=report.pk), "assign_officer", people["hana"], officer=people["landung"])  # from above
    assert may_see(people["landung"], Report.objects.get(pk=report.pk))


def test_category_of_a_protected_case_takes_a_report_out_of_every_other_hand(root, people):
    """Triage finds out while reading: it goes to the standing group, whatever agency was chosen."""
    report = new_report(root, "Kepala dinas minta bagian")
    protected = Category.objects.filter(is_protected=True, agency__code="inspektorat").first()
    do(
        report,
        "forward",
        people["vera"],
        category=protected,
        agency=Agency.objects.get(code="perkim"),
        publication="published",
    )
    report.refresh_from_db()
    assert (report.is_protected, report.visibility, report.publication, report.agency) == (
        True,
        "confidential",
        "withheld",
        protected.agency,
    )
    assert not visible_reports(people["vera"]).filter(pk=report.pk).exists()
    assert visible_reports(people["lintang"]).filter(pk=report.pk).exists()


def test_protected_case_is_not_merged_not_supported_and_stays_confidential(root, people):
    case, other = new_report(root, "Ada pungli di loket"), new_report(root)
    for name, actor, data in (
        ("support", ANYONE, ActData(supporter=b"x" * 32)),
        ("lower_privacy", reporter_actor(None), ActData()),
        ("merge", officer_actor(people["lintang"]), ActData(parent=other)),
    ):
        with pytest.raises(ActRefused):
            perform_action(case.pk, name, actor=actor, data=data)
    with pytest.raises(ActRefused):
        do(other, "merge", people["vera"], parent=case)


def test_me_too_counts_a_person_once(root, people):
    report = new_report(root)
    forward(report, people)
    for browser in ("a" * 20, "b" * 20, "a" * 20):
        try:
            perform_action(
                report.pk, "support", actor=ANYONE, data=ActData(supporter=supporter_hash(report.pk, browser))
            )
        except ActRefused:
            assert browser == "a" * 20
    assert Report.objects.get(pk=report.pk).supporters_count == 2


def test_who_archived_a_report_has_no_hand_in_it_after_the_appeal(root, people):
    report = new_report(root)
    do(report, "archive", people["vera"], archive_reason="not_public_service", text="Urusan swasta")
    perform_action(report.pk, "appeal", actor=reporter_actor(None), data=ActData(text="Ini jalan umum"))
    with pytest.raises(ActRefused):
        forward(report, people)
    with pytest.raises(ActRefused):
        do(report, "work_note", people["vera"], text="Catatan")


def test_desk_acts_for_the_reporter_with_the_receipt_and_both_stand_in_the_event(root, people):
    report = new_report(root, email="budi@contoh.example")
    with pytest.raises(ActRefused):
        perform_action(report.pk, "withdraw", actor=officer_actor(people["dewi"]))
    taken = perform_action(report.pk, "withdraw", actor=officer_actor(people["dewi"], has_receipt=True))
    event = Event.objects.get(stream_id=report.pk, name="report.withdraw")
    assert (event.actor_id, event.data["for_reporter"]) == (people["dewi"].pk, str(report.reporter_id))
    assert taken.report.archive_reason == "withdrawn"
