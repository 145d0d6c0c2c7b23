"""What the codes in the open data mean (kode.csv), and the boundaries of kecamatan and kelurahan (wilayah.geojson)."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import override

from lapor.agencies.models import Agency, Area
from lapor.publish.open_data.columns import Column
from lapor.publish.open_data.files import AREAS, CODES
from lapor.reports.vocabulary import Kind, Outcome, State, channel_choices

CODE_COLUMNS = (
    Column("column", "string", "Kolom laporan.csv yang memakai kode ini", "Column of laporan.csv that uses the code"),
    Column("code", "string", "Kode", "Code"),
    Column("label", "string", "Arti, seperti di situs", "Meaning, as on the site, in Indonesian"),
    Column("label_en", "string", "Arti dalam bahasa Inggris", "Meaning in English"),
)


def code_lines() -> list[tuple[str, str, str, str]]:
    """(column, code, meaning in Indonesian, in English), by column."""
    in_both: list[dict[tuple[str, str], str]] = []
    for language in ("id", "en"):
        with override(language):
            lists: dict[str, Iterable[tuple[str, Any]]] = {
                "kind": Kind.choices,
                "state": State.choices,
                "outcome": Outcome.choices,
                "channel": channel_choices(),
            }
            in_both.append({(name, code): str(label) for name, pairs in lists.items() for code, label in pairs})
    indonesian, english = in_both
    return [(name, code, label, english[name, code]) for (name, code), label in indonesian.items()]


def write_codes(folder: Path) -> None:
    with (folder / CODES).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in CODE_COLUMNS])
        writer.writerows(code_lines())


def write_areas(root: Agency, folder: Path) -> None:
    """RFC 7946, one at a time: the boundary that was imported, else the approximate cell (`is_exact` false)."""
    rows = Area.objects.filter(root=root, level__in=["district", "village"]).select_related("parent").order_by("code")
    is_first = True
    with (folder / AREAS).open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for area in rows.iterator(chunk_size=50):
            feature = {
                "type": "Feature",
                "geometry": area.boundary or ({"type": "Polygon", "coordinates": [area.cell]} if area.cell else None),
                "properties": {
                    "code": area.pk,
                    "name": area.name,
                    "level": area.level,
                    "parent_code": area.parent_id,
                    "is_exact": area.boundary is not None,
                },
            }
            file.write(f"{'' if is_first else ','}{json.dumps(feature, ensure_ascii=False)}\n")
            is_first = False
        file.write("]}\n")
