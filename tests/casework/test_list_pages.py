"""An officers' list in pages, there and back; and what is said where no report has the words."""

import re

import pytest
from django.test import Client

from lapor.agencies.roles import Can, may
from lapor.casework.inbox import Inbox
from tests.reports.conftest import new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def browser(officer):
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def short_pages(monkeypatch):
    whole = Inbox.lines
    monkeypatch.setattr(Inbox, "lines", lambda self, columns, *, after="": whole(self, columns, after=after, size=2))


def numbers(page):
    return re.findall(r'data-row data-number="(\d+)"', page.content.decode())


def test_the_page_before_is_the_page_before(root, people, short_pages):  # noqa: F811
    for n in range(9):
        new_report(root, f"Lampu {n}")
    client, url, seen = browser(people["vera"]), "/konsol/?queue=open", []
    while url:
        page = client.get(url)
        seen.append(numbers(page))
        last, url = page, page.context["next_url"]
    assert [len(one) for one in seen] == [2, 2, 2, 2, 1]
    assert len({number for one in seen for number in one}) == 9
    assert "Sebelumnya" in last.content.decode()
    assert "Lebih baru" not in last.content.decode()
    back = []
    while url := last.context["previous_url"]:
        last = client.get(url)
        back.append(numbers(last))
    assert back == seen[-2::-1]


def test_no_hit_of_a_search_is_no_good_news(root, people):  # noqa: F811
    new_report(root)
    page = browser(people["vera"]).get("/konsol/?queue=mine&state=received&q=zzxqwv").content.decode()
    assert "Tidak ada laporan dengan kata-kata ini" in page
    assert "Tidak ada yang menunggu di sini" not in page
    assert "“zzxqwv” · Menunggu saya · Belum diverifikasi" in page
    assert 'href="/konsol/?q=zzxqwv"' in page


@pytest.mark.parametrize("who", ["vera", "landung"])
def test_who_may_open_identities_is_shown_where_persons_are_looked_for(root, people, who):  # noqa: F811
    page = browser(people[who]).get("/konsol/?q=zzxqwv").content.decode()
    assert ("/konsol/cari-pelapor" in page) == may(people[who], Can.OPEN_IDENTITIES)
    assert 'class="btn btn-main" href="/konsol/?q=' not in page


def test_an_empty_queue_is_good_news_still(root, people):  # noqa: F811
    assert "Tidak ada yang menunggu di sini" in browser(people["vera"]).get("/konsol/?queue=mine").content.decode()
