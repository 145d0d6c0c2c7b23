"""Jobs of publish: the open data of each city, every night, in a process of its own: its memory is given back."""

import subprocess
import sys

from procrastinate.contrib.django import app

from lapor.agencies.queries import jurisdictions
from lapor.publish.open_data.files import is_stale

SECONDS = 3 * 3600


@app.periodic(cron="17 * * * *")
@app.task(queue="upkeep", name="publish.stale_open_data", queueing_lock="publish.stale_open_data")
def stale_open_data(timestamp: int) -> None:
    """Where something was withdrawn from the public since the files were made, they are made anew."""
    if any(is_stale(root) for root in jurisdictions()):
        subprocess.run(
            [sys.executable, "-m", "lapor.cli", "data", "publish"],
            check=True,
            timeout=SECONDS,
            stdout=subprocess.DEVNULL,
        )


@app.periodic(cron="0 19 * * *")  # two in the morning in Semarang
@app.task(queue="upkeep", name="publish.open_data", queueing_lock="publish.open_data")
def open_data(timestamp: int) -> None:
    """Raises CalledProcessError or TimeoutExpired: the job is seen as failed, yesterday's files stay."""
    subprocess.run(
        [sys.executable, "-m", "lapor.cli", "data", "publish"], check=True, timeout=SECONDS, stdout=subprocess.DEVNULL
    )
