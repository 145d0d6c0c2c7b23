"""How long each step may take: versioned policies. Pure.

A policy is data of the preset; these defaults are the national ones (PermenPANRB 62/2018, UU 14/2008; to be checked
against the text).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lapor.calendars.due_dates import Term

DEADLINE_CLASSES = ("simple", "inspection", "oversight", "information")
NATIONAL_RESOLUTION = {"simple": 5, "inspection": 14, "oversight": 60, "information": 10}


@dataclass(frozen=True)
class Policy:
    """Working days (or hours) of each clock. `version` names this very content: a deadline stores it."""

    version: str
    verify: int = 3
    verify_urgent_hours: int = 24
    verify_again: int = 1
    response: int = 5
    resolution: Mapping[str, int] = field(default_factory=lambda: dict(NATIONAL_RESOLUTION))
    # code of a category: days of its own instead of its class's
    categories: Mapping[str, int] = field(default_factory=dict)
    confirmation: int = 10
    expire: int = 10
    reopened_at_least: int = 3

    def verify_term(self, *, urgent: bool, again: bool = False) -> Term:
        if urgent:
            return Term(calendar_hours=self.verify_urgent_hours)
        return Term(working_days=self.verify_again if again else self.verify)

    def resolution_term(self, deadline_class: str, category: str = "") -> Term:
        """By the category's own days, else by its class.

        Raises KeyError for a class that is not in DEADLINE_CLASSES."""
        return Term(working_days=self.categories.get(category) or self.resolution[deadline_class])
