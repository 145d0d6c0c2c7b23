"""The rows of officers' lists, made of values alone (ListShape) and of the time, so that their SQL is kept
(db.compiled): to write it anew took a third of a page.

Every list is in the order of `queue_key` (reports.models.queue) and is read from the index that fits its narrowest
filter; over several offices, or areas and nothing narrower, from each of them one page, which are merged."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can, may
from lapor.casework.snoozing import is_snoozed
from lapor.core import clock
from lapor.db.compiled import Compiled, Given
from lapor.db.row_order import RowAfter
from lapor.db.sql_literal import SQLLiteral, literals
from lapor.db.sql_parts import SQL, WANTED, for_each, sql_of, together
from lapor.gateway.models import OutboundMessage
from lapor.gateway.queries import to_reporters
from lapor.presentation.story import TITLE_MOST
from lapor.reports.handed_on import handed_on_by
from lapor.reports.models import Report
from lapor.reports.models.queue import FIRST_CLOSED
from lapor.reports.models.report import FOR_HEAD, FOR_TRIAGE
from lapor.reports.officer_scope import OfficerScope
from lapor.reports.queries import held_by, seen_by, supported_by
from lapor.reports.vocabulary import OfficerCall, Publication, WaitsFor

_INDEXED = (["state"], ["category"], ["agency"])  # columns with an index in the order of the list
_FOR_PROTECTED = (WaitsFor.TRIAGE, WaitsFor.AGENCY, WaitsFor.HEAD, WaitsFor.CITY_HEAD)


class QueueName(TextChoices):
    """`MINE`: what waits for this officer now. `OPEN`, `CLOSED`: what their unit holds, or the whole city for who sees
    it. `HELPING`: what another office asked theirs to help with. `HANDED_ON`: what their unit held before and sent back
    or on. `SNOOZED`: what this officer put off."""

    MINE = "mine", _("Waiting for me")
    OPEN = "open", _("Open")
    HELPING = "helping", _("Helping another office")
    HANDED_ON = "handed_on", _("Sent on by us")
    SNOOZED = "snoozed", _("Put off until later")
    CLOSED = "closed", _("Closed")


class ListShape(NamedTuple):
    """All that a list is made of, but its words and the time. `exact`: columns and their values. `areas`: of them, none
    = of all. `flags`: names of FLAGS. `is_divided`: by the offices of a unit, where it has some."""

    scope: OfficerScope
    queue: str
    exact: tuple[tuple[str, Any], ...] = ()
    areas: tuple[Any, ...] = ()
    flags: tuple[str, ...] = ()
    is_divided: bool = True


class ListPlace(NamedTuple):
    """Where a report stands in every list that holds it."""

    queue_key: Any
    pk: Any


Rows = QuerySet[Report]
Build = Callable[..., "QuerySet[Any, Any] | SQL"]


class ListQuestion:
    """What is asked of a list: `build(shape, *more, at)`, from kept SQL.

    A city has hundreds of categories, offices and areas: SQL is kept for the columns that a list is narrowed by, and is
    given what it is narrowed to."""

    def __init__(self, build: Build) -> None:
        self._kept: Compiled[Any] = Compiled(
            lambda shape, more, has_place: build(_with_gaps(shape), *more, at=_AT if has_place else None)
        )

    def ask(self, shape: ListShape, *more: Any, at: ListPlace | None = None, **given: object) -> list[Any]:
        values = _narrowed_to(shape) | (at._asdict() if at else {}) | given
        return self._kept.rows(_without_values(shape), more, at is not None, now=clock.now(), **values)


def _narrowed_to(shape: ListShape) -> dict[str, Any]:
    areas = {"area": shape.areas[0], "areas": list(shape.areas)} if shape.areas else {}
    return {f"exact_{column}": value for column, value in shape.exact} | areas


def _without_values(shape: ListShape) -> ListShape:
    """Of areas it counts whether they are one or several."""
    exact = tuple((column, "") for column, _value in shape.exact)
    return shape._replace(exact=exact, areas=("",) * min(2, len(shape.areas)))


def _with_gaps(shape: ListShape) -> ListShape:
    exact = tuple((column, Given(f"exact_{column}")) for column, _value in shape.exact)
    areas = (_AREAS,) * 2 if len(shape.areas) > 1 else (Given("area"),) * len(shape.areas)
    return shape._replace(exact=exact, areas=areas)


def rows_of(shape: ListShape, now: Any) -> Rows:
    """All of a list."""
    rows = _of_all_areas(shape, now)
    if _AREAS in shape.areas:
        return rows.filter(area__any_of=_AREAS)
    if len(shape.areas) == 1:
        return rows.filter(area=shape.areas[0])
    return rows.filter(area__in=shape.areas) if shape.areas else rows


def _of_all_areas(shape: ListShape, now: Any) -> Rows:
    rows = _in_queue(shape, now).filter(**dict(shape.exact))
    for flag in shape.flags:
        rows = FLAGS[flag](rows, now)
    return rows


class ListPart(NamedTuple):
    """Of a list, what is read in order from one index: `rows`, or of them one list for each of `values` of `column`."""

    rows: Rows
    column: str = ""
    values: Any = ()

    def first(self, rows_of_one: Callable[[Rows], SQL]) -> SQL:
        """The rows of each of its lists, as many as `rows_of_one` takes of one; of no value none."""
        if not self.column:
            return rows_of_one(self.rows)
        one = rows_of_one(self.rows.filter(**{self.column: WANTED}))
        return for_each(Report._meta.get_field(self.column), self.values, one)


def parts_of(shape: ListShape, now: Any) -> list[ListPart]:
    """The same in parts."""
    whole = _of_all_areas(shape, now)
    if is_divided_by_area(shape):
        values = _AREAS if _AREAS in shape.areas else list(shape.areas)
        return [ListPart(whole, "area", values)]
    if shape.areas:
        return [ListPart(rows_of(shape, now))]
    return [_part(whole, *divider) for divider in _dividers(shape)]


def _part(whole: Rows, column: str, values: Sequence[Any], also: Mapping[str, Any]) -> ListPart:
    """Of one value there is one list."""
    rows = whole.filter(**also)
    if len(values) == 1:
        return ListPart(rows.filter(**{column: values[0]}))
    return ListPart(rows, column, list(values))


def begins_an_index(shape: ListShape) -> bool:
    """Whether the first rows of a list are the first of one index. Where another condition leaves rows out, as far as
    the table reaches may have to be read for the first few."""
    by, is_range = shape.scope, shape.queue in {QueueName.OPEN, QueueName.CLOSED}
    if shape.flags or shape.areas:
        return False
    if shape.queue == QueueName.MINE:
        return may(by, Can.TRIAGE, Can.APPROVE) and not shape.exact
    if by.sees_city:
        has_one = not shape.exact or [name for name, _value in shape.exact] in _INDEXED
        return has_one and (is_range or shape.queue not in QueueName.values)
    return is_range and not shape.exact and by.has_unit and len(by.tree) == 1


def is_one_list(shape: ListShape) -> bool:
    """Whether a page of it needs no other list beside it."""
    if shape.areas:
        return not is_divided_by_area(shape)
    [(column, values, _also), *others] = _dividers(shape)
    return not others and (not column or len(values) == 1)


def is_divided_by_area(shape: ListShape) -> bool:
    """Where a narrower column has an index, the database chooses between it and that of areas."""
    return len(shape.areas) > 1 and not any([name] in _INDEXED for name, _value in shape.exact)


def _dividers(shape: ListShape) -> list[tuple[str, Sequence[Any], dict[str, Any]]]:
    """Of each part the column and its values, "" for none, and further conditions."""
    by, is_mine = shape.scope, shape.queue == QueueName.MINE
    is_held = is_mine or shape.queue in {QueueName.OPEN, QueueName.CLOSED}
    if not is_held or not shape.is_divided or not by.has_unit:
        return [("", (), {})]
    if is_mine and may(by, Can.BE_GIVEN_WORK):
        if may(by, Can.TAKE_UNASSIGNED):
            return [("agency", by.answered, {})]
        given = ("", (), {"officer__in": by.accounts})
        return [given, ("team", by.teams, {"officer": None})] if by.teams else [("", (), {})]
    return [("agency", by.tree, {})]


def _in_queue(shape: ListShape, now: Any) -> Rows:
    queues: dict[str, Callable[[OfficerScope], Rows]] = {
        QueueName.MINE: lambda by: _waiting_for(by).exclude(is_snoozed(by.person, now)),
        QueueName.OPEN: lambda by: held_by(by).filter(queue_key__lt=FIRST_CLOSED),
        QueueName.HELPING: lambda by: supported_by(by).filter(queue_key__lt=FIRST_CLOSED),
        QueueName.HANDED_ON: lambda by: handed_on_by(by, now),
        QueueName.SNOOZED: lambda by: held_by(by).filter(is_snoozed(by.person, now)),
        QueueName.CLOSED: lambda by: held_by(by).filter(queue_key__gte=FIRST_CLOSED),
    }
    return queues.get(shape.queue, seen_by)(shape.scope)


def _waiting_for(by: OfficerScope) -> Rows:
    """The conditions are those of the indexes (models.report), in the very words."""
    held = held_by(by)
    if may(by, Can.SEE_PROTECTED):
        return held.filter(waits_for__in=_FOR_PROTECTED)
    if may(by, Can.TRIAGE):
        return held.filter(waits_for__in=literals(FOR_TRIAGE), waits_for=WaitsFor.TRIAGE)
    if may(by, Can.APPROVE):
        return held.filter(waits_for__in=literals(FOR_HEAD))
    waiting = held.filter(Q(officer__in=by.accounts) | _for_somebody_like(by), waits_for=WaitsFor.AGENCY)
    return waiting.filter(agency__in=by.answered) if by.has_unit and may(by, Can.TAKE_UNASSIGNED) else waiting


def _for_somebody_like(by: OfficerScope) -> Q:
    """What nobody has: of the officer's teams, and for who takes what was given to nobody that too; no condition where
    there is neither."""
    found = Q(officer=None, team__in=by.teams) if by.teams else Q()
    if may(by, Can.TAKE_UNASSIGNED):
        gone = by.unstaffed
        found |= Q(officer=None) & (Q(team=None) | Q(team__in=gone) if gone else Q(team=None))
    return found


def _last_message_failed() -> Exists:
    """Nothing that was sent to the reporter after it arrived either."""
    told = to_reporters()
    later = told.filter(
        report_id=OuterRef("report_id"), status=OutboundMessage.Status.SENT, created_at__gt=OuterRef("created_at")
    )
    return Exists(told.filter(~Exists(later), report_id=OuterRef("pk"), status=OutboundMessage.Status.FAILED))


FLAGS: dict[str, Callable[[Rows, Any], Rows]] = {
    "late": lambda rows, now: rows.filter(due_at__lt=now, queue_key__lt=FIRST_CLOSED),
    "unanswered": lambda rows, _now: rows.exclude(unanswered_act="").filter(queue_key__lt=FIRST_CLOSED),
    "unchecked": lambda rows, _now: rows.filter(has_unchecked=True, publication=Publication.PUBLISHED),
    "called": lambda rows, _now: rows.filter(officer_call=SQLLiteral(OfficerCall.OPEN)),
    "unreached": lambda rows, _now: rows.filter(_last_message_failed()),
}


def after(rows: Rows, at: ListPlace | None) -> Rows:
    """None = from the beginning."""
    if at is None:
        return rows
    return rows.filter(RowAfter({"queue_key": at.queue_key, "id": at.pk}))


def _firsts(parts: Iterable[ListPart], most: int, *, at: ListPlace | None, place: int = 0) -> SQL:
    """Of each list the first ones behind a place: key, id, number and `place`, by which several can stand behind each
    other."""

    def of_one(rows: Rows) -> SQL:
        firsts = after(rows, at).annotate(place=Value(place)).order_by("queue_key", "id")
        return sql_of(firsts.values_list("queue_key", "id", "tracking_id", "place")[:most])

    return together(part.first(of_one) for part in parts)


IN_ORDER = "SELECT * FROM ({}) AS lists ORDER BY queue_key, id LIMIT {most:d}"
_BEHIND_OR_FIRST = "SELECT * FROM ({}) AS lists ORDER BY place, queue_key, id LIMIT 1"
_NO_MORE = "SELECT * FROM ({}) AS lists LIMIT {most:d}"


def _page(shape: ListShape, columns: tuple[str, ...] | None, size: int, *, at: ListPlace | None) -> QuerySet[Any, Any]:
    [part] = parts_of(shape, NOW)
    return _selected(after(part.rows, at), columns)[: size + 1]


def _first_of_all(shape: ListShape, size: int, *, at: ListPlace | None) -> SQL:
    return _firsts(parts_of(shape, NOW), size + 1, at=at).within(IN_ORDER, most=size + 1)


def _following(shape: ListShape, *, at: ListPlace) -> SQL:
    others = [part._replace(rows=part.rows.exclude(pk=at.pk)) for part in parts_of(shape, NOW)]
    behind, first = _firsts(others, 1, at=at), _firsts(others, 1, at=None, place=1)
    return together([behind, first]).within(_BEHIND_OR_FIRST)


def _selected(rows: Rows, columns: tuple[str, ...] | None) -> QuerySet[Any, Any]:
    """In the order of the list; the reports themselves, or values of these columns and the beginning of the words."""
    rows = rows.order_by("queue_key", "id")
    if columns is None:
        return rows.select_related("root", "category", "agency", "area__parent").defer("search", "published_text")
    begin: QuerySet[Any, Any] = rows.annotate(words_begin=Left("text", TITLE_MOST))
    return begin.values("id", "queue_key", "words_begin", *columns)


def _names_in(shapes: tuple[tuple[str, ListShape], ...], most: int) -> SQL:
    """In the order of each list, so that its index is read: without one the database guesses that reading the table
    from its beginning finds a hundred soon."""

    def names(name: str) -> Callable[[Rows], SQL]:
        return lambda rows: sql_of(
            rows.order_by("queue_key", "id").annotate(list_name=Value(name)).values_list("list_name")[:most]
        )

    return together(
        together(part.first(names(name)) for part in parts_of(shape, NOW)).within(_NO_MORE, most=most)
        for name, shape in shapes
    )


NOW = Given("now", DateTimeField())
_AREAS = Given("areas")
_AT = ListPlace(Given("queue_key"), Given("pk"))
ONE_PAGE = ListQuestion(_page)  # of a list of one part, one row more
FIRST_OF_ALL = ListQuestion(_first_of_all)  # of a list of several parts: key, id …
FOLLOWING = ListQuestion(_following)  # the row behind a place, or else the first one: key, id, number …
BY_PK: Compiled[Any] = Compiled(lambda columns: _selected(Report.objects.filter(pk__any_of=Given("pks")), columns))
NAMES_IN: Compiled[tuple[str]] = Compiled(_names_in)  # the name of each list, as often as it has rows
