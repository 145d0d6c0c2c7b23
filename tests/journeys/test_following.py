"""At 360 px: a notice reaches the telephone and leads to the answer, which is confirmed; a neighbourhood comes by mail
in the morning and is ended by one call; a scorecard is read as a screen reader says it."""

import json
import re
import urllib.request
import uuid
from email import message_from_string, policy
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import expect

from tests.journeys import chats, steps
from tests.journeys.app_tools import wait_for_the_app
from tests.journeys.audit import look_at
from tests.push_service import push_service

pytestmark = pytest.mark.journey
PLACE = {"latitude": -6.9932, "longitude": 110.4203}
SUBSCRIBE = """subscription => { PushManager.prototype.subscribe = async options => {
  const key = btoa(String.fromCharCode(...options.applicationServerKey))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  if (key !== subscription.key) throw new Error("another key");
  return { toJSON: () => subscription.json };
}; }"""
NEXT_MORNING = """
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo
from lapor.core import clock
zone = ZoneInfo("Asia/Jakarta")
day = datetime.now(zone).date() + timedelta(days=1)
clock.now = lambda: datetime.combine(day, time(7), zone)
from lapor.notify.digests import send_digests
print(send_digests())
"""


def file(installation, text, **more):
    """By REST: number and receipt code."""
    body = json.dumps({"kind": "complaint", "text": text, **PLACE, **more}).encode()
    request = urllib.request.Request(f"{installation.url}/api/v1/reports", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        found = json.load(answer)
    return found["tracking_id"], found["receipt_code"]


def deliver(page, installation, notice):
    """As the push service hands it to the browser while the site is closed; gives what the browser shows.

    Chromium sometimes drops what its tools hand it while the worker starts: a push service tries again as well."""
    return chats.until(lambda: handed_over(page, installation, notice), seconds=60, what_for="the notice")


def handed_over(page, installation, notice):
    session = page.context.new_cdp_session(page)
    found = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(200)
    [registration] = {one["registrationId"] for one in found if not one["isDeleted"]}
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": installation.url, "registrationId": registration, "data": json.dumps(notice)},
    )
    page.wait_for_timeout(500)
    shown = shown_notices(page)
    session.detach()
    return shown


