"""B9: ten times the load that was just sustained, for 60 s; then calm. `make bench w=B9`."""

import json
import os
import time
from collections import Counter

from bench.arguments import asked
from bench.client import Clients, Sample, summary
from bench.database import loaded_database
from bench.results import keep
from bench.serving import PORT, report, serving, warm

TIMES, CALM, BACK_WITHIN = 10, 10.0, 10.0
SPIKE = float(os.environ.get("BENCH_SPIKE", "60"))
MOST_CONNECTIONS = 900


def main() -> None:
    reports, _seconds = asked(__doc__)
    with loaded_database(reports), serving():
        warm(report)
        calm = Clients(PORT, report(), most=8)
        sustained = summary(calm.run(CALM), CALM)
        spike = Clients(PORT, report(), most=MOST_CONNECTIONS)
        samples = spike.run(SPIKE, rate=TIMES * sustained["a_second"])
        spike.close()
        time.sleep(BACK_WITHIN / 2)
        after = summary(calm.run(BACK_WITHIN / 2, pause=8 / sustained["a_second"]), BACK_WITHIN / 2)
        calm.close()
        lost = missing(samples)
        print(dict(Counter(sample.status for sample in samples)))
        keep(
            "B9",
            reports,
            {
                "sustained, 8 clients": sustained,
                "ten times that": summary(samples, SPIKE),
                "5 to 10 s later": after,
                "acknowledged and not there": {"count": len(lost)},
            },
        )


def missing(samples: list[Sample]) -> set[str]:
    """The numbers that were given out and that no report bears."""
    from lapor.reports.models import Report  # noqa: PLC0415 - the settings are only known now

    given = [json.loads(sample.body)["tracking_id"] for sample in samples if sample.status in {200, 201}]
    return set(given) - set(Report.objects.filter(tracking_id__in=given).values_list("tracking_id", flat=True))


if __name__ == "__main__":
    main()
