"""What WhatsApp takes as a message: its limits, each with the documented error. Used by whatsapp.py beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lapor.simulators.meta_platform import refusal

LONGEST_TEXT, LONGEST_BUTTONS_BODY, LONGEST_LIST_BODY = 4096, 1024, 4096
MOST_BUTTONS, MOST_ROWS = 3, 10
LONGEST = {"button": 20, "row": 24, "description": 72, "id": 256, "row_id": 200}
TEMPLATE: dict[str, Any] = {
    "language": "id",
    "category": "UTILITY",
    "components": [{"type": "BODY", "text": "Kabar laporan Anda: {{1}} Salam, Pemkot."}],
}
_PLACEHOLDER = re.compile(r"\{\{\d+\}\}")
_FORBIDDEN = re.compile(r"[\n\t]| {5,}")


@dataclass(frozen=True)
class Message:
    """What the person sees. `ids`: what can be tapped, with its id; `reply`: as what a tap comes back."""

    to: str
    text: str
    template: str = ""
    reply: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)


def read_message(content: Mapping[str, Any], templates: Mapping[str, Mapping[str, Any]]) -> Message:
    """Raises Reply where the platform refuses it."""
    if content.get("messaging_product") != "whatsapp":
        raise refusal(400, 100, "(#100) The parameter messaging_product is required.")
    to = str(content.get("to", "")).removeprefix("+")
    if not to.isdecimal():
        raise refusal(400, 131009, "(#131009) Parameter value is not valid", details="Invalid 'to' number")
    kind = content.get("type", "text")
    body = content.get(kind)
    if kind not in {"text", "interactive", "template"} or not isinstance(body, dict):
        raise refusal(400, 100, "(#100) Invalid parameter", details=f"Missing or unknown '{kind}'")
    if kind == "text":
        return Message(to, _checked(body.get("body"), LONGEST_TEXT, "text.body"))
    return _read_template(to, body, templates) if kind == "template" else _read_interactive(to, body)


def _checked(text: Any, most: int, name: str) -> str:
    """Raises Reply."""
    if not isinstance(text, str) or not text.strip():
        raise refusal(400, 131008, "(#131008) Required parameter is missing", details=f"{name} is empty")
    if len(text) > most:
        raise refusal(
            400, 131009, "(#131009) Parameter value is not valid", details=f"{name} length should be at most {most}"
        )
    return text


def _read_interactive(to: str, body: Mapping[str, Any]) -> Message:
    kind, action, text = body.get("type"), body.get("action") or {}, (body.get("body") or {}).get("text")
    if kind == "button":
        buttons = [one.get("reply") or {} for one in action.get("buttons") or [] if one.get("type") == "reply"]
        _check_count(len(buttons), MOST_BUTTONS, "buttons")
        pairs = [
            (_checked(one.get("title"), LONGEST["button"], "title"), _checked(one.get("id"), LONGEST["id"], "id"))
            for one in buttons
        ]
        return Message(to, _checked(text, LONGEST_BUTTONS_BODY, "body.text"), reply="button_reply", ids=_unique(pairs))
    if kind == "list":
        _checked(action.get("button"), LONGEST["button"], "action.button")
        sections = action.get("sections") or []
        if len(sections) > 1 and not all(one.get("title") for one in sections):
            raise refusal(400, 131009, "(#131009) Parameter value is not valid", details="each section needs a title")
        rows = [row for section in sections for row in section.get("rows") or []]
        _check_count(len(rows), MOST_ROWS, "rows")
        for row in rows:
            if row.get("description"):
                _checked(row["description"], LONGEST["description"], "description")
        pairs = [
            (_checked(row.get("title"), LONGEST["row"], "title"), _checked(row.get("id"), LONGEST["row_id"], "id"))
            for row in rows
        ]
        return Message(to, _checked(text, LONGEST_LIST_BODY, "body.text"), reply="list_reply", ids=_unique(pairs))
    if kind == "location_request_message" and action.get("name") == "send_location":
        return Message(to, _checked(text, LONGEST_BUTTONS_BODY, "body.text"))
    raise refusal(
        400, 131009, "(#131009) Parameter value is not valid", details=f"interactive.type {kind} is not known"
    )


def _check_count(count: int, most: int, name: str) -> None:
    if not 0 < count <= most:
        raise refusal(
            400,
            131009,
            "(#131009) Parameter value is not valid",
            details=f"Invalid {name} count. Min allowed: 1, max allowed: {most}",
        )


def _unique(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """No title and no id twice. Raises Reply."""
    found = dict(pairs)
    if len(found) < len(pairs) or len(set(found.values())) < len(pairs):
        raise refusal(400, 131009, "(#131009) Parameter value is not valid", details="titles and ids must be unique")
    return found


def _read_template(to: str, body: Mapping[str, Any], templates: Mapping[str, Mapping[str, Any]]) -> Message:
    name, language = str(body.get("name", "")), (body.get("language") or {}).get("code", "")
    known = templates.get(name)
    if known is None or known["language"] != language or known["status"] not in {"APPROVED", "PAUSED", "DISABLED"}:
        raise refusal(
            404,
            132001,
            "(#132001) Template name does not exist in the translation",
            details=f"template name ({name}) does not exist in {language}",
        )
    if known["status"] != "APPROVED":
        code, words = (
            (132015, "Template is paused") if known["status"] == "PAUSED" else (132016, "Template is disabled")
        )
        raise refusal(400, code, f"(#{code}) {words}")
    text = str(known["components"][0]["text"])
    given = [
        one.get("text", "")
        for part in body.get("components") or []
        if part.get("type") == "body"
        for one in part.get("parameters") or []
    ]
    wanted = len(_PLACEHOLDER.findall(text))
    if len(given) != wanted:
        details = (
            f"body: number of localizable_params ({len(given)}) does not match the expected number of params ({wanted})"
        )
        raise refusal(
            400, 132000, "(#132000) Number of parameters does not match the expected number of params", details=details
        )
    if any(_FORBIDDEN.search(one) or not one for one in given):
        details = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
        raise refusal(400, 132018, "(#132018) There's an issue with the parameters in your template", details=details)
    for one in given:
        text = _PLACEHOLDER.sub(lambda _found, one=one: one, text, count=1)  # type: ignore[misc]
    if len(text) > LONGEST_BUTTONS_BODY:
        raise refusal(
            400,
            132005,
            "(#132005) Template hydrated text too long",
            details=f"translated text too long: at most {LONGEST_BUTTONS_BODY}",
        )
    return Message(to, text, template=name)
