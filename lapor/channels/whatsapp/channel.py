"""WhatsApp by the Cloud API: every kind of message, what became of ours, the 24-hour window and its template.
docs/channels/whatsapp.md."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from lapor.channels.base import (
    QUIET_HOURS,
    TOKEN,
    Account,
    Capabilities,
    Inbound,
    InboundKind,
    Media,
    NeedsOperator,
    Outbound,
    Permanent,
    Setting,
)
from lapor.channels.calls import ApiAnswer, api_base, call, fetch, path_part
from lapor.channels.meta import graph
from lapor.channels.payload import ident, ignored, lines, moment, reaction, record, several, unread, value, words
from lapor.core.geometry import point_from

MEDIA_HOSTS = ("fbsbx.com", "fbcdn.net", "whatsapp.net")
WINDOW = timedelta(hours=24)
FEW, MANY = 3, 10  # reply buttons; rows of a list
LONGEST_BUTTON, LONGEST_ROW, LONGEST_INTERACTIVE, LONGEST_PARAMETER = 20, 24, 1024, 900
FILES = {"image": "photo", "document": "document", "audio": "audio", "voice": "audio", "video": "video"}
STATUSES = frozenset({"sent", "delivered", "read", "failed", "played", "deleted", "warning"})
HIDDEN = "a kind of message that the platform does not show us"
WORDLESS = {
    "sticker": "a sticker",
    "poll": "a poll",
    "unsupported": HIDDEN,
    "unknown": HIDDEN,
    "ephemeral": f"{HIDDEN}: it disappears",
    "view_once": f"{HIDDEN}: view once",
}
PHONE_NUMBER_ID = Setting("phone_number_id", is_needed=True)
BUSINESS_ID = Setting("business_id")
TEMPLATE = Setting("template")  # what may be sent once the window of 24 hours is closed
TEMPLATE_LANGUAGE = Setting("template_language")  # "id" where it is empty


class WhatsappChannel(graph.MetaChannel):
    """One number of the city (`phone_number_id`)."""

    name, object_name = "whatsapp", "whatsapp_business_account"
    settings: tuple[Setting, ...] = (
        PHONE_NUMBER_ID,
        *graph.SETTINGS,
        BUSINESS_ID,
        TEMPLATE,
        TEMPLATE_LANGUAGE,
        QUIET_HOURS,
    )
    capabilities = Capabilities(
        senders_are_phones=True,
        longest_text=4096,
        window_hours=24,
        choices=MANY,
        media_hosts=MEDIA_HOSTS,
        largest_body=4 * 1024 * 1024,
    )

    def read_entry(self, entry: dict[str, Any]) -> Iterator[Inbound]:
        for field, content in graph.changes_of(entry):
            if field not in {"messages", ""} or not isinstance(content, dict):
                yield ignored([field, content], f"a change of `{field[:40]}`: no message of a person")
                continue
            names = {
                ident(one, "wa_id") or ident(one, "user_id"): words(one, "profile", "name")
                for one in several(content, "contacts")
            }
            pieces = [_message(one, names, entry) for one in several(content, "messages")]
            pieces += [_status(one) for one in several(content, "statuses")]
            pieces += [
                ignored(one, f"an error that the platform tells of: {ident(one, 'code')}")
                for one in several(content, "errors")
            ]
            yield from pieces or [ignored(content, "a change with no message in it")]
        yield from graph.unread_keys(entry, ("changes", "field"))

    def send(self, account: Account, message: Outbound) -> str:
        """Free words within 24 hours, else the account's template with the words in it. Raises SendError."""
        silent = datetime.now(UTC) - message.last_heard_at if message.last_heard_at else None
        if silent is None or silent >= WINDOW:
            return _post(account, _template(account, message))
        try:
            return _post(account, _free(message))
        except graph.WindowClosed:  # its clock and ours differ
            return _post(account, _template(account, message))

    def check(self, account: Account) -> str:
        """Number, name and quality, and whether the template is approved. Raises SendError."""
        token, base = TOKEN.required(account), api_base(account, graph.GRAPH)
        url = f"{base}/{path_part(account, PHONE_NUMBER_ID)}?fields=display_phone_number,verified_name,quality_rating"
        said = call(account, "GET", url, token=token)
        if not said.is_fine or "error" in said.content:
            raise graph.send_error(said)
        found = [words(said.content, name) for name in ("display_phone_number", "verified_name", "quality_rating")]
        return ", ".join(part for part in (*found, _template_state(account, base, token)) if part)

    def fetch_media(self, account: Account, media: Media) -> bytes:
        """Two calls: where the file lies, then the file. Raises SendError."""
        token, reference = TOKEN.required(account), ident({"id": media.reference}, "id")
        if not reference.isalnum():
            raise Permanent("no id of a file")
        said = call(account, "GET", f"{api_base(account, graph.GRAPH)}/{reference}", token=token)
        if not said.is_fine:
            raise _media_error(said)
        return fetch(account, words(said.content, "url"), hosts=MEDIA_HOSTS, token=token)


