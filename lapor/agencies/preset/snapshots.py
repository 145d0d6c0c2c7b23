"""The same plain values from both sides: what a preset wants the rows to say, and what they say now.

Compared and loaded from here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lapor.agencies.checklists import ChecklistItem
from lapor.agencies.models import Agency, Area, Category, RuleSet
from lapor.agencies.preset.checks import BY_AREA, OF_ROOT, split_choices
from lapor.agencies.preset.reading import Preset, Row
from lapor.agencies.questions import Question, QuestionKind

Values = dict[str, Any]
_RULE_KINDS = (  # what a preset holds
    RuleSet.Kind.CALENDAR,
    RuleSet.Kind.POLICY,
    RuleSet.Kind.WORDS,
    RuleSet.Kind.ESCALATION,
)


@dataclass(frozen=True)
class RuleSetRow:
    kind: str
    name: str
    version: str
    content: Values


@dataclass(frozen=True)
class Snapshot:
    """Rows by code, agencies and areas from the top down; the rule sets in the order they came into force."""

    agencies: Mapping[str, Values]
    areas: Mapping[str, Values]
    categories: Mapping[str, Values]
    rule_sets: tuple[RuleSetRow, ...]


def snapshot_of_preset(preset: Preset) -> Snapshot:
    return Snapshot(
        agencies=_agencies(preset),
        areas={row["code"]: _area(row) for row in preset.areas},
        categories={row["code"]: _category(preset, row, position) for position, row in enumerate(preset.categories)},
        rule_sets=tuple(_rule_sets(preset.settings)),
    )


def _agencies(preset: Preset) -> dict[str, Values]:
    """Calendar and policy as inherited: the nearest ancestor with its own wins, the root's are the last."""
    found: dict[str, Values] = {}
    settings = preset.settings
    for row in preset.agencies:
        above = found.get(row["parent"])
        values: Values = {name: row[name] for name in ("parent", "kind", "name", "email", "area_code")}
        for name in ("calendar", "policy"):
            values[name] = "" if row[name] == OF_ROOT else row[name] or (above[name] if above else "")
        values["timezone"] = settings["jurisdiction"]["timezone"]
        values["hosts"] = [] if above else settings["jurisdiction"].get("hosts", [])
        values["preset_brand"] = {} if above else settings["brand"]
        found[row["code"]] = {**values, "is_active": True}
    return found


def _area(row: Row) -> Values:
    return {
        "level": row["level"],
        "name": row["name"],
        "parent": row["parent_code"],
        "latitude": float(row["latitude"]),
        "longitude": float(row["longitude"]),
    }


def _category(preset: Preset, row: Row, position: int) -> Values:
    flags, duplicates = row["flags"].split(), preset.settings["duplicates"]
    near = {**duplicates, **duplicates.get(row["group_code"], {})}
    return {
        "group_code": row["group_code"],
        "group_name": row["group"],
        "group_name_en": row["group_en"],
        "name": row["name"],
        "name_en": row["name_en"],
        "deadline_class": row["class"],
        "agency": "" if row["agency"] == BY_AREA else row["agency"],
        "by_area": row["agency"] == BY_AREA,
        "is_urgent": "urgent" in flags,
        "is_protected": "protected" in flags,
        "needs_evidence": "evidence" in flags,
        "is_private": "private" in flags,
        "duplicate_radius": int(row["radius"] or near["radius"]),
        "duplicate_days": int(row["days"] or near["days"]),
        "questions": [_question(asked).as_data() for asked in preset.questions if asked["category"] == row["code"]],
        "checklist": [
            ChecklistItem(one["code"], one["item"], one["item_en"]).as_data()
            for one in preset.checklists
            if one["category"] == row["code"]
        ],
        "icon": row["icon"],
        "position": position,
        "is_active": True,
    }


def _question(row: Row) -> Question:
    choices = tuple(zip(split_choices(row["choices"]), split_choices(row["choices_en"]), strict=True))
    return Question(
        row["code"],
        QuestionKind(row["kind"]),
        row["question"],
        row["question_en"],
        choices,
        is_wanted=row["required"] == "yes",
    )


def _rule_sets(settings: Values) -> list[RuleSetRow]:
    words = {
        "version": settings["words"]["version"],
        "protected": settings.get("protected", []),
        "urgent": settings["words"].get("urgent", []),
        "urgent_signs": settings["words"].get("urgent_signs", []),
        "harmless": settings["words"].get("harmless", []),
        "vocabulary": settings.get("vocabulary", {}),
        "news": settings.get("news", {}),
        "guess": settings.get("guess", {}),
    }
    found = [("calendar", "", settings["calendar"]), ("policy", "", settings["policy"]), ("words", "", words)]
    if "escalation" in settings:
        found.append(("escalation", "", settings["escalation"]))
    if "callback" in settings:
        found.append(("callback", "", settings["callback"]))
    found += [("calendar", name, content) for name, content in settings.get("calendars", {}).items()]
    found += [("policy", name, content) for name, content in settings.get("policies", {}).items()]
    return [RuleSetRow(kind, name, content["version"], _plain(content)) for kind, name, content in found]


def _plain(content: Any) -> Any:
    """As JSON keeps it: TOML has dates."""
    if isinstance(content, dict):
        return {key: _plain(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_plain(value) for value in content]
    return content.isoformat() if isinstance(content, date) else content


_AGENCY = (
    "code",
    "parent__code",
    "kind",
    "name",
    "email",
    "area_code",
    "calendar",
    "policy",
    "timezone",
    "hosts",
    "preset_brand",
    "is_active",
)
_AREA = ("code", "level", "name", "parent_id", "latitude", "longitude")
_CATEGORY = (
    "code",
    "group_code",
    "group_name",
    "group_name_en",
    "name",
    "name_en",
    "deadline_class",
    "agency__code",
    "by_area",
    "is_urgent",
    "is_protected",
    "needs_evidence",
    "is_private",
    "duplicate_radius",
    "duplicate_days",
    "questions",
    "checklist",
    "icon",
    "position",
    "is_active",
)


def root_of_preset(preset: Preset) -> Agency | None:
    """The jurisdiction that this preset was loaded as, if it was."""
    return Agency.objects.filter(root=None, code=preset.agencies[0]["code"]).first()


def snapshot_of_database(root: Agency | None) -> Snapshot:
    if root is None:
        return Snapshot({}, {}, {}, ())
    agencies = [*Agency.objects.filter(pk=root.pk).values(*_AGENCY), *Agency.objects.filter(root=root).values(*_AGENCY)]
    rules = RuleSet.objects.filter(root=root, kind__in=_RULE_KINDS).order_by("id")
    return Snapshot(
        agencies=_by_code(agencies),
        areas=_by_code(Area.objects.filter(root=root).values(*_AREA)),
        categories=_by_code(Category.objects.filter(root=root).values(*_CATEGORY)),
        rule_sets=tuple(RuleSetRow(*row) for row in rules.values_list("kind", "name", "version", "content")),
    )


def _by_code(rows: Any) -> dict[str, Values]:
    """Names of joined columns become those of the field; nothing above is "" as in the files."""
    names = {"parent__code": "parent", "parent_id": "parent", "agency__code": "agency"}
    found = {}
    for row in rows:
        found[row["code"]] = {names.get(key, key): value for key, value in row.items() if key != "code"}
        for key in ("parent", "agency"):
            if key in found[row["code"]]:
                found[row["code"]][key] = found[row["code"]][key] or ""
    return found
