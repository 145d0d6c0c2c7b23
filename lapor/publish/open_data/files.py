"""Where the open data lie: a folder for each city and day. Read by the page /data/, written by dumping."""

from datetime import date
from pathlib import Path

from django.conf import settings

from lapor.agencies.models import Agency

DAYS_KEPT = 7
MONTHS_KEPT = 12
CSV, GEOJSON, PARQUET = "laporan.csv", "laporan.geojson", "laporan.parquet"
CODES, AREAS = "kode.csv", "wilayah.geojson"
SUMS = "SHA256SUMS"
STALE = "stale"
NAMES = (CSV, GEOJSON, PARQUET, CODES, AREAS, "KAMUS.md", "datapackage.json", "dcat.jsonld", SUMS)


def folder_of(root: Agency) -> Path:
    return Path(settings.DATA_DIR) / "open-data" / root.code


def mark_stale(root: Agency) -> None:
    """Something that the files tell is no longer public: they are made anew within the hour, older days go."""
    if folder_of(root).is_dir():
        (folder_of(root) / STALE).touch()


def is_stale(root: Agency) -> bool:
    return (folder_of(root) / STALE).exists()


def days_of(root: Agency) -> list[date]:
    """The days there are data of, the newest first."""
    found = []
    for one in folder_of(root).glob("????-??-??"):
        try:
            found.append(date.fromisoformat(one.name))
        except ValueError:
            continue
    return sorted(found, reverse=True)


def kept_days(days: list[date]) -> set[date]:
    """Of days, the newest first: the newest seven, and of each of the twelve newest months its last."""
    last_of_month: dict[tuple[int, int], date] = {}
    for day in days:
        last_of_month.setdefault((day.year, day.month), day)
    return {*days[:DAYS_KEPT], *list(last_of_month.values())[:MONTHS_KEPT]}


def file_of(root: Agency, day: date, name: str) -> Path | None:
    """None where it is not one of the files, or not there."""
    path = folder_of(root) / day.isoformat() / name
    return path if name in NAMES and path.is_file() else None
