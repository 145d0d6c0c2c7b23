"""What happens when a time is over."""

from django.utils.translation import gettext_lazy as _

from lapor.reports.vocabulary import ActName, Audience
from lapor.reports.workflow import rules
from lapor.reports.workflow.act import (
    ALL_STATES,
    ANSWERED,
    ARCHIVED,
    AWAITING,
    IN_PROGRESS,
    SAME,
    STOP_ALL,
    SYSTEM,
    UNCONFIRMED,
    Act,
    C,
    S,
    by,
    states,
)

ROWS: tuple[Act, ...] = (
    Act(
        ActName.EXPIRE,
        states(AWAITING),
        ARCHIVED,
        by(SYSTEM),
        (),
        (),
        STOP_ALL,
        rules.asked_by_triage,
        label=_("Closed: no reply came"),
    ),
    Act(
        ActName.EXPIRE,
        states(AWAITING),
        IN_PROGRESS,
        by(SYSTEM),
        (),
        (),
        (("resume", S),),
        rules.asked_by_agency,
        label=_("Goes on: the reporter could not be reached"),
    ),
    Act(
        ActName.LAPSE,
        states(ANSWERED),
        UNCONFIRMED,
        by(SYSTEM),
        (),
        (),
        (("stop", C),),
        rules.confirmation_over,
        label=_("Closed without confirmation"),
    ),
    Act(
        ActName.REMIND,
        ALL_STATES,
        SAME,
        by(SYSTEM),
        ("reminder",),
        (),
        (),
        audience=Audience.INTERNAL,
        label=_("Reminder"),
        is_quiet=True,
    ),
)
