"""What was measured, as a table on the screen and as bench/results/<date>.json, beside what was measured before.

Used by the workloads."""

import json
import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
Figures = dict[str, dict[str, float]]


def machine() -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415 - the settings are only known now

    names = ("django", "psycopg", "granian", "procrastinate")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        server, size = cursor.fetchone()
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "postgresql": server,
        "database_bytes": size,
        **{name: version(name) for name in names},
        "load": [round(one, 2) for one in os.getloadavg()],
    }


def keep(workload: str, reports: int, figures: Figures) -> None:
    """Print the figures beside those of the last time and add them to today's file."""
    key = f"{workload} at {reports} reports"
    before = _last(key)
    print(f"\n{key} (load {os.getloadavg()[0]:.1f})")
    for name, values in figures.items():
        old = before.get(name, {})
        print(
            f"  {name:38}"
            + "  ".join(f"{what} {value:g}{_beside(value, old.get(what))}" for what, value in values.items())
        )
    today = RESULTS / f"{date.today().isoformat()}.json"  # noqa: DTZ011
    known = json.loads(today.read_text()) if today.exists() else {}
    RESULTS.mkdir(exist_ok=True)
    today.write_text(json.dumps({**known, key: {"figures": figures, "machine": machine()}}, indent=1) + "\n")


def _last(key: str) -> Figures:
    for path in sorted(RESULTS.glob("20*.json"), reverse=True):
        if found := json.loads(path.read_text()).get(key):
            figures: Figures = found["figures"]
            return figures
    return {}


def _beside(value: float, old: float | None) -> str:
    return f" ({value / old:.2f}x)" if old and value else ""
