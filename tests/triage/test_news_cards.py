"""The card of a news story: the matching passage marked, the outlets that tell the same on one card, the article, what
was changed."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lapor.core import clock
from lapor.gateway.models import InboundFile
from lapor.reporters import vault
from tests.intake.test_news import WORDS, story, told  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
PAGE = "/konsol/kandidat/"


@pytest.fixture
def page(triage):
    client = Client()
    client.force_login(triage, backend="lapor.agencies.officers.backend.OfficerBackend")

    def read():
        return client.get(PAGE).content.decode()

    return read


def test_matching_words_are_marked_and_what_the_outlet_wrote_is_no_markup(told, page):  # noqa: F811
    told(story(words="Warga Tembalang mengeluh &amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt; jalan berlubang."))
    html = page()
    assert "<mark>Tembalang</mark>" in html
    assert "<mark>berlubang</mark>" in html
    assert "<script>alert(1)" not in html


def test_one_story_of_three_outlets_is_one_card_with_all_of_them(told, page, django_assert_max_num_queries):  # noqa: F811
    for outlet in ("suara", "kabar", "radar"):
        told(story(host=outlet), outlet=outlet)
    html = page()
    assert len(re.findall(r"data-accept", html)) == 1
    assert all(f"https://{outlet}.example/a/1" in html for outlet in ("suara", "kabar", "radar"))
    with django_assert_max_num_queries(25):
        page()


def test_article_is_shown_or_why_it_is_not(told, page):  # noqa: F811
    told(story())
    assert "Artikel sedang diambil" in page()
    InboundFile.objects.update(state="failed", error="the outlet answered 404: there is no such page (any more)")
    assert "404" in page()
    InboundFile.objects.update(state="fetched", content=vault.seal_bytes(b"Isi artikel yang lengkap."))
    assert "Isi artikel yang lengkap." in page()


def test_what_the_outlet_changed_stands_on_the_card_with_the_old_words(told, page):  # noqa: F811
    told(story())
    with clock.at(clock.now() + timedelta(minutes=20)):
        told(story(words=WORDS.replace("bulan lalu", "kemarin")))
    html = page()
    assert "sejak kemarin" in re.sub(r"</?mark>", "", html)
    assert "sejak bulan lalu" in html
