"""Jobs of notify: codes to sign in with, digests each hour, and what ends by itself."""

from procrastinate.contrib.django import app

from lapor.gateway.jobs import ONCE_THE_DATABASE_ANSWERS
from lapor.notify.codes import send_code
from lapor.notify.digests import send_digests
from lapor.notify.follows import forget_gone
from lapor.notify.officer_ways import send_officer_digests


@app.periodic(cron="11 * * * *")
@app.task(queue="upkeep", name="notify.digests")
def digests(timestamp: int) -> None:  # noqa: ARG001
    """Those that are due in each city; devices and mailboxes that are no more are left alone."""
    forget_gone()
    send_digests()
    send_officer_digests()


@app.task(queue="send", name="notify.sign_in_code", retry=ONCE_THE_DATABASE_ANSWERS)
def sign_in_code(root: str, kind: str, address: str, browser: str, language: str) -> None:
    send_code(root, kind, address, browser, language)
