"""Drawing the sample of a month, and repeating a draw. Called by the console and `lapor callback`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lapor.agencies.actions import record_power_event
from lapor.agencies.callback_rules import callback_rules, rules_from
from lapor.agencies.models import Agency, Officer
from lapor.agencies.queries import rules_of, zone_of
from lapor.casework.callback.callers import CallerPicker, Hands, hands_on
from lapor.casework.callback.drawing import FrameRow, frame_digest, ranked, seed_of, size_of, weighted
from lapor.casework.models import CallbackCase, CallbackDraw
from lapor.core import clock
from lapor.gateway.accounts.accounts import phone_channels
from lapor.gateway.models import ChannelAccount
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.heads import published_head
from lapor.ledger.models import Event, Stream
from lapor.reporters.models import ContactPoint
from lapor.reports.models import Report
from lapor.reports.vocabulary import CallResult, State, Visibility
from lapor.reports.workflow.refusals import ActRefused

CLOSED_HERE = (State.RESOLVED, State.CLOSED_UNCONFIRMED)
NO_PHONE, WANTS_NONE, NO_CALLER = "no_phone", "wants_none", "no_caller"
_AT_ONCE = 200  # reports looked at in one go


def month_after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def head_day_of(month: date) -> date:
    """The day (UTC) whose head makes the seed: the first one after the month."""
    return month_after(month)


def frame_rows(root: Agency, month: date) -> list[tuple[str, str, str, int]]:
    """Public reports that ended in the month (the city's time) with an answer, and still stand so: those of the public
    list, so that nobody learns of another. One query."""
    zone = zone_of(root)
    begin, end = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (month, month_after(month)))
    rows = Report.objects.filter(root=root, state__in=CLOSED_HERE, closed_at__gte=begin, closed_at__lt=end)
    rows = rows.filter(is_protected=False, visibility=Visibility.PUBLIC, is_imported=False, is_unreachable=False)
    found = rows.order_by("tracking_id").values_list("tracking_id", "state", "agency__code", "rejections")
    return [(number, state, agency or "", times) for number, state, agency, times in found]


def draw(root: Agency, month: date, *, by: Officer | None) -> CallbackDraw:
    """Draw the sample of a month that is over, once. Raises ActRefused with the reason.

    Who cannot be reached by phone, did not want to be asked before, or whom nobody of another office could ask is left
    out, and the next one of the ranking takes the place: how many, and why, is kept."""
    month = month.replace(day=1)
    day = head_day_of(month)
    if CallbackDraw.objects.filter(root=root, month=month).exists():
        raise ActRefused(_("The sample of this month has been drawn already."))
    document = published_head(day)
    if document is None:
        raise ActRefused(
            _("The daily head of %(day)s is not published yet: the seed is made of it.") % {"day": day.isoformat()}
        )
    rules = callback_rules(rules_of(root))
    seed = seed_of(document["head"], root.code, month)
    frame = weighted(frame_rows(root, month), rules)
    try:
        with transaction.atomic():
            made = CallbackDraw.objects.create(
                root=root,
                month=month,
                head_day=day,
                head=document["head"],
                seed=seed,
                rules=rules.as_json(),
                frame=[list(row) for row in frame],
                size=size_of(frame, rules),
                drawn_by=by,
                drawn_at=clock.now(),
            )
            _fill(made, ranked(frame, seed))
            _tell(made, frame, by)
    except IntegrityError:
        raise ActRefused(_("The sample of this month has been drawn already.")) from None
    return made


def _fill(made: CallbackDraw, order: Sequence[str]) -> None:
    picker = CallerPicker(made.root, made.seed)
    cases: list[CallbackCase] = []
    skipped: dict[str, str] = {}
    for place, report, hands, reason in _looked_at(order):
        if len(cases) == made.size:
            break
        officer = None if reason else picker.pick(report, hands)
        if officer is None:
            skipped[report.tracking_id] = reason or NO_CALLER
            continue
        cases.append(CallbackCase(draw=made, report=report, place=place, officer=officer))
    CallbackCase.objects.bulk_create(cases)
    made.skipped = skipped
    made.save(update_fields=["skipped"])


def _looked_at(order: Sequence[str]) -> Iterator[tuple[int, Report, Hands, str]]:
    """In the order of the ranking: place, report, who had a hand in it, why its reporter cannot be asked."""
    for begin in range(0, len(order), _AT_ONCE):
        numbers = order[begin : begin + _AT_ONCE]
        rows = Report.objects.filter(tracking_id__in=numbers).select_related("agency", "root")
        reports = {report.tracking_id: report for report in rows.defer("search", "text", "published_text")}
        people = {report.reporter_id for report in reports.values() if report.reporter_id}
        reachable, unwilling = _with_phone(people), _unwilling(people)
        hands = hands_on(list(reports.values()))
        for place, number in enumerate(numbers, start=begin + 1):
            report = reports[number]
            person = report.reporter_id
            reason = NO_PHONE if person not in reachable else WANTS_NONE if person in unwilling else ""
            yield place, report, hands[report.pk], reason


def phone_points() -> Q:
    """Contact points that a telephone reaches."""
    accounts = ChannelAccount.objects.filter(channel__in=phone_channels()).values_list("pk", flat=True)
    is_phone = Q(kind=ContactPoint.Kind.PHONE) | Q(account_id__in=list(accounts))
    return is_phone & Q(opted_out_at=None, unreachable_at=None)


def _with_phone(people: set[UUID]) -> set[UUID]:
    return set(ContactPoint.objects.filter(phone_points(), reporter__in=people).values_list("reporter_id", flat=True))


def _unwilling(people: set[UUID]) -> set[UUID | None]:
    rows = CallbackCase.objects.filter(outcome=CallResult.DECLINED, report__reporter__in=people)
    return set(rows.values_list("report__reporter_id", flat=True))


def _tell(made: CallbackDraw, frame: Sequence[FrameRow], by: Officer | None) -> None:
    cases = CallbackCase.objects.filter(draw=made).order_by("place")
    record_power_event(
        made.root_id,
        EventName.CALLBACK_DRAWN,
        by=by,
        month=f"{made.month:%Y-%m}",
        head_day=made.head_day.isoformat(),
        seed=made.seed,
        rules=made.rules,
        frame=frame_digest(frame),
        reports=len(frame),
        size=made.size,
        cases=[str(pk) for pk in cases.values_list("report_id", flat=True)],
        skipped=len(made.skipped),
    )
    for case in cases.select_related("report"):
        tell_caller(case, by)


def tell_caller(case: CallbackCase, by: Officer | None) -> None:
    """Who is to ask hears of it by this event (notify.officer_table), also who has drawn themselves."""
    append(
        stream_id=case.report_id,
        kind=Stream.Kind.REPORT,
        name=EventName.CALLBACK_ASSIGNED,
        actor_kind="system",
        data={"case": str(case.pk), "officer": str(case.officer_id), "by": str(by.pk) if by else ""},
    )


# --- repeating it ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Repeated:
    """`faults`: what differs from a draw made by the rules; none: it is what the seed says."""

    draw: CallbackDraw
    frame: list[FrameRow]
    order: list[str]
    faults: list[str]


def repeat(made: CallbackDraw) -> Repeated:
    """The same draw once more, from the head that was published and the frame that was kept; compared with what was
    drawn and with the event of that day."""
    rules = rules_from(made.rules)
    kept = [FrameRow(*row) for row in made.frame]
    faults = []
    document = published_head(made.head_day)
    if document is None or document["head"] != made.head or made.head_day != head_day_of(made.month):
        faults.append(f"the head of {head_day_of(made.month)} is not the one that the draw names")
    seed = seed_of(made.head, made.root.code, made.month)
    if seed != made.seed:
        faults.append("the seed does not follow from the head")
    frame = weighted([(row.number, row.state, row.agency, row.rejections) for row in kept], rules)
    if frame != kept:
        faults.append("the weights of the frame do not follow from its rules")
    if size_of(frame, rules) != made.size:
        faults.append("the size does not follow from the share")
    if not _stands_in_ledger(made, kept):
        faults.append("the event of the draw tells of another frame")
    order = ranked(frame, seed)
    drawn = set(made.cases.values_list("report__tracking_id", flat=True))
    if drawn & made.skipped.keys() or {*drawn, *made.skipped} != set(order[: len(drawn) + len(made.skipped)]):
        faults.append("the reports that were drawn are not the first ones of the ranking")
    return Repeated(made, frame, order, faults)


def _stands_in_ledger(made: CallbackDraw, frame: Sequence[FrameRow]) -> bool:
    events = Event.objects.filter(stream_id=made.root_id, name=EventName.CALLBACK_DRAWN)
    return any(
        event.data["month"] == f"{made.month:%Y-%m}"
        and event.data["frame"] == frame_digest(frame)
        and event.data["seed"] == made.seed
        for event in events
    )
