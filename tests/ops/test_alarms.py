"""What is measured, what is wrong enough, and who hears of it: each rule has a reading, each reading a cause that
raises it, and a person is called once, by day where it can wait, past the queue that may be what is broken."""

import json
import re
from argparse import Namespace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Officer
from lapor.agencies.roles import Role
from lapor.config.commands import messages
from lapor.core import clock, http
from lapor.core.environment import PROJECT_DIR
from lapor.gateway.models import OutboundMessage
from lapor.gateway.outbound import direct
from lapor.gateway.outbound.hold import hold_messages
from lapor.ledger.models import Cursor, SetAsideEvent
from lapor.ledger.sequencer import give_positions
from lapor.ops import calls
from lapor.ops.alarms import RULES, judge, prometheus_rules
from lapor.ops.backup_status import note_backup
from lapor.ops.models import RaisedAlarm
from lapor.ops.readings import HELP, Reading, readings
from lapor.reports.models import Clock
from lapor.runtime.consumers import CONSUMERS
from tests.outgoing import queued_message

pytestmark = pytest.mark.django_db
NIGHT, NOON = datetime(2026, 3, 10, 19, tzinfo=UTC), datetime(2026, 3, 11, 5, tzinfo=UTC)  # 02.00 and 12.00 in Semarang


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = settings.OUTBOX_DIR = tmp_path
    (tmp_path / "backups").mkdir()


def raised():
    return {one.rule.name for one in judge(readings()) if one.is_raised}


def job(status, minutes):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) VALUES ('send', 'x', %s,"
            " now() - make_interval(mins => %s))",
            [status, minutes],
        )
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type) SELECT id, 'failed' FROM procrastinate_jobs"
            " WHERE task_name = 'x' AND status = 'failed'"
        )


def old_message():
    queued_message(
        channel="email", address=b"x", cause="x", dedupe_key="a", created_at=clock.now() - timedelta(hours=1)
    )


def unread_event():
    give_positions()
    Cursor.objects.update_or_create(consumer="notify", defaults={"position": 0})
    with connection.cursor() as cursor:  # as if it had been written long ago
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledger_position SET recorded_at = now() - interval '1 hour'")
        cursor.execute("SET session_replication_role = DEFAULT")


def unplaced_event():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_tail (event_id, recorded_at) VALUES (0, now() - interval '1 hour')")


def unswept():
    Clock.objects.update(remind_at=clock.now() - timedelta(hours=1))


def quarantine_event():
    SetAsideEvent.objects.create(consumer="notify", event_id=1, recorded_at=clock.now(), error="x", at=clock.now())


def stale_backup(settings):
    old = (clock.now() - timedelta(days=3)).isoformat()
    note_backup(settings.DATA_DIR, base_at=old, log_at=old, error="the place is away")


CAUSES = {
    "reader_behind": unread_event,
    "events_unplaced": unplaced_event,
    "deadlines_unswept": unswept,
    "messages_late": old_message,
    "jobs_late": lambda: job("todo", 60),
    "jobs_failed": lambda: job("failed", 60),
    "events_set_aside": quarantine_event,
    "messages_held": hold_messages,
}


def test_nothing_but_a_missing_worker_is_wrong_with_a_fresh_installation(filed):
    give_positions()
    assert raised() == {"no_worker"}


@pytest.mark.parametrize("name", CAUSES)
def test_each_cause_raises_its_alarm(filed, name):
    before = raised()
    CAUSES[name]()
    assert raised() - before >= {name}


def test_backups_that_stopped_raise_theirs(root, settings):
    stale_backup(settings)
    assert raised() >= {"backup_late", "backup_log_late", "backup_failing"}
    note_backup(settings.DATA_DIR, error="", base_error="pg_basebackup failed")
    assert "backup_failing" in raised()  # though the log goes out each minute
    note_backup(settings.DATA_DIR, base_at=clock.now().isoformat(), log_at=clock.now().isoformat(), base_error="")
    assert not raised() & {"backup_late", "backup_log_late", "backup_failing"}


def test_each_rule_stands_on_a_reading_that_is_explained_and_each_reading_is_explained(filed):
    assert {rule.reading for rule in RULES} <= HELP.keys()
    assert {reading.name for reading in readings()} <= HELP.keys()
    assert len({rule.name for rule in RULES}) == len(RULES) >= 20


def test_readings_take_the_same_queries_however_much_there_is(filed, django_assert_max_num_queries):
    for number in range(30):
        queued_message(channel="email", address=b"x", cause="x", dedupe_key=str(number))
    with django_assert_max_num_queries(32):
        readings()


def test_a_job_that_failed_long_ago_is_no_alarm_any_more(filed):
    job("failed", 60)
    assert "jobs_failed" in raised()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '2 days'")
    assert "jobs_failed" not in raised()


def test_messages_that_are_held_call_nobody_at_night(filed):
    old_message()
    assert "messages_late" in raised()
    hold_messages()
    assert "messages_late" not in raised()


