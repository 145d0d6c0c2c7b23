"""Why an act was not done: raised by the heart, said by every surface in the words of the reason."""

from collections.abc import Sequence

from django.utils.functional import Promise

from lapor.core.personal_data import Finding


class ActRefused(Exception):
    """The act is not possible; `reason` is for the person who tried, `field` names the datum at fault, if one is."""

    def __init__(self, reason: "str | Promise", field: str = "") -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.field = field


class ReportChanged(ActRefused):
    """Somebody else acted since the page was shown."""


class PersonalDataFound(ActRefused):
    """The act would publish what looks like personal data: `found` lists (field of the act, finding)."""

    def __init__(self, reason: "str | Promise", found: "Sequence[tuple[str, Finding]]", field: str = "") -> None:
        super().__init__(reason, field or found[0][0])
        self.found = list(found)
