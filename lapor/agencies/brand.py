"""A city's brand: which values it has, what each must be, its pictures, and the one place that changes them.

Its preset says the first ones (`[brand]` of preset.toml), its administrator others in front of them; called by the
preset, the administrator's page and every page that is shown."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, BrandFile, Officer
from lapor.core.cleaning.guard import clean_photo
from lapor.core.cleaning.limits import FileRefused
from lapor.core.ttl_cache import TTLCache
from lapor.ledger.event_names import EventName

MOST_COUNTERS = 12
COUNTER_FIELDS = ("name", "address", "hours", "hours_en")
LONGEST = 200  # characters of a line
LARGEST = 400_000  # bytes of a picture or font of a preset
BRAND_LINES = (
    "name",
    "short_name",
    "city",
    "tagline",
    "tagline_en",
    "address",
    "hours",
    "hours_en",
    "telephone",
    "owner",
    "data_officer",
)
_FILES: Mapping[str, str] = {"logo": "thumb", "hero": "full", "font": ""}  # of a photo: which size of it
BRAND_FIELDS = frozenset({*BRAND_LINES, *_FILES, "hue", "accent_hue", "ways", "counters", "emergency", "data_licence"})
_MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_FONT_SIGN = b"wOF2"  # WOFF 2, section 4.1
_DIGITS = re.compile(r"\+?[0-9][0-9 .()-]{1,24}")
_ACCOUNT = re.compile(r"@?[A-Za-z0-9._-]{2,60}")


@dataclass(frozen=True)
class Way:
    """A way to reach the city: `link` with the number's digits, or the account's name, in it."""

    form: re.Pattern[str]
    link: str


WAYS: Mapping[str, Way] = {
    "whatsapp": Way(_DIGITS, "https://wa.me/{}"),
    "sms": Way(_DIGITS, "sms:{}"),
    "telegram": Way(_ACCOUNT, "https://t.me/{}"),
    "facebook": Way(_ACCOUNT, "https://www.facebook.com/{}"),
    "instagram": Way(_ACCOUNT, "https://www.instagram.com/{}"),
    "x": Way(_ACCOUNT, "https://x.com/{}"),
}


def brand_faults(brand: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The name of a value and what is wrong with it; emergency lines and the licence of the data are checked by the
    preset alone."""
    for name in BRAND_LINES:
        if not isinstance(brand.get(name, ""), str) or len(brand.get(name, "")) > LONGEST:
            yield name, "must be a text of 200 characters at most"
    if brand.get("telephone") and not _DIGITS.fullmatch(str(brand["telephone"])):
        yield "telephone", "must be a number, such as 024-3513366"
    for name in ("hue", "accent_hue"):
        if name in brand and (isinstance(brand[name], bool) or brand[name] not in range(361)):
            yield name, "must be a whole number from 0 to 360"
    for name in _FILES:
        if not isinstance(brand.get(name, ""), str):
            yield name, "must be the name of a file beside preset.toml"
    yield from _way_faults(brand.get("ways", {}))
    counters = brand.get("counters", [])
    if not isinstance(counters, list) or len(counters) > MOST_COUNTERS or not all(map(_is_counter, counters)):
        yield "counters", "must be a list of name, address, hours and hours_en, twelve at most"


