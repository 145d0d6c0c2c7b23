"""What the scripts of the browser must know as the server does: addresses, numbers, how words of danger are read.

`make facts` writes it as a module, tests/web/test_server_facts.py compares it; nothing of it is written by hand a
second time.
"""

import json
from pathlib import Path
from typing import Any

from lapor.core import danger, ids
from tests.routes import routes

FILE = Path(__file__).resolve().parents[2] / "frontend" / "scripts" / "server_facts.js"

# name in the scripts: name of the address; up to its first variable part.
ADDRESSES = {
    "HOME": "web:home",
    "FORM": "web:file",
    "PULSE": "web:pulse",
    "FILE_PART": "web:part",
    "SEND_KEPT": "web:kept",
    "SHARED": "web:shared",
    "GUESS": "web:guess",
    "SIMILAR": "web:similar",
    "PLACES": "web:places",
    "MY_REPORTS": "web:my_reports",
    "HELP": "web:help",
    "LANGUAGE": "set_language",
    "WORKER": "web:worker",
    "APP_ICONS": "web:app_icon",
    "BRAND": "web:brand_css",
    "DESK": "desk:file",
    "DESK_WORKER": "desk:worker",
    "TASKS": "console:tasks",
    "TASKS_WORKER": "console:tasks_worker",
    "AREAS": "web:areas",
    "ATTACHMENTS": "attachment",
}
OFFICERS = ("console:inbox", "desk:file", "account_login")  # whose first part begins what only officers open
# and what programs ask, or what is no page
PROGRAMS = (
    "api-v1:api-root",
    "webhook",
    "attachment",
    "set_language",
    "web:heads",
)
# pages about a report
TYPED = (
    "console:report",
    "console:task",
    "console:incidents",
    "console:candidates",
    "console:move_entry",
    "desk:report",
    "web:report",
)


def facts() -> dict[str, Any]:
    from django.conf import settings  # noqa: PLC0415 - set up by then

    from lapor.intake.filing.answers import PREFIX  # noqa: PLC0415 - needs Django

    known = {name: "/" + route.split("<")[0] for route, name, _ in routes()}
    officers = [_first(known[name]) for name in OFFICERS]
    return {
        **{name: known[of] for name, of in ADDRESSES.items()},
        "STATIC": settings.STATIC_URL,
        "OFFICERS_PAGES": officers,
        "NEVER_KEPT": [*officers, *(_first(known[name]) for name in PROGRAMS)],
        "TYPED_PAGES": [known[name] for name in TYPED],
        "TRACKING_DIGITS": ids.TRACKING_DIGITS,
        "RECEIPT_CODE_DIGITS": ids.RECEIPT_CODE_DIGITS,
        "CHECK_DIGITS": ["".join(map(str, row)) for row in ids._DAMM],
        "ANSWER_FIELDS": PREFIX,
        "READING": reading(),
    }


def reading() -> dict[str, Any]:
    """How signs of danger are found in words (lapor/core/danger.py); the signs are data of the deployment."""
    return {
        "gap": danger.GAP,
        "near": danger.NEAR,
        "sentence": danger._SENTENCE,
        "mostLetters": danger.MOST_LETTERS,
        "short": danger.SHORT,
        "longest": danger._LONGEST,
        "first": danger._FIRST,
        "second": danger._SECOND,
        "last": danger._LAST,
        "clitics": sorted(danger._CLITICS),
        "thousands": danger._THOUSANDS,
        "nasal": danger._NASAL,
        "leet": {chr(sign): chr(letter) for sign, letter in danger._LEET.items()},
        "wordOrEnd": danger._WORDS.pattern,
        "apart": danger._APART.pattern,
        "twice": danger._TWICE.pattern,
        "drawnOut": danger._LONG.pattern,
    }


def _first(address: str) -> str:
    return "/" + address.split("/")[1]


def as_module() -> str:
    lines = [f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in facts().items()]
    return "// Written by `make facts` from the server's own tables; not to be changed by hand.\n\n" + "".join(lines)


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    django.setup()
    FILE.write_text(as_module(), encoding="utf-8")
