"""Writes imported rows: each once, whatever how often the file is given. Called by `lapor import`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction

from lapor.agencies.models import Agency
from lapor.core.text import fold, one_line
from lapor.intake.filing.actions import MAX_TEXT, TITLE_LENGTH, submission_hash
from lapor.intake.imports.mapping import Links
from lapor.intake.imports.rows import ImportedRow, Profile, RowError
from lapor.intake.models import Submission
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reports.actions import import_report
from lapor.reports.models import Report
from lapor.reports.provenance import provenance_of
from lapor.reports.vocabulary import State
from lapor.reports.workflow.acting import Actor, ImportedFacts

WAS_HANDLED = {State.RESOLVED, State.CLOSED_UNCONFIRMED}  # in the other states no agency holds a report
BATCH = 200  # rows in one transaction


@dataclass
class RowOutcome:
    """How many rows became reports, were there already, or could not be read.

    Of each row read no more than a line number and a fingerprint stays in memory."""

    imported: int = 0
    unchanged: int = 0
    failed: int = 0
    seen: dict[str, tuple[int, bytes]] = field(default_factory=dict)


# Line (as a spreadsheet counts), what is to be said of it, the row's cells; no failure where the cells are empty.
Say = Callable[[int, str, Mapping[str, str]], None]


def say_nothing(line: int, why: str, cells: Mapping[str, str]) -> None:
    """For whom the sums are enough."""


@dataclass(frozen=True)
class Import:
    """One run: where to, by whom, and whether anything is written.

    `queue_reply` hears of each row that is not simply taken, `after` of each batch; `keep` is given the new reports of
    a batch, in its transaction."""

    root: Agency
    actor: Actor
    links: Links
    is_dry: bool
    say: Say
    after: Callable[[RowOutcome, list[ImportedRow]], None] = lambda _outcome, _rows: None
    keep: Callable[[list[Report]], None] = lambda _reports: None

    def run(self, profile: Profile, path: Path) -> RowOutcome:
        """Raises FileError; rows that fail are said and counted, the others go on."""
        outcome = RowOutcome()
        for batch in _batches(profile.read(path)):
            rows = [row for line, row in batch if self._is_readable(line, row, outcome)]
            good = [row for row in rows if isinstance(row, ImportedRow)]
            self._take(profile, good, outcome)
            self.after(outcome, [row for _line, row in batch if isinstance(row, ImportedRow)])
        return outcome

    def _is_readable(self, line: int, row: ImportedRow | RowError, outcome: RowOutcome) -> bool:
        if isinstance(row, RowError):
            return self._fail(line, str(row), row.cells, outcome)
        if len(row.text) > MAX_TEXT or len(row.published_text) > MAX_TEXT:
            return self._fail(line, f"the text has more than {MAX_TEXT} characters", row.cells, outcome)
        mine = (line, row.fingerprint())
        earlier = outcome.seen.setdefault(row.former_number, mine)
        if earlier is mine:
            return True
        if earlier[1] == mine[1]:
            outcome.unchanged += 1
            return False
        why = f"number {row.former_number} stands already in row {earlier[0]}, with other content"
        return self._fail(line, why, row.cells, outcome)

    def _fail(self, line: int, why: str, cells: Mapping[str, str], outcome: RowOutcome) -> bool:
        outcome.failed += 1
        self.say(line, why, cells or {"": ""})
        return False

    def _take(self, profile: Profile, rows: list[ImportedRow], outcome: RowOutcome) -> None:
        keys = {
            row.former_number: submission_hash(f"import:{self.root.pk}:{profile.name}:{row.former_number}")
            for row in rows
        }
        known = dict(Submission.objects.filter(key__in=list(keys.values())).values_list("key", "report__provenance"))
        statuses = {bytes(key): provenance_of(provenance).get("status_word", "") for key, provenance in known.items()}
        new = [row for row in rows if keys[row.former_number] not in statuses]
        for row in rows:
            before, now = statuses.get(keys[row.former_number]), row.provenance.get("status_word", "")
            if before is not None and before != now:
                why = f"number {row.former_number} was imported as {before!r}, now it says {now!r}: left as it is here"
                self.say(row.line, why, {})
        outcome.unchanged += len(rows) - len(new)
        outcome.imported += len(new)
        if self.is_dry or not new:
            return
        with transaction.atomic():
            reporters = _reporters(new)
            reports = [
                import_report(
                    self._report(row, reporters.get(row.former_number)),
                    root=self.root,
                    actor=self.actor,
                    facts=_facts(row),
                ).report
                for row in new
            ]
            Submission.objects.bulk_create(
                Submission(key=keys[row.former_number], report=report) for row, report in zip(new, reports, strict=True)
            )
            self.keep(reports)

    def _report(self, row: ImportedRow, reporter: Reporter | None) -> Report:
        links = self.links
        category = links.category.get(fold(row.category_text))
        agency = links.agency.get(fold(row.agency_text)) if row.state in WAS_HANDLED else None
        places = [fold(part) for part in (row.area_text, *row.area_text.split(","))]
        area = next((links.area[place] for place in places if place in links.area), None)
        return Report(
            reporter=reporter,
            former_number=row.former_number,
            kind=row.kind,
            identity=row.identity,
            visibility=row.visibility,
            publication=row.publication,
            title=one_line(row.title or row.text, TITLE_LENGTH),
            text=row.text,
            published_text=row.published_text,
            channel=row.channel,
            category=category,
            category_text=row.category_text,
            agency=agency,
            agency_text=row.agency_text,
            area=area,
            area_text=row.area_text,
            provenance=row.provenance,
            latitude=row.latitude,
            longitude=row.longitude,
            **row.lines,
        )


def _reporters(rows: list[ImportedRow]) -> dict[str, Reporter]:
    """Who can be reached or is named, by the row's number: in the vault with their contact points, two statements for
    the batch."""
    found, points = dict[str, Reporter](), list[ContactPoint]()
    for row in rows:
        if row.name or row.phone or row.email:
            reporter, own = vault.reporter_rows(
                name=row.name, email=row.email, phone=row.phone, language="id", at=row.filed_at
            )
            found[row.former_number] = reporter
            points += own
    Reporter.objects.bulk_create(found.values())
    ContactPoint.objects.bulk_create(points)
    return found


def _facts(row: ImportedRow) -> ImportedFacts:
    return ImportedFacts(
        state=row.state, filed_at=row.filed_at, archive_reason=row.archive_reason, reason_text=row.reason_text
    )


def _batches(rows: Iterator[tuple[int, ImportedRow | RowError]]) -> Iterator[list[tuple[int, ImportedRow | RowError]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
