"""Places that published texts name ("Jl. Anggrek dekat pasar"), each with its report's published point, kept by events.

Only words that an officer has cleared for everybody are read, never the address line, which is not published; no exact
address (a street with a house number) is kept, and nothing of a report without a public point. Called by
public_rows.py and remaking.py; asked by place_search.py."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from lapor.core.place_words import fold_place, phrases_of
from lapor.core.text import one_line
from lapor.intake.understanding.sentences import place_told
from lapor.publish.models import PublicReport, SaidPlace

_LONGEST_NAME = 120
_BATCH = 1000
_FIELDS = ["root", "name", "folded", "latitude", "longitude", "area"]


def change(ids: Iterable[UUID], rows: Sequence[PublicReport]) -> None:
    """Make the places of these reports say what their public rows say now: two queries."""
    places = [place for row in rows if (place := _place_of(row)) is not None]
    SaidPlace.objects.filter(pk__in=set(ids) - {place.pk for place in places}).delete()
    SaidPlace.objects.bulk_create(places, update_conflicts=True, unique_fields=["report"], update_fields=_FIELDS)


def remake() -> None:
    """Of all public reports, a batch at a time."""
    SaidPlace.objects.all().delete()
    rows = PublicReport.objects.exclude(latitude=None).defer("search").order_by("pk")
    last = None
    while batch := list((rows.filter(pk__gt=last) if last else rows)[:_BATCH]):
        change([], batch)
        last = batch[-1].pk


def _place_of(row: PublicReport) -> SaidPlace | None:
    if row.latitude is None or row.longitude is None:
        return None
    name = one_line(place_told(row.text) or place_told(row.title), _LONGEST_NAME)
    if not phrases_of(name):
        return None
    return SaidPlace(
        report_id=row.pk,
        root_id=row.root_id,
        name=name,
        folded=fold_place(name),
        latitude=row.latitude,
        longitude=row.longitude,
        area_id=row.area_id,
    )
