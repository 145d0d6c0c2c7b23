"""News becomes a candidate where it is about the city and its services; outlets that tell the same are one; what they
change is noticed."""

import pytest

from lapor.channels.base import Received
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import ChannelAccount, Delivery, InboundFile, InboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.intake.models import NewsItem
from lapor.intake.press.newsworthy import judge, marks, passage
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.reports.models import Entry, Report
from lapor.triage import candidates
from lapor.triage.candidates import Reason
from lapor.triage.press import with_words
from tests.channels.test_news_feed import feed

pytestmark = pytest.mark.django_db
TITLE = "Warga Tembalang Keluhkan Jalan Berlubang di Sirojudin"
WORDS = (
    "SEMARANG - Warga Kelurahan Tembalang mengeluh karena Jalan Sirojudin berlubang sejak bulan lalu dan kerap memicu"
    " kecelakaan."
)


def story(title=TITLE, words=WORDS, path="a/1", guid="1", host="suara"):
    return f"<item><title>{title}</title><link>https://{host}.example/{path}</link><guid>{guid}</guid><description>{words}</description></item>"


@pytest.fixture
def told(root):
    """An outlet's feed comes in; gives its messages, oldest first."""

    def tell(*items, outlet="suara"):
        if not ChannelAccount.objects.filter(name=outlet).exists():
            settings = {
                "feed_url": f"https://{outlet}.example/rss",
                "outlet": outlet.title(),
                "newsroom_email": f"redaksi@{outlet}.example",
            }
            make_account("news", outlet, root=root, settings=settings, secrets={})
        row = ChannelAccount.objects.get(name=outlet)
        store(opened(row), Received(feed(*items)))
        read_channel("news")
        return list(InboundMessage.objects.filter(account=row).order_by("received_at", "place_in_delivery"))

    return tell


# --- what is about the city


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        ("Warga Tembalang mengeluh jalan berlubang", True),
        ("Kerusakan jalan di Semarang makin parah", True),
        ("Banjir rob merendam Kelurahan Candi", True),
        ("Banjir merendam Candi, begitu pula kawasan Banyumanik", True),
        ("Keluhan soal sampah di kel. Sekaran", True),
        ("Miroto: lampu jalan padam tiga malam", True),
        ("Candi lumpia jadi keluhan wisatawan", False),
        ("Demo masak rusak di Peterongan yang lain", False),
        ("Banjir di Kuningan, Jakarta", False),
        ("Jalan rusak di Kabupaten Semarang", False),
        ("Candi dan Sekaran sama-sama banjir", False),
        ("Semarang juara lomba masak", False),
        ("Ini candi yang semarang di tembalang dengan huruf kecil rusak", False),
        ("", False),
    ],
)
def test_topic_and_place_make_news_ours_and_common_words_do_not_flood(root, text, is_ours):
    verdict = judge(root, "", text)
    assert verdict.is_ours is is_ours, verdict
    assert verdict.why


def test_passage_shows_the_words_that_matter_marked(root):
    text = (
        f"{'Pembukaan yang panjang sekali. ' * 40}Warga Tembalang mengeluh karena jalan berlubang."
        f" {'Penutup yang panjang. ' * 40}"
    )
    pieces = passage(root, text)
    assert [words for words, is_marked in pieces if is_marked] == ["Tembalang", "mengeluh", "berlubang"]
    assert "".join(words for words, _ in pieces).replace("… ", "", 1).rstrip(" …") in text
    assert len("".join(words for words, _ in pieces)) < 400
    assert "".join(text[start:end] for start, end in marks(root, "Rob di Genuk")) != ""


def test_what_is_not_ours_is_ignored_with_its_reason_and_its_article_is_not_fetched(told):
    [one] = told(story("Resep lumpia", "Enak di Candi."))
    assert (one.state, one.error) == ("ignored", "neither a service nor a place of the city in it")
    assert not InboundFile.objects.exists()
    assert not NewsItem.objects.exists()


def test_news_makes_no_report_by_itself_and_its_article_is_asked_for(told):
    [one] = told(story())
    assert one.state == "candidate"
    assert Report.objects.count() == 0
    assert InboundFile.objects.get().message_id == one.pk


def test_feed_of_known_items_is_read_again_without_a_new_row(told, django_assert_max_num_queries):
    items = [story(path=f"a/{number}", words=f"{WORDS} {number}") for number in range(50)]
    told(*items)
    before = InboundMessage.objects.count()
    assert before == 50
    store(opened(ChannelAccount.objects.get()), Received(feed(*items, start='<?xml version="1.0"?> ')))
    with django_assert_max_num_queries(20):
        read_channel("news")
    assert InboundMessage.objects.count() == before
    assert set(Delivery.objects.values_list("state", flat=True)) == {"read"}


def test_items_repeated_under_new_ids_are_one_message(told):
    told(story(guid="1"))
    assert len(told(story(guid="2"), story(guid="3", path="a/1?utm_source=rss"))) == 1


