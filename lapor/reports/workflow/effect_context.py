"""What an effect of an act is given."""

from dataclasses import dataclass
from datetime import datetime

from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, Actor


@dataclass(frozen=True)
class EffectContext:
    """What is done to a report: whose hands, with what, when. An effect changes the report, and rows beside it."""

    report: Report
    actor: Actor
    data: ActData
    at: datetime
