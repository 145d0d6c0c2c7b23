"""`lapor android FILE`: the configuration from which bubblewrap builds the app for the Play Store, made from the brand
and the settings."""

import argparse
import json
import sys
from pathlib import Path

from django.conf import settings

from lapor.agencies.queries import NoJurisdiction, jurisdiction
from lapor.web.app_manifest import twa_manifest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where twa-manifest.json goes, e.g. deploy/android/twa-manifest.json")
    parser.add_argument(
        "--version", dest="number", type=int, default=1, help="of the app, a whole number that grows with each upload"
    )


def run(args: argparse.Namespace) -> int:
    if not settings.ANDROID_PACKAGE:
        print("Set LAPOR_ANDROID_PACKAGE first, e.g. id.go.semarangkota.lapor (docs/operate/app.md).", file=sys.stderr)
        return 1
    try:
        content = twa_manifest(jurisdiction(), package=settings.ANDROID_PACKAGE, version=args.number)
    except NoJurisdiction as error:
        print(error, file=sys.stderr)
        return 1
    args.file.parent.mkdir(parents=True, exist_ok=True)
    args.file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{args.file} written for {content['host']}.")
    return 0
