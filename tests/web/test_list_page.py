"""What the list says beside its reports: how many fit, in which order, and of each its words or its category's picture,
its age, its supporters; a number leads to its report."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from lapor.agencies.category_icons import BY_GROUP, ICONS, OTHER, category_icon
from lapor.agencies.models import Category
from lapor.core import clock, ttl_cache
from lapor.core.environment import PROJECT_DIR
from lapor.publish import searching
from lapor.publish.models import PublicReport

pytestmark = pytest.mark.django_db


def page(path="/laporan/", **data):
    response = Client().get(path, data)
    assert response.status_code == 200, response
    return response.content.decode()


def cards(html):
    return re.findall(r'<li class="report-card">.*?</li>', html, re.DOTALL)


def titles(html):
    return [re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r"<h2>(.*?)</h2>", html, re.DOTALL)]


def part(pattern, html):
    found = re.search(pattern, html, re.DOTALL)
    assert found
    return found[1]


def hits(html):
    return part(r'<p class="hits">(.*?)</p>', html)


def test_number_of_hits_is_said(make):
    make("Lampu mati")
    make("Lampu redup")
    make("Pohon tumbang")
    assert hits(page()) == "3 laporan"
    assert hits(page(q="lampu")) == hits(page(q="lapmu")) == "2 laporan"
    assert hits(page(q="jembatan")) == "0 laporan"


def test_many_hits_are_said_to_be_more_than_were_counted(make, monkeypatch):
    monkeypatch.setattr(searching, "MOST_COUNTED", 1)
    monkeypatch.setattr("lapor.web.views.lists.MOST_COUNTED", 1)
    for text in ("Lampu mati", "Lampu redup"):
        make(text)
    assert hits(page(q="lampu")) == "lebih dari 1 laporan"


@pytest.mark.parametrize("typed", ["4821093762", " 4821 0937 62", "4821-0937-62"])
def test_number_leads_to_its_report(root, typed):
    response = Client().get("/laporan/", {"q": typed})
    assert (response.status_code, response["Location"]) == (302, "/laporan/4821093762")


def test_front_page_takes_a_number_or_words(make):
    html = page("/")
    form = part(r'<form class="panel"(.*?)</form>', html)
    assert 'action="/laporan/"' in form
    assert 'name="q"' in form
    assert "inputmode" not in form  # words are typed, too


def test_orders_stand_beside_the_hits_and_keep_the_filters(make):
    first = make("Lampu lama", at=clock.now() - timedelta(days=3))
    make("Lampu baru")
    PublicReport.objects.filter(pk=first.pk).update(supporters_count=4)
    html = page(q="lampu", state="open")
    assert titles(html) == ["Lampu baru", "Lampu lama"]
    links = part(r'<ul class="chips orders">(.*?)</ul>', html)
    assert 'href="/laporan/?q=lampu&amp;state=open&amp;sort=supported"' in links
    html = page(q="lampu", state="open", sort="supported")
    assert titles(html) == ["Lampu lama", "Lampu baru"]
    assert '<input type="hidden" name="sort" value="supported">' in html
    assert "4 orang juga mengalami" in cards(html)[0]
    assert 'content="noindex,follow"' in html


def test_nearest_first_with_the_way_of_each(make):
    for metres, text in ((3000, "Lampu jauh"), (300, "Lampu dekat")):
        make(text, latitude=-6.993 + metres / 111_320, longitude=110.42)
    html = page(sort="nearest", near="-6.993,110.42")
    assert titles(html) == ["Lampu dekat", "Lampu jauh"]
    assert "300 m" in cards(html)[0]
    assert "3,0 km" in cards(html)[1]


def test_place_in_the_address_is_kept_to_a_hundred_metres(make):
    make("Lampu mati", latitude=-6.993, longitude=110.42)
    html = page(sort="nearest", near="-6.9931234,110.4209876")
    assert 'name="near" value="-6.993,110.421"' in html
    assert "6.99312" not in html[html.index('<div class="row-apart list-head">') :]


def test_nearest_begins_in_the_middle_of_the_chosen_area(make, village):
    for metres, text in ((900, "Lampu jauh"), (100, "Lampu dekat")):
        make(text, latitude=village.latitude + metres / 111_320, longitude=village.longitude)
    PublicReport.objects.update(area=village)
    assert titles(page(sort="nearest", area=village.pk)) == ["Lampu dekat", "Lampu jauh"]


@pytest.mark.parametrize("near", ["", "x,y", "1", "nan,1", "91,0", "0,181"])
def test_nearest_without_a_place_says_what_helps(make, near):
    make("Lampu mati")
    html = page(sort="nearest", **({"near": near} if near else {}))
    assert "izinkan perangkat Anda memberi tahu lokasi" in html
    assert titles(html) == ["Lampu mati"]


def test_pages_of_an_order_keep_it(make):
    for n in range(22):
        make(f"Lampu {n}", latitude=-6.993 + n / 1000, longitude=110.42)
    first = Client().get("/laporan/", {"sort": "nearest", "near": "-6.993,110.42"})
    second = Client().get(first.context["next_url"])
    assert [one["title"] for one in second.context["reports"]] == ["Lampu 20", "Lampu 21"]
    assert Client().get(second.context["previous_url"]).context["reports"] == first.context["reports"]


@pytest.mark.parametrize("after", ["x", "1|2|3|4", "2026-01-01"])
@pytest.mark.parametrize("sort", ["supported", "nearest", "newest", "rubbish"])
def test_made_up_position_or_order_gives_the_first_page(make, sort, after):
    make("Lampu mati", latitude=-6.993, longitude=110.42)
    assert titles(page(sort=sort, after=after, near="-6.993,110.42")) == ["Lampu mati"]


def test_every_order_takes_few_queries(make, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(ttl_cache, "SECONDS", 60.0)
    make("Lampu mati", latitude=-6.993, longitude=110.42)
    page(q="lampu genuk")
    for sort in ("newest", "supported", "nearest"):
        with django_assert_max_num_queries(7):
            page(sort=sort, near="-6.993,110.42")
        with django_assert_max_num_queries(5):
            page(q="lampu genuk", sort=sort, near="-6.993,110.42")


def test_report_without_published_words_shows_its_category(make):
    report = make("Tetangga saya Sukijan berisik", publication="withheld")
    (card,) = cards(page())
    category = Category.objects.get(code="lampu-jalan-baru")
    assert titles(card) == [category.name]
    assert re.search(r"pictures\S*#category-lamp", card)
    meta = card[card.index("<p") :]
    assert report.tracking_id[:4] in meta  # the number is not lost
    assert "Sukijan" not in card


def test_report_that_nobody_has_checked_says_so(make):
    make("Lampu Sukijan", forwarded=False)
    PublicReport.objects.update(category=None)
    (card,) = cards(page())
    assert titles(card) == ["Pengaduan, belum diperiksa"]
    assert "#category-other" in card


def test_published_words_stand_alone_as_title(make):
    report = make("Lampu mati di gang mawar")
    (card,) = cards(page())
    assert titles(card) == ["Lampu mati di gang mawar"]
    assert report.tracking_id[:4] not in re.sub(r'href="[^"]+"', "", card)


AGES = [
    (0, "hari ini"),
    (1, "1 hari"),
    (3, "3 hari"),
    (27, "27 hari"),
    (31, "1 bulan"),
    (70, "2 bulan"),
    (400, "1 tahun"),
]


@pytest.mark.parametrize(("days", "said"), AGES)
def test_age_is_said_in_words_with_the_date_beside(make, days, said):
    with clock.at(clock.now().replace(year=2026, month=11, day=28, hour=5)):
        report = make("Lampu mati", at=clock.now() - timedelta(days=days))
        (card,) = cards(page())
    moment, title, age = re.search(r'<time datetime="([^"]+)"\s+title="([^"]+)">([^<]+)</time>', card).groups()
    assert age == said
    assert datetime.fromisoformat(moment) == report.filed_at
    assert re.fullmatch(r"\w+, \d+ \w+ \d{4}, .*WIB", title)


def test_every_category_has_a_picture_of_the_sprite(root):
    names = json.loads((PROJECT_DIR / "frontend" / "icons.json").read_text())
    assert {f"category-{name}" for name in ICONS} <= names.keys()
    assert {name for name in names if name.startswith("category-")} == {f"category-{name}" for name in ICONS}
    for category in Category.objects.filter(root=root):
        assert category.picture in names
        assert category.picture != f"category-{OTHER}", category.code
    assert Category.objects.get(root=root, code="bus-kota").picture == "category-bus"  # the preset's own
    assert category_icon("kota-lain") == "category-other"
    assert category_icon("jalan", "bus") == "category-bus"
    assert set(BY_GROUP.values()) <= ICONS
