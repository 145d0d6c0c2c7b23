"""Jobs of the operator: the retention table is kept every night."""

from procrastinate.contrib.django import app

from lapor.ops.retention import keep_table


@app.periodic(cron="30 2 * * *")
@app.task(queue="upkeep", name="ops.retention")
def retention(timestamp: int) -> None:  # noqa: ARG001
    keep_table()
