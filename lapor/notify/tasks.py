"""Jobs of notify: codes to sign in with, digests each hour, and what ends by itself."""

from procrastinate.contrib.django import app

from lapor.gateway.jobs import RETRY_ON_DISCONNECT
from lapor.notify.digests import send_digests
from lapor.notify.follows import forget_gone
from lapor.notify.officer_ways import send_officer_digests
from lapor.notify.sign_in_codes import send_code


@app.periodic(cron="11 * * * *")
@app.task(queue="upkeep", name="notify.digests")
def digests(timestamp: int) -> None:
    """Those that are due in each city; devices and mailboxes that are no more are left alone."""
    forget_gone()
    send_digests()
    send_officer_digests()


@app.task(queue="send", name="notify.sign_in_code", retry=RETRY_ON_DISCONNECT)
def sign_in_code(root: str, kind: str, address: str, browser: str, language: str) -> None:
    send_code(root, kind, address, browser, language)
