"""Outlets are asked politely and lie, break and stall without harm: what is wrong stands on the account, the others go
on."""

import json
import threading
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.channels.base import Account
from lapor.channels.news import channel as news
from lapor.channels.news.channel import NewsChannel, hosts_of
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account
from lapor.gateway.accounts.live_check import check_account
from lapor.gateway.inbound.media import fetch_file
from lapor.gateway.inbound.polling import poll_account, pollable_accounts
from lapor.gateway.models import ChannelAccount, Delivery, InboundFile, InboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.reports.models import Report
from lapor.simulators.news import NewsSimulator
from lapor.triage.press import article_of

pytestmark = pytest.mark.django_db
TITLE, WORDS = (
    "Jalan di Tembalang berlubang",
    "Warga Kota Semarang mengeluh karena Jalan Sirojudin berlubang sejak bulan lalu",
)


@pytest.fixture
def outlet():
    simulator = NewsSimulator("")
    yield simulator
    simulator.close()


@pytest.fixture
def account(root, outlet):
    settings, secrets = outlet.account()
    return make_account("news", "suara", root=root, settings=settings, secrets=secrets)


def ask(account, *, again=True):
    """As `lapor listen` does, `again` after the pause; gives the pause until the next time."""
    if again:
        ChannelAccount.objects.filter(pk=account.pk).update(polled_at=None)
    pause = poll_account(account.pk, threading.Event())
    read_channel("news")
    account.refresh_from_db()
    return pause


def test_feed_that_is_as_it_was_is_not_sent_again(account, outlet):
    outlet.publish(TITLE, WORDS)
    ask(account)
    ask(account)
    assert (outlet.asked, outlet.unchanged) == (2, 1)
    assert Delivery.objects.count() == 1
    assert account.poll_error == ""
    assert len(account.cursor) <= 200
    assert json.loads(account.cursor)["e"]
    outlet.publish("Lain", "Lain")
    ask(account)
    assert InboundMessage.objects.count() == 2


def test_outlet_that_knows_no_conditions_is_known_by_its_bytes(account, outlet):
    outlet.publish(TITLE, WORDS)
    ask(account)
    kept = json.loads(account.cursor)
    ChannelAccount.objects.update(cursor=json.dumps({"u": kept["u"], "h": kept["h"]}))
    ask(account)
    assert outlet.unchanged == 0
    assert Delivery.objects.count() == 1


def test_each_outlet_has_its_own_pause_also_after_a_restart(account, outlet):
    assert ask(account) == 3
    account.settings["every_minutes"] = "20"
    account.save()
    with clock.at(clock.now() + timedelta(minutes=4)):
        assert 900 < ask(account, again=False) <= 1200
    assert outlet.asked == 1
    with clock.at(clock.now() + timedelta(minutes=21)):
        assert ask(account, again=False) == 1200
    assert outlet.asked == 2


@pytest.mark.parametrize(
    ("minutes", "cursor", "seconds"),
    [
        ("", "", 900),
        ("1", "", 300),
        ("0", "", 300),
        ("-3", "", 300),
        ("nonsense", "", 900),
        ("99999", "", 86_400),
        ("nan", "", 86_400),
        ("10", '{"p": 3600}', 3600),
        ("60", '{"p": 60}', 3600),
        ("", "no json", 900),
    ],
)
def test_pause_is_never_below_five_minutes_and_heeds_what_the_outlet_asks(minutes, cursor, seconds):
    account = Account("suara", {"feed_url": "https://suara.example/rss", "every_minutes": minutes})
    assert NewsChannel().pause_after(account, cursor) == seconds


def test_outlet_that_says_too_often_is_left_alone_so_long(account, outlet):
    outlet.behave(limited=1)
    assert ask(account) == 30
    assert account.poll_error == "the outlet answered 429: too often"
    ask(account)
    assert account.poll_error == ""


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("page", "a web page came instead of the feed"),
        ("loop", "too many redirects"),
        ("huge", "too large"),
        ("drip", "too slow"),
    ],
)
def test_what_is_wrong_with_an_outlet_stands_on_its_account_and_others_go_on(
    root, account, outlet, trouble, words, monkeypatch
):
    monkeypatch.setattr(news, "SECONDS", 1.0 if trouble == "drip" else 20.0)
    other = NewsSimulator("", name="Kabar Simulasi")
    try:
        settings, secrets = other.account()
        fine = make_account("news", "kabar", root=root, settings=settings, secrets=secrets)
        for one in (outlet, other):
            one.publish(TITLE, WORDS)
        outlet.behave(trouble=trouble)
        assert ask(account) >= 30
        assert words in account.poll_error
        assert account.polled_at is None
        ask(fine)
        assert fine.poll_error == ""
        assert [message.account_id for message in InboundMessage.objects.all()] == [fine.pk]
        outlet.behave(trouble="fine")
        ask(account)
        assert account.poll_error == ""
        assert InboundMessage.objects.filter(account=account).count() == 1
    finally:
        other.close()


