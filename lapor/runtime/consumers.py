"""Who reads events: the explicit list. Each goes forward from its own cursor; `lapor worker` runs them."""

from lapor.ledger.cursors import Consumer
from lapor.measure.actions import CONSUMER as MEASURE
from lapor.notify.actions import CONSUMER as NOTIFY
from lapor.notify.followers import CONSUMER as NOTIFY_FOLLOWERS
from lapor.notify.newsrooms import CONSUMER as NOTIFY_NEWSROOMS
from lapor.notify.officers import CONSUMER as NOTIFY_OFFICERS
from lapor.publish.public_rows import CONSUMER as PUBLISH
from lapor.triage.actions import CONSUMER as TRIAGE
from lapor.triage.suggesting import CONSUMER as SUGGEST

CONSUMERS: tuple[Consumer, ...] = (
    PUBLISH,
    MEASURE,
    TRIAGE,
    SUGGEST,
    NOTIFY,
    NOTIFY_OFFICERS,
    NOTIFY_NEWSROOMS,
    NOTIFY_FOLLOWERS,
)
