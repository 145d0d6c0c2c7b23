"""Promised: what people wrote in another language than the page's says which (WCAG 2.2, 3.1.2), on every page that
shows it, so that a screen reader does not read Indonesian as English.

The one place is the filter `lang_of` (lapor.ui.templatetags.ui).

Walked: every page of strangers and of each role of officers, read in English, and the page of the report as its
reporter and its offices see it. Words in attributes (the name of a photo, a line of a list in JSON) are not looked at.
"""

from html.parser import HTMLParser

import pytest
from django.test import Client

from lapor.ledger.models import Event
from lapor.publish.public_rows import publish_events
from tests.promises.test_every_text_is_in_the_readers_language import addresses
from tests.reports.conftest import do, forward, new_report, photo

pytestmark = pytest.mark.django_db
TITLE, TEXT, ANSWER = "Lampu jalan padam sudah sebulan", "Kami takut pulang malam karena gelap", "Sudah kami ganti baru"
LISTS = ("/laporan/?q=lampu", "/konsol/?queue=open", "/konsol/?q=lampu", "/konsol/pembagian/")
VOID = frozenset(("meta", "link", "img", "br", "input", "hr", "source", "wbr", "area", "col"))
NOT_READ = frozenset(("script", "style", "title", "textarea", "option"))
SHOWN = {"stranger": 4, "vera": 7, "hana": 9, "landung": 9, "lintang": 4}  # pages that hold the words, at least


class Spoken(HTMLParser):
    """In which languages the words stand, by the nearest `lang` around them."""

    def __init__(self, words):
        super().__init__()
        self.words, self.open, self.found = words, [], set()

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if any(one in data for one in self.words) and not any(tag in NOT_READ for tag, _lang in self.open):
            around = [(tag, lang) for tag, lang in self.open if lang]
            self.found.add((around[-1][1], "/".join(tag for tag, _lang in self.open[-3:])))


@pytest.fixture
def told(root, people):
    waiting, report = new_report(root, TEXT, title=TITLE), new_report(root, TEXT, title=TITLE)
    for one in (waiting, report):
        forward(one, people)
    do(waiting, "assign_officer", people["hana"], officer=people["landung"])
    do(report, "start", people["hana"], text="Kami kerjakan")
    do(report, "answer", people["hana"], text=ANSWER, outcome="solved", photos=(photo(),))
    publish_events(list(Event.objects.filter(stream_id__in=[waiting.pk, report.pk]).order_by("id")))
    return report


@pytest.mark.parametrize("who", SHOWN)
def test_indonesian_words_on_english_pages(told, people, settings, who):
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if who != "stranger":
        client.force_login(people[who])
    wrong, shown = {}, 0
    for address in [*addresses(told.tracking_id), *LISTS]:
        page = client.get(address)
        assert page.status_code < 500, address
        if "text/html" in page.get("Content-Type", "") and not page.streaming:
            spoken = Spoken((TITLE, TEXT, ANSWER))
            spoken.feed(page.content.decode())
            shown += bool(spoken.found)
            if others := {one for one in spoken.found if one[0] != "id"}:
                wrong[address] = others
    assert wrong == {}
    assert shown >= SHOWN[who]