# --- the same story of several outlets


def test_stories_that_say_nearly_the_same_are_one_and_accepted_as_one_report(told, triage):
    [first] = told(story())
    [second] = told(
        story(
            "Jalan Sirojudin Berlubang, Warga Tembalang Mengeluh",
            WORDS.replace("SEMARANG", "Semarang, Kabar"),
            host="kabar",
        ),
        outlet="kabar",
    )
    [other] = told(
        story("Banjir rob di Bandarharjo", "Warga Semarang Utara menunggu pompa air.", host="lain"), outlet="lain"
    )
    assert NewsItem.objects.get(message=second).story == first.pk
    assert NewsItem.objects.get(message=other).story == other.pk
    filed = candidates.accept(first.pk, by=triage)
    report = Report.objects.get()
    assert (report.channel, report.reporter_id, report.title) == ("news", None, TITLE)
    assert (report.provenance["outlet"], report.provenance["url"]) == ("Suara", "https://suara.example/a/1")
    assert report.provenance["also_told_by"] == [{"outlet": "Kabar", "url": "https://kabar.example/a/1"}]
    assert Entry.objects.get(report=report, act="file").officer == triage
    notes = list(Entry.objects.filter(report=report, act="work_note").order_by("at", "id"))
    assert len(notes) == 2
    assert all(
        "SHA-256" in note.text and "berlubang sejak bulan lalu" in note.text and note.audience == "internal"
        for note in notes
    )
    assert set(InboundMessage.objects.filter(report_id=report.pk).values_list("pk", flat=True)) == {first.pk, second.pk}
    other.refresh_from_db()
    assert other.state == "candidate"
    assert filed.report.pk == report.pk
    assert candidates.accept(second.pk, by=triage) is None
    assert verify().faults == []


def test_dismissing_and_putting_back_goes_for_the_whole_story(told, triage):
    [first] = told(story())
    told(story(host="kabar"), outlet="kabar")
    assert candidates.dismiss(first.pk, Reason.KNOWN, by=triage)
    assert set(InboundMessage.objects.values_list("state", flat=True)) == {"ignored"}
    assert candidates.put_back(first.pk, by=triage)
    assert set(InboundMessage.objects.values_list("state", flat=True)) == {"candidate"}


def test_attached_story_names_every_outlet(told, triage, filed):
    [first] = told(story())
    told(story(host="kabar"), outlet="kabar")
    assert candidates.attach(first.pk, filed.report, by=triage)
    entry = Entry.objects.get(act="take_in")
    assert "suara.example" in entry.details["source"]
    assert "kabar.example" in entry.details["source"]
    assert InboundMessage.objects.filter(report_id=filed.report.pk).count() == 2


# --- what an outlet changes


def test_corrected_story_that_waits_shows_its_new_words_and_remembers_the_old(told):
    [one] = told(story())
    [same, change] = told(story(words=WORDS.replace("bulan lalu", "kemarin")))
    assert (same.pk, change.outcome) == (one.pk, "candidate_changed")
    item = NewsItem.objects.get()
    assert item.changed_at is not None
    assert item.before
    [candidate] = with_words([same])
    assert "sejak kemarin" in candidate.inbound.text


def test_words_that_change_back_and_forth_are_each_noticed(told):
    told(story())
    for turn in range(4):
        words = WORDS.replace("bulan lalu", "kemarin") if turn % 2 == 0 else WORDS
        changed = told(story(words=words), story(path=f"b/{turn}", title="Lain"))[0]
        [candidate] = with_words([changed])
        assert candidate.inbound.text == words


def test_correction_of_an_accepted_story_stands_in_the_report_with_old_and_new_words(told, triage):
    [one] = told(story())
    report = candidates.accept(one.pk, by=triage).report
    told(story(words=WORDS.replace("bulan lalu", "dua hari lalu")))
    entry = Entry.objects.get(report=report, act="take_in")
    assert "dua hari lalu" in entry.text
    assert "bulan lalu" in entry.text
    assert Event.objects.filter(stream_id=report.pk, name="report.take_in", actor_kind="system").count() == 1
    told(story(words=WORDS.replace("bulan lalu", "dua hari lalu"), guid="9"))
    assert Entry.objects.filter(report=report, act="take_in").count() == 1


def test_ignored_story_that_names_the_city_later_is_a_candidate_then(told):
    [one] = told(story("Jalan rusak", "Warga mengeluh."))
    assert one.state == "ignored"
    told(story("Jalan rusak", "Warga Banyumanik mengeluh."))
    one.refresh_from_db()
    assert one.state == "candidate"


def test_protected_words_in_a_story_are_seen_by_the_standing_group_only(told, triage):
    [one] = told(story("Dugaan pungli di kelurahan Tembalang", "Warga mengaku dimintai uang."))
    assert (one.is_protected, one.is_urgent) == (True, True)
    assert candidates.accept(one.pk, by=triage) is None
    assert Event.objects.filter(name="candidate.urgent").count() == 1
