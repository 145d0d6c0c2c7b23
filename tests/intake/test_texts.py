"""Texts as people write them, by every way in: none is lost, none comes twice, each is shown as it was written and
nothing else."""

import re
import uuid
from collections import Counter
from html.parser import HTMLParser
from http import HTTPStatus

import pytest
from django.test import Client

from lapor.channels.email.reading import read_mail
from lapor.core.text import clean_text, name_to_say, says_anything
from lapor.intake.conversations.message_context import with_refused
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.publish.public_rows import publish_events
from lapor.reports.models import Report
from lapor.reports.workflow.acting import reporter_actor
from tests.channels.mails import HTML, PLAIN, mail, multipart
from tests.fixtures.texts import BREAKING, HALVES, NUMBERS, SIGNS, TEXTS

BACKEND = "lapor.agencies.officers.backend.OfficerBackend"
# Every text by every way belongs to `make check-deep`; each third of what breaks something and each sixteenth of the
# others to all runs.
SOME = [*BREAKING[::3], *[text for text in TEXTS if text not in BREAKING][::16]]
EVERY_WAY = pytest.mark.parametrize("texts", [SOME, pytest.param(TEXTS, marks=pytest.mark.deep)], ids=["some", "all"])
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def address(number):
    """Each reporter has an own one, so that the limits stay on."""
    return f"10.9.{number // 250}.{number % 250 + 1}"


def kept():
    return Counter(Report.objects.values_list("text", flat=True))


def test_there_are_enough_texts_and_no_two_are_the_same():
    assert len(TEXTS) >= 120
    assert len({clean_text(text) for text in TEXTS}) == len(TEXTS)
    assert all(clean_text(text) for text in TEXTS)


@EVERY_WAY
@pytest.mark.django_db
def test_form_keeps_every_text_once(root, texts):
    client = Client()
    for number, text in enumerate(texts):
        data = {"draft_id": str(uuid.uuid4()), "text": text}
        answers = [client.post("/lapor", data, REMOTE_ADDR=address(number)).status_code for _ in range(2)]
        assert answers == ([201, 200] if says_anything(text) else [422, 422]), text[:60]
    assert kept() == Counter(map(clean_text, filter(says_anything, texts)))


@EVERY_WAY
@pytest.mark.django_db
def test_form_that_comes_back_shows_what_was_typed(root, texts):
    client = Client()
    for number, text in enumerate(filter(BREAKING.__contains__, texts)):
        response = client.post(
            "/lapor", {"draft_id": str(uuid.uuid4()), "text": text, "email": "salah"}, REMOTE_ADDR=address(number)
        )
        assert response.status_code == 422
        assert bare(Page(response).words_of("textarea")) == bare(text), text[:60]
    assert not Report.objects.exists()


@EVERY_WAY
@pytest.mark.django_db
def test_rest_keeps_every_text_once(root, texts):
    client = Client()
    for number, text in enumerate([*texts, *HALVES]):
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        sent = [
            client.post(
                "/api/v1/reports",
                {"text": text},
                content_type="application/json",
                headers=headers,
                REMOTE_ADDR=address(number),
            )
            for _ in range(2)
        ]
        assert [answer.status_code for answer in sent] == ([201, 200] if says_anything(text) else [422, 422]), text[:60]
        assert sent[0].json() == sent[1].json()
    assert kept() == Counter(map(clean_text, filter(says_anything, [*texts, *HALVES])))


# --- mail


def encodings_of(text):
    yield from ("utf-8", "utf-16", "utf-16-le", "utf-32")
    for name in ("cp1252", "ascii", "iso8859-6", "koi8-r"):
        try:
            text.encode(name)
        except UnicodeError:
            continue
        yield name


@pytest.mark.parametrize("encode", ["", "base64"])
def test_mail_brings_every_text_in_every_charset(encode):
    for text in TEXTS:
        for charset in encodings_of(text):
            got = read_mail(mail(text, charset=charset, encode=encode))
            assert got.text == clean_text(text), (charset, text[:60])
            assert got.quoted == ""


def test_mail_with_html_beside_brings_the_plain_text():
    for text in TEXTS:
        raw = multipart((PLAIN, text), (HTML, "<p>lain</p>"), kind="alternative")
        assert read_mail(raw).text == clean_text(text), text[:60]


def test_answer_keeps_every_text_before_a_quotation():
    for text in TEXTS:
        got = read_mail(
            mail(
                f"{text}\r\n\r\nPada 2 Mar 2026 08.30 Lapor <lapor@kota.example> menulis:\r\n> Lama\r\n",
                subject="Re: Jawaban",
            )
        )
        assert bare(got.text) == bare(text), text[:60]
        assert got.quoted.endswith("> Lama")


# --- what pages make of it


