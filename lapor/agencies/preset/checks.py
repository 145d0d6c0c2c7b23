"""What is wrong in the CSV files of a preset: each fault with file, line and field.

The settings are checked in `check_settings`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override

from lapor.agencies.category_icons import ICONS
from lapor.agencies.checklists import MOST_ITEMS
from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.preset.check_settings import settings_faults
from lapor.agencies.preset.reading import Preset, PresetError, Row, read_files
from lapor.agencies.questions import MOST_CHOICES, MOST_QUESTIONS, QuestionKind
from lapor.calendars.policies import DEADLINE_CLASSES
from lapor.core.text import whole_number

BY_AREA = "@area"
OF_ROOT = "@root"
FLAGS = {"urgent", "protected", "evidence", "private"}
LEVELS = ("city", "district", "village")
YES_NO = ("yes", "no", "")
LONGEST_QUESTION = 160
Columns = Mapping[str, tuple[type[models.Model], str]]
_AGENCY: Columns = {name: (Agency, name) for name in ("code", "kind", "name", "email", "area_code")}
_AREA: Columns = {name: (Area, name) for name in ("code", "name")}
_CATEGORY: Columns = {
    "group_code": (Category, "group_code"),
    "group": (Category, "group_name"),
    "group_en": (Category, "group_name_en"),
    "code": (Category, "code"),
    "name": (Category, "name"),
    "name_en": (Category, "name_en"),
}


def read_preset(folder: Path) -> Preset:
    """Read and check. Raises PresetError with all faults."""
    preset, faults = read_files(folder)
    if not faults:  # what cannot be read cannot be understood
        faults.extend(faults_of(preset))
    if faults:
        raise PresetError("\n".join(faults))
    return preset


def faults_of(preset: Preset) -> Iterator[str]:
    """Every fault of a preset that could be read."""
    yield from _agency_faults(preset)
    yield from _area_faults(preset)
    yield from _category_faults(preset)
    yield from _question_faults(preset)
    yield from _checklist_faults(preset)
    yield from settings_faults(preset)


def _codes(rows: Iterable[Row]) -> set[str]:
    return {row["code"] for row in rows}


def _value_faults(rows: Iterable[Row], columns: Columns) -> Iterator[str]:
    """What the database would not take, and codes that stand twice."""
    seen: dict[str, str] = {}
    for row in rows:
        for column, (model, name) in columns.items():
            try:
                with override("en"):
                    model._meta.get_field(name).clean(row[column], None)  # type: ignore[union-attr]
            except ValidationError as error:
                yield f"{row['']}, {column}: {row[column]!r}: {' '.join(error.messages)}"
        if row["code"] in seen:
            yield f"{row['']}, code: {row['code']!r} stands already in {seen[row['code']]}"
        seen.setdefault(row["code"], row[""])


def _agency_faults(preset: Preset) -> Iterator[str]:
    yield from _value_faults(preset.agencies, _AGENCY)
    if not preset.agencies or preset.agencies[0]["parent"]:
        yield "agencies.csv, line 2, parent: the first row is the root and has no parent"
    above: set[str] = set()
    known, areas = _codes(preset.agencies), _codes(preset.areas)
    for row in preset.agencies:
        if above and row["parent"] not in known:
            yield f"{row['']}, parent: {row['parent']!r} is not an agency"
        elif above and row["parent"] not in above:
            yield f"{row['']}, parent: {row['parent']!r} must stand above its units"
        if row["area_code"] and row["area_code"] not in areas:
            yield f"{row['']}, area_code: {row['area_code']!r} is not an area"
        for column, table in (("calendar", "calendars"), ("policy", "policies")):
            if row[column] and not above:
                yield f"{row['']}, {column}: the root works by [{column}]"
            elif row[column] not in {"", OF_ROOT, *preset.settings.get(table, {})}:
                yield f"{row['']}, {column}: there is no [{table}.{row[column]}] in preset.toml"
        above.add(row["code"])


def _area_faults(preset: Preset) -> Iterator[str]:
    yield from _value_faults(preset.areas, _AREA)
    above: set[str] = set()
    areas = _codes(preset.areas)
    for row in preset.areas:
        parent = row["parent_code"]
        if row["level"] not in LEVELS:
            yield f"{row['']}, level: {row['level']!r} is none of {', '.join(LEVELS)}"
        if parent and parent not in above:
            yield (
                f"{row['']}, parent_code: {parent!r}"
                f" {'must stand above its parts' if parent in areas else 'is not an area'}"
            )
        for column, most in (("latitude", 90), ("longitude", 180)):
            if not _is_within(row[column], most):
                yield f"{row['']}, {column}: {row[column]!r} is no number of degrees"
        above.add(row["code"])


def _is_within(text: str, most: float) -> bool:
    try:
        return -most <= float(text) <= most
    except ValueError:
        return False


def _category_faults(preset: Preset) -> Iterator[str]:
    yield from _value_faults(preset.categories, _CATEGORY)
    agencies = _codes(preset.agencies)
    for row in preset.categories:
        if row["agency"] != BY_AREA and row["agency"] not in agencies:
            yield f"{row['']}, agency: {row['agency']!r} is not an agency"
        if row["agency"] == BY_AREA and "protected" in row["flags"].split():
            yield f"{row['']}, agency: a protected category needs its standing group here, not {BY_AREA!r}"
        if row["class"] not in DEADLINE_CLASSES:
            yield f"{row['']}, class: {row['class']!r} is none of {', '.join(DEADLINE_CLASSES)}"
        if unknown := set(row["flags"].split()) - FLAGS:
            yield f"{row['']}, flags: {', '.join(sorted(unknown))} unknown"
        if row["icon"] and row["icon"] not in ICONS:
            yield f"{row['']}, icon: {row['icon']!r} is none of {', '.join(sorted(ICONS))}"
        for column, most in (("radius", 5000), ("days", 365)):
            if row[column] and not 1 <= (whole_number(row[column]) or 0) <= most:
                yield f"{row['']}, {column}: {row[column]!r} is no whole number from 1 to {most}"


def _question_faults(preset: Preset) -> Iterator[str]:
    categories, count = _codes(preset.categories), dict.fromkeys(_codes(preset.categories), 0)
    seen: set[tuple[str, str]] = set()
    for row in preset.questions:
        where = row[""]
        if row["category"] not in categories:
            yield f"{where}, category: {row['category']!r} is not a category"
        elif (count := {**count, row["category"]: count[row["category"]] + 1})[row["category"]] > MOST_QUESTIONS:
            yield f"{where}, category: {row['category']!r} has more than {MOST_QUESTIONS} questions"
        if (row["category"], row["code"]) in seen or not row["code"].isidentifier():
            yield (
                f"{where}, code: {row['code']!r} stands twice for its category, or is no word of letters, digits and _"
            )
        seen.add((row["category"], row["code"]))
        for column in ("question", "question_en"):
            if not 1 <= len(row[column]) <= LONGEST_QUESTION:
                yield f"{where}, {column}: must have 1 to {LONGEST_QUESTION} characters"
        if row["required"] not in YES_NO:
            yield f"{where}, required: {row['required']!r} is neither yes nor no"
        yield from _choice_faults(row)


def _checklist_faults(preset: Preset) -> Iterator[str]:
    categories, seen = _codes(preset.categories), Counter[str]()
    codes: set[tuple[str, str]] = set()
    for row in preset.checklists:
        where, category = row[""], row["category"]
        seen[category] += 1
        if category not in categories:
            yield f"{where}, category: {category!r} is not a category"
        elif seen[category] > MOST_ITEMS:
            yield f"{where}, category: {category!r} has more than {MOST_ITEMS} items"
        if (category, row["code"]) in codes or not row["code"].isidentifier():
            said = "stands twice for its category, or is no word of letters, digits and _"
            yield f"{where}, code: {row['code']!r} {said}"
        codes.add((category, row["code"]))
        for column in ("item", "item_en"):
            if not 1 <= len(row[column]) <= LONGEST_QUESTION:
                yield f"{where}, {column}: must have 1 to {LONGEST_QUESTION} characters"


def _choice_faults(row: Row) -> Iterator[str]:
    where = row[""]
    if row["kind"] not in set(QuestionKind):
        yield f"{where}, kind: {row['kind']!r} is none of {', '.join(QuestionKind)}"
    choices, english = split_choices(row["choices"]), split_choices(row["choices_en"])
    if row["kind"] == QuestionKind.CHOICE and not 1 < len(set(choices)) == len(choices) <= MOST_CHOICES:
        yield f"{where}, choices: must be 2 to {MOST_CHOICES} different ones, with | between them"
    elif row["kind"] != QuestionKind.CHOICE and choices:
        yield f"{where}, choices: only a question of kind choice has them"
    if len(choices) != len(english):
        yield f"{where}, choices_en: must be as many as choices"


def split_choices(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]
