"""A file that an administrator uploads: kept sealed, looked at, checked, imported, undone; each step by a job
(intake.tasks), each to be watched.

Every step may be begun again after a crash: what is in is known by its number.
"""

import csv
import json
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, Area, Category, Officer
from lapor.agencies.queries import agencies_in
from lapor.core import clock
from lapor.core.cleaning.limits import MB
from lapor.core.files import write_whole
from lapor.core.text import fold
from lapor.intake.imports.actions import Import, RowOutcome
from lapor.intake.imports.guessing import guess_columns
from lapor.intake.imports.mapping import Links
from lapor.intake.imports.rows import FileError, ImportedRow, Profile
from lapor.intake.imports.sp4n import NEEDED, Sp4n
from lapor.intake.imports.spreadsheet import Columns, Spreadsheet, table_rows
from lapor.intake.models import ImportedReport, ImportProfile, ImportRun
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream
from lapor.reporters import vault
from lapor.reporters.models import Reporter
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import officer_actor

STATES = ImportRun.State
MOST_BYTES = 60 * MB
MOST_UNPACKED = 1024 * MB
KEPT = timedelta(days=30)
SAMPLE_ROWS = 4
MOST_FAULTS = 20_000  # rows in the file of faults
MOST_WORDS = 300  # different words of a kind that are shown
UNDO_BATCH = 200
KINDS = ("category", "agency", "area")


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "imports"


def _path(run_id: UUID, what: str) -> Path:
    return _folder() / f"{run_id}.{what}.sealed"