class Page(HTMLParser):
    """The elements of a page, and the words inside those of a class or name."""

    def __init__(self, response):
        super().__init__(convert_charrefs=True)
        self.tags, self.handlers, self.words = Counter(), [], []
        self.open: list[tuple[str, str]] = []
        assert response.status_code in {200, 422}
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.handlers += [
            name for name, value in attrs if name.startswith("on") or str(value).lower().startswith("javascript:")
        ]
        if tag not in VOID:
            self.open.append((tag, f" {dict(attrs).get('class') or ''} "))

    def handle_endtag(self, tag):
        while self.open:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        self.words.append((tuple(self.open), data))

    def words_of(self, name):
        return "".join(
            data for path, data in self.words if any(name == tag or f" {name} " in classes for tag, classes in path)
        )


def bare(text):
    """Without any white space, which pages may change."""
    return "".join(clean_text(text).split())


@pytest.fixture
def published(root, texts):
    """Each of the texts as a published report, in their order."""
    numbers = {}
    for text in ["Lampu mati", *texts]:
        new = NewReport(text=text, submission_key=str(uuid.uuid4()), channel="web")
        numbers[text] = file_new_report(new, root=root, actor=reporter_actor(None)).report.tracking_id
    Report.objects.filter(visibility="public").update(publication="published")
    publish_events(list(Event.objects.all()))
    return numbers


def assert_adds_nothing(page, plain, text):
    """No element that the page of a plain text has not, no script more, no handler; the words may make lines and
    paragraphs."""
    assert set(page.tags) <= set(plain.tags) | {"p", "br"}, text[:60]
    assert page.tags["script"] == plain.tags["script"], text[:60]
    assert page.handlers == plain.handlers == [], text[:60]


@EVERY_WAY
@pytest.mark.django_db
def test_every_page_shows_every_text_as_words_only(published, triage, texts):
    """The public page each text, the officers' page, which costs more, those that are more than plain letters."""
    public, console = Client(), Client()
    console.force_login(triage, backend=BACKEND)
    number = published["Lampu mati"]
    plain, plain_console = Page(public.get(f"/laporan/{number}")), Page(console.get(f"/konsol/laporan/{number}"))
    for text in texts:
        page = Page(public.get(f"/laporan/{published[text]}"))
        assert bare(page.words_of("user-words")) == bare(text), text[:60]
        assert_adds_nothing(page, plain, text)
    for text in filter({*NUMBERS, *SIGNS, *BREAKING}.__contains__, texts):
        page = Page(console.get(f"/konsol/laporan/{published[text]}"))
        assert bare(text) in bare(page.words_of("user-text")), text[:60]
        assert_adds_nothing(page, plain_console, text)


def listed(client, path):
    """Every page of a list, one after the other."""
    pages = []
    while path and len(pages) < 30:
        response = client.get(path)
        assert response.status_code == 200
        pages.append(response)
        following = re.search(r'rel="next"\s+href="([^"]*)"', response.content.decode())
        path = following[1].replace("&amp;", "&") if following else ""
        path = f"{response.request['PATH_INFO']}{path}" if path.startswith("?") else path
    return pages


@EVERY_WAY
@pytest.mark.django_db
def test_lists_and_search_show_all_of_them_and_nothing_else(published, triage, texts):
    client = Client()
    client.force_login(triage, backend=BACKEND)
    for path in ("/laporan/", "/konsol/"):
        pages = listed(client, path)
        together = "".join(response.content.decode() for response in pages)
        assert all(f"laporan/{number}" in together for number in published.values())
        searches = [client.get(path, {"q": text[:200]}) for text in filter(BREAKING.__contains__, texts)]
        searches = [one for one in searches if one.status_code != HTTPStatus.FOUND]  # a number leads to its report
        empty = Page(client.get(path, {"q": "tidakadakatasepertiini"}))
        for page in map(Page, [*pages, *searches]):
            assert not page.handlers
            for tag in ("b", "i", "img", "iframe", "textarea", "title", "script"):
                assert page.tags[tag] == empty.tags[tag]


@EVERY_WAY
@pytest.mark.django_db
def test_rest_gives_every_text_back_exactly_and_finds_it_by_its_words(published, texts):
    """PostgreSQL takes what stands in angle brackets for markup and does not look for words there."""
    client = Client()
    asked = 0
    for text in texts:
        assert client.get(f"/api/v1/reports/{published[text]}").json()["text"] == clean_text(text), text[:60]
        words = re.findall(r"(?<!\S)[a-zA-Z]{4,20}(?!\S)", re.sub(r"<[^>]*>", " ", text))[:3]
        response = client.get("/api/v1/reports", {"q": " ".join(words) or text[:200], "limit": "100"})
        assert response.status_code == 200, text[:60]
        found = {item["tracking_id"] for item in response.json()["items"]}
        asked += bool(words)
        assert not words or published[text] in found, words
    assert asked > (60 if texts is TEXTS else 10)


@pytest.mark.parametrize("name", ["\u202egpj.exe", "a\r\nb.jpg", "\x1b[31mmerah", "n" * 500, "\u200b", ""])
def test_a_file_s_name_is_said_again_as_one_short_line_of_what_can_be_seen(name):
    said = name_to_say(name)
    assert said.isprintable()
    assert 0 < len(said) <= 81
    assert said in with_refused("Terima kasih.", [name])
