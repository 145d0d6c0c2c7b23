"""Finds public reports: words, filters and a box of the map, newest first, at a cost that does not grow with the
reports.

Each search takes one of four ways, chosen by counts that events keep (cells.py, words.py) and, for words, by a look at
the very newest: rare words by their index, a small box by its index, everything else along the newest reports (of the
rarest filter that has an index), a bounded number of them; the next page looks on from there. Called by queries.py; why
so: docs/adr/0017-search-and-map.md.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lapor.agencies.models import Agency
from lapor.core.ids import parse_tracking_id
from lapor.publish.filters import Box, Condition, Filters, all_of, conditions, params_of, plain_words
from lapor.publish.words import mended, unknown_words

LOOKED_AT = 10_000  # newest reports that one page looks through
RARE = 5_000  # reports: so many expected ones are found by their words, or by their box, and then put in order
# found words may stand together more often than expected; then the newest reports are looked through instead
MOST_RARE = 3 * RARE // 2
SAMPLE = 2_000  # newest reports that tell whether words stand together often enough to be found along the newest
_ORDERED_BY = ("category", "agency", "area", "state")  # filters with an index of their own, newest first


@dataclass(frozen=True)
class Found:
    """Ids, newest first, and the position after which the next page begins ("" = that is all).

    `is_cut`: this page looked through its share of the newest reports without becoming full; older ones may fit.
    `mended`: the words that were searched instead, since those asked for stand nowhere.
    """

    ids: list[UUID] = field(default_factory=list)
    next: str = ""
    is_cut: bool = False
    mended: str = ""


@dataclass(frozen=True)
class _SearchQuery:
    root: Agency
    wanted: dict[str, Condition]
    after: tuple[datetime, UUID] | None
    size: int

    def others(self, *names: str) -> list[Condition]:
        return [one for name, one in self.wanted.items() if name not in names]


def find(root: Agency, filters: Filters, *, box: Box | None = None, after: str = "", size: int) -> Found:
    """One page: two to seven queries, twice that where words are mended, of any number of reports.

    Raises ValueError for a made-up position."""
    position = position_of(after)
    words = filters.words.strip()
    if words and (found := _by_number(root, words)):
        return Found(found)
    wanted = conditions(root, filters, box)
    if wanted is None:
        return Found()
    asked = _SearchQuery(root, wanted, position, size)
    counts, unknown = _counts(root, filters, wanted)
    found_page = _look(asked, counts)
    if found_page.ids or not unknown or after:
        return found_page
    better = mended(root, words, unknown)
    if not better:
        return found_page
    again = find(root, replace(filters, words=better), box=box, size=size)
    return replace(again, mended=better) if again.ids else found_page


def position_of(after: str) -> tuple[datetime, UUID] | None:
    """Raises ValueError for one that nobody gave out."""
    if not after:
        return None
    moment, _, last = after.partition("|")
    return datetime.fromisoformat(moment), UUID(last)


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


_COUNT_WORDS = """
SELECT lexeme, coalesce(sum(w.documents), 0) FROM unnest(tsvector_to_array(to_tsvector('indonesian', %s))) AS lexeme
LEFT JOIN publish_publicword w ON w.root_id = %s AND w.stem = lexeme GROUP BY lexeme
"""
_COUNT_VALUES = (
    "SELECT facet, sum(opened + closed) FROM publish_mapcell WHERE root_id = %s AND level = 0 AND x = 0 AND y = 0 AND"
    " ({}) GROUP BY facet"
)


def _counts(root: Agency, filters: Filters, wanted: dict[str, Condition]) -> tuple[dict[str, float], list[str]]:
    """How many reports are expected for each condition, and for all ("all"); and the words that stand nowhere."""
    counts: dict[str, float] = {}
    pairs = [(name, one.values) for name, one in wanted.items() if name in _ORDERED_BY and one.values]
    if not pairs and "words" not in wanted:
        return counts, []
    with connection.cursor() as cursor:
        clause = " OR ".join(["facet = 'all'", *("(facet = %s AND value = ANY(%s))" for _ in pairs)])
        cursor.execute(
            _COUNT_VALUES.format(clause), [root.pk, *(part for name, values in pairs for part in (name, list(values)))]
        )
        counts.update({facet: float(count) for facet, count in cursor.fetchall()})
        for name, _values in pairs:
            counts.setdefault(name, 0.0)
        if "words" not in wanted:
            return counts, []
        plain = plain_words(filters.words)
        cursor.execute(_COUNT_WORDS, [" ".join(plain.needed), root.pk])
        total, share = max(1.0, counts.get("all", 1.0)), 1.0
        found = dict(cursor.fetchall())
        for documents in found.values():
            share *= min(1.0, float(documents) / total)
        counts["words"] = total if plain.has_choice else total * share
        if all(found.values()):
            return counts, []
    return counts, unknown_words(root, plain.needed)


def _look(asked: _SearchQuery, counts: dict[str, float]) -> Found:
    driving = [name for name in _ORDERED_BY if name in asked.wanted and len(asked.wanted[name].values) == 1]
    newest = _Newest(asked, min(driving, key=lambda name: counts.get(name, 0.0), default=""))
    if _are_rare(asked, counts, newest) and (found := _by_index(asked, "words")) is not None:
        return found
    if "box" in asked.wanted and (found := _by_index(asked, "box")) is not None:
        return found
    return newest.page()


def _are_rare(asked: _SearchQuery, counts: dict[str, float], newest: "_Newest") -> bool:
    """Whether the words are better found by their index than along the newest.

    In a small city the index never gives too much."""
    if "words" not in asked.wanted or counts["words"] > RARE:
        return False
    return counts.get("all", 0.0) <= MOST_RARE or not (newest.will_do() or _stand_together_often(asked, counts))


def _stand_together_often(asked: _SearchQuery, counts: dict[str, float]) -> bool:
    """What is expected of words apart says little of words that like to stand together; the very newest reports show
    it: one query."""
    in_sample = _Newest(replace(asked, wanted={"words": asked.wanted["words"]}, after=None), "").count_in_sample()
    return in_sample * counts.get("all", 0.0) >= SAMPLE * RARE


# what conditions look at
_COLUMNS = "id, filed_at, state, kind, channel, category_id, agency_id, area_id, latitude, longitude"
_PAGE = """
WITH found AS MATERIALIZED (SELECT {columns} FROM publish_publicreport WHERE root_id = %s AND {by} LIMIT {most}),
page AS (SELECT id, filed_at FROM found WHERE {others} ORDER BY filed_at DESC, id DESC LIMIT %s)
SELECT (SELECT count(*) FROM found), ARRAY(SELECT id FROM page ORDER BY filed_at DESC, id DESC),
       ARRAY(SELECT filed_at FROM page ORDER BY filed_at DESC, id DESC)
