"""`lapor preset check|load DIR`: read a deployment's data, say every fault with file, line and field, load it whole."""

import argparse
import sys

from lapor.agencies.preset import PresetError, load_preset, preset_dir, read_preset


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["check", "load"])
    parser.add_argument("folder", help="a name below deploy/presets, or a folder")


def run(args: argparse.Namespace) -> int:
    folder = preset_dir(args.folder)
    try:
        if args.action == "check":
            preset = read_preset(folder)
            print(f"{len(preset.agencies)} agencies, {len(preset.areas)} areas, {len(preset.categories)} categories: no fault found")
        else:
            print(f"loaded {load_preset(folder)}")
    except PresetError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
