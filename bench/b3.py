"""B3: signed webhook deliveries from 32 clients, durable before they are acknowledged; then at half that load.

`make bench w=B3`."""

from bench.arguments import asked
from bench.database import loaded_database
from bench.results import keep
from bench.serving import closed, delivery, door_account, serving, warm

HALF_CLIENTS = 8


def main() -> None:
    reports, seconds = asked(__doc__)
    with loaded_database(reports):
        door_account()
        with serving():
            warm(delivery)
            full = closed(delivery(), clients=32, seconds=seconds)
            half = closed(
                delivery(), clients=HALF_CLIENTS, seconds=seconds, pause=2 * HALF_CLIENTS / full["a_second"] - 0.002
            )
            keep("B3", reports, {"delivery, 32 clients": full, "delivery at half that load": half})


if __name__ == "__main__":
    main()
