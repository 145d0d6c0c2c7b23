"""Writes a checked preset into the database: all of it in one transaction, or nothing."""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.db import transaction

from lapor.agencies.actions import record_power_event
from lapor.agencies.brand import load_preset_files
from lapor.agencies.models import Agency, Area, Category, Officer, RuleSet
from lapor.agencies.preset.changes import Uses, changes_of
from lapor.agencies.preset.checks import read_preset
from lapor.agencies.preset.reading import PresetError
from lapor.agencies.preset.snapshots import RuleSetRow, Values, snapshot_of_preset
from lapor.agencies.queries import unheld_categories
from lapor.core import clock
from lapor.ledger.event_names import EventName


@transaction.atomic
def load_preset(folder: Path, *, uses: Callable[[], Uses] = Uses) -> Agency:
    """Load or update the jurisdiction of this folder.

    `uses`: asked for what stands in the way of removals (none: nothing does).

    Raises PresetError with every fault.
    """
    preset = read_preset(folder)
    if faults := changes_of(preset, uses()).faults:
        raise PresetError("\n".join(faults))
    wanted = snapshot_of_preset(preset)
    agencies = _load_agencies(wanted.agencies)
    root = agencies[preset.agencies[0]["code"]]
    _load_areas(root, wanted.areas)
    _load_categories(root, agencies, wanted.categories)
    _load_rules(root, wanted.rule_sets)
    load_preset_files(root, folder)
    _refuse_unheld(root)
    return root


@transaction.atomic
def load_preset_told(folder: Path, *, uses: Callable[[], Uses] = Uses) -> Agency:
    """The same by somebody's hand: offices, categories, areas and rules decide who may do what, so that it is an
    event."""
    root = load_preset(folder, uses=uses)
    versions = list(
        RuleSet.objects.filter(root=root)
        .order_by("-valid_from", "kind", "name")
        .values_list("kind", "name", "version")[:20]
    )
    record_power_event(
        root.pk,
        EventName.PRESET_LOADED,
        agencies=Agency.objects.filter(root=root, is_active=True).count() + 1,
        categories=Category.objects.filter(root=root, is_active=True).count(),
        rules=["/".join(version) for version in versions],
    )
    return root


def _refuse_unheld(root: Agency) -> None:
    """A city that has officers has one who opens its protected cases.

    Without officers (a first start) `lapor doctor` says that one is missing."""
    nobody = [code for code, group in unheld_categories(root).items() if group is None]
    if nobody and Officer.objects.filter(is_active=True, agency__path__contains=[root.pk]).exists():
        raise PresetError(
            f"categories.csv, agency: nobody could open the protected {', '.join(nobody)}: first create an officer with"
            " the role protected_case_officer (`lapor officer add`)."
        )


def _load_agencies(rows: Mapping[str, Values]) -> dict[str, Agency]:
    found: dict[str, Agency] = {}
    root: Agency | None = None
    for code, values in rows.items():
        parent = found.get(values["parent"])
        agency, _is_new = Agency.objects.update_or_create(root=root, code=code, defaults={**values, "parent": parent})
        agency.path = [*(parent.path if parent else []), agency.pk]
        agency.save(update_fields=["path"])
        root, found[code] = root or agency, agency
    Agency.objects.filter(root=root).exclude(code__in=rows).update(is_active=False)
    return found


def _load_areas(root: Agency, rows: Mapping[str, Values]) -> None:
    from lapor.agencies.areas.cells import cells_around  # noqa: PLC0415 - shapely and numpy only where a preset is loaded

    cells = cells_around(
        {code: (row["longitude"], row["latitude"]) for code, row in rows.items() if row["level"] == "village"}
    )
    fields = ["parent", "level", "name", "latitude", "longitude", "cell"]
    areas = [
        Area(
            code=code,
            root=root,
            cell=cells.get(code),
            parent_id=row["parent"] or None,
            **{name: row[name] for name in fields if name not in {"parent", "cell"}},
        )
        for code, row in rows.items()
    ]
    Area.objects.bulk_create(areas, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    Area.objects.filter(root=root).exclude(code__in=rows).delete()


def _load_categories(root: Agency, agencies: Mapping[str, Agency], rows: Mapping[str, Values]) -> None:
    for code, values in rows.items():
        Category.objects.update_or_create(
            root=root, code=code, defaults={**values, "agency": agencies.get(values["agency"])}
        )
    Category.objects.filter(root=root).exclude(code__in=rows).update(is_active=False)


def _load_rules(root: Agency, rows: tuple[RuleSetRow, ...]) -> None:
    """A version that is known is left as it is: deadlines were computed with it."""
    for row in rows:
        values = {"name": row.name, "content": row.content, "valid_from": clock.now()}
        RuleSet.objects.get_or_create(root=root, kind=row.kind, version=row.version, defaults=values)