def test_the_worst_of_several_is_told():
    found = [Reading("lapor_jobs_oldest_seconds", 5.0, "send"), Reading("lapor_jobs_oldest_seconds", 9999.0, "fetch")]
    [late] = [one for one in judge(found) if one.is_raised]
    assert (late.rule.name, late.worst.label) == ("jobs_late", "fetch")
    [low] = [one for one in judge([Reading("lapor_disk_free_bytes", 5.0)]) if one.is_raised]
    assert low.rule.name == "disk_low"


def test_rules_for_prometheus_hold_each_alarm():
    with translation.override("en"):
        text = prometheus_rules()
    assert text == (PROJECT_DIR / "deploy/monitoring/lapor.rules.yml").read_text(encoding="utf-8")
    assert re.findall(r"alert: lapor_(\w+)", text) == [*(rule.name for rule in RULES), "away"]
    assert "expr: lapor_workers_alive < 1" in text
    assert "expr: lapor_reader_lag_seconds > 300" in text


def test_dashboard_asks_for_what_there_is_only():
    board = json.loads((PROJECT_DIR / "deploy/monitoring/grafana-dashboard.json").read_text(encoding="utf-8"))
    asked = " ".join(target["expr"] for panel in board["panels"] for target in panel["targets"])
    names = set(re.findall(r"lapor_\w+", asked))
    assert {re.sub(r"^(lapor_request_seconds)_.*", r"\1", name) for name in names} <= {*HELP, "lapor_request_seconds"}


# --- who hears of it


@pytest.fixture
def told(monkeypatch, settings):
    sent = []
    settings.ALARM_MAIL = ["jaga@kota.example"]
    monkeypatch.setattr(calls, "send_mail_now", lambda to, subject, text: sent.append((to, subject, text)))
    return sent


@pytest.fixture
def wrong(monkeypatch):
    """What is read can be set by hand."""
    found = []
    monkeypatch.setattr(calls, "readings", lambda: list(found))
    return found


LAG = Reading("lapor_reader_lag_seconds", 4000.0, "notify")
HELD = Reading("lapor_messages_held", 1.0)


def look(at):
    with clock.at(at):
        return calls.look_and_call()


def test_a_person_is_called_once_again_after_six_hours_and_when_it_is_over(db, told, wrong):
    wrong.append(LAG)
    assert look(NIGHT) == []  # it may be over in a minute
    assert len(look(NIGHT + timedelta(minutes=3))) == 1
    assert look(NIGHT + timedelta(minutes=4)) == []
    assert len(look(NIGHT + timedelta(hours=7))) == 1
    wrong.clear()
    assert look(NIGHT + timedelta(hours=8))[0].startswith("OVER")
    assert look(NIGHT + timedelta(hours=9)) == []
    assert [to for to, _subject, _text in told] == ["jaga@kota.example"] * 3
    assert "notify" in told[0][2]


def test_what_can_wait_is_told_by_day(db, told, wrong):
    wrong.append(HELD)
    look(NIGHT)
    assert look(NIGHT + timedelta(minutes=5)) == []
    assert len(look(NOON)) == 1


def test_what_was_over_within_two_minutes_calls_nobody(db, told, wrong):
    wrong.append(LAG)
    look(NIGHT)
    wrong.clear()
    assert look(NIGHT + timedelta(minutes=1)) == []
    assert told == []
    assert not RaisedAlarm.objects.exists()


def test_a_call_that_nobody_took_is_made_again(db, wrong, monkeypatch, settings):
    settings.ALARM_MAIL = ["jaga@kota.example"]

    def away(*_arguments):
        raise direct.MailRefused("away")

    monkeypatch.setattr(calls, "send_mail_now", away)
    wrong.append(LAG)
    look(NIGHT)
    assert look(NIGHT + timedelta(minutes=3)) == []
    assert RaisedAlarm.objects.get().told_at is None
    monkeypatch.setattr(calls, "send_mail_now", lambda *_arguments: None)
    assert len(look(NIGHT + timedelta(minutes=4))) == 1


def test_telegram_and_webhook_are_called_too_and_one_that_fails_stops_no_other(db, wrong, monkeypatch, settings):
    called = []

    def request(method, url, **options):
        called.append((url, json.loads(options["body"])))
        return http.Answer(500 if "telegram" in url else 200, b"")

    monkeypatch.setattr(http, "request", request)
    settings.ALARM_MAIL, settings.ALARM_TELEGRAM, settings.ALARM_WEBHOOK = [], "123:abc@-100", "http://10.0.0.5/alarm"
    wrong.append(LAG)
    look(NIGHT)
    assert len(look(NIGHT + timedelta(minutes=3))) == 1
    assert called[0][0] == "https://api.telegram.org/bot123:abc/sendMessage"
    assert called[0][1]["chat_id"] == "-100"
    assert called[1][0] == "http://10.0.0.5/alarm"


