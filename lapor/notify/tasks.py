"""Jobs of notify: digests each hour, and what ends by itself."""

from procrastinate.contrib.django import app

from lapor.notify.digests import send_digests
from lapor.notify.follows import forget_gone


@app.periodic(cron="11 * * * *")
@app.task(queue="upkeep", name="notify.digests")
def digests(timestamp: int) -> None:  # noqa: ARG001
    """Those that are due in each city; devices and mailboxes that are no more are left alone."""
    forget_gone()
    send_digests()
