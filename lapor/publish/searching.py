"""Finds public reports: words, filters and a box of the map, in one of three orders (orders.py), at a cost that does
not grow with the reports.

Each search takes one of four ways, chosen by counts that events keep (estimates.py) and, for words, by a look at the
very newest: rare words or a rare filter by their index, a small box by its index, everything else along the index of
the order (of the newest: of the rarest filter that has an index), a bounded number of reports; the next page looks on
from there. Called by queries.py; why so: docs/adr/0017-search-and-map.md.
"""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection

from lapor.agencies.category_signs import synonyms
from lapor.agencies.models import Agency
from lapor.agencies.search_names import known_words
from lapor.core.ids import parse_tracking_id
from lapor.publish.estimates import ORDERED_BY, expected_of
from lapor.publish.filters import Box, Condition, Filters, all_of, conditions, params_of
from lapor.publish.orders import BY_NEWEST, ListOrder
from lapor.publish.words import mended

LOOKED_AT = 10_000  # reports that one page looks through along the order
NEAR_FIRST = 1_000  # nearest ones that are looked through before LOOKED_AT of them
MOST_COUNTED = 1_000  # hits that are counted
RARE = 5_000  # reports: so many expected ones are found by their words, or by their box, and then put in order
# found words may stand together more often than expected; then the newest reports are looked through instead
MOST_RARE = 3 * RARE // 2
SAMPLE = 2_000  # newest reports that tell whether words stand together often enough to be found along the newest


@dataclass(frozen=True)
class Found:
    """Ids in their order, and the position after which the next page begins ("" = that is all).

    `is_cut`: this page looked through its share of the reports without becoming full; others may fit.
    `mended`: the words that were searched instead, since those asked for stand nowhere.
    `count`: hits, of the first page where they were asked for; up to MOST_COUNTED, and `has_more` hits than these.
    """

    ids: list[UUID] = field(default_factory=list)
    next: str = ""
    is_cut: bool = False
    mended: str = ""
    count: int | None = None
    has_more: bool = False


@dataclass(frozen=True)
class _SearchQuery:
    root: Agency
    wanted: dict[str, Condition]
    order: ListOrder
    after: tuple[Any, ...] | None
    size: int
    counts_hits: bool = False

    def others(self, *names: str) -> list[Condition]:
        return [one for name, one in self.wanted.items() if name not in names]

    def and_after(self) -> list[Condition]:
        return [self.order.after(self.after)] if self.after else []


def find(
    root: Agency,
    filters: Filters,
    *,
    box: Box | None = None,
    after: str = "",
    size: int,
    order: ListOrder = BY_NEWEST,
    with_count: bool = False,
) -> Found:
    """One page: two to eight queries, twice that where words are mended, of any number of reports.

    Raises ValueError for a made-up position."""
    position = order.read(after)
    words = filters.words.strip()
    if words and (found := _by_number(root, words)):
        return Found(found, count=len(found))
    wanted = conditions(root, filters, box)
    if wanted is None:
        return Found(count=0)
    if order.needs:
        wanted["placed"] = order.needs
    asked = _SearchQuery(root, wanted, order, position, size, with_count and position is None)
    expected = expected_of(root, filters, wanted)
    found_page = _look(asked, expected.counts)
    if found_page.ids or not expected.unknown or after:
        return found_page
    better = mended(root, words, expected.unknown, names=known_words(root), synonyms=synonyms(root))
    if not better:
        return found_page
    again = find(root, replace(filters, words=better), box=box, size=size, order=order, with_count=with_count)
    return replace(again, mended=better) if again.ids else found_page