# --- in --------------------------------------------------------------------------------------------------------------


def _message(one: Any, names: dict[str, str], entry: dict[str, Any]) -> Inbound:
    kind, sender, external_id = words(one, "type"), ident(one, "from") or ident(one, "from_user_id"), ident(one, "id")
    if why := _unreadable(one, kind, sender, entry):
        return ignored(one, why, text=words(one, "text", "body"), sender=sender)
    user = sender if sender in names else ident(one, "from_user_id")
    base = Inbound(
        external_id=external_id,
        sender=sender,
        sender_name=names.get(user, "")[:120],
        sent_at=moment(one, "timestamp"),
        answers=tuple(filter(None, [ident(one, "context", "id")])),
    )
    if kind == "revoke":
        return replace(
            base, kind=InboundKind.DELETED, external_id=ident(one, "revoke", "original_message_id") or external_id
        )
    if kind == "edit":
        return _edited(one, base)
    found = _content(one, kind, base)
    if ident(one, "group_id"):
        is_said = (
            replace(found, kind=InboundKind.MENTION, flaws=("written in a group: an officer decides",))
            if found
            else None
        )
        return is_said or ignored(one, f"no words, in a group: {kind[:40] or 'none'}", sender=sender)
    if found is None:
        return (
            _reacted(one, base)
            if kind == "reaction"
            else unread(base, WORDLESS.get(kind) or f"a kind of message that is not known: {kind[:40]}")
        )
    return unread(found, "a contact card", text=found.text) if kind == "contacts" else found


def _reacted(one: dict[str, Any], base: Inbound) -> Inbound:
    """A reaction that is taken off says nothing."""
    sign, to = words(one, "reaction", "emoji"), ident(one, "reaction", "message_id")
    return (
        reaction(base, sign, to) if sign and to else ignored(one, "a reaction that was taken off", sender=base.sender)
    )


def _unreadable(one: Any, kind: str, sender: str, entry: dict[str, Any]) -> str:
    """Why nothing can be made of a message, "" where something can."""
    if not isinstance(one, dict):
        return "a message that is no object"
    if kind in {"system", ""}:
        return "a notice about the person's account" if kind else "a kind of message that is not known: none"
    if ident(entry, "id") == graph.DASHBOARD:
        return "a test of the app dashboard (entry 0)"
    if not sender:
        return "a message without a sender"
    return "" if ident(one, "id") else "a message without an id"


def _edited(one: dict[str, Any], base: Inbound) -> Inbound:
    inner = record(one, "edit", "message")
    found = _content(inner, words(inner, "type") or "text", base)
    original = ident(one, "edit", "original_message_id")
    if found is None or not original:
        return ignored(one, "an edit that is not understood", sender=base.sender)
    return replace(found, kind=InboundKind.EDITED, external_id=original, media=())


def _content(one: dict[str, Any], kind: str, base: Inbound) -> Inbound | None:
    """Words, file or place of a message; None for a kind that is not known."""
    if kind in FILES:
        return _with_file(one, kind, base)
    if kind == "location":
        spot = point_from(value(one, "location", "latitude"), value(one, "location", "longitude"))
        return replace(base, place=spot, text=lines(words(one, "location", "name"), words(one, "location", "address")))
    texts = {
        "text": words(one, "text", "body"),
        "button": words(one, "button", "text") or words(one, "button", "payload"),
        "interactive": _tapped(record(one, "interactive")),
        "contacts": lines(*(_contact(contact) for contact in several(one, "contacts")[:20])),
        "order": words(one, "order", "text"),
        "request_welcome": "",
    }
    return replace(base, text=texts[kind]) if kind in texts else None


def _with_file(one: dict[str, Any], kind: str, base: Inbound) -> Inbound:
    file = record(one, kind)
    name = words(file, "filename") or FILES[kind]
    media = Media(name=name[:120], content_type=words(file, "mime_type")[:80], reference=ident(file, "id"))
    return replace(
        base, text=words(file, "caption") or words(one, "caption"), media=(media,) if media.reference else ()
    )


def _tapped(interactive: dict[str, Any]) -> str:
    """What was tapped in a list or on a button, or what a form sends back."""
    for name in ("button_reply", "list_reply"):
        if title := words(interactive, name, "title") or words(interactive, name, "id"):
            return title
    return words(interactive, "nfm_reply", "body") or words(interactive, "nfm_reply", "response_json")[:2000]


def _contact(contact: Any) -> str:
    name = words(contact, "name", "formatted_name") or words(contact, "name", "first_name")
    phones = [words(phone, "phone") or words(phone, "wa_id") for phone in several(contact, "phones")]
    return ", ".join(filter(None, [name, *phones]))


