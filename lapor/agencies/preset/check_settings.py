"""What is wrong in preset.toml: brand, timezone, calendars, policies, words, duplicates; each fault with line and
field."""

import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lapor.agencies.brand import BRAND_FIELDS, brand_faults, file_faults
from lapor.agencies.preset.check_calendars import CALENDAR, calendar_faults
from lapor.agencies.preset.check_escalation import KnownCategory, escalation_faults
from lapor.agencies.preset.check_guess import guess_faults
from lapor.agencies.preset.field_checks import (
    DAYS,
    MOST_DAYS,
    VERSION,
    Test,
    field_faults,
    is_count,
    is_text,
    is_words,
)
from lapor.agencies.preset.reading import Preset
from lapor.agencies.queries import URGENT
from lapor.calendars.policies import DEADLINE_CLASSES
from lapor.core.danger import Danger

TABLES = ("brand", "jurisdiction", "calendar", "policy", "words", "duplicates")
WHOLE = 100  # per cent
OPTIONAL_TABLES = ("calendars", "policies", "protected", "vocabulary", "news", "guess", "escalation", "callback")


def settings_faults(preset: Preset) -> Iterator[str]:
    settings = preset.settings
    for table in TABLES:
        if not isinstance(settings.get(table), dict):
            yield f"preset.toml, {table}: missing"
    for table in settings:
        if table not in (*TABLES, *OPTIONAL_TABLES):
            yield f"{preset.where(table)}: there is no such table"
    if not all(isinstance(settings.get(table), dict) for table in TABLES):
        return
    yield from _brand_faults(preset)
    yield from field_faults(preset, "jurisdiction", settings["jurisdiction"], JURISDICTION)
    for table, content, allowed in named_tables(settings):
        yield from field_faults(preset, table, content, allowed)
        if allowed is CALENDAR:
            yield from calendar_faults(preset, table, content)
    yield from _version_faults(preset)
    yield from escalation_faults(preset, _known_categories(preset))
    if "callback" in settings:
        yield from field_faults(preset, "callback", settings["callback"], CALLBACK)
    yield from _word_faults(preset)
    yield from _duplicate_faults(preset)


def _known_categories(preset: Preset) -> dict[str, KnownCategory]:
    return {row["code"]: KnownCategory(row["class"], "protected" in row["flags"].split()) for row in preset.categories}


def named_tables(settings: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, tuple[Test, str]]]]:
    """The calendars and policies with their table's name and what each field must be."""
    for one, many, fields in (("calendar", "calendars", CALENDAR), ("policy", "policies", POLICY)):
        yield one, settings[one], fields
        for name, content in settings.get(many, {}).items():
            yield f"{many}.{name}", content, fields


def _is_hosts(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(host, str) and re.fullmatch(r"[a-z0-9.-]+(:\d+)?", host) for host in value
    )


def _is_zone(value: Any) -> bool:
    try:
        return is_text(value) and bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError):
        return False


