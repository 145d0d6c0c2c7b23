"""Jobs of the operator: the retention table is kept every night."""

from procrastinate.contrib.django import app

from lapor.casework.reporter_search import add_name_lookups
from lapor.gateway.accounts.setup import forget_old_secrets
from lapor.gateway.health.canary import send_canaries
from lapor.ops.calls import give_sign_of_life, look_and_call
from lapor.ops.retention import apply_retention


@app.periodic(cron="30 2 * * *")
@app.task(queue="upkeep", name="ops.retention")
def retention(timestamp: int) -> None:
    apply_retention()
    forget_old_secrets()


@app.periodic(cron="*/20 * * * *")
@app.task(queue="upkeep", name="ops.name_lookups")
def name_lookups(timestamp: int) -> None:
    """After an upgrade; costs nothing once everybody has one."""
    add_name_lookups()


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", name="ops.alarms")
def alarms(timestamp: int) -> None:
    """Whoever must know is called; then a sign of life, which so says that this was done too."""
    look_and_call()
    give_sign_of_life()


@app.periodic(cron="7 * * * *")
@app.task(queue="upkeep", name="ops.canaries")
def canaries(timestamp: int) -> None:
    """Each account sends a word to itself and has to hear it."""
    send_canaries()
