"""The description of REST as a file, so that a change of it is seen: `make openapi` writes it,
tests/api/test_openapi.py compares it."""

import json
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.json"


def described_now() -> str:
    from lapor.api.v1.urls import api  # noqa: PLC0415 - needs Django

    return json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    django.setup()
    FILE.write_text(described_now(), encoding="utf-8")