def _is_resolution(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == set(DEADLINE_CLASSES) and all(map(is_count, value.values()))


def _is_day_table(value: Any) -> bool:
    return isinstance(value, dict) and all(map(is_count, value.values()))


def _is_share(value: Any) -> bool:
    return is_count(value) and value <= WHOLE


POLICY: dict[str, tuple[Test, str]] = {
    "version": VERSION,
    "verify": DAYS,
    "verify_urgent_hours": DAYS,
    "verify_again": DAYS,
    "response": DAYS,
    "confirmation": DAYS,
    "expire": DAYS,
    "reopened_at_least": DAYS,
    "resolution": (_is_resolution, f"must give days for each of {', '.join(DEADLINE_CLASSES)}"),
    "categories": (_is_day_table, "must give days for codes of categories"),
}
CALLBACK: dict[str, tuple[Test, str]] = {
    "version": VERSION,
    **dict.fromkeys(("share", "many_from"), (_is_share, "must be a whole number from 1 to 100")),
    **dict.fromkeys(("unconfirmed", "many_rejections", "office_from", "tries"), DAYS),
}
JURISDICTION: dict[str, tuple[Test, str]] = {
    "timezone": (_is_zone, "is no timezone, such as Asia/Jakarta"),
    "hosts": (_is_hosts, 'is no list of host names in small letters, such as ["lapor.kota.example"]'),
}
WORDS: dict[str, tuple[Test, str]] = {
    "version": VERSION,
    **dict.fromkeys(("urgent", "urgent_signs", "harmless"), (is_words, "is no list of words")),
}
PROTECTED: dict[str, tuple[Test, str]] = {
    "category": (is_text, "is no code"),
    **dict.fromkeys(("words", "signs"), (is_words, "is no list of words")),
}
NEWS: dict[str, tuple[Test, str]] = dict.fromkeys(("topics", "city", "common_names"), (is_words, "is no list of words"))
LINE: dict[str, tuple[Test, str]] = {
    **dict.fromkeys(("number", "name", "name_en"), (is_text, "is no text")),
    "fits": (is_words, "is no list of codes"),
}


def _brand_faults(preset: Preset) -> Iterator[str]:
    brand = preset.settings["brand"]
    if not is_text(brand.get("name")):
        yield f"{preset.where('brand', 'name')}: must be a text"
    for key in sorted(brand.keys() - BRAND_FIELDS):
        yield f"{preset.where('brand', key)}: there is no such field"
    for key, fault in (*brand_faults({"hue": None, **brand}), *file_faults(brand, preset.folder)):
        yield f"{preset.where('brand', key)}: {fault}"
    lines = brand.get("emergency", [])
    if not isinstance(lines, list) or not all(
        isinstance(line, dict) and not list(field_faults(preset, "brand", line, LINE)) for line in lines
    ):
        yield f"{preset.where('brand', 'emergency')}: must be a list of number, name and, if wanted, name_en and fits"
        return
    may_fit = {URGENT, *(code for code, known in _known_categories(preset).items() if known.is_protected)}
    for code in sorted({code for line in lines for code in line.get("fits", ())} - may_fit):
        yield f"{preset.where('brand', 'emergency')}: {code!r} is neither a protected category nor {URGENT!r}"


def _version_faults(preset: Preset) -> Iterator[str]:
    """A deadline names its calendar by the version alone."""
    seen: dict[tuple[str, str], str] = {}
    for table, content, _fields_of in named_tables(preset.settings):
        key = ("calendar" if table.startswith("calendar") else "policy", str(content.get("version")))
        if key in seen:
            yield f"{preset.where(table, 'version')}: {key[1]!r} is the version of [{seen[key]}] already"
        seen[key] = table
        for code in content.get("categories", {}) if isinstance(content.get("categories"), dict) else {}:
            if code not in {row["code"] for row in preset.categories}:
                yield f"{preset.where(table, 'categories')}: {code!r} is not a category"


def _word_faults(preset: Preset) -> Iterator[str]:
    yield from field_faults(preset, "words", preset.settings["words"], WORDS)
    news = preset.settings.get("news", {})
    if isinstance(news, dict):
        yield from field_faults(preset, "news", news, NEWS)
    else:
        yield f"{preset.where('news')}: is no table"
    categories = {row["code"]: row for row in preset.categories}
    for number, entry in enumerate(preset.settings.get("protected", [])):
        yield from field_faults(preset, "protected", entry, PROTECTED, number=number)
        where = preset.where("protected", "category", number=number)
        if entry.get("category") not in categories:
            yield f"{where}: {entry.get('category')!r} is not a category"
        elif "protected" not in categories[entry["category"]]["flags"].split():
            yield f"{where}: {entry['category']!r} has not the flag protected"
    yield from _sign_faults(preset)
    yield from guess_faults(preset)


def _sign_faults(preset: Preset) -> Iterator[str]:
    """Whether the signs of danger can be read, as the detector will read them."""
    vocabulary = preset.settings.get("vocabulary", {})
    if not isinstance(vocabulary, dict) or not all(map(is_words, vocabulary.values())):
        yield f"{preset.where('vocabulary')}: must give lists of words"
        return
    kinds = [("words", field, preset.settings["words"].get(field), 0) for field in ("urgent_signs", "harmless")]
    kinds += [
        ("protected", "signs", entry.get("signs"), number)
        for number, entry in enumerate(preset.settings.get("protected", []))
    ]
    for table, field, signs, number in kinds:
        for sign in signs if isinstance(signs, list) else ():
            try:
                Danger([("", [str(sign)])], vocabulary=vocabulary)
            except ValueError as error:
                yield f"{preset.where(table, field, number=number)}: {error}"


def _duplicate_faults(preset: Preset) -> Iterator[str]:
    groups = {row["group_code"] for row in preset.categories}
    duplicates = preset.settings["duplicates"]
    yield from _near(
        preset, "duplicates", {key: value for key, value in duplicates.items() if not isinstance(value, dict)}
    )
    for name, content in duplicates.items():
        if isinstance(content, dict):
            if name not in groups:
                yield f"{preset.where(f'duplicates.{name}')}: {name!r} is no group of categories"
            yield from _near(preset, f"duplicates.{name}", content)


def _near(preset: Preset, table: str, content: dict[str, Any]) -> Iterator[str]:
    metres = (
        lambda value: is_count(value) or (isinstance(value, int) and MOST_DAYS < value <= 5000),  # noqa: PLR2004
        "is no whole number from 1 to 5000",
    )
    yield from field_faults(preset, table, content, {"radius": metres, "days": DAYS})
