"""Posts that say nearly the same within a few days: one card stands for them, one decision covers all. Called by the
console; news is grouped when it comes (intake/press/news.py).

Compared when they are shown, a bounded number of them: what people wrote is stored sealed and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from lapor.agencies.models import Category, Officer
from lapor.reports.models import Report
from lapor.reports.vocabulary import Channel
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage.candidates import Reason, accept, attach, dismiss, is_mail
from lapor.triage.likeness import Matter, is_nearly_equal, matter_of
from lapor.triage.merging import merge_each
from lapor.triage.press import Candidate

WITHIN = timedelta(days=3)
MOST_TOGETHER = 50  # posts of one card


@dataclass(frozen=True)
class AcceptedTogether:
    """`report`: of the first post; `merged`: how many others became reports merged into it. `refused`: what was not
    done, in words."""

    report: Report
    merged: int = 0
    refused: list[str] = field(default_factory=list)


def grouped(waiting: Sequence[Candidate]) -> list[list[Candidate]]:
    """The same in the same order, posts that say nearly the same together behind the first of them."""
    groups: list[tuple[Matter | None, list[Candidate]]] = []
    for one in waiting:
        matter = matter_of(f"{one.inbound.subject}\n{one.inbound.text}") if _is_post(one) else None
        found = next((group for said, group in groups if _belongs(one, matter, said, group)), None)
        if found is None:
            groups.append((matter, [one]))
        else:
            found.append(one)
    return [group for _said, group in groups]


def _is_post(one: Candidate) -> bool:
    return one.row.channel != Channel.NEWS and not is_mail(one.row) and one.row.report_id is None


def _belongs(one: Candidate, matter: Matter | None, said: Matter | None, group: list[Candidate]) -> bool:
    if matter is None or said is None or len(group) >= MOST_TOGETHER:
        return False
    first = group[0].row
    is_near = abs(one.row.received_at - first.received_at) <= WITHIN and one.row.is_protected == first.is_protected
    return is_near and is_nearly_equal(matter, said)


def accept_all(message_ids: Sequence[UUID], *, by: Officer, category: Category | None) -> AcceptedTogether | None:
    """Each becomes a report of its writer, those after the first are merged into it: every writer hears of the answer,
    and each can be split off again. None: the first no longer waits. Raises ActRefused where the first is refused."""
    first = accept(message_ids[0], by=by, category=category)
    if first is None:
        return None
    others: list[Report] = []
    refused: list[str] = []
    for message_id in message_ids[1:]:
        try:
            filed = accept(message_id, by=by, category=category)
        except ActRefused as error:
            refused.append(str(error.reason))
        else:
            others += [filed.report] if filed else []
    done, unmerged = merge_each(others, first.report, by=by)
    return AcceptedTogether(first.report, len(done), refused + unmerged)


def attach_all(message_ids: Sequence[UUID], report: Report, *, by: Officer) -> int:
    """How many were added to the report. Raises ActRefused."""
    return sum(attach(message_id, report, by=by) for message_id in message_ids)


def dismiss_all(message_ids: Sequence[UUID], reason: Reason, *, by: Officer) -> int:
    """How many were dismissed; each can be put back by itself."""
    return sum(dismiss(message_id, reason, by=by) for message_id in message_ids)
