"""Levels of the escalation in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lapor.agencies.models import Category
from lapor.agencies.roles import Role
from lapor.calendars.escalation import DUE, OFFICE_CLOSED, EscalationLevel
from lapor.reports.vocabulary import ClockKind

_HEARERS: dict[str, Promise] = {
    "officer": gettext_lazy("Officer who was given the report"),
    "city_head": gettext_lazy("Head of the city"),
}
_CLASSES: dict[str, Promise] = {
    "simple": gettext_lazy("Simple complaints"),
    "inspection": gettext_lazy("Complaints that need an inspection"),
    "oversight": gettext_lazy("Complaints that need oversight"),
    "information": gettext_lazy("Information requests"),
}


def hearers(names: Iterable[str]) -> str:
    return ", ".join(str(_HEARERS.get(name) or Role(name).label) for name in names)


def moment(level: EscalationLevel) -> str:
    """When it is reached."""
    days, percent = level.moment.days, level.moment.percent
    if days < 0:
        return ngettext("%(days)s working day before", "%(days)s working days before", -days) % {"days": -days}
    if days > 0:
        return ngettext("%(days)s working day after", "%(days)s working days after", days) % {"days": days}
    return _("When it is due") if percent == DUE else _("At %(percent)s%% of the time") % {"percent": percent}


def scope(level: EscalationLevel, categories: dict[str, Category]) -> str:
    """For which deadlines; "" for all that no other level is for."""
    parts = [
        *(str(ClockKind(name).label) for name in level.clocks),
        *(str(_CLASSES[name]) for name in level.classes),
        *(categories[code].label if code in categories else code for code in level.categories),
    ]
    return ", ".join(parts)


def quiet_hours(text: str) -> str:
    return _("while the office is closed") if text == OFFICE_CLOSED else text
