"""What is written once for each language is what would be written each time."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import TextNode
from django.test import Client
from django.urls import NoReverseMatch
from django.utils import translation

from lapor.core import clock
from lapor.ui.constant_folding import Loader
from tests.promises.test_every_text_is_in_the_readers_language import addresses
from tests.reports.conftest import do, forward, new_report, people, photo
from tests.unfolded import unfolded

__all__ = ["people"]  # a fixture

PROJECT = Path(__file__).resolve().parents[2]
LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "ui": "lapor.ui.templatetags.ui",
}
LOAD = "{% load i18n static ui %}"
ALL_TEXT = (
    '{% translate "Reports" %}',
    '{% translate "Reports" noop %}',
    "{% translate 'English' context 'the own name of the language' %}",
    '{% translate "100%% & more" %}',
    '{% translate "<b> & more" %}',
    "{% blocktranslate %}Reports{% endblocktranslate %}",
    "{% blocktranslate trimmed %}\n  Reports\n  {% endblocktranslate %}",
    "{% blocktranslate %}100% of <all>{% endblocktranslate %}",
    "{% url 'web:report_list' %}",
    "{% url 'web:app_icon' 'penuh-192' %}",
    "{% static 'lapor/public.js' %}",
    '{% icon "alert" %}',
    '{% icon "alert" _("Reports") %}',
    '{% send_button _("Put off") tone="quiet" %}',
    '{% send_button _("Put off") wide=True %}',
    '{% notice _("Reports") "bad" %}',
    "{% comment %}nothing{% endcomment %}{# nothing #}{% load ui %}",
)
NOT_ALL = (
    '{% translate "Reports"|upper %}',
    "{% translate word %}",
    "{% translate word context place %}",
    '{% translate "Reports" as kept %}{{ kept }}',
    '{% translate "English" context place %}',
    "{% blocktranslate with a=word %}{{ a }} of Reports{% endblocktranslate %}",
    "{% blocktranslate %}{{ word }} of Reports{% endblocktranslate %}",
    "{% blocktranslate count n=days %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
    "{% blocktranslate asvar kept %}Reports{% endblocktranslate %}{{ kept }}",
    "{% url 'web:report' number %}",
    "{% url 'web:report' number|slice:':4' %}",
    "{% url 'web:report_list' as kept %}{{ kept }}",
    "{% url 'web:nowhere' as kept %}({{ kept }})",
    "{% url name %}",
    "{% static path %}",
    "{% static 'lapor/public.js' as kept %}{{ kept }}",
    '{% icon word %}{% icon "alert" word %}',
    '{% icon "alert" as kept %}{{ kept }}',
    '{% notice word %}{% send_button word|default:_("Put off") %}',
    '{% if number %}{% translate "Reports" %}{% else %}{% translate "Map" %}{% endif %}',
    '{% if nothing %}-{% elif number %}{% icon "alert" %}{% endif %}',
    '{% for one in many %}{% translate "Reports" %}{{ one }}{% empty %}{% translate "Map" %}{% endfor %}',
    '{% for one in nothing %}-{% empty %}{% translate "Map" %}{% endfor %}',
    '{% with kept=word %}{% translate "Reports" %}{{ kept }}{% endwith %}',
    "{% language 'en' %}{% translate 'Reports' %}{% include 'part' %}{% endlanguage %}",
    "{% language place %}{% translate 'Reports' %}{% endlanguage %}",
    "{% autoescape off %}{{ word }}{% translate '<b>' %}{% icon word %}{% endautoescape %}",
    "{% include 'part' %}{% include 'part' with word='other' %}",
    "{% include name_of_part %}",
)
CONTEXT = {
    "word": "<Reports>",
    "number": "4821093762",
    "days": 3,
    "many": [1, 2],
    "name": "web:map",
    "place": "en",
    "path": "lapor/public.js",
    "name_of_part": "part",
}
PART = '{% load i18n ui %}{% translate "Reports" %}{{ word }}{% icon "alert" %}'
PARENT = (
    '{% load i18n %}{% translate "Map" %}{% block one %}{% translate "Map" %}{% endblock %}'
    "{% block two %}{% endblock %}"
)
CHILD = (
    '{% extends "parent" %}{% load i18n ui %}'
    '{% block one %}{{ block.super }}{% translate "Reports" %}{% icon "alert" %}{% endblock %}'
)


def engine(words, *, folds):
    parts = ("django.template.loaders.locmem.Loader", {"it": words, "part": PART, "parent": PARENT})
    files = ("django.template.loaders.filesystem.Loader", [Path(settings.BASE_DIR) / "lapor" / "ui" / "templates"])
    loader = "lapor.ui.constant_folding.Loader" if folds else "django.template.loaders.cached.Loader"
    return Engine(loaders=[(loader, [parts, files])], libraries=LIBRARIES)


@pytest.mark.parametrize("words", [*(LOAD + one for one in (*ALL_TEXT, *NOT_ALL)), CHILD])
def test_what_is_written_is_the_same_in_every_language_in_any_order(words):
    folding, plain = engine(words, folds=True), engine(words, folds=False)
    for language in ("id", "en", "jv", "id", "en"):
        with translation.override(language):
            for values in (CONTEXT, {}, CONTEXT):
                assert written(folding, values) == written(plain, values), language
            assert "Error" not in written(plain, CONTEXT)


def written(one, values):
    """Or the fault: without values there is no name of an address, and nothing to count."""
    try:
        return one.get_template("it").render(Context(dict(values)))
    except (NoReverseMatch, TemplateDoesNotExist, TemplateSyntaxError) as fault:
        return f"{type(fault).__name__}: Error"


@pytest.mark.parametrize("words", ALL_TEXT)
def test_what_is_constant_is_text(words):
    nodes = engine(LOAD + "<p>" + words + "</p>", folds=True).get_template("it").nodelist
    assert [type(one) for one in nodes] == [TextNode]


@pytest.mark.parametrize("words", NOT_ALL)
def test_what_is_not_constant_is_no_text(words):
    nodes = engine(LOAD + words, folds=True).get_template("it").nodelist
    assert any(type(one) is not TextNode for one in nodes)


def test_a_fault_in_an_address_is_that_of_the_page_which_comes_to_it():
    words = "{% if number %}{% url 'web:nowhere' %}{% endif %}ok"
    found = engine(words, folds=True).get_template("it")
    assert found.render(Context()) == "ok"
    with pytest.raises(NoReverseMatch, match="nowhere"):
        found.render(Context(CONTEXT))


@pytest.mark.parametrize("path", sorted(PROJECT.glob("lapor/**/templates/**/*")), ids=lambda path: path.name)
def test_no_template_speaks_another_language_or_escapes_otherwise_within(path):
    """What it includes would be written in the language around it."""
    assert path.is_dir() or not re.search(r"\{% *(language|autoescape)\b", path.read_text())


def test_attributes_of_a_field_are_those_that_django_writes():
    own = Engine(dirs=[str(Path(forms.__file__).parent / "templates")])
    attrs = {
        "class": "a b",
        "required": True,
        "disabled": False,
        "rows": 3,
        "data-x": '<"&>',
        "lang": "",
    }
    context = {"widget": {"type": "text", "name": "one", "value": "1", "attrs": attrs}}
    wanted = own.get_template("django/forms/widgets/input.html").render(Context(context))
    ours = forms.renderers.get_default_renderer().render("django/forms/widgets/input.html", context)
    used = Engine.get_default().get_template("django/forms/widgets/attrs.html")
    assert Path(used.origin.name).is_relative_to(PROJECT)
    assert attributes(ours) == attributes(wanted)


class Attributes(HTMLParser):
    """As a browser reads them."""

    def handle_starttag(self, _tag, attrs):
        self.found = sorted(attrs)


def attributes(tag):
    reader = Attributes()
    reader.feed(tag)
    return reader.found


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en", "jv"])
@pytest.mark.parametrize("who", ["stranger", "vera", "hana", "lintang"])
def test_every_page_is_as_without_it(root, people, who, language):
    report = new_report(root)
    forward(report, people)
    do(report, "start", people["hana"], text="Kami kerjakan")
    do(report, "answer", people["hana"], text="Sudah diganti", outcome="solved", photos=(photo(),))
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if who != "stranger":
        client.force_login(people[who])
    with clock.at(clock.now()):  # pages say the minute
        pages(client, report.tracking_id)  # what is read for the first time is marked as new
        folded = pages(client, report.tracking_id)
        with unfolded():
            plain = pages(client, report.tracking_id)
    assert {address: (page, plain[address]) for address, page in folded.items() if page != plain[address]} == {}
    assert len(folded) > 10


def pages(client, number):
    answers = {address: client.get(address) for address in addresses(number)}
    return {
        address: steady(answer)
        for address, answer in answers.items()
        if answer.status_code == 200 and "text/html" in answer.get("Content-Type", "") and not answer.streaming
    }


def steady(page):
    """Without what each answer has of its own."""
    own = r'csrfmiddlewaretoken" value="[^"]*"|nonce[=-]"?[^"\' ]*|[0-9a-f]{8}-[0-9a-f-]{27}|data-[a-z-]*="[\d.]+"'
    text = page.content.decode().replace("\n>", ">")  # a widget's template ends its element on a line of its own
    return re.sub(own, "", text)


def test_the_pages_loader_folds():
    used: Any = settings.TEMPLATES
    [(loader, _loaders)] = used[0]["OPTIONS"]["loaders"]
    assert loader == f"{Loader.__module__}.{Loader.__name__}"
