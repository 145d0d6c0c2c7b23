"""The design system's promises: words, icons and times that every page relies on."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from lapor.agencies.models import Agency
from lapor.reports.vocabulary import State, channel_choices
from lapor.ui import fields
from lapor.ui.gallery import CHANNELS, gallery_context
from lapor.ui.states import STATE_LOOKS
from lapor.ui.templatetags.ui import bar_chart, tracking
from lapor.ui.times import local_time

PROJECT = Path(__file__).resolve().parents[2]
ICONS = {
    *json.loads((PROJECT / "frontend" / "icons.json").read_text()),
    *(f"channel-{path.parent.name}" for path in PROJECT.glob("lapor/channels/*/icon")),
}
TEMPLATES = sorted(PROJECT.glob("lapor/**/templates/**/*.html"))
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def test_every_state_of_the_workflow_has_a_look_with_the_same_word():
    with translation.override("en"):
        assert {state.value: str(state.label) for state in State} == {
            code: str(look.label) for code, look in STATE_LOOKS.items()
        }


def test_every_state_and_channel_has_an_icon_and_stands_in_the_gallery():
    every = {name for name, _label in channel_choices()} - {"kiosk"}  # the contract's own stands nowhere
    assert set(CHANNELS) == every
    assert {look.icon for look in STATE_LOOKS.values()} | {f"channel-{name}" for name in every} <= ICONS


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_name_only_icons_that_the_sprite_holds(template):
    assert set(re.findall(r'\{% icon "([\w-]+)"', template.read_text())) <= ICONS


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_script_style_or_handler(template):
    markup = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", markup)
    # what machines read of a page is no script
    assert not re.search(r'<script(?![^>]*\ssrc=)(?! type="application/ld\+json">)', markup)


def test_tracking_number_is_cut_into_fours_that_stay_on_one_line():
    assert tracking("4821093762") == "4821\N{NO-BREAK SPACE}0937\N{NO-BREAK SPACE}62"


@pytest.mark.parametrize(
    ("zone", "ending"), [("Asia/Jakarta", "16:00 WIB"), ("Asia/Makassar", "17:00 WITA"), ("Asia/Jayapura", "18:00 WIT")]
)
def test_local_time_names_the_zone_as_people_do(zone, ending):
    with translation.override("en"), timezone.override(zone):
        assert local_time(AT) == f"Thursday, 26 November 2026, {ending}"


def test_bars_are_drawn_against_the_longest_and_survive_having_nothing():
    rows = bar_chart([{"label": "a", "value": 4}, {"label": "b", "value": 1}])["rows"]
    assert [row["width"] for row in rows] == [100, 25]
    assert bar_chart([{"label": "a", "value": 0}])["rows"][0]["width"] == 0
    assert bar_chart([])["rows"] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_gallery_shows_every_component(language):
    with translation.override(language):
        page = render_to_string("ui/gallery.html", gallery_context())
    assert page.count('class="state ') >= len(STATE_LOOKS)
    assert "before-after" in page
    assert "error-summary" in page
    assert '<input type="hidden" name="id" value="1">' in page


@pytest.mark.django_db
def test_nothing_chosen_yet_is_not_nine_hyphens(root):
    form = type("F", (forms.Form,), {"of": forms.ModelChoiceField(Agency.objects.all())})()
    assert "---" not in Template("{% load ui %}{% field form.of %}").render(Context({"form": form}))


@pytest.mark.parametrize("language", ["id", "jv", "en"])
@pytest.mark.parametrize("month", range(1, 13))
def test_days_are_named_as_the_framework_names_them(language, month):
    at = datetime(2026, month, month * 2, 9, 5, tzinfo=UTC)
    with translation.override(language), timezone.override("Asia/Jakarta"):
        local = timezone.localtime(at)
        assert local_time(at, "day") == date_format(local, "l, j F Y")
        assert local_time(at) == f"{date_format(local, 'l, j F Y')}, {date_format(local, gettext('H:i'))} WIB"


def test_what_is_kept_of_a_page_is_kept_for_each_language():
    page = Template('{% load ui %}{% same_for_all "ui/parts/keys.html" %}{% other_languages as all %}{{ all }}')
    said = {}
    for language in ("id", "en", "id"):
        with translation.override(language):
            text = page.render(Context())
            assert said.setdefault(language, text) == text
            assert f"&#x27;{language}&#x27;" not in text
    assert said["id"] != said["en"]
    assert "Tutup" in said["id"]
    assert "Close" in said["en"]


def test_a_folded_act_has_its_own_words_and_addresses():
    page = Template("{% load ui %}{% folded_act act %}")
    act = {"act": "note", "label": "Tulis <catatan>", "key": "n", "consequence": "Hanya kantor yang membaca."}
    for number in ("1111111111", "2222222222"):
        html = page.render(Context({"act": {**act, "form_url": f"/a/{number}?q=page_url&x=1", "page_url": "?a=<b>"}}))
        assert f'data-form="/a/{number}?q=page_url&amp;x=1"' in html
        assert 'href="?a=&lt;b&gt;"' in html
        assert "Tulis &lt;catatan&gt;<kbd" in html
    other = page.render(Context({"act": {**act, "key": "", "consequence": "Lain.", "form_url": "/b", "page_url": "?"}}))
    assert "Lain." in other
    assert "data-key" not in other


class FormOfWords(forms.Form):
    text = forms.CharField(help_text="Karena: Siti Aminah")
    ticks = forms.MultipleChoiceField(choices=[("a", "Budi")], widget=forms.CheckboxSelectMultiple, required=False)


def test_no_words_of_a_form_are_kept_in_the_process():
    fields._around.cache_clear()
    fields._empty.cache_clear()
    for form in (FormOfWords(), FormOfWords({"text": "Pak Joko"})):
        assert "Karena: Siti Aminah" in fields.field(form["text"])
    assert "Budi" in fields.field(FormOfWords({"text": "Pak Joko"})["ticks"])
    kept = fields._around(fields.FieldShape("id_text", "id_text", True, False, False), "id")
    assert fields._around.cache_info().currsize == 1
    assert "Siti" not in str(kept)
    assert fields._empty.cache_info().currsize == 0