def begin_run(content: bytes, name: str, *, by: Officer, root: Agency) -> ImportRun:
    """Keep the file. Raises FileError where it is too large."""
    if len(content) > MOST_BYTES:
        raise FileError(_("The file is too large: at most %(most)s MB.") % {"most": MOST_BYTES // MB})
    now = clock.now()
    run = ImportRun(root=root, by=by, file_name=Path(name).name[:120] or "impor", made_at=now, changed_at=now)
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(_path(run.pk, "file"), vault.seal_bytes(content), replace=True)
    run.save(force_insert=True)
    return run


@contextmanager
def _unsealed(run: ImportRun) -> Iterator[Path]:
    """The file, readable for the time of a step. Raises FileError."""
    try:
        content = vault.open_bytes(_path(run.pk, "file").read_bytes())
    except FileNotFoundError:
        raise FileError(_("The file is no longer kept: upload it again.")) from None
    with tempfile.TemporaryDirectory(dir=_folder()) as folder:
        path = Path(folder) / run.file_name.replace("/", "_")
        path.write_bytes(content)
        del content
        _check_size(path)
        yield path


def _check_size(path: Path) -> None:
    """A spreadsheet of a few kilobytes may claim to be terabytes."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise FileError(_("The file is too large when it is unpacked."))


def look_at_file(run_id: UUID) -> None:
    """Find the header and the first rows, and propose what the columns mean: as a file with these columns was read
    before, else guessed."""
    run = ImportRun.objects.select_related("root").get(pk=run_id)
    if run.state != STATES.READING:
        return
    try:
        with _unsealed(run) as path:
            rows = table_rows(path)
            run.header = next(rows)[1]
            sample = [values for _number, (_line, values) in zip(range(SAMPLE_ROWS), rows, strict=False)]
    except FileError as error:
        _set(run, STATES.FAILED, error=str(error)[:500])
        return
    run.sample = vault.seal(json.dumps([[value[:200] for value in values] for values in sample]))
    run.profile = Sp4n.name if set(NEEDED) <= set(run.header) else Spreadsheet.name
    known = next((one for one in ImportProfile.objects.filter(root=run.root) if _fits(one.mapping, run.header)), None)
    run.mapping = known.mapping if known else {"fields": guess_columns(run.header), "states": {}, "links": {}}
    _set(run, STATES.MAPPING)


def _fits(mapping: Mapping[str, Any], header: list[str]) -> bool:
    used = set(mapping.get("fields", {}).values())
    return bool(used) and used <= set(header)


def sample_of(run: ImportRun) -> list[list[str]]:
    text = vault.open_sealed(bytes(run.sample))
    return json.loads(text) if text else []


def set_mapping(run: ImportRun, mapping: Mapping[str, Any], *, profile: str = "") -> None:
    """What a person said the columns and words mean; `profile`: kept under this name for the next file."""
    run.mapping = dict(mapping)
    run.save(update_fields=["mapping"])
    if profile:
        ImportProfile.objects.update_or_create(root=run.root, name=profile[:60], defaults={"mapping": run.mapping})


def start(run: ImportRun, state: str, *, before: tuple[str, ...]) -> bool:
    """Move a run on, once. False: somebody else did."""
    return bool(
        ImportRun.objects.filter(pk=run.pk, state__in=before).update(state=state, changed_at=clock.now(), error="")
    )


def import_file(run_id: UUID, *, is_dry: bool) -> None:
    """Read every row; write what is new unless it is a check. Faults go to a file of their own."""
    run = ImportRun.objects.select_related("root", "by__agency__root").get(pk=run_id)
    if run.state != (STATES.CHECKING if is_dry else STATES.IMPORTING):
        return
    # after a crash: these are this run's too
    again = ImportedReport.objects.filter(run=run).count() if not is_dry else 0
    words: dict[str, Counter[str]] = defaultdict(Counter)
    try:
        with _unsealed(run) as path, _faults(run) as say:
            steps = _Steps(run, words, again)
            work = Import(run.root, officer_actor(run.by), links_of(run), is_dry, say, steps.after, steps.keep)
            steps.note(work.run(_profile(run), path))
    except FileError as error:
        _set(run, STATES.FAILED, error=str(error)[:500])
        return
    run.words = {kind: dict(found.most_common(MOST_WORDS)) for kind, found in words.items()}
    _set(run, STATES.CHECKED if is_dry else STATES.IMPORTED)


class _Steps:
    """What is noted while a file is read."""

    def __init__(self, run: ImportRun, words: dict[str, Counter[str]], again: int) -> None:
        self.run, self.words, self.again, self.read = run, words, again, 0

    def after(self, outcome: RowOutcome, rows: list[ImportedRow]) -> None:
        for row in rows:
            for kind, word in (
                ("category", row.category_text),
                ("agency", row.agency_text),
                ("area", row.area_text),
                ("status", row.provenance.get("status_word", "")),
            ):
                if word and (word in self.words[kind] or len(self.words[kind]) < MOST_WORDS * 10):
                    self.words[kind][word] += 1
        self.note(outcome)

    def note(self, outcome: RowOutcome) -> None:
        run = self.run
        run.rows_read = outcome.imported + outcome.unchanged + outcome.failed
        run.imported, run.unchanged, run.failed = (
            outcome.imported + self.again,
            max(0, outcome.unchanged - self.again),
            outcome.failed,
        )
        run.changed_at = clock.now()
        run.save(update_fields=["rows_read", "imported", "unchanged", "failed", "changed_at"])

    def keep(self, reports: list[Report]) -> None:
        ImportedReport.objects.bulk_create(ImportedReport(report=report, run=self.run) for report in reports)


def _profile(run: ImportRun) -> Profile:
    if run.profile == Sp4n.name:
        return Sp4n()
    states = {fold(word): state for word, state in run.mapping.get("states", {}).items()}
    return Spreadsheet(Columns(run.mapping.get("fields", {}), states, run.root.timezone))


def links_of(run: ImportRun) -> Links:
    """Words of the file to rows here: those that a person chose, and those that are called the same."""
    rows: dict[str, dict[str, Any]] = {
        "category": {row.code: row for row in Category.objects.filter(root=run.root)},
        "agency": {row.code: row for row in agencies_in(run.root)},
        "area": {row.code: row for row in Area.objects.filter(root=run.root).defer("cell", "boundary")},
    }
    found: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        named: dict[str, list[Any]] = defaultdict(list)
        for row in rows[kind].values():
            named[fold(row.name)].append(row)
        # two places of one name are nobody's guess
        same = {name: same_named[0] for name, same_named in named.items() if len(same_named) == 1}
        chosen = {
            fold(word): rows[kind][code]
            for word, code in run.mapping.get("links", {}).get(kind, {}).items()
            if code in rows[kind]
        }
        found[kind] = {**same, **chosen}
    return Links(**found)


@contextmanager
def _faults(run: ImportRun) -> Iterator[Any]:
    """Gives what takes a fault; afterwards they lie sealed as CSV: row, what is wrong, the row's cells."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="", dir=_folder()) as file:
        writer, count = csv.writer(file), 0
        writer.writerow([_("Row"), _("What is wrong"), *run.header])

        def say(line: int, why: str, cells: Mapping[str, str]) -> None:
            nonlocal count
            count += 1
            if count <= MOST_FAULTS:
                writer.writerow([line, why, *(_harmless(cells.get(name, "")) for name in run.header)])

        yield say
        file.seek(0)
        write_whole(_path(run.pk, "faults"), vault.seal(file.read()), replace=True)


def _harmless(text: str) -> str:
    """A spreadsheet must not take a cell of strangers for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def faults_of(run: ImportRun) -> str:
    """The CSV; "" where there is none."""
    path = _path(run.pk, "faults")
    return vault.open_sealed(path.read_bytes()) if path.exists() else ""


def undo_run(run_id: UUID) -> None:
    """Take every report of the run out again on which nobody has worked; the ledger keeps that it was imported and
    taken out."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != STATES.UNDOING:
        return
    left = 0
    after = UUID(int=0)
    while batch := list(
        ImportedReport.objects.filter(run=run, report__gt=after)
        .order_by("report")
        .values_list("report", flat=True)[:UNDO_BATCH]
    ):
        after = batch[-1]
        left += _take_out(run, batch)
        ImportRun.objects.filter(pk=run.pk).update(left=left, changed_at=clock.now())
    run.left = left
    _set(run, STATES.UNDONE)


def _take_out(run: ImportRun, ids: list[UUID]) -> int:
    """How many of the batch stay."""
    with transaction.atomic():
        reports = list(Report.objects.select_for_update(of=("self",)).filter(pk__in=ids))
        touched = set(Entry.objects.filter(report__in=ids).exclude(act=ActName.IMPORT).values_list("report", flat=True))
        touched |= {
            child.parent_id for child in Report.objects.filter(parent__in=ids).only("parent") if child.parent_id
        }
        gone = [report.pk for report in reports if report.pk not in touched]
        for report_id in gone:
            append(
                stream_id=report_id,
                kind=Stream.Kind.REPORT,
                name=EventName.REPORT_IMPORT_UNDONE,
                actor_kind="officer",
                actor_id=run.by_id,
                data={"run": str(run.pk)},
            )
        people = [report.reporter_id for report in reports if report.pk not in touched and report.reporter_id]
        with connection.cursor() as cursor:  # our role may delete no report: the owner's function looks again
            cursor.execute("SELECT reports_take_out_import(%s)", [gone])
        Reporter.objects.filter(pk__in=people).exclude(Exists(Report.objects.filter(reporter=OuterRef("pk")))).delete()
    return len(touched)


def _set(run: ImportRun, state: str, *, error: str = "") -> None:
    run.state, run.error, run.changed_at = state, error, clock.now()
    run.save()


def forget_old_files(before: datetime) -> int:
    """Files of runs on which nothing happened since; called by ops.retention."""
    old = ImportRun.objects.filter(changed_at__lt=before).exclude(sample=b"")[:100]
    for run in old:
        for what in ("file", "faults"):
            _path(run.pk, what).unlink(missing_ok=True)
    return ImportRun.objects.filter(pk__in=[run.pk for run in old]).update(sample=b"")
