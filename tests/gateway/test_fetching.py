"""Files that a platform only points to: fetched by a job, waited for a bounded time, missed with a note.

Against a real server on loopback."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.channels.base import Received
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound import media
from lapor.gateway.inbound.media import PAUSES, WAIT, empty_settled_files, fetch_file, queue_forgotten_files
from lapor.gateway.inbound.receiving import files_of, store
from lapor.gateway.models import InboundFile, InboundMessage, OutboundMessage
from lapor.intake.conversations.drafts import draft_of
from lapor.intake.conversations.message_retention import forget_messages
from lapor.intake.conversations.reading import read_channel
from lapor.intake.models import Conversation
from lapor.reports.models import Report
from tests.makers import photo

pytestmark = pytest.mark.django_db


class Platform(ThreadingHTTPServer):
    """Telegram's getFile and its files; `status` is what it answers with the file, `seen` the paths."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.content, self.seen = 200, photo(), []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    server: Platform

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(200, json.dumps({"ok": True, "result": {"file_path": f"photos/{asked['file_id']}.jpg"}}).encode())

    def do_GET(self):
        self.answer(self.server.status, self.server.content)

    def answer(self, status, body):
        self.server.seen.append(self.path)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture
def platform():
    server = Platform()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def account(root, platform):
    settings = {"api_url": f"http://127.0.0.1:{platform.server_port}"}
    return make_account("telegram", "kota", root=root, settings=settings, secrets={"secret": "s", "token": "1:rahasia"})


def sent(account, number, text="", photos=(), kind="private"):
    """A message that came in, as Telegram writes it."""
    message = {
        "message_id": number,
        "chat": {"id": 77, "type": kind},
        "from": {"id": 77, "first_name": "Siti"},
        "date": 1772443800 + number,
    }
    message |= (
        {"caption": text, "photo": [{"file_id": one, "width": 90} for one in photos]} if photos else {"text": text}
    )
    store(opened(account), Received(json.dumps({"update_id": number, "message": message}).encode()))
    read_channel("telegram")


def jobs():
    return [
        UUID(job.args["file_id"]) for job in ProcrastinateJob.objects.filter(task_name="gateway.fetch").order_by("id")
    ]


def draft():
    return draft_of(Conversation.objects.get())


def test_photo_is_fetched_and_comes_into_the_report_like_one_that_came_along(account, platform):
    sent(account, 1, "Lampu mati di depan musala", ["abc"])
    [message] = InboundMessage.objects.all()
    assert message.state == "waiting"
    assert platform.seen == []  # reading a delivery makes no call
    [job] = jobs()
    assert fetch_file(job) == 0
    assert platform.seen[1] == "/file/bot1:rahasia/photos/abc.jpg"
    file = InboundFile.objects.get()
    assert file.state == "fetched"
    assert platform.content not in bytes(file.content)
    read_channel("telegram")
    assert draft().files == 1
    sent(account, 2, "Jl. Pahlawan")
    sent(account, 3, "kirim")
    assert Report.objects.get().attachments.count() == 1


def test_nobodys_words_overtake_their_own_photo_but_others_go_on(account):
    sent(account, 1, "Lampu mati di depan musala", ["abc"])
    sent(account, 2, "Jl. Pahlawan")
    store(
        opened(account),
        Received(
            json.dumps(
                {
                    "update_id": 9,
                    "message": {
                        "message_id": 1,
                        "chat": {"id": 88, "type": "private"},
                        "from": {"id": 88},
                        "text": "Jalan berlubang besar",
                    },
                }
            ).encode()
        ),
    )
    read_channel("telegram")
    assert sorted(InboundMessage.objects.values_list("state", flat=True)) == ["taken", "waiting", "waiting"]
    fetch_file(jobs()[0])
    read_channel("telegram")
    assert set(InboundMessage.objects.values_list("state", flat=True)) == {"taken"}
    siti = next(found for one in Conversation.objects.all() if (found := draft_of(one)).address)
    assert (siti.texts, siti.address, siti.files) == (("Lampu mati di depan musala",), "Jl. Pahlawan", 1)


def test_platform_that_is_away_is_asked_again_with_growing_pauses_and_then_given_up(account, platform):
    platform.status = 503
    sent(account, 1, "Lampu mati di depan musala", ["abc"])
    [job] = jobs()
    assert [fetch_file(job) for _ in range(len(PAUSES) + 1)] == [*PAUSES, 0]
    file = InboundFile.objects.get()
    assert (file.state, file.error) == ("failed", "the platform answered 503")
    read_channel("telegram")
    assert draft().texts[-1] in {"[1 file could not be fetched]", "[1 berkas tidak dapat diambil]"}
    assert draft().files == 0
    assert "1" in OutboundMessage.objects.get().said.text  # the person is told too


