"""5,000 deliveries of six channels, good and bad, copied, reordered and late, while worker, web and database are
killed: the sums agree."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.contract.channels import SPOKEN
from tests.faults.mixed import CHANNELS, deliveries, tally
from tests.faults.sending import post, until_acknowledged
from tests.faults.test_killed_while_filing import kill, rows, texts_filed, told_twice, wait_until
from tests.setup.runs import running

pytestmark = [pytest.mark.setup, pytest.mark.deep]
CALLS, AT_ONCE, SEED = 5000, 8, 20261124
VICTIMS = ("worker", "database", "worker", "serve", "database", "worker")
WITHIN = 240  # seconds for what is left after the last call; at rest a fraction of it
UNSETTLED = """
SELECT count(*) FROM gateway_delivery WHERE state = 'waiting'
UNION ALL SELECT count(*) FROM gateway_inboundmessage WHERE state = 'waiting'
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """With an account on each channel that may not send: what it would say waits for the operator, and nothing leaves
    this machine."""
    with running(tmp_path_factory.mktemp("mixed") / "data", more={"LAPOR_TRUSTED_PROXIES": "127.0.0.1"}) as started:
        for channel in CHANNELS:
            known = SPOKEN[channel].account
            given = [word for name, value in known.secrets.items() for word in ("--secret", f"{name}={value}")]
            given += [
                word
                for name, value in {**known.settings, **({"user_id": "1029"} if channel == "x" else {})}.items()
                for word in ("--set", f"{name}={value}")
            ]
            assert started.lapor("account", "add", channel, "uji", *given).returncode == 0
        yield started


def sends(run, one):
    """As the platform does: signed anew each time, again until it is acknowledged."""

    def send():
        call = SPOKEN[one.channel].call(one.body)
        return (
            post(
                f"{run.url}/webhooks/{one.channel}/uji", one.body, {**call.headers, "Content-Type": "application/json"}
            )
            == 200
        )

    return until_acknowledged(send)


def kills(run, over):
    """At moments that chance chose once, until there is nobody left to kill or everything was sent."""
    chance = random.Random(SEED)  # noqa: S311 - the same moments each time
    for what in VICTIMS:
        if over.wait(chance.uniform(0.8, 3.0)):
            return
        kill(run, what)


def test_every_acknowledged_delivery_is_settled_once_and_the_sums_agree(run):
    sent, over = deliveries(CALLS, SEED), threading.Event()
    began = time.monotonic()
    killer = threading.Thread(target=kills, args=(run, over))
    killer.start()
    with ThreadPoolExecutor(AT_ONCE) as platforms:
        assert all(platforms.map(lambda one: sends(run, one), sent))
    print(f"sent after {time.monotonic() - began:.0f} s")
    killer.join()
    kill(run, "worker")
    wait_until(lambda: run.answers("/readyz") and sum(count for (count,) in rows(run, UNSETTLED)) == 0, seconds=WITHIN)
    print(f"settled after {time.monotonic() - began:.0f} s")

    deliveries_agree(run, sent)
    messages_agree(run, sent)
    assert texts_filed(run) == sorted({one.text for one in sent if one.text})
    assert [one for one in told_twice(run) if one[0] is not None] == []
    asked = (
        "SELECT count(DISTINCT conversation_id), count(*) FROM gateway_outboundmessage WHERE cause LIKE 'intake.ask-%'"
    )
    [(people, questions)], drafts = (
        rows(run, asked),
        "SELECT count(DISTINCT conversation_id), count(*) FROM gateway_inboundmessage WHERE outcome = 'draft'",
    )
    [(wrote, messages)] = rows(run, drafts)
    assert people == wrote
    assert people <= questions <= messages  # what comes within seconds is answered once
    verified = run.lapor("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def deliveries_agree(run, sent):
    """A row for each body that was acknowledged, and one only; an SMS gateway gives no ids for calls, so that a copy of
    its may count anew after ten minutes."""
    bodies = Counter(channel for channel, _body in {(one.channel, one.body) for one in sent})
    stored = dict(rows(run, "SELECT channel, count(*) FROM gateway_delivery GROUP BY 1"))
    copies = len(sent) - sum(bodies.values())
    assert copies > CALLS / 10
    assert {name: count for name, count in stored.items() if name != "sms"} == {
        name: count for name, count in bodies.items() if name != "sms"
    }
    assert bodies["sms"] <= stored["sms"] <= 2 * bodies["sms"]
    states = dict(rows(run, "SELECT state, count(*) FROM gateway_delivery WHERE channel <> 'sms' GROUP BY 1"))
    broken = tally([one for one in sent if one.channel != "sms"])["quarantine"]
    assert states == {"read": sum(bodies.values()) - bodies["sms"] - broken, "quarantine": broken}


def messages_agree(run, sent):
    """Each message is in the state that it was made for, and what was taken stands in a conversation, and in a report
    where it is one."""
    wanted = tally(sent)
    states = Counter(dict(rows(run, "SELECT state, count(*) FROM gateway_inboundmessage GROUP BY 1")))
    assert states == {state: wanted[state] for state in ("taken", "candidate", "ignored")}
    lost = "SELECT count(*) FROM gateway_inboundmessage WHERE state = 'taken' AND conversation_id IS NULL"
    assert rows(run, lost) == [(0,)]
    filed = (
        "SELECT count(*) FROM gateway_inboundmessage m JOIN reports_report r ON r.id = m.report_id WHERE m.outcome ="
        " 'filed'"
    )
    assert rows(run, filed) == [(len({one.text for one in sent if one.text}),)]
    silent = (
        "SELECT count(*) FROM gateway_delivery d WHERE state = 'read' AND channel <> 'sms' AND NOT EXISTS "
        "(SELECT 1 FROM gateway_inboundmessage m WHERE m.delivery_id = d.id)"
    )
    assert rows(run, silent) == [(0,)]
