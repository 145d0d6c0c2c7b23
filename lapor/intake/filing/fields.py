"""The fields of a new report, once: every way in that has a form takes their names from here.

A new field is a row here, an attribute of `NewReport` and of `FilingForm`, a column and its line in `_row`
(filing/actions.py), and its place in the templates that show it (docs/how-to/add-a-filing-field.md).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FilingField:
    """`is_said`: people write words in it, so danger and codes are looked for there.

    `is_kept`: the phone keeps it in a draft; what tells who somebody is never lies there. `is_extra`: the public form
    and the desk do not ask for it."""

    name: str
    is_said: bool = False
    is_kept: bool = False
    is_extra: bool = False


FIELDS: tuple[FilingField, ...] = (
    FilingField("kind", is_kept=True),
    FilingField("title", is_said=True, is_extra=True),
    FilingField("text", is_said=True, is_kept=True),
    FilingField("category", is_kept=True),
    FilingField("area", is_kept=True),
    FilingField("address", is_said=True, is_kept=True),
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
