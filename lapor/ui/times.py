"""Moments in words, in the active zone and language: for templates (templatetags.ui) and whoever writes sentences."""

from datetime import datetime
from functools import cache

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lapor.core import clock

# Indonesia's zones by their distance from UTC in hours, with the abbreviation people use.
ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}


def local_time(value: datetime | None, parts: str = "full") -> str:
    """An aware datetime in words, in the active zone: `full`, `day` (no hour) or `short` (no weekday, no hour)."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    if parts == "short":
        return date_format(local, "j M Y")
    weekdays, months, hours = _names(get_language())
    day = f"{weekdays[local.weekday()]}, {local.day} {months[local.month]} {local.year}"
    if parts == "day":
        return day
    offset = local.utcoffset()
    zone = ZONE_NAMES.get(int(offset.total_seconds() // 3600), local.tzname()) if offset else local.tzname()
    hour = hours.replace("H", f"{local.hour:02}").replace("i", f"{local.minute:02}")
    return f"{day}, {hour} {zone}"


@cache
def _names(_language: str | None) -> tuple[dict[int, str], dict[int, str], str]:
    """Weekdays from 0 (Monday), months from 1, how an hour is written."""
    names = ({number: str(name) for number, name in those.items()} for those in (WEEKDAYS, MONTHS))
    return next(names), next(names), _("H:i")


def machine_time(value: datetime | None) -> str:
    """An aware datetime as `<time datetime>` holds it, in the active zone (ISO 8601)."""
    return timezone.localtime(value).isoformat() if value else ""


def time_ago(value: datetime) -> SafeString:
    """How long ago an aware datetime is, with the moment itself beside it."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        machine_time(value),
        local_time(value),
        age(value),
    )


def age(value: datetime) -> str:
    """How long ago an aware datetime is, by days of the active zone: "today", "3 days", "2 months", "1 year"."""
    then, today = timezone.localtime(value).date(), timezone.localtime(clock.now()).date()
    days = max(0, (today - then).days)
    if not days:
        return _("today")
    months = (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day)
    if not months:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    if months < 12:  # noqa: PLR2004 - of a year
        return ngettext("%(months)s month", "%(months)s months", months) % {"months": months}
    years = months // 12
    return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
