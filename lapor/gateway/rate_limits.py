"""Rate limits of the public doors, shared by all processes, atomic: one statement each."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import ngettext

from lapor.core import clock
from lapor.core.ids import keyed_hash
from lapor.gateway.models import RateCount


@dataclass(frozen=True)
class Limit:
    """At most `count` times in `seconds` for each key."""

    name: str
    count: int
    seconds: int


FILE_REPORT = Limit("file", 60, 3600)  # many phones share one address of a mobile network
REPORTER_SEARCH = Limit("reporter-search", 60, 3600)  # of an officer, by phone, address or name
DANGER = Limit("danger", 120, 3600)  # of words of danger, where the door's own limit is reached
# wrong ones, by where they come from alone: no stranger locks a report; there are 10^16
RECEIPT_CODE = Limit("receipt-code", 10, 900)
REPORTER_ACT = Limit("reporter-act", 60, 3600)
# from other apps: kept apart, so that no other site uses up what a visitor may upload
SHARED = Limit("shared", 60, 3600)
UPLOAD = Limit("upload", 120, 3600)
MAP = Limit("map", 1200, 300)  # each move of a map asks twice
FEED = Limit("feed", 600, 3600)  # feeds and files of searches
SHARE_CARD = Limit("share-card", 600, 3600)  # only those that have to be drawn
# of at most 256 KiB: several phones behind one address, each with photos and a video
UPLOAD_PART = Limit("upload-part", 6000, 3600)
HINT = Limit("hint", 600, 3600)  # category guesses and looks for similar reports while somebody types
PLACE = Limit("place", 1800, 3600)  # places by words, asked at each pause while somebody types
CHECK_RECEIPT = Limit("check-receipt", 60, 900)
ASK_CODE = Limit("ask-code", 20, 3600)
ASK_CODE_OF = Limit("ask-code-of", 5, 3600)  # of one address, by one asker: a stranger uses up nobody else's
# of one address, by all: later mails come with pauses, none is refused
ASK_CODE_CALM = Limit("ask-code-calm", 10, 3600)
ASK_CODE_LATE = Limit("ask-code-late", 1, 24 * 3600)  # of one address, by one asker who guessed wrong too often
TRY_CODE = Limit("try-code", 40, 3600)
WRONG_CODE_OF = Limit("wrong-code-of", 30, 30 * 24 * 3600)  # of one address, by one asker, in the browser that asked
TRY_KEY = Limit("try-key", 40, 3600)
ADD_KEY = Limit("add-key", 20, 3600)
KEY_CHALLENGE = Limit("key-challenge", 1, 600)  # an answer to a passkey's challenge counts once
# of an officer whose session has ended: behind one address sits a whole office
KEPT_WORDS = Limit("kept-words", 40, 3600)
FOLLOW = Limit("follow", 40, 3600)
FOLLOW_MAIL = Limit("follow-mail", 5, 24 * 3600)  # of one mailbox: nobody is pestered by strangers who type its address
PARTNER = Limit("partner", 120, 3600)  # of one link: a photo takes three visits
DESK_NUMBERS = Limit("desk-numbers", 60, 3600)  # batches of numbers held ready, of one officer
DESK_LOOK_UP = Limit("desk-look-up", 60, 3600)  # of one officer: more people than that do not come in an hour


def seconds_to_wait(limit: Limit, *parts: str) -> int:
    """Count one visit; 0 if it is within the limit, else the seconds until the window ends."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO gateway_ratecount AS r (key, window_ends_at, count) VALUES (%(key)s, %(ends)s, 1) "
            "ON CONFLICT (key) DO UPDATE SET "
            "count = CASE WHEN r.window_ends_at <= %(now)s THEN 1 ELSE r.count + 1 END, "
            "window_ends_at = CASE WHEN r.window_ends_at <= %(now)s THEN %(ends)s ELSE r.window_ends_at END "
            "RETURNING count, window_ends_at",
            {
                "key": keyed_hash(settings.LOOKUP_KEY, "limit", limit.name, *parts),
                "now": now,
                "ends": now + timedelta(seconds=limit.seconds),
            },
        )
        count, ends = cursor.fetchone()
    return 0 if count <= limit.count else max(1, int((ends - now).total_seconds()))


def seconds_locked(limit: Limit, *parts: str) -> int:
    """Without counting: 0 while another visit is allowed, else the seconds until the window ends."""
    now = clock.now()
    key = keyed_hash(settings.LOOKUP_KEY, "limit", limit.name, *parts)
    ends = (
        RateCount.objects.filter(key=key, window_ends_at__gt=now, count__gte=limit.count)
        .values_list("window_ends_at", flat=True)
        .first()
    )
    return max(1, int((ends - now).total_seconds())) if ends else 0


def too_often(seconds: int) -> str:
    """The sentence for a person who has to wait; what was typed is kept by the page that shows it."""
    minutes = max(1, seconds // 60)
    return ngettext(
        "Too many in a short time. Please wait %(n)s minute.",
        "Too many in a short time. Please wait %(n)s minutes.",
        minutes,
    ) % {"n": minutes}
