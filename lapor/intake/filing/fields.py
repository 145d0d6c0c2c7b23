"""The fields of a new report, once: every way in that has a form takes their names from here.

A line of words of its own, such as the address, is a row here, a column of `Report`, an attribute of `NewReport`, and
is then on every form, in REST, in imports, on the officers' page, in the person's own copy and in made-up reports. What
is chosen or counted has its form field in forms.py and its place in the templates (docs/how-to/add-a-filing-field.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapor.core.text import clean_text, one_line
from lapor.reports.models import Report


@dataclass(frozen=True)
class PlaceLine:
    """A line of words that says where it is, below the kelurahan.

    `spoken`: before it where the desk reads the report to the person. `headers`: columns of other systems that hold it,
    folded, the likeliest first. `is_first`: it was there before there were hashes of what was sent."""

    label: Promise
    hint: Promise | str = ""
    spoken: Promise | str = ""
    headers: tuple[str, ...] = ()
    is_first: bool = False


@dataclass(frozen=True)
class FilingField:
    """`is_said`: people write words in it, so danger and codes are looked for there.

    `is_kept`: the phone keeps it in a draft; what tells who somebody is never lies there. `is_extra`: the public form
    and the desk do not ask for it."""

    name: str
    is_said: bool = False
    is_kept: bool = False
    is_extra: bool = False
    line: PlaceLine | None = None


FIELDS: tuple[FilingField, ...] = (
    FilingField("kind", is_kept=True),
    FilingField("title", is_said=True, is_extra=True),
    FilingField("text", is_said=True, is_kept=True),
    FilingField("category", is_kept=True),
    FilingField("area", is_kept=True),
    FilingField(
        "address",
        is_said=True,
        is_kept=True,
        line=PlaceLine(
            _("Address or landmark"),
            hint=_("For example: in front of the market, opposite number 12"),
            spoken=_("The place:"),
            headers=("alamat", "alamat lokasi", "lokasi", "tempat kejadian"),
            is_first=True,
        ),
    ),
    FilingField("latitude", is_kept=True),
    FilingField("longitude", is_kept=True),
    FilingField("happened_at", is_extra=True),
    FilingField("identity"),
    FilingField("visibility"),
    FilingField("name", is_said=True),
    FilingField("phone"),
    FilingField("email"),
)
SAID = tuple(field.name for field in FIELDS if field.is_said)
KEPT = tuple(field.name for field in FIELDS if field.is_kept)
EXTRA = tuple(field.name for field in FIELDS if field.is_extra)
ASKED = tuple(field.name for field in FIELDS if not field.is_extra)
PLACE_LINES: Mapping[str, PlaceLine] = {field.name: field.line for field in FIELDS if field.line is not None}


def longest(name: str) -> int:
    """Signs that the column of a line holds."""
    return int(Report._meta.get_field(name).max_length or 0)  # type: ignore[union-attr]


def kept_lines(given: Mapping[str, Any]) -> dict[str, str]:
    """The lines as their columns hold them."""
    return {name: one_line(clean_text(str(given.get(name) or "")))[: longest(name)] for name in PLACE_LINES}


def empty_later_lines(given: Mapping[str, Any]) -> set[str]:
    """Lines that were added later and are not given: hashes of what is sent leave them out, so that what was sent
    before there were such lines is known again."""
    return {name for name, line in PLACE_LINES.items() if not line.is_first and not given.get(name)}