@pytest.mark.parametrize(("status", "content"), [(404, b""), (403, b"no"), (200, b"")])
def test_file_that_is_gone_is_not_asked_for_again(account, platform, status, content):
    platform.status, platform.content = status, content
    sent(account, 1, "Lampu mati di depan musala", ["abc"])
    assert fetch_file(jobs()[0]) == 0
    assert InboundFile.objects.get().state == "failed"
    read_channel("telegram")
    assert InboundMessage.objects.get().state == "taken"


def test_file_larger_than_any_report_takes_is_left(account, platform, monkeypatch):
    monkeypatch.setattr("lapor.channels.calls.LARGEST_FILE", 10)
    sent(account, 1, "Lampu mati di depan musala", ["abc"])
    assert fetch_file(jobs()[0]) == 0
    assert (InboundFile.objects.get().state, InboundFile.objects.get().error) == ("failed", "too large")


def test_message_is_taken_without_its_files_when_the_time_is_over(account, monkeypatch):
    sent(account, 1, "Lampu mati di depan musala", ["abc"])
    now = clock.now()
    monkeypatch.setattr("lapor.core.clock.now", lambda: now + WAIT + timedelta(seconds=1))
    read_channel("telegram")
    assert InboundMessage.objects.get().state == "taken"
    assert draft().files == 0
    queue_forgotten_files()
    assert InboundFile.objects.get().error == "its message was taken without it"
    assert fetch_file(InboundFile.objects.get().pk) == 0


def test_job_that_was_lost_is_queued_again(account, monkeypatch):
    sent(account, 1, "Lampu mati", ["abc"])
    before, now = len(jobs()), clock.now()
    monkeypatch.setattr("lapor.core.clock.now", lambda: now + WAIT + timedelta(seconds=1))
    assert queue_forgotten_files() == 1
    assert len(jobs()) == before + 1


def test_bytes_are_emptied_once_the_report_has_them(account, monkeypatch):
    sent(account, 1, "Lampu mati di depan musala", ["abc"])
    fetch_file(jobs()[0])
    read_channel("telegram")
    now = clock.now()
    monkeypatch.setattr("lapor.core.clock.now", lambda: now + WAIT + timedelta(seconds=1))
    assert empty_settled_files() == 1
    assert files_of(InboundMessage.objects.get()) == [("photo", b"")]


def test_account_that_takes_files_by_hand_fetches_nothing_and_waits_for_nothing(account, root, platform):
    account.is_local = True
    account.save()
    sent(account, 1, "Lampu mati di depan musala", ["abc"])
    assert InboundMessage.objects.get().state == "taken"
    assert (jobs(), platform.seen) == ([], [])
    assert "by hand" in InboundFile.objects.get().error


def test_fault_of_a_channel_is_a_try_that_failed(account, monkeypatch):
    monkeypatch.setattr("lapor.channels.telegram.channel.TelegramChannel.fetch_media", lambda *_: 1 / 0)
    sent(account, 1, "Lampu mati", ["abc"])
    assert fetch_file(jobs()[0]) == media.PAUSES[0]
    assert InboundFile.objects.get().error == "a fault of ours: ZeroDivisionError"


def test_album_is_answered_once(account):
    for number in (1, 2, 3):
        message = {
            "message_id": number,
            "chat": {"id": 77, "type": "private"},
            "from": {"id": 77},
            "media_group_id": "999",
            "photo": [{"file_id": f"f{number}", "width": 90}],
        }
        store(opened(account), Received(json.dumps({"update_id": number, "message": message}).encode()))
    read_channel("telegram")
    for job in jobs():
        fetch_file(job)
        read_channel("telegram")
    assert draft().files == 3
    assert OutboundMessage.objects.count() == 1


def test_files_are_forgotten_with_the_person_who_sent_them(account):
    sent(account, 1, "Lampu mati di depan musala", ["abc"])
    fetch_file(jobs()[0])
    read_channel("telegram")
    sent(account, 2, "Jl. Pahlawan")
    sent(account, 3, "kirim")
    report = Report.objects.get()
    assert report.reporter is not None
    forget_messages(report.reporter, [report.pk])
    assert not InboundFile.objects.exists()
    assert {bytes(lookup) for lookup in InboundMessage.objects.values_list("lookup", flat=True)} == {b""}
