"""Where a report stands in officers' queues: whose turn it is, and before which others.

Two columns that the database makes of the row itself (PostgreSQL: generated columns), so that they never differ from
it."""

from django.db.models import BigIntegerField, Case, CharField, F, Func, GeneratedField, Q, Value, When

from lapor.reports.vocabulary import CLOSED_STATES, OfficerCall, State, Urgency, WaitsFor
from lapor.reports.workflow.act import HEAD, TRIAGE
from lapor.reports.workflow.rules import REFUSALS_BEFORE_DECIDE

# A key is RANK times the rank, plus the seconds since 2000 of the nearest deadline; of a closed report CLOSED_KEY
# less the seconds of its end, so that all closed ones stand behind all open ones, the newest first.
RANK = 10_000_000_000
NO_DEADLINE = RANK - 1
CLOSED_KEY = 9 * RANK
FIRST_CLOSED = 5 * RANK
RANK_URGENT, RANK_UNANSWERED, RANK_OTHERS = 0, 1, 2


# workflow.rules.is_refused_too_often as a condition
REFUSED_TOO_OFTEN = Q(state=State.RECEIVED, refusals__gte=REFUSALS_BEFORE_DECIDE, is_decided=False)
# workflow.rules.lets_go_of_children of a merged one
STRANDED = Q(state=State.MERGED) & (
    Q(parent__state=State.ARCHIVED) | Q(parent__is_protected=True) | ~Q(visibility=F("parent__visibility"))
)


def waits_for_column() -> GeneratedField:
    """Who has to act now (WaitsFor); "" = nobody: it is closed."""
    is_called = Q(officer_call=OfficerCall.OPEN)
    is_paused = Q(state__in=(State.AWAITING_REPORTER, State.ANSWERED))
    is_heard = ~Q(unanswered_act="") & is_paused
    with_agency = Q(agency__isnull=False) & ~Q(state__in=(State.RECEIVED, *CLOSED_STATES))
    return GeneratedField(
        expression=Case(
            When(Q(approver=HEAD), then=Value(WaitsFor.HEAD)),
            When(Q(approver=TRIAGE), then=Value(WaitsFor.TRIAGE)),
            When(Q(state=State.RECEIVED, awaits_decision=True), then=Value(WaitsFor.CITY_HEAD)),
            When((is_called | is_heard) & with_agency, then=Value(WaitsFor.AGENCY)),
            When(is_called | is_heard, then=Value(WaitsFor.TRIAGE)),
            When(REFUSED_TOO_OFTEN, then=Value(WaitsFor.CITY_HEAD)),
            When(Q(state=State.RECEIVED), then=Value(WaitsFor.TRIAGE)),
            When(is_paused, then=Value(WaitsFor.REPORTER)),
            When(Q(state=State.REFERRED), then=Value(WaitsFor.OUTSIDE)),
            When(Q(state__in=CLOSED_STATES), then=Value("")),
            When(Q(has_objected=True), then=Value(WaitsFor.HEAD)),
            default=Value(WaitsFor.AGENCY),
        ),
        output_field=CharField(max_length=10),
        db_persist=True,
    )


def queue_key_column() -> GeneratedField:
    """The order of every officers' list: urgent and protected first, then who said something that nobody has answered,
    then the nearest deadline; closed ones last."""
    rank = Case(
        When(Q(urgency=Urgency.URGENT) | Q(is_protected=True), then=Value(RANK_URGENT * RANK)),
        When(~Q(unanswered_act="") | Q(officer_call=OfficerCall.OPEN), then=Value(RANK_UNANSWERED * RANK)),
        default=Value(RANK_OTHERS * RANK),
        output_field=BigIntegerField(),
    )
    return GeneratedField(
        expression=Case(
            When(
                Q(state__in=CLOSED_STATES) & ~Q(officer_call=OfficerCall.OPEN),
                then=Value(CLOSED_KEY) - _seconds("state_since"),
            ),
            default=rank + _seconds("due_at"),
            output_field=BigIntegerField(),
        ),
        output_field=BigIntegerField(),
        db_persist=True,
    )


def _seconds(column: str) -> Func:
    """Since 2000, of a column that may be null. A difference of two times: taking its seconds depends on no time zone,
    which a generated column must not."""
    return Func(
        F(column),
        Value(NO_DEADLINE),
        template="COALESCE(EXTRACT(EPOCH FROM %(expressions)s)",
        arg_joiner=" - '2000-01-01 00:00:00+00'::timestamptz)::bigint, ",
        output_field=BigIntegerField(),
    )
