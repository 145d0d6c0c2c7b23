"""Alarms reach a person: by mail, Telegram or a webhook, as the operator set it. Once when one is raised, again every
six hours while it stands, once when it is over; what can wait is told by day. And the other way round: a sign of life
goes out each minute, so that somebody outside notices when this can call nobody any more.

Not through the queue of messages, which may be what is broken; from the worker, each minute.
"""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from lapor.core import clock, http
from lapor.gateway.outbound.direct import MailRefused, send_mail_now
from lapor.ops.alarms import RULES, Judged, judge
from lapor.ops.models import RaisedAlarm
from lapor.ops.readings import readings

logger = logging.getLogger(__name__)
AGAIN = timedelta(hours=6)
STEADY = timedelta(minutes=2)  # what is over by then was none
DAY_BEGINS, DAY_ENDS = time(6), time(21)
SECONDS = 10.0


def look_and_call() -> list[str]:
    """Compare with what stands, tell what is new, due again or over; gives the lines that were told.

    An alarm counts as told once one way took it."""
    now = clock.now()
    judged = {one.rule.name: one for one in judge(readings())}
    lines, told, over = [], [], []
    for name, one in judged.items():
        row = RaisedAlarm.objects.filter(pk=name).first()
        if one.is_raised:
            row = row or RaisedAlarm.objects.create(name=name, since=now)
            if _is_due(row, wakes=one.rule.wakes, now=now):
                lines.append(_line(one, row.since))
                told.append(row)
        elif row is not None:
            lines += [f"OVER: {one.rule.what}"] if row.told_at else []
            over.append(name)
    if lines and not _tell(lines):
        return []
    RaisedAlarm.objects.filter(pk__in=[row.pk for row in told]).update(told_at=now)
    RaisedAlarm.objects.filter(pk__in=[*over, *_without_rule()]).delete()
    return lines


def _without_rule() -> list[str]:
    return list(RaisedAlarm.objects.exclude(pk__in=[rule.name for rule in RULES]).values_list("pk", flat=True))


def _is_due(row: RaisedAlarm, *, wakes: bool, now: datetime) -> bool:
    is_day = DAY_BEGINS <= timezone.localtime(now).time() < DAY_ENDS
    if not wakes and not is_day:
        return False
    return now - row.since >= STEADY and (row.told_at is None or now - row.told_at >= AGAIN)


def _line(one: Judged, since: datetime) -> str:
    return f"{one.rule.what} {one.value}, since {since:%Y-%m-%d %H:%M} UTC. {one.rule.remedy}"


def _tell(lines: Sequence[str]) -> bool:
    """Whether one way took it. Where none is set the log alone has it, which counts."""
    subject, text = f"{settings.BASE_URL}: {len(lines)} alarms", "\n\n".join(map(str, lines))
    logger.error("%s\n%s", subject, text)
    ways: list[Callable[[], object]] = [
        *(lambda to=to: send_mail_now(to, subject, text) for to in settings.ALARM_MAIL),
        *([lambda: _telegram(f"{subject}\n\n{text}")] if settings.ALARM_TELEGRAM else []),
        *(
            [lambda: _post(settings.ALARM_WEBHOOK, {"subject": subject, "text": text})]
            if settings.ALARM_WEBHOOK
            else []
        ),
    ]
    took = [_took(way) for way in ways]  # each of them, not only the first
    return not ways or any(took)


def _took(way: Callable[[], object]) -> bool:
    try:
        way()
    except (http.Refused, http.Failed, MailRefused) as error:
        logger.warning("an alarm could not be told: %s", error)
        return False
    return True


def _telegram(text: str) -> None:
    token, _colon, chat = settings.ALARM_TELEGRAM.rpartition("@")
    _post(f"https://api.telegram.org/bot{token}/sendMessage", {"chat_id": chat, "text": text[:4000]})


def _post(url: str, document: dict[str, str]) -> None:
    """The operator named the address, so one in the own network is meant."""
    answer = http.request(
        "POST",
        url,
        body=json.dumps(document).encode(),
        headers={"Content-Type": "application/json"},
        trusted=url,
        seconds=SECONDS,
    )
    if answer.status >= 300:  # noqa: PLR2004 - HTTP
        raise http.Failed(f"status {answer.status}")


def give_sign_of_life() -> bool:
    """Ask the address that waits for it (LAPOR_HEARTBEAT_URL); False where none is set or it did not answer."""
    url = settings.HEARTBEAT_URL
    return bool(url) and _took(lambda: http.request("GET", url, trusted=url, seconds=SECONDS))
