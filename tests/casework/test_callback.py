"""Call-back: who is drawn and that the draw can be repeated, who asks, whose number is opened, what becomes of it."""

from datetime import date, timedelta

import pytest

from lapor.agencies.callback_rules import CallbackRules
from lapor.agencies.models import Agency, Category
from lapor.casework import identities
from lapor.casework.callback.callers import may_ask_back
from lapor.casework.callback.calls import calls_of, open_number, pass_on, write_result
from lapor.casework.callback.drawing import FrameRow, ranked, seed_of, size_of, weighted
from lapor.casework.callback.draws import draw, frame_rows, repeat
from lapor.casework.models import CallbackCase, CallbackDraw, IdentityOpening
from lapor.core import clock
from lapor.ledger.heads import published_head
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.models import OfficerNotice
from lapor.notify.officers import tell_officers
from lapor.reporters.models import ContactPoint
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from tests.casework.callbacks import (
    IN_NOVEMBER,
    MONTH,
    closed,
    number_opened,
    phone,
    published_head_of_the_day_after,
    reload,
)
from tests.reports.conftest import do, new_report, people  # noqa: F401 - a fixture
from tests.rows import row_faults

pytestmark = pytest.mark.django_db
HEAD = "5e" * 32
SEED = seed_of(HEAD, "pemkot", MONTH)


@pytest.fixture(autouse=True)
def november(root):
    published_head_of_the_day_after(root)
    with clock.at(IN_NOVEMBER):
        yield


def drawn(root, people, count=1, **kinds):  # noqa: F811
    """So many reports, all of them drawn."""
    reports = [closed(root, people, f"Lampu {n}", phone=phone(n), **kinds) for n in range(count)]
    made = draw(root, MONTH, by=people["wening"])
    CallbackDraw.objects.filter(pk=made.pk).update(size=count)
    return made, reports


def case_for(root, people, **kinds):  # noqa: F811
    made, _reports = drawn(root, people, **kinds)
    return CallbackCase.objects.select_related("report", "officer__agency", "draw").get(draw=made)


# --- the draw, without a database ------------------------------------------------------------------------------------


