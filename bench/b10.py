"""B10: a queue of webhook messages read, understood and filed as reports by the worker's own code.

`make bench w=B10` (BENCH_QUEUE=20000).

Every message is complete and of an urgent kind, so that each becomes a report at once; each sender is another person.
"""

import json
import os
import time
import uuid
from itertools import pairwise

from bench.arguments import asked
from bench.database import loaded_database
from bench.results import keep

QUEUE = int(os.environ.get("BENCH_QUEUE", "10000"))
A_DELIVERY = 10  # messages that one call brings, as platforms do when much comes
PARTS = 10


def main() -> None:
    reports, _seconds = asked(__doc__)
    with loaded_database(reports):
        from bench.serving import door_account  # noqa: PLC0415 - the settings are only known now

        door_account()
        filled = round(QUEUE / fill(), 1)
        keep("B10", reports, {"stored, one process": {"messages": QUEUE, "a_second": filled}, **drain()})


def fill() -> float:
    """Seconds to store the queue through the door's own function."""
    from lapor.channels.base import Received  # noqa: PLC0415
    from lapor.gateway.accounts.accounts import account_at_door  # noqa: PLC0415
    from lapor.gateway.inbound.receiving import store  # noqa: PLC0415

    account, run = account_at_door("webhook", "bench"), uuid.uuid4().hex
    assert account is not None  # noqa: S101 - made above
    began = time.perf_counter()
    for start in range(0, QUEUE, A_DELIVERY):
        messages = [
            {
                "id": f"{run}-{number}",
                "from": f"08{run[:6]}{number}",
                "text": f"Ada kebakaran di pasar Bandarharjo blok {number}, tolong segera",
            }
            for number in range(start, start + A_DELIVERY)
        ]
        store(account, Received(json.dumps({"messages": messages}).encode(), {}, {}))
    return time.perf_counter() - began


def drain() -> dict[str, dict[str, float]]:
    """Until nothing waits; the rate of each tenth, by one lane as the worker runs it for a channel."""
    from lapor.gateway.inbound.receiving import read_deliveries  # noqa: PLC0415
    from lapor.gateway.models import Delivery, InboundMessage  # noqa: PLC0415
    from lapor.intake.conversations.reading import take_waiting  # noqa: PLC0415
    from lapor.reports.models import Report  # noqa: PLC0415

    before, marks = Report.objects.count(), [time.perf_counter()]
    done = 0
    while Delivery.objects.filter(state="waiting").exists() or InboundMessage.objects.filter(state="waiting").exists():
        read_deliveries("webhook")
        done += take_waiting("webhook")
        while len(marks) <= PARTS and done >= len(marks) * QUEUE / PARTS:
            marks.append(time.perf_counter())
    tenths = [round(QUEUE / PARTS / (after - first), 1) for first, after in pairwise(marks)]
    whole = marks[-1] - marks[0]
    return {
        "read and filed, one lane": {
            "messages": done,
            "a_second": round(done / whole, 1),
            "reports": Report.objects.count() - before,
        },
        "first tenth and last tenth": {
            "first_a_second": tenths[0],
            "last_a_second": tenths[-1],
            "last_of_first": round(tenths[-1] / tenths[0], 2),
        },
    }


if __name__ == "__main__":
    main()
