"""Why an act was not done: raised by the heart, said by every surface in the words of the reason."""

from django.utils.functional import Promise


class ActRefused(Exception):
    """The act is not possible; `reason` is for the person who tried, `field` names the datum at fault, if one is."""

    def __init__(self, reason: "str | Promise", field: str = "") -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.field = field


class ReportChanged(ActRefused):
    """Somebody else acted since the page was shown."""
