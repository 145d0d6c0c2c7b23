"""Senders that behave as people and platforms do: they keep what they have until it was acknowledged, and send it
again."""

import http.cookiejar
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from contextlib import suppress
from email.message import EmailMessage

from lapor.channels.webhook.channel import HEADER, signature

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
GIVE_UP = 120  # seconds


def until_acknowledged(send):
    """Sends again until it is acknowledged; True when it was."""
    until = time.monotonic() + GIVE_UP
    while time.monotonic() < until:
        with suppress(OSError, http.client.HTTPException):
            if send():
                return True
        time.sleep(0.3)
    return False


def by_form(url, text, number):
    """A browser: the page, its cookie, its token, the same draft each time."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    draft = str(uuid.uuid4())

    def send():
        page = opener.open(urllib.request.Request(f"{url}/lapor", headers=address(number)), timeout=20).read().decode()
        fields = {"csrfmiddlewaretoken": TOKEN.search(page).group(1), "draft_id": draft, "text": text}
        request = urllib.request.Request(f"{url}/lapor", urllib.parse.urlencode(fields).encode(), address(number))
        return opener.open(request, timeout=20).status == 200

    return until_acknowledged(send)


def by_rest(url, text, number):
    body, key = json.dumps({"text": text}).encode(), str(uuid.uuid4())
    headers = {"Content-Type": "application/json", "Idempotency-Key": key, **address(number)}
    return until_acknowledged(lambda: post(f"{url}/api/v1/reports", body, headers) in {200, 201})


def by_webhook(url, text, number, secret):
    """Words of an urgent kind, so that the draft is filed at once."""
    body = json.dumps({"messages": [{"id": f"m-{number}", "from": f"0811{number}", "text": text}]}).encode()

    def send():
        stamp = str(int(time.time()))
        return (
            post(f"{url}/webhooks/webhook/uji", body, {HEADER: f"t={stamp},v1={signature(secret, stamp, body)}"}) == 200
        )

    return until_acknowledged(send)


def by_mail(run, folder, texts):
    """The mail server's pipe: what was not taken is piped in again."""
    files = []
    for number, text in enumerate(texts):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"orang{number}@contoh.example", "lapor@kota.example", "Laporan"
        mail["Message-ID"] = f"<{uuid.uuid4()}@contoh.example>"
        mail.set_content(text)
        path = folder / f"{number}.eml"
        path.write_bytes(mail.as_bytes())
        files.append(str(path))
    return until_acknowledged(lambda: run.lapor("ingest", "email", *files).returncode == 0)


def post(url, body, headers):
    try:
        return urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=20).status
    except urllib.error.HTTPError as error:
        return error.code


def address(number):
    """Another phone each time: the rate limits stay on."""
    return {"X-Forwarded-For": f"10.1.{number // 250}.{number % 250}"}
