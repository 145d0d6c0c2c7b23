"""When a message that could not be sent is tried again, and when it is given up. Pure."""

import random
from datetime import timedelta

MAX_ATTEMPTS = 31  # then, about a day after the first, it has failed for good: an officer is told (failures.py)
CODE_WITHIN = timedelta(minutes=15)  # nobody can use a code to sign in that comes later
OPERATOR_WITHIN = timedelta(days=7)  # for a password or setting that is wrong
OPERATOR_COUNTS = 8  # more of those tries do not count: then an hour is between them
FIRST_SECONDS, FIRST_SECONDS_IF_ASKED, LONGEST_SECONDS = 30, 5, 3600


def seconds_until_retry(attempts: int, asked: int) -> int:
    """30 s, 1 min, 2 min … at most an hour, each a fifth more or less, so that what failed together does not come back
    together; never less than the provider asked for, and where it said so at first not much more."""
    planned = min(LONGEST_SECONDS, (FIRST_SECONDS_IF_ASKED if asked else FIRST_SECONDS) * 2 ** (attempts - 1))
    return max(asked, int(planned * random.uniform(0.8, 1.2)))  # noqa: S311 - no secret
