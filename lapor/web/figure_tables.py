"""Tables and the line of days on the statistics pages: who has few reports is folded into one line, a long table shows
its first lines."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format

from lapor.measure import scorecards
from lapor.measure.scorecards import Scorecard
from lapor.web.lead_figures import percent

SHOWN = 3  # lines of a table before the rest is folded
MOST_DAYS = 100  # columns of the backlog; of a longer time each seventh day


def score_table(
    cards: Mapping[Any, Scorecard],
    names: Mapping[Any, str],
    urls: Mapping[Any, str],
    late: Mapping[Any, int],
) -> list[dict[str, Any]]:
    """Lines of a table: the ranked ones first, then those with too few."""
    best, few = scorecards.ranked(cards)
    lines: list[tuple[int | None, Any, Scorecard]] = [
        *((place, key, card) for place, (key, card) in enumerate(best, start=1)),
        *((None, key, card) for key, card in few),
    ]
    return [_line(place, names[key], urls.get(key, ""), card, late.get(key, 0)) for place, key, card in lines]


def plain_table(
    cards: Mapping[Any, Scorecard], names: Mapping[Any, str], late: Mapping[Any, int]
) -> list[dict[str, Any]]:
    """Lines without places: categories and channels, the most late ones first, then the most received."""
    keys = sorted(cards, key=lambda key: (-late.get(key, 0), -cards[key]["received"], names[key]))
    return [_line(None, names[key], "", cards[key], late.get(key, 0)) for key in keys]


def _line(place: int | None, name: str, url: str, card: Scorecard, late: int) -> dict[str, Any]:
    return {
        "place": place,
        "name": name,
        "url": url,
        "card": card,
        "late": late,
        "in_time": f"{card['in_time']} / {card['due']}" if card["due"] else "–",
        "in_time_share": percent(card.in_time_share),
        "confirmed_share": percent(card.confirmed_share),
    }


def ranked_parts(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The lines with a place, as many as a table shows at once; the others of them; and the small ones together."""
    ranked, few = [row for row in rows if row["place"]], [row for row in rows if not row["place"]]
    return {
        "shown": ranked[:SHOWN],
        "more": ranked[SHOWN:],
        "few": few,
        "few_received": sum(row["card"]["received"] for row in few),
        "few_late": sum(row["late"] for row in few),
    }


def plain_parts(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"shown": list(rows[:SHOWN]), "more": list(rows[SHOWN:]), "few": []}


def day_rows(days: Sequence[tuple[date, int]]) -> list[dict[str, Any]]:
    """The days of the backlog for the chart, from the first one with any on; the last one is always among them."""
    begin = next((place for place, (_day, count) in enumerate(days) if count), len(days))
    days = days[begin:]
    step = 1 if len(days) <= MOST_DAYS else 7
    return [{"label": date_format(day, "j M Y"), "value": count} for day, count in days[::-1][::step]][::-1]
