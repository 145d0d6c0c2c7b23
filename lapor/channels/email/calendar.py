"""A part of a mail that is an invitation (text/calendar, RFC 5545) as lines of words. Called by structure."""

import re

_FOLD = re.compile(r"\r?\n[ \t]")
_SHOWN = {"SUMMARY": "", "DTSTART": "", "DTEND": "– ", "LOCATION": "", "DESCRIPTION": "", "COMMENT": ""}
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_LONGEST = 20_000  # characters
_MOST_LINES = 2000


def calendar_words(text: str) -> str:
    """What the first event says: title, time, place, description; "" where there is no event."""
    lines = _FOLD.sub("", text[: 20 * _LONGEST]).splitlines()[:_MOST_LINES]
    begins = next((n for n, line in enumerate(lines) if line.strip().upper() in {"BEGIN:VEVENT", "BEGIN:VTODO"}), None)
    found: dict[str, str] = {}
    for line in lines[begins + 1 :] if begins is not None else ():
        if line.upper().startswith(("END:", "BEGIN:")):
            break
        head, _colon, value = line.partition(":")
        name, _semicolon, parameters = head.upper().partition(";")
        if name in _SHOWN and value.strip() and name not in found:
            found[name] = f"{_SHOWN[name]}{_time(value, parameters) if name.startswith('DT') else _plain(value)}"
    return "\n".join(found[name] for name in _SHOWN if name in found)[:_LONGEST]


def _plain(value: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda match: "\n" if match[1] in "nN" else match[1], value).strip()


def _time(value: str, parameters: str) -> str:
    """As it was written, in the zone that it names."""
    match = _TIME.search(value)
    if not match:
        return value.strip()[:100]
    zone = (
        "UTC"
        if match[6]
        else next((one.partition("=")[2] for one in parameters.split(";") if one.startswith("TZID=")), "")
    )
    clock = f" {match[4]}.{match[5]}" if match[4] else ""
    return f"{match[1]}-{match[2]}-{match[3]}{clock} {zone.title() if zone != 'UTC' else zone}".strip()