"""


def _by_index(asked: _SearchQuery, name: str) -> Found | None:
    """All that the index of this condition gives, put in order; None where that is too much."""
    most = MOST_RARE if name == "words" else RARE
    by, others = asked.wanted[name], [*asked.others(name), *_after(asked)]
    columns = _COLUMNS if name == "words" or "words" not in asked.wanted else f"{_COLUMNS}, search"
    with connection.cursor() as cursor:
        cursor.execute(
            _PAGE.format(columns=columns, by=by.sql, most=most + 1, others=all_of(others)),
            [asked.root.pk, *by.params, *params_of(others), asked.size + 1],
        )
        count, ids, moments = cursor.fetchone()
    if count > most:
        return None
    return page_of(list(zip(ids, moments, strict=True)), asked.size)


_NEWEST = (
    "SELECT {what} FROM publish_publicreport WHERE root_id = %s AND {by} ORDER BY filed_at DESC, id DESC LIMIT {most}"
)


class _Newest:
    """The newest reports (of one value of the driving filter), looked through until the page is full or its share is
    used up."""

    def __init__(self, asked: _SearchQuery, driving: str) -> None:
        self.asked = asked
        self.by = [one for name, one in asked.wanted.items() if name in {driving, "since", "until"}] + _after(asked)
        self.others = asked.others(driving, "since", "until")

    def will_do(self) -> bool:
        """Whether the very newest hold so many that a page will be full by half of its share."""
        return self.count_in_sample() * LOOKED_AT >= 2 * SAMPLE * self.asked.size

    def count_in_sample(self) -> int:
        """One query."""
        inner = _NEWEST.format(what="*", by=all_of(self.by), most=SAMPLE)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({inner}) AS newest WHERE {all_of(self.others)}", self._params())  # noqa: S608 - our own
            return int(cursor.fetchone()[0])

    def page(self) -> Found:
        most = LOOKED_AT if self.others else self.asked.size + 1
        inner = _NEWEST.format(what="*", by=all_of(self.by), most=most)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, filed_at FROM ({inner}) AS newest WHERE {all_of(self.others)} LIMIT %s",  # noqa: S608 - our own conditions
                [*self._params(), self.asked.size + 1],
            )
            found = page_of(cursor.fetchall(), self.asked.size)
            if found.next or not self.others:
                return found
            last_of = _NEWEST.format(what="filed_at, id", by=all_of(self.by), most=1)
            cursor.execute(f"{last_of} OFFSET %s", [self.asked.root.pk, *params_of(self.by), LOOKED_AT - 1])
            last = cursor.fetchone()
        return replace(found, next=_written(*last), is_cut=True) if last else found

    def _params(self) -> list[Any]:
        return [self.asked.root.pk, *params_of(self.by), *params_of(self.others)]


def page_of(rows: list[Any], size: int) -> Found:
    """Of (id, moment) pairs, newest first, one more than a page where there are more."""
    kept = rows[:size]
    return Found([pk for pk, _moment in kept], _written(kept[-1][1], kept[-1][0]) if len(rows) > size else "")


def _written(moment: datetime, pk: UUID) -> str:
    return f"{moment.isoformat()}|{pk}"


def _after(asked: _SearchQuery) -> list[Condition]:
    return [Condition("(filed_at, id) < (%s, %s)", list(asked.after))] if asked.after else []