def _status(one: Any) -> Inbound:
    status, external_id = words(one, "status"), ident(one, "id")
    if not external_id or status not in STATUSES:
        return ignored(one, f"a status that is not known: {status[:30] or 'none'}")
    error = next(iter(several(one, "errors")), None)
    reason = lines(ident(error, "code"), words(error, "title")).replace("\n", " ") if error else ""
    if status == "failed" and ident(error, "code") == str(graph.WINDOW):  # told late: the call itself was answered well
        status = "closed"
    return Inbound(
        kind=InboundKind.STATUS,
        external_id=external_id,
        sender=ident(one, "recipient_id"),
        status=status[:10],
        reason=reason[:200],
        sent_at=moment(one, "timestamp"),
    )


def _template_state(account: Account, base: str, token: str) -> str:
    name = TEMPLATE.of(account)
    if not name or not BUSINESS_ID.of(account):
        return "no template: nothing can be sent after 24 hours" if not name else ""
    query = urlencode({"name": name, "fields": "name,status,language"})
    said = call(account, "GET", f"{base}/{path_part(account, BUSINESS_ID)}/message_templates?{query}", token=token)
    if not said.is_fine or "error" in said.content:
        raise graph.send_error(said)
    language = TEMPLATE_LANGUAGE.of(account) or "id"
    found = [
        one
        for one in several(said.content, "data")
        if words(one, "name") == name and words(one, "language") in {language, ""}
    ]
    states = [words(one, "status") for one in found]
    return f"template {name}: {states[0] if states else 'not known'}"


# --- out -------------------------------------------------------------------------------------------------------------


def _post(account: Account, content: dict[str, Any]) -> str:
    url = f"{api_base(account, graph.GRAPH)}/{path_part(account, PHONE_NUMBER_ID)}/messages"
    said = call(
        account, "POST", url, content={"messaging_product": "whatsapp", **content}, token=TOKEN.required(account)
    )
    if not said.is_fine or "error" in said.content:
        raise graph.send_error(said)
    return ident(next(iter(several(said.content, "messages")), None), "id")


def _to(message: Outbound) -> dict[str, Any]:
    """A number, or the id of a person who hides theirs (two letters, a point, letters and digits)."""
    to = {"recipient": message.to} if "." in message.to else {"to": message.to}
    return {"recipient_type": "individual", **to}


def _free(message: Outbound) -> dict[str, Any]:
    answered = message.headers.get("answers", "")
    content = {**_to(message), **({"context": {"message_id": answered}} if answered else {})}
    choices = tuple(dict.fromkeys(message.choices))[:MANY]
    if message.asks_place and len(message.text) <= LONGEST_INTERACTIVE:
        asked = {
            "type": "location_request_message",
            "body": {"text": message.text},
            "action": {"name": "send_location"},
        }
        return {**content, "type": "interactive", "interactive": asked}
    if not choices or len(message.text) > LONGEST_INTERACTIVE:
        return {**content, "type": "text", "text": {"body": message.text[:4096], "preview_url": False}}
    body = {"text": message.text}
    if len(choices) <= FEW and all(len(choice) <= LONGEST_BUTTON for choice in choices):
        buttons = [{"type": "reply", "reply": {"id": choice, "title": choice}} for choice in choices]
        return {
            **content,
            "type": "interactive",
            "interactive": {"type": "button", "body": body, "action": {"buttons": buttons}},
        }
    titles = {choice[:LONGEST_ROW]: choice for choice in choices}  # two that look the same are refused
    rows = [{"id": choice[:200], "title": title} for title, choice in titles.items()]
    action = {"button": "☰", "sections": [{"rows": rows}]}
    return {**content, "type": "interactive", "interactive": {"type": "list", "body": body, "action": action}}


def _template(account: Account, message: Outbound) -> dict[str, Any]:
    """The words as the template's one parameter: on one line, as templates want it. Raises NeedsOperator."""
    name = TEMPLATE.of(account)
    if not name:
        raise NeedsOperator(
            "more than 24 hours since the person wrote, and the account has no approved template (setting `template`)"
        )
    text = " ".join(message.text.split())
    parameter = {"type": "text", "text": text if len(text) <= LONGEST_PARAMETER else f"{text[:LONGEST_PARAMETER]}…"}
    language = {"code": TEMPLATE_LANGUAGE.of(account) or "id"}
    template = {"name": name, "language": language, "components": [{"type": "body", "parameters": [parameter]}]}
    return {**_to(message), "type": "template", "template": template}


def _media_error(said: ApiAnswer) -> Exception:
    """A file that is gone concerns nobody else: only a refused token needs the operator."""
    error = graph.send_error(said)
    is_gone = isinstance(error, NeedsOperator) and said.status == 404  # noqa: PLR2004
    return Permanent("the platform has the file no more") if is_gone else error
