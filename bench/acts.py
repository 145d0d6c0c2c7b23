"""What an act costs: `python -m bench.acts`. Files reports and takes four acts on each, durably, and counts statements.

Prints for each act the statements it takes and how many a second one process and two processes do (median of five
rounds).
"""

import argparse
import json
import multiprocessing
import os
import platform
import statistics
import time
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.database import own_database, prepare

RESULTS = Path(__file__).parent / "results"
ROUNDS = 5


def steps() -> list[tuple[str, Callable[[Any], Any]]]:
    """The life of a report in five steps; each takes what the step before gave (the report's id)."""
    from lapor.agencies.models import Agency, Category, Officer  # noqa: PLC0415
    from lapor.agencies.queries import jurisdiction  # noqa: PLC0415
    from lapor.intake.filing.actions import file_new_report  # noqa: PLC0415
    from lapor.intake.filing.new_report import NewReport  # noqa: PLC0415
    from lapor.reports.actions import perform_action  # noqa: PLC0415
    from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor  # noqa: PLC0415

    root, agency = jurisdiction(), Agency.objects.get(code="perkim")
    category = Category.objects.get(code="lampu-jalan-baru")
    officers = Officer.objects.select_related("agency__root")
    triage, liaison = (officer_actor(officers.get(username=name)) for name in ("vera", "hana"))
    forward = ActData(category=category, agency=agency, publication="published")

    def file(_before: Any) -> Any:
        new = NewReport(text="Lampu jalan mati sejak Senin", submission_key=str(uuid.uuid4()), channel="web")
        return file_new_report(new, root=root, actor=reporter_actor(None)).report.pk

    def act(name: str, actor: Any, data: ActData) -> Callable[[Any], Any]:
        return lambda pk: perform_action(pk, name, actor=actor, data=data).report.pk

    return [
        ("file", file),
        ("forward", act("forward", triage, forward)),
        ("start", act("start", liaison, ActData(text="Kami cek"))),
        ("answer", act("answer", liaison, ActData(text="Sudah", outcome="partly"))),
        ("confirm", act("confirm", reporter_actor(None), ActData())),
    ]


def statements() -> dict[str, int]:
    """How many statements each step sends, savepoints and commit included."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    counts, pk = {}, None
    for _ in range(2):  # the first time fills the caches of rules
        for name, step in steps():
            with CaptureQueriesContext(connection) as queries:
                pk = step(pk)
            counts[name] = len(queries)
    return counts


def lifecycles(count: int) -> dict[str, float]:
    """Seconds that each step takes for `count` reports."""
    seconds: dict[str, float] = {}
    ids: list[Any] = [None] * count
    for name, step in steps():
        began = time.perf_counter()
        ids = [step(pk) for pk in ids]
        seconds[name] = time.perf_counter() - began
    return seconds


def whole(count: int) -> float:
    """Seconds for `count` lives, one after the other; runs in a process of its own."""
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
    made = steps()
    began = time.perf_counter()
    for _ in range(count):
        pk = None
        for _name, step in made:
            pk = step(pk)
    return time.perf_counter() - began


def measure(count: int) -> dict[str, Any]:
    from django.db import connections  # noqa: PLC0415

    queries = statements()
    rounds = [lifecycles(count) for _ in range(ROUNDS)]
    rates = {name: round(count / statistics.median(seconds[name] for seconds in rounds)) for name in queries}
    connections.close_all()
    both = []
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            pool.map(whole, [count, count], chunksize=1)
            both.append(2 * count / (time.perf_counter() - began))
    return {"statements": queries, "a_second": rates, "lives_a_second_two_processes": round(statistics.median(both), 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200)
    count = parser.parse_args().reports
    with own_database(is_durable=True):
        prepare()
        found = measure(count)
    print(f"{'act':10}{'statements':>12}{'a second':>10}")
    for name, number in found["statements"].items():
        print(f"{name:10}{number:>12}{found['a_second'][name]:>10}")
    print(f"whole lives a second, two processes: {found['lives_a_second_two_processes']}")
    RESULTS.mkdir(exist_ok=True)
    machine = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "reports": count,
    }
    (RESULTS / f"acts-{date.today().isoformat()}.json").write_text(  # noqa: DTZ011
        json.dumps({**found, "machine": machine}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
