"""B1: a report filed by REST, from 8 clients, durable. `make bench w=B1 n=1000000`."""

from bench.arguments import asked
from bench.database import loaded_database
from bench.results import keep
from bench.serving import closed, report, serving, warm


def main() -> None:
    reports, seconds = asked(__doc__)
    with loaded_database(reports), serving():
        warm(report)
        found = {
            "report, 8 clients": closed(report(), clients=8, seconds=seconds),
            "report with name and address, 8 clients": closed(report(with_contact=True), clients=8, seconds=seconds),
        }
        keep("B1", reports, found)


if __name__ == "__main__":
    main()
