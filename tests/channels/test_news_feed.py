"""Feeds of every kind and in every condition are read as far as they go; what is no feed says so; hostile ones cost
little."""

import contextlib
import gzip
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lapor.channels.base import Account, InboundKind, Received, Unreadable
from lapor.channels.news.channel import NewsChannel
from lapor.channels.news.feed import LARGEST_READ, MOST_ITEMS, MOST_TAGS, read_feed

FOLDER = Path(__file__).parents[1] / "fixtures" / "news"


def items_of(name):
    return read_feed((FOLDER / name).read_bytes(), base="https://suara.example/rss").items


def item(number, words="Jalan rusak di Semarang"):
    return (
        f"<item><title>{words} {number}</title><link>https://suara.example/{number}</link><guid>{number}</guid></item>"
    )


def feed(*items, start='<?xml version="1.0" encoding="utf-8"?>'):
    return f'{start}<rss version="2.0"><channel><title>Suara</title>{"".join(items)}</channel></rss>'.encode()


def test_item_of_rss_is_read_with_outlet_title_words_time_and_its_address():
    [first, *_others] = items_of("rss20.xml")
    assert first.kind == InboundKind.MENTION
    assert (first.sender, first.sender_name) == ("", "Suara Pandanaran")
    assert first.subject == "Warga Tembalang Keluhkan Jalan Berlubang & Lampu Padam"
    assert first.text == "SEMARANG - Warga Tembalang mengeluh karena Jalan Sirojudin berlubang sejak bulan lalu."
    assert first.sent_at == datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
    assert first.external_id == "suara.example/2026/11/jalan-berlubang"
    assert first.media[0].reference == first.url


@pytest.mark.parametrize(
    ("name", "titles", "ids"),
    [
        ("atom.xml", ["Jalan berlubang di Tembalang dikeluhkan warga"], ["kabar.example/berita/77/jalan"]),
        ("rdf10.xml", ["Rob menggenangi Bandarharjo"], ["lama.example/rob"]),
        ("rss091.xml", ["Sampah menumpuk di Pasar Johar Semarang"], ["radar.example/sampah"]),
        ("windows-1252-lie.xml", ["Café di Semarang “banjir”"], ["bohong.example/1"]),
    ],
)
def test_every_kind_of_feed_is_read(name, titles, ids):
    body = (FOLDER / name).read_bytes()
    found = read_feed(body, base="https://kabar.example/feed").items
    assert [one.subject for one in found] == titles
    assert [one.external_id for one in found] == ids


def test_broken_feed_is_read_as_far_as_it_goes_and_says_so():
    found = items_of("broken.xml")
    assert found[0].subject == "Macet parah di Banyumanik"
    assert any("broken" in flaw for flaw in found[0].flaws)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ((FOLDER / "error-page.html").read_bytes(), "web page"),
        (b"just words", "neither RSS nor Atom"),
        (b"<svg xmlns='x'/>", "<svg>"),
        (b"\x1f\x8bxx", "packed"),
        (b'{"items": []}', "neither RSS nor Atom"),
    ],
)
def test_what_is_no_feed_is_unreadable_with_a_plain_reason(body, words):
    with pytest.raises(Unreadable, match=words):
        read_feed(body)


def test_feed_without_items_is_ignored_with_its_reason():
    [one] = read_feed(feed()).items
    assert (one.kind, one.reason) == (InboundKind.IGNORED, "the feed has no items")


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-32", "cp037", "iso-8859-1", "windows-1251", "gb18030", "shift_jis"]
)
def test_feed_in_any_encoding_is_read(encoding):
    body = feed(item(1), start=f'<?xml version="1.0" encoding="{encoding}"?>').decode().encode(encoding)
    assert [one.subject for one in read_feed(body).items] == ["Jalan rusak di Semarang 1"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "cp037", "no-such-encoding", "hex"])
def test_feed_that_lies_of_its_encoding_is_read(encoding):
    body = feed(item(1), start=f'<?xml version="1.0" encoding="{encoding}"?>')
    assert [one.subject for one in read_feed(body).items] == ["Jalan rusak di Semarang 1"]


def test_half_characters_are_replaced():
    [one] = read_feed(feed(item(1, "Jalan &#xD800;&#55357; rusak"))).items
    assert one.subject.endswith("rusak 1")


