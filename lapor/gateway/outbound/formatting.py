"""Words made to fit a channel: no longer than it takes, and where each letter costs money without long links.

And when a phone may ring."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from lapor.channels.base import Capabilities

QUIET_FROM, QUIET_UNTIL = time(21), time(6)  # of the city's day: nothing that can wait wakes anybody
_LINK = re.compile(r"https?://\S+")


def truncate_for_channel(text: str, capabilities: Capabilities) -> str:
    """The number of a report stands in its words, so that a link left out loses nothing."""
    if capabilities.longest_link:
        text = _LINK.sub(lambda link: link.group() if len(link.group()) <= capabilities.longest_link else "", text)
        text = "\n".join(line.strip() for line in text.split("\n"))
        text = re.sub(r"\n{2,}", "\n", text)
    text = text.strip()
    return text if len(text) <= capabilities.longest_text else f"{text[: capabilities.longest_text - 1].rstrip()}…"


def end_of_quiet_hours(at: datetime, timezone: str) -> datetime | None:
    """When a message of this instant may ring; None: at once."""
    local = at.astimezone(ZoneInfo(timezone))
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    morning = local.replace(hour=QUIET_UNTIL.hour, minute=0, second=0, microsecond=0)
    return morning if local.time() < QUIET_UNTIL else morning + timedelta(days=1)
