"""What others see when a report is shared: the card that chats and networks show, and what search engines read
(structured data)."""

import io
import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from lapor.agencies.current import base_url, current_jurisdiction
from lapor.agencies.models import Agency
from lapor.core.ids import show_tracking_id
from lapor.gateway import rate_limits
from lapor.publish.brand_icons import BRAND, hue_of, rgb_of
from lapor.publish.models import PublicReport
from lapor.reports.workflow.act import OPEN
from lapor.ui.client_address import client_address
from lapor.web.cards import public_card
from lapor.web.errors import too_many

WIDTH, HEIGHT, EDGE = 1200, 630, 72
TITLE_LINES = 4
INK, MUTED, PAPER = (22, 28, 34), (84, 94, 104), (255, 255, 255)
SOLVED, WAITING = (16, 99, 60), (12, 74, 128)
Colour = tuple[int, int, int]


@require_safe
def card_view(request: HttpRequest, number: str) -> HttpResponse:
    """PNG of 1200 x 630: brand, state and, once they are published, title and place. Drawn once for what it says."""
    root = current_jurisdiction(request)
    rows = (
        PublicReport.objects.filter(root=root, tracking_id=number)
        .select_related("category", "agency", "area", "area__parent")
        .defer("search")
    )
    row = rows.first()
    if row is None:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):
        shown = public_card(row)
        name = str(root.brand.get("name", root.name))
        filed = date_format(localtime(row.filed_at), "j F Y")
        place = " · ".join(part for part in (shown["category_name"], shown["area_name"]) if part)
        said = [
            name,
            shown["title"] or f"{shown['kind_label']} {show_tracking_id(number)}",
            shown["state_label"],
            place,
            f"{show_tracking_id(number)} · {filed}",
        ]
    hue = hue_of(root.brand)
    key = sha256("\n".join([*said, str(hue)]).encode()).hexdigest()
    picture = caches["cards"].get(key)
    if picture is None:
        if wait := rate_limits.seconds_to_wait(rate_limits.SHARE_CARD, client_address(request)):
            return too_many(request, wait)
        picture = drawn(said, brand=rgb_of(hue, BRAND), is_open=row.state in OPEN)
        caches["cards"].set(key, picture)
    return HttpResponse(
        picture, content_type="image/png", headers={"Cache-Control": "public, no-cache", "ETag": f'"{key[:32]}"'}
    )


def drawn(said: list[str], *, brand: Colour, is_open: bool) -> bytes:
    """`said`: name of the site, title, state, place, number with date."""
    name, title, state, place, number = said
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 96), fill=brand)
    draw.text((EDGE, 48), name, font=_font(40, is_bold=True), fill=PAPER, anchor="lm")
    colour = WAITING if is_open else SOLVED
    font = _font(32, is_bold=True)
    width = draw.textlength(state, font=font)
    draw.rounded_rectangle((EDGE, 136, EDGE + width + 56, 196), radius=30, fill=colour)
    draw.text((EDGE + 28, 166), state, font=font, fill=PAPER, anchor="lm")
    font = _font(52, is_bold=True)
    for line, text in enumerate(wrapped(draw, title, font)):
        draw.text((EDGE, 236 + 66 * line), text, font=font, fill=INK)
    draw.text((EDGE, HEIGHT - 104), shortened(draw, place, _font(30)), font=_font(30), fill=MUTED, anchor="lm")
    draw.text((EDGE, HEIGHT - 56), number, font=_font(30), fill=MUTED, anchor="lm")
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _font(size: int, *, is_bold: bool = False) -> Any:
    """DejaVu where the system has it, else the font that the library brings."""
    try:
        return ImageFont.truetype("DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


def wrapped(draw: ImageDraw.ImageDraw, text: str, font: Any) -> list[str]:
    """Lines that fit the card, the last one shortened where there is more."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=font) <= WIDTH - 2 * EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    lines = [line for line in lines if line]
    if len(lines) > TITLE_LINES:
        lines = [*lines[: TITLE_LINES - 1], " ".join(lines[TITLE_LINES - 1 :])]
    return [shortened(draw, line, font) for line in lines]


def shortened(draw: ImageDraw.ImageDraw, text: str, font: Any) -> str:
    if draw.textlength(text, font=font) <= WIDTH - 2 * EDGE:
        return text
    while text and draw.textlength(text + "…", font=font) > WIDTH - 2 * EDGE:
        text = text[:-1]
    return text.rstrip() + "…"


def shared(root: Agency, shown: dict[str, Any], *, text: str, location: dict[str, Any] | None) -> dict[str, Any]:
    """For the page's head: canonical address, card, structured data.

    `shown` and the rest: only what the public may read."""
    base = base_url(root)
    url = base + reverse("web:report", args=[shown["tracking_id"]])
    image = base + reverse("web:share_card", args=[shown["tracking_id"]])
    title = shown["title"] or f"{shown['kind_label']} {show_tracking_id(shown['tracking_id'])}"
    place: dict[str, Any] = {"@type": "Place", "name": shown["area_name"] or root.name}
    if location:
        place["geo"] = {"@type": "GeoCoordinates", **{name: location[name] for name in ("latitude", "longitude")}}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "url": url,
        "identifier": shown["tracking_id"],
        "headline": title[:110],
        "datePublished": shown["filed_at"].isoformat(),
        "creativeWorkStatus": str(shown["state_label"]),
        "image": image,
        "inLanguage": "id",
        "contentLocation": place,
        "publisher": {"@type": "GovernmentOrganization", "name": root.name, "url": base},
    }
    if shown["category_name"]:
        data["about"] = str(shown["category_name"])
    if text:
        data["text"] = text
    return {"url": url, "image": image, "title": title, "structured": structured(data)}


def structured(data: dict[str, Any]) -> SafeString:
    """JSON that can stand in a page: no sign of it ends the element it stands in.

    It is data, which the content policy lets stand."""
    text = json.dumps(data, ensure_ascii=False)
    return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308