def test_alarm_mail_leaves_though_messages_are_held(root, settings):
    hold_messages()
    direct.send_mail_now("jaga@kota.example", "Alarm", "Disk")
    assert "jaga@kota.example" in next(settings.OUTBOX_DIR.glob("*.eml")).read_text()
    assert not OutboundMessage.objects.exists()


def test_sign_of_life_is_given_where_one_is_wanted(monkeypatch, settings):
    asked = []

    def request(_method, url, **_):
        asked.append(url)
        return http.Answer(200, b"")

    monkeypatch.setattr(http, "request", request)
    assert not calls.give_sign_of_life()
    settings.HEARTBEAT_URL = "https://monitor.example/ping"
    assert calls.give_sign_of_life()
    assert asked == ["https://monitor.example/ping"]

    def away(*_arguments, **_options):
        raise http.Failed("away")

    monkeypatch.setattr(http, "request", away)
    assert not calls.give_sign_of_life()


# --- /metrics


def metrics(token=""):
    return Client().get("/metrics", headers={"Authorization": f"Bearer {token}"} if token else {})


@pytest.mark.parametrize(
    ("kept", "sent"), [("", ""), ("", "x"), ("geheim", ""), ("geheim", "x"), ("geheim", "geheim1")]
)
def test_metrics_are_there_for_nobody_without_the_token(db, settings, kept, sent):
    settings.METRICS_TOKEN = kept
    assert metrics(sent).status_code == 404


def test_metrics_name_every_reading_and_count_requests_without_addresses(filed, settings):
    settings.METRICS_TOKEN = "geheim"
    Client().get(f"/laporan/{filed.report.tracking_id}")
    page = metrics("geheim").content.decode()
    for reading in readings():
        assert reading.name in page
    assert "lapor_database_up 1.0" in page
    assert re.search(r'lapor_request_seconds_count\{page="web",status="\dxx"\}', page)
    assert filed.report.tracking_id not in page


def test_metrics_say_that_the_database_is_away(db, settings, monkeypatch):
    from django.db import OperationalError  # noqa: PLC0415 - beside what it stands for

    from lapor.ops import metrics as module  # noqa: PLC0415

    def away():
        raise OperationalError

    settings.METRICS_TOKEN = "geheim"
    monkeypatch.setattr(module, "readings", away)
    page = metrics("geheim").content.decode()
    assert "lapor_database_up 0.0" in page
    assert "lapor_reader_lag_seconds" not in page.replace("# HELP", "")


def test_every_reader_is_measured_once_it_has_read(filed):
    for consumer in CONSUMERS:
        Cursor.objects.get_or_create(consumer=consumer.name)
    found = {reading.label for reading in readings() if reading.name == "lapor_reader_lag_seconds"}
    assert found == {consumer.name for consumer in CONSUMERS}


def test_hold_that_a_person_made_is_said_to_be_one_until_a_restore_is_noticed_too(root, capsys):
    """The page told of a restore that never was."""
    hold_messages(by_hand=True)
    page = administrator().get("/konsol/keadaan/").content.decode()
    assert "pesan ditahan oleh pengelola" in page
    assert "dan salinan tidak boleh menulis" not in page
    assert messages.run(Namespace(action="status")) == 1
    assert "because a person said so" in capsys.readouterr().out
    hold_messages()
    assert "dan salinan tidak boleh menulis" in administrator().get("/konsol/keadaan/").content.decode()
    assert messages.run(Namespace(action="hold", drop_older=False)) == 0  # of what a restore holds nothing changes
    assert messages.run(Namespace(action="status")) == 1
    assert "because the database was restored or moved" in capsys.readouterr().out


def administrator():
    admin = Officer.objects.filter(username="ade").first() or create_officer(
        username="ade",
        password="Rahasia-2026-x",
        name="Ade",
        agency=Agency.objects.get(code="diskominfo"),
        role=Role.ADMINISTRATOR,
    )
    client = Client()
    client.force_login(admin, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def test_administrator_lets_held_messages_go_from_the_page(root):
    queued_message(
        channel="email", address=b"x", cause="x", dedupe_key="a", created_at=clock.now() - timedelta(hours=1)
    )
    hold_messages()
    queued_message(channel="email", address=b"x", cause="x", dedupe_key="b")
    client = administrator()
    page = client.get("/konsol/keadaan/").content.decode()
    assert "Pesan ditahan" in page
    assert "1 pesan sudah menunggu" in page
    assert "basis data baru dipulihkan atau dipindahkan, dan salinan" in page
    client.post("/konsol/keadaan/", {"do": "nonsense"})
    assert "messages_held" in raised()
    client.post("/konsol/keadaan/", {"do": "release_new"})
    assert "messages_held" not in raised()
    assert sorted(OutboundMessage.objects.values_list("dedupe_key", "status")) == [("a", "failed"), ("b", "waiting")]
