"""Jobs of the ledger."""

from procrastinate.contrib.django import app

from lapor.ledger.heads import make_heads


@app.periodic(cron="7 * * * *")
@app.task(queue="upkeep", name="ledger.heads")
def heads(timestamp: int) -> None:  # noqa: ARG001
    """Every hour, so that a day missed is made up for soon; makes nothing where each passed day has its head."""
    make_heads()