def _by_number(root: Agency, words: str) -> list[UUID]:
    """A number, ours or that of an earlier system, is no word to search for."""
    number = parse_tracking_id(words)
    if not number and not any(sign.isdigit() for sign in words):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM publish_publicreport WHERE root_id = %s AND (tracking_id = %s OR (former_number = %s AND"
            " former_number <> ''))",
            [root.pk, number or "", words],
        )
        return [row[0] for row in cursor.fetchall()]


def _look(asked: _SearchQuery, counts: dict[str, float]) -> Found:
    driving = [name for name in ORDERED_BY if name in asked.wanted and len(asked.wanted[name].values) == 1]
    rarest = min(driving, key=lambda name: counts.get(name, 0.0), default="")
    is_newest = asked.order is BY_NEWEST
    walk = _Walk(asked, rarest if is_newest else None)
    if _are_rare(asked, counts, walk) and (found := _by_index(asked, "words")) is not None:
        return found
    if "box" in asked.wanted and (found := _by_index(asked, "box")) is not None:
        return found
    if rarest and not is_newest and counts[rarest] <= RARE and (found := _by_index(asked, rarest)) is not None:
        return found
    return walk.page()


def _are_rare(asked: _SearchQuery, counts: dict[str, float], walk: "_Walk") -> bool:
    """Whether the words are better found by their index than along the newest.

    In a small city the index never gives too much."""
    if "words" not in asked.wanted or counts["words"] > RARE:
        return False
    if counts.get("all", 0.0) <= MOST_RARE:
        return True
    if asked.order is not BY_NEWEST:
        return not _stand_together_often(asked, counts)
    return not (walk.will_do() or _stand_together_often(asked, counts))


def _stand_together_often(asked: _SearchQuery, counts: dict[str, float]) -> bool:
    """What is expected of words apart says little of words that like to stand together; the very newest reports show
    it: one query."""
    words = replace(asked, wanted={"words": asked.wanted["words"]}, after=None, order=BY_NEWEST)
    return _Walk(words, "").count_in_sample() * counts.get("all", 0.0) >= SAMPLE * RARE


# what conditions and orders look at
_COLUMNS = "id, filed_at, state, kind, channel, category_id, agency_id, area_id, latitude, longitude, supporters_count"
_PAGE = """
WITH found AS MATERIALIZED ({found}),
page AS (SELECT id, {keys} FROM found WHERE {others} ORDER BY {order} LIMIT %s)
SELECT (SELECT count(*) FROM found), {hits}, page.* FROM (VALUES (1)) AS one LEFT JOIN page ON TRUE ORDER BY {order}
"""


def _by_index(asked: _SearchQuery, name: str) -> Found | None:
    """All that the index of this condition gives, put in order; None where that is too much."""
    most = MOST_RARE if name == "words" else RARE
    by, order = asked.wanted[name], asked.order
    others = [*asked.others(name), *asked.and_after()]
    columns = _COLUMNS if name == "words" or "words" not in asked.wanted else f"{_COLUMNS}, search"
    found, params = _found_by(asked.root, by, columns, most + 1)
    hits, more = "NULL", []
    if asked.counts_hits:
        hits, more = f"(SELECT count(*) FROM found WHERE {all_of(others)})", params_of(others)  # noqa: S608 - our own
    sql = _PAGE.format(found=found, keys=order.selected, others=all_of(others), order=order.by, hits=hits)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *order.params, *params_of(others), asked.size + 1, *more])
        rows = cursor.fetchall()
    if rows[0][0] > most:
        return None
    found_page = page_of([row[2:] for row in rows if row[2]], asked.size, order)
    return counted(found_page, rows[0][1]) if asked.counts_hits else found_page


def _found_by(root: Agency, by: Condition, columns: str, most: int) -> tuple[str, list[Any]]:
    """Each way of a condition by its own index."""
    table = "publish_publicreport WHERE root_id = %s AND"
    if not by.ways:
        return f"SELECT {columns} FROM {table} {by.sql} LIMIT {most}", [root.pk, *by.params]  # noqa: S608 - our own
    ways = " UNION ".join(f"(SELECT id FROM {table} {one.sql} LIMIT {most})" for one in by.ways)  # noqa: S608 - our own
    params = [part for one in by.ways for part in (root.pk, *one.params)]
    return f"SELECT {columns} FROM publish_publicreport WHERE id = ANY(ARRAY({ways}))", params  # noqa: S608 - our own


_WALKED = "SELECT {what} FROM publish_publicreport WHERE root_id = %s AND {by} ORDER BY {walk} LIMIT {most}"


