"""The head of officers' pages is written once: nothing of one officer, page or language stands on another's."""

import re

import pytest
from django.test import Client

from lapor.core import clock
from lapor.notify.models import OfficerNotice
from lapor.ui import officers_head
from tests.reports.conftest import people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
HEAD = re.compile(r'<header class="site-header">.*?</header>', re.S)
TOKENS = re.compile(r'name="csrfmiddlewaretoken"\s+value="(\w+)"')
CURRENT = re.compile(r'<a href="([^"]+)" aria-current="page">')
ADDRESSES = ("/konsol/", "/konsol/?queue=open&q=%22lampu%22+%3Cb%3E", "/konsol/kabar/")


def page(officer, address="/konsol/", language="id"):
    browser = Client()
    browser.cookies["lapor_language"] = language
    browser.force_login(officer)
    return browser.get(address).content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("language", "out"), [("id", "Keluar"), ("en", "Sign out")])
def test_each_officer_page_and_language_has_its_own(root, people, address, language, out):  # noqa: F811
    tokens = []
    for name in ("vera", "hana", "vera"):
        html = page(people[name], address, language)
        head = HEAD.findall(html)[0]
        assert f"<b>{people[name].name}</b>" in head
        assert f"<small>{people[name].agency.name}</small>" in head
        assert out in head
        assert f'name="next" value="{address.replace("&", "&amp;")}"' in re.sub(r"\s+", " ", head)
        assert ('value="&quot;lampu&quot; &lt;b&gt;"' in re.sub(r"\s+", " ", head)) == ("q=" in address)
        assert CURRENT.findall(html) == ["/konsol/"]
        [token] = set(TOKENS.findall(html))
        tokens.append(token)
    assert len(set(tokens)) == len(tokens)


def test_what_is_unread_stands_there_at_once(root, people):  # noqa: F811
    def unread():
        return re.findall(r'<strong class="number">(\d+)</strong>', HEAD.findall(page(people["vera"]))[0])

    assert unread() == []
    OfficerNotice.objects.create(root=root, officer=people["vera"], kind="new", at=clock.now(), dedupe_key="one")
    assert unread() == ["1"]
    OfficerNotice.objects.update(read_at=clock.now())
    assert unread() == []


def test_pages_of_one_officer_share_one_frame(root, people):  # noqa: F811
    officers_head._head.cache_clear()
    for address in (*ADDRESSES, "/konsol/saring"):
        page(people["vera"], address)
    assert officers_head._head.cache_info().currsize == 1