def test_packed_feed_is_unpacked_within_bounds():
    assert read_feed(gzip.compress(feed(item(1)))).items[0].flaws == ("it was packed (gzip)",)
    bomb = gzip.compress(feed(item(1)) + b" " * 100_000_000)
    assert len(bomb) < 200_000
    assert read_feed(bomb).items[0].subject == "Jalan rusak di Semarang 1"


def test_same_item_under_another_id_or_with_other_tracking_is_the_same():
    [one] = read_feed(
        feed("<item><title>A</title><link>http://www.suara.example/a/?utm_source=x</link><guid>1</guid></item>")
    ).items
    [other] = read_feed(
        feed("<item><title>A</title><link>https://suara.example/a?fbclid=y</link><guid>2</guid></item>")
    ).items
    assert one.external_id == other.external_id


def test_items_that_all_lead_to_the_front_page_are_told_apart_by_their_titles():
    found = read_feed(
        feed(*(f"<item><title>Berita {n}</title><link>https://suara.example/</link></item>" for n in range(3)))
    ).items
    assert len({one.external_id for one in found}) == 3
    assert not any(one.media for one in found)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://[::1",
        "http://suara.example:99999999/a",
        "a" * 5000 + "://x",
    ],
)
def test_address_that_is_none_is_left_out(link):
    [one] = read_feed(feed(f"<item><title>Banjir</title><link>{link}</link></item>")).items
    assert one.url == ""


def test_entities_are_not_expanded_and_nothing_is_fetched():
    began = time.monotonic()
    [one] = items_of("entities.xml")
    assert time.monotonic() - began < 5
    assert len(one.subject) < 400
    assert "root:" not in one.subject + one.text


def test_feed_of_ten_thousand_items_is_bounded_and_says_what_is_left():
    began = time.monotonic()
    found = read_feed(feed(*(item(number) for number in range(10_000)))).items
    assert time.monotonic() - began < 20
    assert len(found) == MOST_ITEMS + 1
    assert found[-1].reason == "9000 further items of the feed are left: 1000 are read"


def test_large_feed_is_cut_behind_an_item():
    body = feed(*(item(number, "kata " * 2000) for number in range(600)))
    assert len(body) > LARGEST_READ
    found = read_feed(body).items
    assert found[0].flaws == (f"only 4096 of {len(body) >> 10} KiB are read",)
    assert all(one.subject.startswith("kata") for one in found)


def test_feed_of_more_tags_than_are_read_is_cut_behind_an_item():
    body = feed(item(1, "kata")).replace(b"</item>", b"</item>" + b"<a>" * MOST_TAGS, 1)
    found = read_feed(body).items
    assert [one.subject for one in found] == [read_feed(feed(item(1, "kata"))).items[0].subject]
    assert found[0].flaws[0].startswith("only ")


@pytest.mark.deep
@pytest.mark.parametrize(
    "body",
    [
        b"<rss>" + b"<a>" * 300_000,
        b"<" * 1_000_000,
        b"<rss><!--" * 100_000,
        b"<rss>" + b"&" * 1_000_000,
        b"<rss><channel>" + b"<item>" * 100_000,
        b"<!DOCTYPE " * 100_000 + b"<rss>",
        b"<!DOCTYPE rss [" + b'<!ENTITY a "b">' * 60_000 + b"]><rss>",
        b"<![CDATA[" * 100_000,
    ],
)
def test_hostile_megabyte_costs_seconds(body):
    began = time.monotonic()
    with contextlib.suppress(Unreadable):
        assert len(read_feed(body).items) <= MOST_ITEMS + 1
    assert time.monotonic() - began < 20


def test_name_of_the_account_stands_for_the_outlet():
    channel, account = (
        NewsChannel(),
        Account("suara", {"outlet": "Suara Kita", "feed_url": "https://suara.example/rss"}),
    )
    assert {one.sender_name for one in channel.parse(account, Received((FOLDER / "rss20.xml").read_bytes()))} == {
        "Suara Kita"
    }


def test_channel_definition_without_items_is_a_feed_without_items():
    [one] = read_feed(
        b'<?xml version="1.0"?><CHANNEL HREF="http://suara.example/"><TITLE>Suara</TITLE></CHANNEL>'
    ).items
    assert one.reason == "the feed has no items"


def test_items_without_an_address_are_told_apart_by_all_their_words():
    found = read_feed(
        feed(*(f"<item><title>Kilas</title><description>Banjir {n}</description></item>" for n in range(3)))
    ).items
    assert len({one.external_id for one in found}) == 3
