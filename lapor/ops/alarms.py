"""What is wrong enough that a person must know: one table, read by `lapor doctor`, the operators' page, whoever is
called (calls.py) and the rules for Prometheus (docs/operate/monitoring.md)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapor.ops.readings import Reading, by_name

MINUTE, HOUR = 60, 3600
GB = 1e9


@dataclass(frozen=True)
class AlarmRule:
    """`limit`: raised above it, or below it with `is_least`. `wakes`: also at night; the others wait for the morning.

    A reading that is missing raises nothing: nothing of it is set up."""

    name: str
    subject: str  # what is looked at, for lists where it may be good
    reading: str
    limit: float
    what: str | Promise
    remedy: str | Promise
    wakes: bool = False
    is_least: bool = False

    def is_raised_by(self, reading: Reading) -> bool:
        return reading.value < self.limit if self.is_least else reading.value > self.limit


RULES: tuple[AlarmRule, ...] = (
    AlarmRule(
        "reader_behind",
        "readers of events",
        "lapor_reader_lag_seconds",
        5 * MINUTE,
        _("A reader of events is behind: nobody is told of what is filed, or it is not published."),
        _("See that a worker runs, and what its log says; lapor events list."),
        wakes=True,
    ),
    AlarmRule(
        "events_unplaced",
        "order of events",
        "lapor_tail_age_seconds",
        MINUTE,
        _("Events have no position: no worker reads them."),
        _("See that a worker runs, and what its log says."),
        wakes=True,
    ),
    AlarmRule(
        "no_worker",
        "workers",
        "lapor_workers_alive",
        1,
        _("No worker runs: nothing is sent, published or reminded."),
        _("Start it: systemctl start lapor-worker, or lapor run."),
        wakes=True,
        is_least=True,
    ),
    AlarmRule(
        "deadlines_unswept",
        "deadlines",
        "lapor_deadline_lag_seconds",
        15 * MINUTE,
        _("Reminders and deadlines are due and were not looked at."),
        _("See that a worker runs, and lapor doctor."),
        wakes=True,
    ),
    AlarmRule(
        "messages_late",
        "outgoing messages",
        "lapor_messages_oldest_seconds",
        15 * MINUTE,
        _("Messages wait to be sent for long."),
        _("See the page of the channels: the platform or mail server may be away, or a key may have ended."),
        wakes=True,
    ),
    AlarmRule(
        "inbound_late",
        "incoming messages",
        "lapor_inbound_oldest_seconds",
        5 * MINUTE,
        _("What came in is not read."),
        _("See that a worker runs, and what its log says."),
        wakes=True,
    ),
    AlarmRule(
        "disk_low",
        "room on the disk",
        "lapor_disk_free_bytes",
        1 * GB,
        _("The disk is nearly full: soon no photo is taken."),
        _("Make room, or move the data folder to a larger disk."),
        wakes=True,
        is_least=True,
    ),
    AlarmRule(
        "backup_log_late",
        "backup of the log",
        "lapor_backup_log_age_seconds",
        30 * MINUTE,
        _("The log is not backed up: a disaster now would lose what was filed since."),
        _("See the message of lapor backup list: the place may be away or full."),
        wakes=True,
    ),
    AlarmRule(
        "backup_late",
        "backup of the base",
        "lapor_backup_age_seconds",
        30 * HOUR,
        _("There is no backup of the last day."),
        _("See the log of lapor backup schedule, then lapor backup make."),
    ),
    AlarmRule(
        "backup_failing",
        "last try to back up",
        "lapor_backup_failing",
        0,
        _("The last backup failed."),
        _("See the log of lapor backup schedule."),
    ),
    AlarmRule(
        "jobs_late",
        "queue of jobs",
        "lapor_jobs_oldest_seconds",
        30 * MINUTE,
        _("Jobs of a queue wait for long."),
        _("See that a worker runs; one that is busy with files needs another beside it."),
    ),
    AlarmRule(
        "jobs_failed",
        "failed jobs",
        "lapor_jobs_failed",
        0,
        _("Jobs failed for good."),
        _("The worker's log says why; the table procrastinate_jobs names them (status failed)."),
    ),
    AlarmRule(
        "events_set_aside",
        "events set aside",
        "lapor_events_set_aside",
        0,
        _("Events could not be read and are set aside."),
        _("lapor events list, then lapor events retry."),
    ),
    AlarmRule(
        "quarantined",
        "quarantine",
        "lapor_quarantined",
        0,
        _("Deliveries or messages are in quarantine."),
        _("Read them again on the page of the channels."),
    ),
    AlarmRule(
        "channel_alarm",
        "channels",
        "lapor_channel_alarm",
        0,
        _("An account on a channel needs somebody."),
        _("See the page of the channels."),
    ),
    AlarmRule(
        "messages_held",
        "hold on messages",
        "lapor_messages_held",
        0,
        _("Nothing is sent: the database was restored or moved, or a person held the messages."),
        _("lapor messages release, once this is the installation that goes on."),
    ),
    AlarmRule(
        "head_late",
        "daily head",
        "lapor_head_age_seconds",
        27 * HOUR,
        _("No daily head was made for yesterday."),
        _("See the worker's log and lapor verify."),
    ),
    AlarmRule(
        "transaction_long",
        "transactions",
        "lapor_transaction_seconds",
        MINUTE,
        _("A transaction has been open for long."),
        _("See pg_stat_activity for who holds it."),
    ),
    AlarmRule(
        "log_retained",
        "log kept for others",
        "lapor_slot_retained_bytes",
        2 * GB,
        _("The database keeps much log for a backup or a standby that does not fetch it."),
        _("See that lapor backup schedule or the standby runs; drop a slot that nobody needs."),
    ),
    AlarmRule(
        "standby_behind",
        "standbys",
        "lapor_replication_lag_bytes",
        0.2 * GB,
        _("A standby is behind."),
        _("See its log and the network between."),
    ),
    AlarmRule(
        "clock_off",
        "clocks",
        "lapor_clock_difference_seconds",
        5,
        _("The clocks of this machine and of the database differ."),
        _("See that both run a time service (systemd-timesyncd, chrony)."),
    ),
)


@dataclass(frozen=True)
class Judged:
    """A rule and the worst of its readings; None where there is none."""

    rule: AlarmRule
    worst: Reading | None

    @property
    def value(self) -> str:
        """With its unit, and of which."""
        if self.worst is None:
            return ""
        number = f"{self.worst.value:.0f}"
        if self.rule.reading.endswith("_bytes"):
            number = f"{self.worst.value / GB:.1f} GB"
        elif self.rule.reading.endswith("_seconds"):
            number = f"{number} s"
        return f"{number} ({self.worst.label})" if self.worst.label else number

    @property
    def is_raised(self) -> bool:
        return self.worst is not None and self.rule.is_raised_by(self.worst)


def judge(found: Sequence[Reading]) -> list[Judged]:
    """Each rule by what was read, in the order of the table."""
    names = by_name(list(found))
    judged = []
    for rule in RULES:
        values = sorted(names.get(rule.reading, []), key=lambda one: one.value, reverse=not rule.is_least)
        judged.append(Judged(rule, values[0] if values else None))
    return judged


def prometheus_rules() -> str:
    """The same table as a file of alert rules."""
    lines = ["groups:", "- name: lapor", "  rules:"]
    for rule in RULES:
        sign = "<" if rule.is_least else ">"
        lines += [
            f"  - alert: lapor_{rule.name}",
            f"    expr: {rule.reading} {sign} {rule.limit:g}",
            "    for: 2m",
            f"    labels: {{severity: {'page' if rule.wakes else 'ticket'}}}",
            "    annotations:",
            f'      summary: "{rule.what}"',
            f'      description: "{rule.remedy}"',
        ]
    lines += [
        "  - alert: lapor_away",
        '    expr: up{job="lapor"} == 0',
        "    for: 2m",
        "    labels: {severity: page}",
        "    annotations:",
        '      summary: "lapor does not answer."',
        '      description: "See that the web server and the database run."',
    ]
    return "\n".join(lines) + "\n"
