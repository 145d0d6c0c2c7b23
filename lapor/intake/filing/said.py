"""Everything that is said in a message, a draft or a report, whatever field it stands in: words of danger are looked
for in all of it.

Every way into the city asks `Rules.heard_in` with what these give, before a command, a limit or a question is heeded.
"""

from collections.abc import Mapping
from typing import Any

from lapor.agencies.models import Agency
from lapor.agencies.queries import rules_of
from lapor.gateway import rate_limits
from lapor.gateway.messages import Inbound
from lapor.gateway.rate_limits import Limit
from lapor.intake.filing.answers import PREFIX
from lapor.intake.filing.fields import SAID
from lapor.intake.filing.new_report import NewReport


def said_in_message(inbound: Inbound) -> tuple[str, ...]:
    """Subject, words (captions are words), the name they write under, names of files.

    What their program quotes of others is not theirs."""
    return inbound.subject, inbound.text, inbound.sender_name, *(media.name for media in inbound.media)


def said_in_report(new: NewReport) -> tuple[str, ...]:
    """Title, words, place, name (filing/fields.py), answers, names of files."""
    answers = (answer["answer"] for answer in new.answers)
    files = (*(file.name for file in new.photos), *(upload.called for upload in new.uploads))
    return *(str(getattr(new, name)) for name in SAID), *answers, *new.beside, *files


def said_in_form(sent: Mapping[str, Any]) -> tuple[str, ...]:
    """The same of a form's fields as they were sent, nothing checked yet."""
    return tuple(str(value) for name, value in sent.items() if name in SAID or name.startswith(PREFIX))


def seconds_to_wait(limit: Limit, address: str, *, root: Agency, said: tuple[str, ...]) -> int:
    """As rate_limits.seconds_to_wait; words of danger pass where the rest has to wait, by a count of their own."""
    wait = rate_limits.seconds_to_wait(limit, address)
    if wait and rules_of(root).heard_in(*said).is_danger:
        return rate_limits.seconds_to_wait(rate_limits.DANGER, limit.name, address)
    return wait