@pytest.mark.parametrize("trouble", ["broken", "bomb"])
def test_broken_and_hostile_feeds_are_read_as_far_as_they_go(account, outlet, trouble):
    outlet.publish(TITLE, WORDS)
    outlet.behave(trouble=trouble)
    ask(account)
    assert account.poll_error == ""
    [message] = InboundMessage.objects.all()
    assert message.state == "candidate"
    assert Report.objects.count() == 0


def test_closed_and_vanished_feeds_say_so(account, outlet):
    outlet.behave(expired=True)
    ask(account)
    assert account.poll_error == "the outlet answered 403: it does not let us in"
    outlet.behave(expired=False, outage=True)
    ask(account)
    assert account.poll_error == "the outlet answered 503"


def test_article_is_fetched_without_menus_and_one_after_the_other(account, outlet):
    outlet.publish(
        TITLE,
        WORDS,
        article=f"{WORDS}. Perbaikan dijanjikan pekan depan oleh dinas. Warga menunggu kabar itu dengan sabar. " * 3,
    )
    outlet.publish("Banjir rob di Bandarharjo", "Warga Semarang Utara menunggu pompa air")
    outlet.publish("Lumpia", "Enak")
    ask(account)
    files = list(InboundFile.objects.select_related("message").order_by("created_at", "id"))
    assert len(files) == 2
    waits = [job.scheduled_at for job in ProcrastinateJob.objects.filter(task_name="gateway.fetch").order_by("id")]
    assert waits[0] is None
    assert waits[1] is not None
    for file in files:
        assert fetch_file(file.pk) == 0
    texts = [article_of(file.message) for file in files]
    assert any("Perbaikan dijanjikan pekan depan" in text for text in texts)
    assert not any("Beranda" in text or "Hak cipta" in text for text in texts)


def test_article_that_is_gone_leaves_the_words_of_the_feed(account, outlet):
    number = outlet.publish(TITLE, WORDS)
    ask(account)
    outlet.delete(number)
    file = InboundFile.objects.get()
    assert fetch_file(file.pk) == 0
    file.refresh_from_db()
    assert (file.state, file.error) == ("failed", "the outlet answered 404: there is no such page (any more)")
    assert InboundMessage.objects.get().state == "candidate"


def test_articles_are_not_fetched_where_the_account_says_no(account, outlet):
    account.settings["read_articles"] = "no"
    account.save()
    outlet.publish(TITLE, WORDS)
    ask(account)
    assert not InboundFile.objects.exists()


def test_articles_come_from_the_outlets_own_hosts_only(account, outlet):
    assert hosts_of(
        Account("a", {"feed_url": "https://rss.suara.example/x", "article_hosts": "lain.example, foto.example"})
    ) == (
        "suara.example",
        "lain.example",
        "foto.example",
    )
    outlet.publish(TITLE, WORDS)
    ask(account)
    file = InboundFile.objects.select_related("message").get()
    account.settings["feed_url"] = "https://suara.example/rss"  # the article stands at another host than the outlet's
    account.save()
    assert fetch_file(file.pk) == 0
    file.refresh_from_db()
    assert file.state == "failed"


def test_account_with_a_feed_is_listened_to_and_can_be_checked(account, outlet):
    assert account.pk in pollable_accounts()
    outlet.publish(TITLE, WORDS)
    check_account(account.pk)
    account.refresh_from_db()
    assert (account.check_text, account.check_is_fine) == ("Suara Simulasi: 1", True)
    outlet.behave(trouble="page")
    check_account(account.pk)
    account.refresh_from_db()
    assert (account.check_text, account.check_is_fine) == ("a web page (HTML), no feed", False)


def test_corrected_and_renumbered_stories_are_noticed_over_the_wire(account, outlet):
    number = outlet.publish(TITLE, WORDS)
    ask(account)
    outlet.renumber(number)
    ask(account)
    assert InboundMessage.objects.count() == 1
    outlet.correct(number, words=WORDS.replace("bulan lalu", "kemarin"))
    ask(account)
    assert set(InboundMessage.objects.values_list("outcome", flat=True)) == {"candidate", "candidate_changed"}


def test_simulator_has_words_for_its_terminal(outlet):
    outlet.say("Wati", "Judul | Isi berita")
    outlet.commands()["correct"]("Wati", "1 Isi lain")
    outlet.commands()["trouble"]("Wati", "page")
    with pytest.raises(ValueError, match="no trouble"):
        outlet.commands()["trouble"]("Wati", "apa")
    with pytest.raises(ValueError, match="no story"):
        outlet.commands()["delete"]("Wati", "9")
    outlet.commands()["delete"]("Wati", "1")
