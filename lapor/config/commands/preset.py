"""`lapor preset check|diff|load DIR`: say every fault with file, line and field, show what would change, load it
whole."""

import argparse
import sys
from functools import partial
from pathlib import Path

from lapor.agencies.models import Agency
from lapor.agencies.preset import Preset, PresetError, Uses, changes_of, load_preset_told, preset_dir, read_preset
from lapor.reports.queries import reports_in_the_way
from lapor.triage.queries import incidents_of_areas


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["check", "diff", "load"])
    parser.add_argument("folder", help="a name below deploy/presets, or a folder")
    parser.add_argument("--yes", action="store_true", help="load: do not ask")
    parser.add_argument("--dry-run", action="store_true", help="load: only show what would change, as diff does")


def run(args: argparse.Namespace) -> int:
    """0: done, or nothing to do; 1: a fault, or changes that nobody has agreed to."""
    folder = preset_dir(args.folder)
    try:
        preset = read_preset(folder)
        if args.action == "check":
            print(
                f"{len(preset.agencies)} agencies, {len(preset.areas)} areas, {len(preset.categories)} categories: no"
                " fault found"
            )
            return 0
        return _show_or_load(folder, preset, only_show=args.action == "diff" or args.dry_run, is_agreed=args.yes)
    except PresetError as error:
        print(error, file=sys.stderr)
        return 1


def _show_or_load(folder: Path, preset: Preset, *, only_show: bool, is_agreed: bool) -> int:
    uses = partial(_uses, preset)
    is_first = not Agency.objects.exists()
    changes = changes_of(preset, uses())
    if not is_first or only_show:
        print("\n".join(changes.lines) or "nothing would change")
    if changes.faults:
        raise PresetError("\n".join(changes.faults))
    if only_show or not changes.lines:
        return 0
    if not is_first and not is_agreed and not _agree():
        print("nothing was loaded", file=sys.stderr)
        return 1
    print(f"loaded {load_preset_told(folder, uses=uses)}")
    return 0


def _uses(preset: Preset) -> Uses:
    root_code = preset.agencies[0]["code"]
    open_reports, reports_of_area = reports_in_the_way(root_code)
    return Uses(open_reports, reports_of_area, incidents_of_areas(root_code))


def _agree() -> bool:
    """Asked of a person only: a script says --yes."""
    return sys.stdin.isatty() and input("Load this? [y/N] ").strip().lower() in {"y", "yes", "ya"}
