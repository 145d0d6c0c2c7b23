"""Template tags and filters of the design system: `{% load ui %}` in every template of every surface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, override, pgettext
from django.utils.translation import gettext as _

from lapor.core.spoken_language import language_of
from lapor.ui.constant_folding import pure
from lapor.ui.fields import choice_field, field
from lapor.ui.frames import Frame, frame_of, placeholders
from lapor.ui.language import page_language
from lapor.ui.maps import map_settings, map_source
from lapor.ui.officers_head import officers_head, officers_menu
from lapor.ui.states import STATE_LOOKS, UNKNOWN_LOOK
from lapor.ui.times import local_time, machine_time, time_ago

register = template.Library()
register.filter(local_time)
register.filter(machine_time)
register.simple_tag(time_ago)
register.simple_tag(flatatt)
register.simple_tag(map_settings, takes_context=True)
register.simple_tag(officers_head, takes_context=True)
register.simple_tag(officers_menu, takes_context=True)
register.inclusion_tag("ui/parts/map_source.html", takes_context=True)(map_source)
register.simple_tag(field)
register.simple_tag(choice_field)

FINDING_NAMES = {
    "nik": gettext_lazy("NIK or KK number"),
    "npwp": "NPWP",
    "phone": gettext_lazy("phone number"),
    "email": gettext_lazy("email address"),
    "card": gettext_lazy("number of a card or passport"),
    "handle": gettext_lazy("account on a platform"),
    "unread": gettext_lazy("too long to be looked through"),
    "account": gettext_lazy("account number"),
    "plate": gettext_lazy("licence plate"),
    "address": gettext_lazy("home address"),
    "name": gettext_lazy("name of a person"),
    "reporter": gettext_lazy("name of a person"),
}
BUTTON_LOOKS = {"main": "btn-main", "quiet": "btn-quiet", "danger": "btn-danger"}


def _in_fours(value: object) -> str:
    """`value` cut into groups of four with a no-break space between."""
    text = str(value or "")
    return "\N{NO-BREAK SPACE}".join(text[start : start + 4] for start in range(0, len(text), 4))


@register.filter
def tracking(value: object) -> str:
    """A tracking number as people read it: `4821093762` becomes `4821 0937 62`."""
    return _in_fours(value)


@register.filter
def lang_of(words: object) -> str:
    """` lang="jv"` for an element that holds what somebody wrote in another language than the page's, else nothing: a
    screen reader pronounces it as what it is (WCAG 2.2, 3.1.2 Language of Parts)."""
    language = language_of(str(words)) if words else ""
    return format_html(' lang="{}"', language) if language and language != page_language() else ""


@register.simple_tag
def other_languages() -> list[tuple[str, str, str]]:
    """Those that the page could be in but is not: code, sign, and each one's own name in itself."""
    return [one for one in _languages() if one[0] != page_language()]


@cache
def _languages() -> tuple[tuple[str, str, str], ...]:
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append((code, code.upper(), pgettext("the own name of the language", "English")))
    return tuple(found)


@register.filter
def code_groups(value: object) -> str:
    """A receipt code in groups of four."""
    return _in_fours(value)


@register.filter
def fitting(lines: Iterable[Mapping[str, Any]], label: str | None) -> list[Mapping[str, Any]]:
    """The emergency lines that fit a danger: `label` is the code of a protected category or "urgent"; "" or None: no
    danger is known, so that all do. A line that does not say what it fits fits all."""
    return [line for line in lines if not label or not line["fits"] or label in line["fits"]]


@register.simple_tag
@pure
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite (a category's: of the sprite of pictures); decoration unless `label` says what it means."""
    return _icon(name, str(label))


@lru_cache(maxsize=1000, typed=True)  # words that are safe are not those that are not
def _icon(name: str, label: str) -> SafeString:
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>',
        meaning,
        static("lapor/pictures.svg" if name.startswith("category-") else "lapor/icons.svg"),
        name,
    )


@register.inclusion_tag("ui/parts/state.html")
@pure
def state_badge(state: str, label: str = "", *, large: bool = False) -> dict[str, Any]:
    """A state as icon, word and colour; `label` overrides the usual word."""
    look = STATE_LOOKS.get(state, UNKNOWN_LOOK)
    return {"label": label or look.label or state, "icon": look.icon, "tone": look.tone, "large": large}


