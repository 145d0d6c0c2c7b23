"""The network is away, then the mail server and a platform answer again: what waited goes out, once."""

import threading
import time
from contextlib import ExitStack

import pytest

from tests.faults.sending import by_webhook
from tests.faults.test_killed_while_filing import rows, wait_until
from tests.faults.test_small_faults import Provider
from tests.faults.times import recovery
from tests.gateway.test_sending import MailServer
from tests.journeys.installation import free_port
from tests.setup.runs import running
from tests.setup.test_run import file_by_rest

pytestmark = [pytest.mark.setup, pytest.mark.deep]
FIRST_WAIT = 36  # seconds: 30 and a fifth (gateway/outbound/retries.py)
MORE = 10  # seconds until a job that is due is taken, and for a slow machine
TRIED = "SELECT count(*) FROM gateway_outboundmessage WHERE channel = '{}' AND attempts > 0 AND status = 'waiting'"


@pytest.fixture(scope="module")
def ports():
    """Nothing answers there, as where the network is away: (platform, mail server)."""
    return free_port(), free_port()


@pytest.fixture(scope="module")
def run(tmp_path_factory, ports):
    more = {"LAPOR_SMTP_URL": f"smtp://127.0.0.1:{ports[1]}", "LAPOR_MAIL_FROM": "lapor@kota.example"}
    with running(tmp_path_factory.mktemp("network-away") / "data", more=more) as started:
        yield started


def test_what_waited_for_the_network_goes_out_once_it_is_back(run, ports):
    made = run.lapor("account", "add", "webhook", "uji", "--set", f"send_url=http://127.0.0.1:{ports[0]}/")
    assert by_webhook(run.url, "Ada kebakaran di pasar Johar", 1, made.stdout.strip().rsplit(" ", 1)[-1])
    assert file_by_rest(run, "Lampu jalan mati di Jalan Kelud", email="sari@contoh.example")
    for channel in ("webhook", "email"):
        wait_until(lambda channel=channel: rows(run, TRIED.format(channel)) > [(0,)], seconds=30)
    with ExitStack() as stack:
        provider, mails = stack.enter_context(Provider(ports[0])), stack.enter_context(MailServer(ports[1]))
        threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        stack.callback(provider.shutdown)
        stack.callback(mails.shutdown)
        with recovery("network back: the last message that waited, at its first try again, is sent"):
            wait_until(lambda: provider.calls and mails.received, seconds=FIRST_WAIT + MORE)
        wait_until(
            lambda: rows(run, "SELECT status FROM gateway_outboundmessage WHERE status <> 'sent'") == [], seconds=MORE
        )
        time.sleep(5)
        sent = rows(run, "SELECT channel, count(*) FROM gateway_outboundmessage GROUP BY 1 ORDER BY 1")
        assert sent == [("email", len(mails.received)), ("webhook", len(provider.calls))]