def shown_notices(page):
    asked = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
      .map(one => ({ title: one.title, body: one.body, url: one.data.url }))"""
    return page.evaluate(asked)


def morning_comes(installation):
    """At night no device rings before six; whoever runs the tests then does not wait for it."""
    with psycopg.connect(installation.superuser_url) as connection:
        connection.execute(
            "UPDATE gateway_outboundmessage SET not_before = NULL WHERE channel = 'push' AND status = 'waiting'"
        )
        connection.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE task_name = 'gateway.send' AND status = 'todo'"
        )
        connection.execute('NOTIFY procrastinate_any_queue, \'{"type": "job_inserted", "job_id": 0}\'')


def test_notice_reaches_the_telephone_and_the_answer_is_confirmed_behind_it(visitor, installation):
    number, code = file(installation, f"Lampu taman mati {uuid.uuid4().hex}")
    person = visitor(permissions=["notifications"])
    page = person.page
    with push_service(installation.push_port) as service:
        page.goto(f"/laporan/{number}")
        wait_for_the_app(page)
        page.fill("#id_receipt_code", code)
        page.click("#code button[type=submit]")
        page.click("a:has-text('Kabari saya kelanjutannya')")
        key = page.get_attribute("[data-push-key]", "data-push-key")
        subscription = service.subscribe(key)
        browser_gives = {name: subscription[name] for name in ("endpoint", "keys")}
        page.evaluate(SUBSCRIBE, {"key": key, "json": browser_gives})
        look_at(page)
        page.click("text=Beri tahu saya di perangkat ini")
        expect(page.locator("h1")).to_have_text("Yang Anda ikuti")
        look_at(page)
        chats.Officers(installation).solve(number, "Lampu taman sudah menyala.")
        chats.until(
            lambda: installation.count("gateway_outboundmessage", "channel = 'push' AND cause = 'follow.own'") >= 3
        )
        morning_comes(installation)
        notices = chats.until(lambda: found if len(found := service.messages(subscription)) >= 3 else None)
    # three that are sent side by side come in any order
    [answer] = [one for one in notices if "Ditanggapi" in one["title"]]
    assert "Lampu taman sudah menyala." in answer["body"]
    page.goto("/")
    [shown] = deliver(page, installation, answer)
    assert (shown["title"], shown["url"]) == (answer["title"], f"/laporan/{number}")
    page.goto(shown["url"])
    steps.open_act(page, "confirm")
    steps.do_act(page, "confirm")
    expect(page.locator(".report-head .state")).to_contain_text("Selesai")


def test_neighbourhood_comes_by_mail_in_the_morning_and_is_ended_by_one_call(visitor, installation):
    mailbox = f"warga-{uuid.uuid4().hex[:8]}@contoh.example"
    page = visitor().page
    page.goto("/ikuti")
    look_at(page)
    page.click("text=Gambar di peta")
    canvas = page.locator("[data-circle-map] .map-canvas")
    expect(canvas.locator("path.area").first).to_be_visible()
    canvas.focus()
    page.keyboard.press("Enter")  # the middle of the map
    expect(canvas.locator("path.map-circle")).to_be_visible()
    expect(page.locator("[data-circle] input[name=latitude]")).not_to_have_value("")
    page.click("[data-circle-fields] button[type=submit]")
    expect(page.locator("h1")).to_contain_text("dalam 1000 m")
    page.goto("/ikuti?category=lampu-jalan-baru")
    page.check("input[name=rhythm][value=daily]")
    page.fill("#id_email", mailbox)
    page.click("text=Beri tahu saya lewat email")
    expect(page.locator("h1")).to_have_text("Satu langkah lagi")
    look_at(page)
    [ask] = chats.until(lambda: installation.mails_to(mailbox))
    page.goto(re.search(r"http://\S+/ikuti/\S+", words(ask)).group())
    look_at(page)
    page.click("text=Ya, kirimkan kepada saya")
    expect(page.locator("h1")).to_have_text("Yang Anda ikuti")

    number, _code = file(installation, "Usul lampu jalan di tikungan.")
    chats.Officers(installation).act(
        "verifikator", number, "forward", category="lampu-jalan-baru", agency="perkim", publication="published"
    )
    news = "notify_publicnews JOIN reports_report ON reports_report.id = report_id"
    chats.until(lambda: installation.count(news, f"tracking_id = '{number}'"))
    made = installation.lapor("manage", "shell", "-v", "0", "-c", NEXT_MORNING)
    assert made.returncode == 0, made.stderr
    mail = chats.until(lambda: next((one for one in installation.mails_to(mailbox) if number in words(one)), None))
    assert "Usul lampu jalan di tikungan." in words(mail)
    parsed = message_from_string(mail, policy=policy.default)
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # the command knows no address but the usual one
    link = installation.url + urlsplit(str(parsed["List-Unsubscribe"]).strip("<>")).path
    urllib.request.urlopen(urllib.request.Request(link, b"List-Unsubscribe=One-Click"), timeout=20)
    assert (
        installation.count(
            "reporters_follow", "category_id IS NOT NULL AND confirmed_at IS NOT NULL AND rhythm = 'daily'"
        )
        == 0
    )


def words(mail):
    return message_from_string(mail, policy=policy.default).get_content()


def test_scorecard_is_read_aloud_with_its_heads_and_what_each_figure_means(visitor, installation):
    page = visitor().page
    chats.Officers(installation).solve(file(installation, "Lampu gang mati.")[0])
    page.goto("/statistik/")
    chats.until(lambda: page.goto("/statistik/") and page.locator("a:has-text('Perumahan')").count())
    page.locator("details:has(table a:has-text('Perumahan')) > summary").first.click()  # too few for a place
    page.locator("table a:has-text('Perumahan')").first.click()
    look_at(page)
    tree = page.locator("main").aria_snapshot()
    assert re.search(r'heading "Dinas [^"]*Perumahan[^"]*" \[level=1\]', tree)
    assert "- term: Dijawab tepat waktu" in tree
    assert 'heading "Berapa lama" [level=2]' in tree
    assert 'columnheader "Separuh selesai dalam (hari kerja)"' in tree
    assert 'rowheader "Verifikasi"' in tree
