"""What an officer hears of, in words: one table.

No word of a report and no name of a person stands in them; they are read on locked phones."""

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
class NoticeKind:
    words: Promise | str
    rank: Rank = Rank.NORMAL


KINDS: dict[str, NoticeKind] = {
    "came": NoticeKind(_("Report %(number)s came to you.")),
    "came_unstaffed": NoticeKind(
        _("Report %(number)s came to %(agency)s, where no active officer could be told: see that somebody takes it.")
    ),
    "came_urgent": NoticeKind(_("Urgent: report %(number)s came in."), Rank.URGENT),
    "became_urgent": NoticeKind(
        _("Urgent: what was added to report %(number)s sounds dangerous. Look at it now."), Rank.URGENT
    ),
    "given": NoticeKind(_("Report %(number)s was given to you.")),
    "given_team": NoticeKind(_("Report %(number)s was given to your team: one of you takes it.")),
    "team_again": NoticeKind(_("Report %(number)s is your team's again: another one of you takes it.")),
    "mentioned": NoticeKind(_("A note on report %(number)s names you.")),
    "asks_back": NoticeKind(
        _("Call-back: ask the reporter of report %(number)s, which another office closed, whether it is solved.")
    ),
    "given_back": NoticeKind(_("Report %(number)s was with an account that was switched off: give it to somebody.")),
    "called": NoticeKind(_("Your help is asked for with report %(number)s.")),
    "called_unstaffed": NoticeKind(
        _(
            "%(agency)s was asked to help with report %(number)s, but no active officer could be told there: see that"
            " somebody helps."
        )
    ),
    "replied": NoticeKind(_("The reporter of report %(number)s answered the question.")),
    "added": NoticeKind(_("The reporter of report %(number)s added something.")),
    "officer_called": NoticeKind(_("The reporter of report %(number)s asks for an officer: write to them.")),
    "partner_said": NoticeKind(_("The partner asked about report %(number)s sent news: look at it.")),
    "rejected": NoticeKind(_("The reporter of report %(number)s says: not solved.")),
    "rejected_again": NoticeKind(
        _("It was said %(count)s times of report %(number)s that it is not solved: decide who handles it.")
    ),
    "left_unit": NoticeKind(
        _(
            "It was said %(count)s times of report %(number)s that it is not solved: it left your unit, and the head of"
            " the city decides who handles it."
        )
    ),
    "taken_away": NoticeKind(_("Report %(number)s is no longer with you: its page says why.")),
    "merged_away": NoticeKind(
        _("Report %(number)s, which was with you, was merged into another one: the work goes on there."), Rank.QUIET
    ),
    "reopened": NoticeKind(_("Report %(number)s was reopened: it is not solved after all.")),
    "objected": NoticeKind(_("The reporter of report %(number)s objects to the answer: the head answers this time.")),
    "appealed": NoticeKind(
        _("The reporter of report %(number)s appeals against the archiving. Somebody else decides this time.")
    ),
    "late_reply": NoticeKind(
        _("The reporter of report %(number)s answered after it was archived: it has to be checked again.")
    ),
    "corrected": NoticeKind(_("The overseer has report %(number)s checked again.")),
    "confirmed": NoticeKind(_("The reporter of report %(number)s says: solved."), Rank.QUIET),
    "withdrawn": NoticeKind(_("The reporter withdrew report %(number)s."), Rank.QUIET),
    "withdrawn_held": NoticeKind(
        _("The reporter withdrew report %(number)s, which was with you: nothing more has to be done.")
    ),
    "not_withdrawn": NoticeKind(_("The reporter of report %(number)s took the withdrawal back.")),
    "no_reply": NoticeKind(_("The reporter of report %(number)s did not answer; the work goes on without it.")),
    "refused": NoticeKind(_("%(agency)s refused report %(number)s.")),
    "refused_proposing": NoticeKind(_("%(agency)s refused report %(number)s and proposes %(proposed)s.")),
    "refused_often": NoticeKind(_("Report %(number)s was refused %(count)s times (%(path)s): decide who takes it.")),
    "proposed": NoticeKind(_("A proposal on report %(number)s waits for your decision.")),
    "approved": NoticeKind(_("Your proposal on report %(number)s was approved.")),
    "declined": NoticeKind(_("Your proposal on report %(number)s was declined; the reason is on its page.")),
    "supported": NoticeKind(
        _("Since you last looked, %(count)s more people experience what report %(number)s says."), Rank.QUIET
    ),
    "merged": NoticeKind(_("%(count)s reports were merged into report %(number)s.")),
    "reminded": NoticeKind(_("Report %(number)s. %(what)s.")),
    "not_told": NoticeKind(
        _("The reporter of report %(number)s could not be reached: a message could not be delivered.")
    ),
    "protected_came": NoticeKind(
        _("Urgent, around the clock: the protected case %(number)s came to your group."), Rank.URGENT
    ),
    "protected_unheld": NoticeKind(
        _("A protected case came in and nobody can open it: name an officer for protected cases at once."), Rank.URGENT
    ),
    "protected_elsewhere": NoticeKind(
        _("A protected case came to %(group)s, since its own group %(own)s has no active officer: name one."),
        Rank.URGENT,
    ),
    "opened": NoticeKind(
        _("A sealed identity or file was opened. Keep this mail: its next line proves it."), Rank.URGENT
    ),
    "public_danger": NoticeKind(
        _("Urgent, around the clock: somebody said something in public that you should look at now."), Rank.URGENT
    ),
}


def words_of(kind: str, facts: Mapping[str, object]) -> str:
    """In the language that is active."""
    return str(KINDS[kind].words) % ({**facts, "what": _reminder(facts)} if kind == "reminded" else facts)


def _reminder(facts: Mapping[str, object]) -> str:
    reminder, clock = str(facts.get("reminder", "")), str(facts.get("clock", ""))
    words = str(Reminder(reminder).label) if reminder in Reminder.values else reminder
    return f"{words}: {ClockKind(clock).label}" if clock in ClockKind.values else words