@register.simple_tag
@pure
def same_for_all(name: str) -> SafeString:
    """A part of a page that is made of words alone: written once for each language."""
    return render_to_string(name)


@register.simple_tag
def folded_act(act: Mapping[str, Any]) -> SafeString:
    """An act whose form is asked for when it is opened. There are some twenty on a page of an officer, the same on the
    next one: written once, and given its addresses."""
    folded = _folded_act(act["act"], str(act["label"]), act.get("key", ""), str(act["consequence"]))
    return folded.filled([act.get(name, "") for name in _ADDRESSES])


_ADDRESSES = ("form_url", "page_url")


@lru_cache(maxsize=1000, typed=True)
def _folded_act(act: str, label: str, key: str, consequence: str) -> Frame:
    words = {"act": act, "label": label, "key": key, "consequence": consequence}
    return frame_of("ui/parts/folded_act.html", {**words, **placeholders(_ADDRESSES)})


@register.simple_tag
def clock_line(clock: Mapping[str, Any]) -> SafeString:
    """One clock as a sentence and, where `percent` is given, a bar.

    Keys: name, state (running, paused, stopped), due_at (aware datetime or None), late (bool), remaining_text,
    percent (0 to 100 of the time used, optional).
    """
    state = str(clock["state"])
    due = local_time(clock["due_at"]) if state not in _CLOCK_MARKS else ""
    line = ClockLine(clock["name"], state, due, bool(clock["late"]), clock["remaining_text"], clock.get("percent"))
    return _clock_html(line, get_language())


class ClockLine(NamedTuple):
    """All that the line shows, in our own words of the reader's language; `due`: of a running one."""

    name: str
    state: str
    due: str
    late: bool
    remaining_text: str
    percent: int | None


_CLOCK_MARKS = {"paused": "clock-paused", "stopped": "check"}


@lru_cache(maxsize=1000)  # some 500 bytes each; most of those that no longer run look alike
def _clock_html(line: ClockLine, _language: str | None) -> SafeString:
    mark = "clock-late" if line.late else _CLOCK_MARKS.get(line.state, "clock")
    return render_to_string("ui/parts/clock.html", {"clock": line, "mark": mark})


@register.inclusion_tag("ui/parts/timeline_item.html")
def timeline_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """One step of a report's story. Keys: at, actor_label, act_label, text, photos, is_question, outcome_label."""
    return {"item": item}


