"""Registered things that a sticker with a QR code stands on: a lamp, a stop, a school, a market. The form that the code
opens knows place and category, and with that the office.

Read from CSV by `lapor assets import` and /konsol/aset/; the one place that writes them."""

import csv
import io
import re
from typing import Any

from django.db import transaction

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, Asset, Category, Officer
from lapor.core.geometry import point_from
from lapor.core.text import clean_text, one_line
from lapor.ledger.event_names import EventName

MOST_BYTES = 20 * 1024 * 1024
MOST = 200_000
MOST_FAULTS = 20
COLUMNS = ("code", "name", "category", "latitude", "longitude")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._/-]{1,39}")
_BATCH = 2000


class AssetsError(ValueError):
    """The file cannot be taken; the message names its faults, a line each. Nothing was changed."""


def asset_code(text: str) -> str:
    """As it is kept: people type small letters."""
    return clean_text(text).strip().upper()


def find_asset(root: Agency, code: str) -> Asset | None:
    """None for a code that is none of this city's, or no longer."""
    rows = Asset.objects.filter(root=root, code=asset_code(code)[:40], is_active=True)
    return rows.select_related("category__agency").first()


def import_assets(root: Agency, content: bytes, *, by: Officer | None = None, most: int = MOST) -> int:
    """The things of this file are those there are: known codes get its values, what is not in it is switched off, so
    that its sticker says so. How many there are; `most`: lines that are taken. Raises AssetsError."""
    rows = _read(root, content, most)
    with transaction.atomic():
        Asset.objects.filter(root=root).update(is_active=False)
        Asset.objects.bulk_create(
            rows,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["root", "code"],
            update_fields=["name", "category", "latitude", "longitude", "is_active"],
        )
        record_power_event(root.pk, EventName.ASSETS_LOADED, by=by, assets=len(rows))
    return len(rows)


def _read(root: Agency, content: bytes, most: int) -> list[Asset]:
    if len(content) > MOST_BYTES:
        raise AssetsError(f"the file is too large, at most {MOST_BYTES // 1024**2} MB")
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        lines = [] if missing else list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise AssetsError(f"this is no CSV in UTF-8: {error}") from None
    if missing:
        raise AssetsError(f"line 1: these columns are missing: {', '.join(missing)}")
    if not 0 < len(lines) <= most:
        hint = "" if most == MOST else f" here, more by `lapor assets import` (up to {MOST})"
        raise AssetsError(f"it holds {len(lines)} lines, 1 to {most} can be taken{hint}")
    categories = {one.code: one for one in Category.objects.filter(root=root, is_active=True)}
    found: dict[str, Asset] = {}
    faults: list[str] = []
    for number, line in enumerate(lines, start=2):
        one, wrong = _row(root, line, categories)
        faults.extend(f"line {number}: {fault}" for fault in wrong)
        if one and one.code in found:
            faults.append(f"line {number}: {one.code} stands in the file twice")
        elif one:
            found[one.code] = one
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise AssetsError("\n".join(faults))
    return list(found.values())


def _row(root: Agency, line: dict[str, Any], categories: dict[str, Category]) -> tuple[Asset | None, list[str]]:
    """The row, or None and what is wrong with the line."""
    values = {name: str(line.get(name) or "").strip() for name in COLUMNS}
    code, point = asset_code(values["code"]), point_from(values["latitude"], values["longitude"])
    faults = []
    if not _CODE.fullmatch(code):
        faults.append(f"{code!r} is no code: 2 to 40 letters, digits and . _ / -")
    if not values["name"]:
        faults.append("it has no name")
    if values["category"] not in categories:
        faults.append(f"there is no category {values['category']!r}")
    if point is None:
        faults.append("it has no point on the earth")
    if faults or point is None:
        return None, faults
    asset = Asset(root=root, code=code, name=one_line(values["name"], 120), category=categories[values["category"]])
    asset.latitude, asset.longitude = point
    return asset, []