def _way_faults(ways: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(ways, dict):
        yield "ways", "must be a table of ways and numbers or accounts"
        return
    for name, value in ways.items():
        if name not in WAYS:
            yield "ways", f"knows no {name!r}, only {', '.join(WAYS)}"
        elif not isinstance(value, str) or not WAYS[name].form.fullmatch(value):
            yield "ways", f"{name} must be a number or account, such as 0811-2345-678 or @lapor"


def _is_counter(value: Any) -> bool:
    if not isinstance(value, dict) or not value.keys() <= set(COUNTER_FIELDS) or not value.get("name"):
        return False
    return all(isinstance(line, str) and len(line) <= LONGEST for line in value.values())


def way_link(name: str, value: str) -> str:
    """The address that a phone or browser opens for it; a number in Indonesia's own form gets its country."""
    if WAYS[name].form is _ACCOUNT:
        return WAYS[name].link.format(value.removeprefix("@"))
    digits = re.sub(r"\D", "", value)
    return WAYS[name].link.format("62" + digits[1:] if name == "whatsapp" and digits.startswith("0") else digits)


# --- its files --------------------------------------------------------------------------------------------------------


def brand_file(root: Agency, brand: Mapping[str, Any], kind: str) -> tuple[str, str] | None:
    """Digest and media type of the logo, the hero's picture or the font that this brand names. No query for some
    seconds."""
    name = str(brand.get(kind, ""))
    return _files_of.get(root.pk).get(name) if name else None


def forget_known_files() -> None:
    """This process looks at the next question."""
    _files_of.clear()


def _find_files(root_id: UUID) -> dict[str, tuple[str, str]]:
    rows = BrandFile.objects.filter(root=root_id).values_list("name", "digest", "media_type")
    return {name: (digest, media_type) for name, digest, media_type in rows}


_files_of: TTLCache[UUID, dict[str, tuple[str, str]]] = TTLCache(_find_files)


def load_preset_files(root: Agency, folder: Path) -> None:
    """Those that the preset's brand names, as they stand beside it; of former ones nothing is left."""
    wanted = {str(root.preset_brand[kind]) for kind in _FILES if root.preset_brand.get(kind)}
    for name in sorted(wanted):
        _keep(root, name, (folder / name).read_bytes(), _MEDIA_TYPES[Path(name).suffix.lower()])
    BrandFile.objects.filter(root=root).exclude(_is_own()).exclude(name__in=wanted).delete()


def _is_own() -> Q:
    return Q(name__startswith="own-") | Q(name__startswith="draft-")


def file_faults(brand: Mapping[str, Any], folder: Path) -> Iterator[tuple[str, str]]:
    """Of the files that a preset names."""
    for kind in _FILES:
        name = brand.get(kind, "")
        if not isinstance(name, str) or not name:
            continue
        path = folder / name
        suffixes = {".woff2"} if kind == "font" else _MEDIA_TYPES.keys() - {".woff2"}
        if path.name != name or path.suffix.lower() not in suffixes or name.startswith(("own-", "draft-")):
            yield kind, f"must name a file beside preset.toml that ends in {', '.join(sorted(suffixes))}"
        elif not path.is_file() or path.stat().st_size > LARGEST:
            yield kind, f"{name} is not there, or larger than 400 kB"


def _keep(root: Agency, name: str, content: bytes, media_type: str) -> None:
    digest = hashlib.sha256(content).hexdigest()
    values = {"digest": digest, "media_type": media_type, "public_content": content}
    BrandFile.objects.update_or_create(root=root, name=name, defaults=values)


# --- the administrator's changes --------------------------------------------------------------------------------------


def own_picture(kind: str, content: bytes) -> tuple[bytes, str]:
    """What was uploaded, as it is kept: a picture decoded and written anew, a font as it is. Raises ValidationError."""
    if kind == "font":
        if not content.startswith(_FONT_SIGN) or len(content) > LARGEST:
            raise ValidationError(_("Choose a font as WOFF2 of at most 400 kB."))
        return content, _MEDIA_TYPES[".woff2"]
    try:
        return bytes(getattr(clean_photo(content), _FILES[kind])), _MEDIA_TYPES[".jpg"]
    except FileRefused as refused:
        raise ValidationError(_("This picture cannot be read. Choose a JPEG, PNG or WebP.")) from refused


def keep_draft_file(root: Agency, kind: str, content: bytes) -> str:
    """The name under which it stands until the draft is published; another administrator's stands beside it. Raises
    ValidationError."""
    kept, media_type = own_picture(kind, content)
    name = f"draft-{kind}-{hashlib.sha256(kept).hexdigest()[:12]}"
    _keep(root, name, kept, media_type)
    return name


def write_brand(root: Agency, values: Mapping[str, Any], *, by: Officer) -> None:
    """These values stand before the preset's from now on; where both are the same, nothing of its own is kept. An empty
    value says that there is none. Files of a draft become the city's own. Raises ValidationError."""
    if names := [name for name, _fault in brand_faults(values)]:
        raise ValidationError({name: _("This is not as it must be.") for name in names})
    with transaction.atomic():
        row = Agency.objects.select_for_update().get(pk=root.pk)
        own = {**row.own_brand, **values}
        for kind in _FILES:
            if str(own.get(kind, "")).startswith("draft-"):
                own[kind] = _publish_file(row, kind, own[kind])
        before, row.own_brand = row.own_brand, {name: one for name, one in own.items() if _differs(row, name, one)}
        row.save(update_fields=["own_brand"])
        changed = {name for name in {*before, *row.own_brand} if before.get(name) != row.own_brand.get(name)}
        record_power_event(row.pk, EventName.BRAND_WRITTEN, by=by, changed=sorted(changed), brand=row.own_brand)


def _publish_file(root: Agency, kind: str, draft: str) -> str:
    """A name of its own for each content, so that the event says which one was published. What was published before
    ends, and with it the other drafts of that kind."""
    found = BrandFile.objects.filter(root=root, name=draft).first()
    if found is None:
        raise ValidationError(_("A file of this draft is not there any more. Upload it again."))
    name = f"own-{kind}-{found.digest[:12]}"
    _keep(root, name, bytes(found.public_content), found.media_type)
    others = BrandFile.objects.filter(root=root).exclude(name=name)
    others.filter(Q(name__startswith=f"own-{kind}-") | Q(name__startswith=f"draft-{kind}-")).delete()
    return name


def _differs(row: Agency, name: str, value: Any) -> bool:
    return bool(value != row.preset_brand.get(name, [] if name == "counters" else {} if name == "ways" else ""))


def forget_own_brand(root: Agency, *, by: Officer) -> None:
    """As the preset says, again."""
    with transaction.atomic():
        Agency.objects.filter(pk=root.pk).update(own_brand={})
        BrandFile.objects.filter(_is_own(), root=root).delete()
        record_power_event(root.pk, EventName.BRAND_WRITTEN, by=by, changed=["all"])