@register.inclusion_tag("ui/parts/findings.html")
def findings_list(findings: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What looks like personal data, (kind, words) each, with the name of its kind."""
    return {"findings": [(words, FINDING_NAMES.get(kind, kind)) for kind, words in findings]}


@register.inclusion_tag("ui/parts/notice.html")
@pure
def notice(text: str, tone: str = "info", title: str = "", icon_name: str = "") -> dict[str, Any]:
    """A message in a box. Tones: info, good, waiting, bad, neutral."""
    marks = {"good": "check", "waiting": "alert", "bad": "alert"}
    return {"text": text, "tone": tone, "title": title, "icon_name": icon_name or marks.get(tone, "info")}


@register.simple_tag
def notes(**by_value: str) -> dict[str, str]:
    """A dictionary for `choice_field`: `{% notes complaint=… aspiration=… as kind_notes %}`."""
    return by_value


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: BaseForm, kept: str = "") -> dict[str, Any]:
    """What must be mended, as links to the fields, at the top of the page; nothing where the form is fine."""
    fields = [bound for bound in form if bound.errors]
    return {"form": form, "fields": fields, "kept": kept, "has_errors": form.is_bound and bool(form.errors)}


@register.inclusion_tag("ui/parts/photos.html")
def photo_list(photos: Iterable[Mapping[str, Any]], *, label: str = "") -> dict[str, Any]:
    """Photos as a grid of links. Keys of each: url, thumbnail_url (optional), description (optional), taken
    and taken_words (optional: how a photo of the result was taken)."""
    return {"photos": photos, "label": label}


@register.inclusion_tag("ui/parts/before_after.html")
def before_after(before_url: str, after_url: str, what: str = "", note: str = "") -> dict[str, Any]:
    """Two photos side by side; with JavaScript one over the other with a handle. `note`: of the second, below it."""
    return {"before_url": before_url, "after_url": after_url, "what": what, "note": note}


@register.inclusion_tag("ui/parts/report_card.html")
def report_card(report: Mapping[str, Any], heading: str = "h2") -> dict[str, Any]:
    """A report in a list. Keys as of the report page, and url, photo_url (optional), is_late (optional)."""
    return {"report": report, "heading": heading}


@register.inclusion_tag("ui/parts/pager.html")
def pager(previous_url: str | None, next_url: str | None, *, by_age: bool = False) -> dict[str, Any]:
    """Links to the pages before and behind of a keyset list; None where there is none. `by_age`: newest first."""
    return {"previous_url": previous_url, "next_url": next_url, "by_age": by_age}


@register.inclusion_tag("ui/parts/chips.html")
def filter_chips(chips: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Filters that are on, each a link that takes it off. Keys: label, remove_url."""
    return {"chips": chips, "label": label}


@register.inclusion_tag("ui/parts/empty.html")
def empty_state(
    title: str, text: str = "", url: str = "", action: str = "", icon_name: str = "search"
) -> dict[str, Any]:
    """What stands where a list has nothing: what that means and what to do."""
    return {"title": title, "text": text, "url": url, "action": action, "icon_name": icon_name}


@register.inclusion_tag("ui/parts/send_button.html")
@pure
def send_button(
    label: str, tone: str = "main", icon_name: str = "", busy: str = "", *, wide: bool = False
) -> dict[str, Any]:
    """Sends the form it stands in, once (form with data-once), and says so meanwhile. `tone`: main, quiet or danger."""
    return {
        "label": label,
        "look": BUTTON_LOOKS[tone],
        "icon_name": icon_name,
        "busy": busy or _("Sending…"),
        "wide": wide,
    }


@register.inclusion_tag("ui/parts/post_button.html")
def post_button(label: str, action: str = "", **hidden: object) -> dict[str, Any]:
    """One act by one press: a form of a button and what it sends along."""
    return {"label": label, "action": action, "hidden": hidden}


@register.inclusion_tag("ui/parts/tile.html")
def stat_tile(label: str, value: object, formula_url: str = "", note: str = "") -> dict[str, Any]:
    """A figure with the link to how it is counted. Stands inside a `<dl>`'s `<div>`."""
    return {"label": label, "value": value, "formula_url": formula_url, "note": note}


@register.inclusion_tag("ui/parts/bars.html")
def bar_chart(rows: Iterable[Mapping[str, Any]], unit: str = "") -> dict[str, Any]:
    """Horizontal bars with their numbers. Keys of each row: label, value, url (optional), tone (optional)."""
    rows = list(rows)
    most = max((row["value"] for row in rows), default=0) or 1
    drawn = [{**row, "width": round(100 * row["value"] / most, 2)} for row in rows]
    return {"rows": drawn, "unit": unit}


@register.inclusion_tag("ui/parts/days.html")
def day_chart(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A column for each day, and the first, the last and the highest in words. Keys of each row: label, value."""
    rows = list(rows)
    most = max(rows, key=lambda row: row["value"])
    heights = [round(40 * row["value"] / (most["value"] or 1), 2) for row in rows]
    bars = [
        {**row, "x": place, "y": 40 - height, "height": height}
        for place, (row, height) in enumerate(zip(rows, heights, strict=True))
    ]
    return {"bars": bars, "width": len(rows), "first": rows[0], "last": rows[-1], "most": most}


@register.inclusion_tag("ui/parts/point_map.html", takes_context=True)
def point_map(
    context: Mapping[str, Any], location: Mapping[str, float], areas_url: str, *, is_open: bool = False
) -> dict[str, Any]:
    """The place of a report, on a map that is loaded when it is asked for; `is_open`: at once where the screen is wide.

    Keys of `location`: latitude, longitude; is_secret: not a public report's (map_settings).
    """
    outer = {name: context[name] for name in ("base_map", "request") if name in context}
    return {**outer, "location": location, "areas_url": areas_url, "is_open": is_open}


@register.inclusion_tag("ui/parts/qr.html")
def qr_box(svg: SafeString, label: str) -> dict[str, Any]:
    """A QR code (safe SVG markup) with the words that say where it leads."""
    return {"svg": svg, "label": label}
