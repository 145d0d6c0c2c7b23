"""What an officer hears of, in words: one table. No word of a report and no name of a person stands in them; they are read on locked phones."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapor.reports.vocabulary import ClockKind, Reminder


class Rank(Enum):
    """How much of a hurry there is."""

    QUIET = "quiet"  # nothing has to be done: the bell, and the next digest
    NORMAL = "normal"  # as the officer chose
    URGENT = "urgent"  # always at once, whatever was chosen


@dataclass(frozen=True)
class Kind:
    words: Promise | str
    rank: Rank = Rank.NORMAL


KINDS: dict[str, Kind] = {
    "came": Kind(_("Report %(number)s came to you.")),
    "came_unstaffed": Kind(_("Report %(number)s came to %(agency)s, where no active officer could be told: see that somebody takes it.")),
    "came_urgent": Kind(_("Urgent: report %(number)s came in."), Rank.URGENT),
    "became_urgent": Kind(_("Urgent: what the reporter of report %(number)s added sounds dangerous. Look at it now."), Rank.URGENT),
    "given": Kind(_("Report %(number)s was given to you.")),
    "given_back": Kind(_("Report %(number)s was with an account that was switched off: give it to somebody.")),
    "called": Kind(_("Your help is asked for with report %(number)s.")),
    "replied": Kind(_("The reporter of report %(number)s answered the question.")),
    "added": Kind(_("The reporter of report %(number)s added something.")),
    "officer_called": Kind(_("The reporter of report %(number)s asks for an officer: write to them.")),
    "rejected": Kind(_("The reporter of report %(number)s says: not solved.")),
    "reopened": Kind(_("Report %(number)s was reopened: it is not solved after all.")),
    "objected": Kind(_("The reporter of report %(number)s objects to the answer: the head answers this time.")),
    "appealed": Kind(_("The reporter of report %(number)s appeals against the archiving. Somebody else decides this time.")),
    "late_reply": Kind(_("The reporter of report %(number)s answered after it was archived: it has to be checked again.")),
    "corrected": Kind(_("The overseer has report %(number)s checked again.")),
    "confirmed": Kind(_("The reporter of report %(number)s says: solved."), Rank.QUIET),
    "withdrawn": Kind(_("The reporter withdrew report %(number)s."), Rank.QUIET),
    "not_withdrawn": Kind(_("The reporter of report %(number)s took the withdrawal back.")),
    "no_reply": Kind(_("The reporter of report %(number)s did not answer; the work goes on without it.")),
    "refused": Kind(_("%(agency)s refused report %(number)s.")),
    "refused_proposing": Kind(_("%(agency)s refused report %(number)s and proposes %(proposed)s.")),
    "refused_often": Kind(_("Report %(number)s was refused %(count)s times (%(path)s): decide who takes it.")),
    "proposed": Kind(_("A proposal on report %(number)s waits for your decision.")),
    "approved": Kind(_("Your proposal on report %(number)s was approved.")),
    "declined": Kind(_("Your proposal on report %(number)s was declined; the reason is on its page.")),
    "supported": Kind(_("Since you last looked, %(count)s more people experience what report %(number)s says."), Rank.QUIET),
    "merged": Kind(_("%(count)s reports were merged into report %(number)s.")),
    "reminded": Kind(_("Report %(number)s. %(what)s.")),
    "not_told": Kind(_("The reporter of report %(number)s could not be reached: a message could not be delivered.")),
    "protected_came": Kind(_("Urgent, around the clock: the protected case %(number)s came to your group."), Rank.URGENT),
    "protected_unheld": Kind(_("A protected case came in and nobody can open it: name an officer for protected cases at once."), Rank.URGENT),
    "protected_elsewhere": Kind(
        _("A protected case came to %(group)s, since its own group %(own)s has no active officer: name one."), Rank.URGENT
    ),
    "opened": Kind(_("A sealed identity or file was opened. Keep this mail: its next line proves it."), Rank.URGENT),
    "public_danger": Kind(_("Urgent, around the clock: somebody said something in public that you should look at now."), Rank.URGENT),
}  # fmt: skip


def words_of(kind: str, facts: Mapping[str, object]) -> str:
    """In the language that is active."""
    return str(KINDS[kind].words) % ({**facts, "what": _reminder(facts)} if kind == "reminded" else facts)


def _reminder(facts: Mapping[str, object]) -> str:
    reminder, clock = str(facts.get("reminder", "")), str(facts.get("clock", ""))
    words = str(Reminder(reminder).label) if reminder in Reminder.values else reminder
    return f"{words}: {ClockKind(clock).label}" if clock in ClockKind.values else words