def test_seed_and_ranking_are_those_that_anybody_computes_from_the_published_head():
    """By hand, with hashlib and hmac alone: docs/operate/call-back.md shows the same."""
    import hashlib  # noqa: PLC0415 - apart from the code it checks
    import hmac  # noqa: PLC0415

    seed = hashlib.sha256(f"lapor-callback-1\npemkot\n2026-10\n{HEAD}".encode()).hexdigest()
    assert seed == SEED
    frame = [FrameRow(f"{n:010d}", "resolved", "perkim", 0, 1 + n % 3) for n in range(300)]
    by_hand = sorted(
        frame,
        key=lambda row: (
            int(hmac.new(bytes.fromhex(seed), row.number.encode(), hashlib.sha256).hexdigest(), 16) * (6 // row.weight)
        ),
    )
    assert ranked(frame, seed) == [row.number for row in by_hand]


def test_another_head_another_order_and_the_frame_s_order_says_nothing():
    frame = [FrameRow(f"{n:010d}", "resolved", "", 0, 1) for n in range(50)]
    assert ranked(frame, SEED) == ranked(frame[::-1], SEED)
    assert ranked(frame, SEED) != ranked(frame, seed_of("00" * 32, "pemkot", MONTH))
    assert ranked(frame, SEED) != ranked(frame, seed_of(HEAD, "pemkot", date(2026, 9, 1)))


def test_unconfirmed_ones_and_offices_with_many_rejections_weigh_more():
    rows = [(f"a{n}", "resolved", "often", 1 if n < 2 else 0) for n in range(10)]
    rows += [(f"b{n}", "resolved", "seldom", 0) for n in range(10)]
    rows += [
        ("c0", "closed_unconfirmed", "often", 0),
        ("d0", "closed_unconfirmed", "", 3),
        ("e0", "resolved", "few", 1),
    ]
    weights = {row.number: row.weight for row in weighted(rows, CallbackRules())}
    assert (weights["a5"], weights["b5"], weights["c0"], weights["d0"], weights["e0"]) == (2, 1, 4, 2, 1)


def test_who_weighs_twice_is_drawn_about_twice_as_often():
    frame = [FrameRow(f"{n:010d}", "resolved", "", 0, 2 if n % 2 else 1) for n in range(4000)]
    first = ranked(frame, SEED)[:400]
    heavy = sum(int(number) % 2 for number in first)
    assert 240 <= heavy <= 295  # 267 expected, less than three standard deviations around it


@pytest.mark.parametrize(("count", "size"), [(0, 0), (1, 1), (10, 1), (11, 2), (740, 74)])
def test_a_tenth_is_asked_rounded_up(count, size):
    assert size_of([FrameRow(str(n), "resolved", "", 0, 1) for n in range(count)], CallbackRules()) == size


# --- the draw of a city ----------------------------------------------------------------------------------------------


def test_only_public_reports_that_ended_here_with_an_answer_in_the_month_can_be_drawn(root, people):  # noqa: F811
    inside = closed(root, people)
    later = closed(root, people, "Lampu 2")
    Report.objects.filter(pk=later.pk).update(closed_at=IN_NOVEMBER)
    kept_out: list[dict[str, object]] = [
        {"visibility": "confidential"},
        {"is_protected": True},
        {"is_imported": True},
        {"is_unreachable": True},
    ]
    for n, changed in enumerate(kept_out):
        Report.objects.filter(pk=closed(root, people, f"Lain {n}").pk).update(**changed)
    new_report(root, "Masih terbuka")
    assert frame_rows(root, MONTH) == [(inside.tracking_id, "resolved", "perkim", 0)]


def test_the_sample_is_drawn_once_and_repeats_to_the_same(root, people):  # noqa: F811
    for n in range(12):
        closed(root, people, f"Lampu {n}", phone=phone(n), confirmed=n % 3 > 0)
    made = draw(root, MONTH, by=people["wening"])
    found = repeat(made)
    assert found.faults == []
    cases = list(made.cases.order_by("place").values_list("report__tracking_id", flat=True))
    assert cases == found.order[:2]
    assert (made.size, made.head_day) == (2, date(2026, 11, 1))
    head = published_head(date(2026, 11, 1))
    assert head is not None
    assert made.seed == seed_of(head["head"], root.code, MONTH)
    with pytest.raises(ActRefused, match="sudah"):
        draw(root, MONTH, by=people["wening"])
    [event] = Event.objects.filter(name="callback.drawn")
    assert (event.data["seed"], event.data["reports"], event.data["size"]) == (made.seed, 12, 2)
    assert verify().faults == []


def test_before_the_head_is_published_nothing_is_drawn(root, people):  # noqa: F811
    with pytest.raises(ActRefused, match="2026-12-01"):
        draw(root, date(2026, 11, 1), by=people["wening"])


@pytest.mark.parametrize("tampered", ["frame", "seed", "size", "case", "head", "weight"])
def test_a_draw_that_was_meddled_with_is_found(root, people, tampered):  # noqa: F811
    for n in range(12):
        closed(root, people, f"Lampu {n}", phone=phone(n))
    made = draw(root, MONTH, by=people["wening"])
    order = repeat(made).order
    if tampered == "frame":
        made.frame = made.frame[:-1]
    elif tampered == "weight":
        made.frame = [[*row[:-1], 9] for row in made.frame]
    elif tampered == "case":
        other = Report.objects.get(tracking_id=order[-1])
        made.cases.filter(place=1).update(report=other)
    elif tampered == "size":
        made.size = 1
    else:
        setattr(made, tampered, "00" * 32)
    assert repeat(made).faults != []


def test_who_has_no_telephone_or_wants_no_call_is_passed_over_and_counted(root, people):  # noqa: F811
    for n in range(12):
        closed(root, people, f"Lampu {n}", phone=phone(n))
    first = draw(root, MONTH, by=None)
    order, size = repeat(first).order, first.size
    CallbackDraw.objects.all().delete()
    without, gone, unwilling = (Report.objects.get(tracking_id=number) for number in order[:3])
    ContactPoint.objects.filter(reporter=without.reporter).delete()
    ContactPoint.objects.filter(reporter=gone.reporter).update(opted_out_at=clock.now())
    earlier = CallbackDraw.objects.create(
        root=root,
        month=date(2026, 9, 1),
        head_day=date(2026, 10, 1),
        rules={},
        frame=[],
        size=1,
        drawn_at=clock.now(),
    )
    CallbackCase.objects.create(
        draw=earlier, report=unwilling, place=1, officer=people["lia"], outcome="declined", done_at=clock.now()
    )
    made = draw(root, MONTH, by=None)
    assert made.skipped == {order[0]: "no_phone", order[1]: "no_phone", order[2]: "wants_none"}
    assert list(made.cases.order_by("place").values_list("report__tracking_id", flat=True)) == order[3 : 3 + size]
    assert repeat(made).faults == []


# --- who asks --------------------------------------------------------------------------------------------------------


def test_nobody_of_the_office_that_answered_and_nobody_who_had_a_hand_in_it_asks(root, people):  # noqa: F811
    report = closed(root, people)
    fit = {name for name, officer in people.items() if may_ask_back(officer, report)}
    assert fit == {"lia", "wening"}  # vera forwarded it; hana and kepala are of perkim; the others do not ask
    case = case_for_report(root, people)
    assert case.officer in {people["lia"], people["wening"]}


def case_for_report(root, people):  # noqa: F811
    draw(root, MONTH, by=None)
    return CallbackCase.objects.get()


def test_an_office_that_held_it_once_does_not_ask_either(root, people):  # noqa: F811
    with clock.at(IN_NOVEMBER - timedelta(days=30)):
        report = new_report(root, phone=phone(1))
        do(
            report,
            "forward",
            people["vera"],
            category=Category.objects.get(code="lampu-jalan-baru"),
            agency=Agency.objects.get(code="bappeda"),
            publication="published",
        )
        do(report, "reroute", people["vera"], agency=Agency.objects.get(code="perkim"), text="Bukan Bappeda")
    assert not may_ask_back(people["lia"], reload(report))


def test_who_cannot_ask_passes_it_on_until_nobody_is_left(root, people):  # noqa: F811
    case = case_for(root, people)
    first = case.officer
    other = pass_on(case.pk, by=first).officer
    assert {first, other} == {people["lia"], people["wening"]}
    assert calls_of(first) == []
    with pytest.raises(ActRefused):
        pass_on(case.pk, by=other)
    told = Event.objects.filter(name="callback.assigned").order_by("id").values_list("data", flat=True)
    assert [data["officer"] for data in told] == [str(first.pk), str(other.pk)]
    tell_officers(list(Event.objects.filter(name="callback.assigned")))
    kinds = OfficerNotice.objects.values_list("officer__username", "kind", "page")
    assert set(kinds) == {(one.username, "asks_back", "/konsol/uji-petik/") for one in (first, other)}


# --- the number ------------------------------------------------------------------------------------------------------


def test_the_number_is_opened_for_the_caller_alone_and_logged_like_every_opening(root, people):  # noqa: F811
    case = case_for(root, people, name="Siti Rahayu")
    person = open_number(case.pk, by=case.officer)
    assert person is not None
    assert (person.name, person.phones) == ("Siti Rahayu", ["+6281234560000"])
    [opening] = IdentityOpening.objects.all()
    assert (opening.officer, opening.opened_at is not None, "Uji petik" in opening.reason) == (case.officer, True, True)
    assert Event.objects.filter(stream_id=case.report_id, name="identity.opened").count() == 1
    for name in ("hana", "vera", "kepala"):
        with pytest.raises(ActRefused):
            open_number(case.pk, by=people[name])
    write_result(case.pk, by=case.officer, result="solved", way="phone")
    with pytest.raises(ActRefused):
        open_number(case.pk, by=case.officer)


def test_of_an_anonymous_report_a_second_officer_agrees_first_and_no_name_is_said(root, people):  # noqa: F811
    case = case_for(root, people, name="Siti Rahayu", identity="anonymous")
    assert open_number(case.pk, by=case.officer) is None
    assert open_number(case.pk, by=case.officer) is None  # one request, however often it is pressed
    [opening] = IdentityOpening.objects.all()
    second = next(one for one in (people["wening"], people["vera"]) if one != case.officer)
    assert identities.may_consent(opening, second)
    identities.consent(opening.pk, by=second)
    person = open_number(case.pk, by=case.officer)
    assert person is not None
    assert (person.name, person.phones) == ("", ["+6281234560000"])


def test_the_right_to_call_opens_nothing_else(root, people):  # noqa: F811
    case = case_for(root, people)
    caller = people["lia"]
    CallbackCase.objects.update(officer=caller)
    with pytest.raises(ActRefused):
        identities.ask_to_open(case.report, by=caller, reason="Ingin tahu siapa pelapornya")
    open_number(case.pk, by=caller)
    with pytest.raises(ActRefused):
        identities.open_identity(IdentityOpening.objects.get().pk, by=caller)


def test_a_report_that_became_confidential_is_asked_about_no_more(root, people):  # noqa: F811
    case = case_for(root, people)
    Report.objects.filter(pk=case.report_id).update(visibility="confidential")
    assert calls_of(case.officer) == []
    with pytest.raises(ActRefused):
        open_number(case.pk, by=case.officer)


# --- what came of it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", ["solved", "partly", "declined"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_what_the_person_said_is_written_and_changes_no_state(root, people, result, confirmed):  # noqa: F811
    case = case_for(root, people, confirmed=confirmed)
    before = reload(case.report).state
    write_result(number_opened(case).pk, by=case.officer, result=result, way="phone", text="Sudah terang sejak Senin")
    case.refresh_from_db()
    assert (case.outcome, case.way, reload(case.report).state) == (result, "phone", before)
    entry = case.report.entries.get(act="call_back")
    assert (entry.audience, entry.details["call_result"], entry.officer) == ("internal", result, case.officer)
    assert verify().faults == []
    assert row_faults() == []


def test_not_solved_opens_it_again_and_counts_as_a_rejection(root, people):  # noqa: F811
    case = case_for(root, people, confirmed=False)
    write_result(case.pk, by=case.officer, result="not_solved", way="visit")
    report = reload(case.report)
    assert (report.state, report.rejections, report.agency.code) == ("in_progress", 1, "perkim")
    assert report.entries.get(act="reopen").actor_kind == "system"
    assert verify().faults == []


def test_not_solved_the_second_time_leaves_the_unit(root, people):  # noqa: F811
    case = case_for(root, people)
    Report.objects.filter(pk=case.report_id).update(rejections=1)
    write_result(number_opened(case).pk, by=case.officer, result="not_solved", way="phone")
    report = reload(case.report)
    assert (report.state, report.awaits_decision, report.agency) == ("received", True, None)


def test_not_reached_is_tried_on_three_different_days(root, people):  # noqa: F811
    case = number_opened(case_for(root, people))
    for day in range(3):
        with clock.at(IN_NOVEMBER + timedelta(days=day)):
            case = write_result(case.pk, by=case.officer, result="not_reached", way="phone")
            if day < 2:
                assert case.outcome == ""
                with pytest.raises(ActRefused, match="hari lain"):
                    write_result(case.pk, by=case.officer, result="not_reached", way="phone")
    assert (case.outcome, len(case.tries)) == ("not_reached", 3)
    assert Event.objects.filter(name="callback.tried").count() == 3
    assert case.report.entries.filter(act="call_back").count() == 1


def test_who_never_opened_the_number_has_called_nobody(root, people):  # noqa: F811
    case = case_for(root, people)
    for result in ("solved", "not_reached", "declined"):
        with pytest.raises(ActRefused, match="nomornya"):
            write_result(case.pk, by=case.officer, result=result, way="phone")
    case.refresh_from_db()
    assert (case.outcome, case.tries, case.report.entries.filter(act="call_back").count()) == ("", [], 0)
    IdentityOpening.objects.create(  # for another reason
        report=case.report,
        officer=case.officer,
        reason="Surat",
        needs_second=False,
        requested_at=clock.now(),
        opened_at=clock.now(),
    )
    with pytest.raises(ActRefused):
        write_result(case.pk, by=case.officer, result="solved", way="phone")
    assert write_result(number_opened(case).pk, by=case.officer, result="solved", way="phone").outcome == "solved"


def test_what_was_opened_again_meanwhile_is_not_asked_about(root, people):  # noqa: F811
    case = case_for(root, people)
    reporter = reporter_actor(case.report.reporter_id)
    perform_action(case.report_id, "reopen", actor=reporter, data=ActData(text="Masih mati"))
    case = write_result(case.pk, by=case.officer, result="solved", way="phone")
    assert (case.outcome, case.report.entries.filter(act="call_back").count()) == ("overtaken", 0)


def test_nobody_writes_a_result_who_was_not_drawn(root, people):  # noqa: F811
    case = case_for(root, people)
    for name in ("hana", "vera"):
        with pytest.raises(ActRefused):
            write_result(case.pk, by=people[name], result="solved", way="phone")
        with pytest.raises(ActRefused):
            perform_action(
                case.report_id, "call_back", actor=officer_actor(people[name]), data=ActData(call_result="solved")
            )
