"""The head of officers' pages is written once: nothing of one officer, page or language stands on another's."""

import re

import pytest
from django.test import Client

from lapor.core import clock
from lapor.notify.models import OfficerNotice
from lapor.ui import officers_head
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
HEAD = re.compile(r'<header class="site-header">.*?</header>', re.S)
TOKENS = re.compile(r'name="csrfmiddlewaretoken"\s+value="(\w+)"')
CURRENT = re.compile(r'<a href="([^"]+)" aria-current="(\w+)"><svg')
LINE = re.compile(
    r'<li( class="begins")?><a href="([^"]+)"( aria-current="true")?><span>([^<]+)</span>(?:<strong>([^<]+)</strong>)?'
)
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
        assert f'data-officer="{people[name].pk}"' in head
        assert f"<small>{people[name].agency.name}</small>" in head
        assert out in head
        assert f'name="next" value="{address.replace("&", "&amp;")}"' in re.sub(r"\s+", " ", head)
        assert ('value="&quot;lampu&quot; &lt;b&gt;"' in re.sub(r"\s+", " ", head)) == ("q=" in address)
        assert CURRENT.findall(html) == [("/konsol/", "true" if address == "/konsol/kabar/" else "page")]
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


def queue_lines(html):
    """Address, words, number; whether it is marked, whether it begins a group."""
    menu = html.partition('<nav class="queues"')[2].partition("</nav>")[0]
    found = LINE.findall(menu)
    return [(address, words, number, bool(marked), bool(begins)) for begins, address, marked, words, number in found]


def test_queues_mark_the_one_that_is_shown_and_each_role_has_its_own(root, people, caught_up):  # noqa: F811
    forward(new_report(root), people)
    caught_up()
    seen = {}
    for name in ("vera", "hana", "kepala", "vera"):
        for queue in ("mine", "open", "closed"):
            lines = queue_lines(page(people[name], f"/konsol/?queue={queue}"))
            marked = [address for address, _words, _number, is_marked, _begins in lines if is_marked]
            assert marked == [f"/konsol/?queue={queue}"]
            assert sum(begins for *_line, begins in lines) == 2  # what needs somebody, and the states
            seen[name] = {words for _address, words, *_line in lines}
    assert {"Alihkan laporan"} <= seen["kepala"] - seen["vera"]
    assert "Calon laporan" in seen["vera"] - seen["hana"]


def test_a_state_that_is_chosen_stands_there_with_its_number_and_a_number_is_not_kept(root, people, caught_up):  # noqa: F811
    def states():
        lines = queue_lines(page(people["vera"], "/konsol/?state=received"))
        return {words: (number, marked) for address, words, number, marked, _begins in lines if "state=" in address}

    assert list(states().values()) == [("0", True)]
    new_report(root)
    caught_up()
    assert list(states().values()) == [("1", True)]
