"""Help texts: the numbers in force, a city's own words with preview and history, nothing dangerous from either."""

import re

import pytest
from django.conf import settings
from django.test import Client

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, PageText
from lapor.agencies.queries import rules_of
from lapor.agencies.roles import Role
from lapor.publish.help_texts import DEFAULTS, as_html, help_text

pytestmark = pytest.mark.django_db
URL = "/konsol/halaman/waktu/id"


@pytest.fixture
def admin(root):
    agency = Agency.objects.get(code="diskominfo")
    officer = create_officer(
        username="adm", password="Rahasia-2026-x", name="Ani", agency=agency, role=Role.ADMINISTRATOR
    )
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def test_deadlines_in_the_help_are_those_of_the_clocks(client, root):
    page = client.get("/bantuan/").content.decode()
    policy = rules_of(root).policy
    assert f">{policy.response} hari setelah itu</td>" in page
    assert f">{policy.resolution['simple']} hari</td>" in page
    assert "{" not in page[page.index('id="waktu"') : page.index('id="hak"')]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", list(DEFAULTS))
def test_every_text_of_the_program_is_whole_in_each_language(root, name, language):
    text = help_text(root, name, language)
    assert not text.is_own
    assert "{" not in as_html(root, text.body)


def test_preview_changes_nothing_and_publishing_makes_a_version(admin, client):
    words = {"title": "Kapan?", "body": "Jawaban paling lambat **{simple} hari**. {apa_ini}"}
    preview = admin.post(URL, {**words, "do": "preview"}).content.decode()
    assert "<strong>10 hari</strong>" in preview
    assert "{apa_ini}" in preview
    assert "Kapan?" not in client.get("/bantuan/").content.decode()
    assert admin.post(URL, {**words, "do": "save"}).status_code == 302
    admin.post(URL, {**words, "do": "save"})
    assert PageText.objects.count() == 1  # the same words make no second version
    assert "Kapan?" in client.get("/bantuan/").content.decode()
    english = Client()
    english.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Kapan?" not in english.get("/bantuan/").content.decode()


def test_earlier_versions_come_back(admin, client):
    for body in ("Versi satu", "Versi dua"):
        admin.post(URL, {"title": "Kapan?", "body": body, "do": "save"})
    first = PageText.objects.get(body="Versi satu")
    assert "Versi satu" in admin.get(f"{URL}?version={first.pk}").content.decode()
    assert "Versi dua" in client.get("/bantuan/").content.decode()
    admin.post(URL, {"do": "default"})
    page = client.get("/bantuan/").content.decode()
    assert "Versi dua" not in page
    assert "Apa yang terjadi dan kapan" in page
    assert PageText.objects.count() == 3


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/x.png)",
        "<javascript:alert(1)>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<iframe src=https://evil.example></iframe>",
    ],
)
def test_nothing_that_is_pasted_runs(root, body):
    html = as_html(root, body)
    for dangerous in (
        "<script",
        "<img",
        "<iframe",
        'href="javascript',
        'href="data',
        "onerror=alert(1)>" if "<img" in html else "<svg",
    ):
        assert dangerous not in html


def test_cells_of_a_table_name_their_column_for_a_phone(root):
    html = as_html(root, 'a | "b" & <c>\n--|--\n1 | 2\n3 | 4\n')
    assert re.findall(r"<td([^>]*)>(.*?)</td>", html) == [
        (' data-label="a"', "1"),
        (' data-label="&quot;b&quot; &amp; &lt;c&gt;"', "2"),
        (' data-label="a"', "3"),
        (' data-label="&quot;b&quot; &amp; &lt;c&gt;"', "4"),
    ]


def test_nobody_else_writes_and_nothing_else_is_written(client, admin):
    assert client.post(URL, {"title": "x", "body": "y", "do": "save"}).status_code in {302, 403}
    assert not PageText.objects.exists()
    assert admin.get("/konsol/halaman/lain/id").status_code == 404
    assert admin.get("/konsol/halaman/waktu/xx").status_code == 404
    assert admin.post(URL, {"title": "", "body": "", "do": "save"}).status_code == 422


def test_languages_are_called_by_their_names(admin, settings):
    settings.LANGUAGES = [("id", "Indonesian"), ("jv", "jv"), ("mad", "mad"), ("xx", "xx")]
    text = admin.get("/konsol/halaman/").content.decode()
    assert [name for name in ("Indonesian", "Jawa", "xx") if f">{name}<" in text] == ["Indonesian", "Jawa", "xx"]
    assert ">jv<" not in text
