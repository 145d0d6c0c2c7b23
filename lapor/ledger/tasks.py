"""Jobs of the ledger."""

from procrastinate.contrib.django import app

from lapor.ledger.heads import make_heads
from lapor.ledger.witness import make_timed_head


@app.periodic(cron="7 * * * *")
@app.task(queue="upkeep", name="ledger.heads")
def heads(timestamp: int) -> None:
    """Every hour, so that a day missed is made up for soon; daily ones for each passed day, and one of the running
    day."""
    make_heads()
    make_timed_head()