class _Walk:
    """Reports along the index of the order, looked through until the page is full or its share is used up. `driving`:
    of the newest, the filter whose index is read; None in another order."""

    def __init__(self, asked: _SearchQuery, driving: str | None) -> None:
        self.asked, self.order = asked, asked.order
        self.most = MOST_COUNTED + 1 if asked.counts_hits else asked.size + 1  # hits that are read
        inside = {"placed"} if driving is None else {driving, "since", "until"}
        self.by = [one for name, one in asked.wanted.items() if name in inside]
        self.others = asked.others(*inside)

    def will_do(self) -> bool:
        """Whether the very newest hold so many that a page will be full by half of its share."""
        return self.count_in_sample() * LOOKED_AT >= 2 * SAMPLE * self.asked.size

    def count_in_sample(self) -> int:
        """One query."""
        by = [*self.by, *self._walk_on()]
        inner = _WALKED.format(what="*", by=all_of(by), walk=self.order.walk, most=SAMPLE)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM ({inner}) AS walked WHERE {all_of(self.others)}",  # noqa: S608 - our own
                [self.asked.root.pk, *self._inner(by), *params_of(self.others)],
            )
            return int(cursor.fetchone()[0])

    def page(self) -> Found:
        return self._nearest() if self.order.rises else self._along()

    def _along(self) -> Found:
        by = [*self.by, *self._walk_on()]
        rows = self._rows(by, LOOKED_AT if self.others else self.most, self.others)
        found = page_of(rows[: self.asked.size + 1], self.asked.size, self.order)
        last = self._rows(by, 1, [], skipped=LOOKED_AT - 1) if self.others and len(rows) < self.most else []
        if last and not found.next:
            found = replace(found, next=self.order.written(last[0][1:]), is_cut=True)
        return self._with_count(found, len(rows), was_cut=bool(last))

    def _nearest(self) -> Found:
        """In the order of the ground, among the nearest in the index, which are counted in degrees: first a few, then
        the whole share. Each page begins at the point again."""
        others = [*self.others, *self.asked.and_after()]
        shares = [NEAR_FIRST, LOOKED_AT]
        if self.asked.counts_hits:
            shares = [LOOKED_AT if self.others else self.most]
        for share in shares:
            rows = self._rows(self.by, share, others, is_ordered=True)
            found = page_of(rows[: self.asked.size + 1], self.asked.size, self.order)
            is_longer = len(rows) < self.most and self._is_longer(share)
            if found.next or not is_longer:
                return self._with_count(found, len(rows), was_cut=is_longer)
        return self._with_count(replace(found, is_cut=True), len(rows), was_cut=True)

    def _with_count(self, found: Found, hits: int, *, was_cut: bool) -> Found:
        return counted(found, hits, was_cut=was_cut) if self.asked.counts_hits else found

    def _is_longer(self, share: int) -> bool:
        """Whether there are more reports than these."""
        return bool(self._rows(self.by, 1, [], skipped=share))

    def _rows(
        self, by: list[Condition], most: int, others: list[Condition], *, skipped: int = 0, is_ordered: bool = False
    ) -> list[Any]:
        order = self.order
        inner = _WALKED.format(what="*", by=all_of(by), walk=order.walk, most=most)
        inner += f" OFFSET {skipped}" if skipped else ""
        sql = f"SELECT id, {order.selected} FROM ({inner}) AS walked WHERE {all_of(others)}"  # noqa: S608 - our own
        sql += (f" ORDER BY {order.by}" if is_ordered else "") + " LIMIT %s"
        params = [*order.params, self.asked.root.pk, *self._inner(by), *params_of(others), self.most]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())

    def _walk_on(self) -> list[Condition]:
        """Those after the position; the nearest are walked from the point on each time."""
        return [] if self.order.rises else self.asked.and_after()

    def _inner(self, by: list[Condition]) -> list[Any]:
        return [*params_of(by), *self.order.walk_params]


def page_of(rows: list[Any], size: int, order: ListOrder = BY_NEWEST) -> Found:
    """Of (id, keys of the order …), in their order, one more than a page where there are more."""
    kept = rows[:size]
    return Found([row[0] for row in kept], order.written(tuple(kept[-1][1:])) if len(rows) > size else "")


def counted(found: Found, hits: int, *, was_cut: bool = False) -> Found:
    """`was_cut`: only so many reports were looked through."""
    return replace(found, count=min(hits, MOST_COUNTED), has_more=hits > MOST_COUNTED or was_cut)
