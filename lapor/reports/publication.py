"""Which words and files of a report strangers read: each has a publication state of its own. Which fields of a
report the lists show is `publish/public_rows.py`.

Reporters' later words and files wait until a handler clears them (`publish_entry`); officers' own public words, and
whatever an act publishes, are refused while they hold what looks like personal data that was neither masked nor ticked
with a reason. `perform_action` and `file_report` call `check_words`; whoever shows a story to the public asks
`shown_text`, `is_file_public`, `is_public`, and `may_be_named` before it names another report.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.core import clock
from lapor.core.personal_data import Finding, find_personal_data, mask
from lapor.core.secret_codes import mask_codes
from lapor.core.text import fold, is_reason, one_line
from lapor.reporters.recognition import known_words
from lapor.reports.models import Attachment, Entry, Report
from lapor.reports.receipts.receipt_codes import receipt_hash
from lapor.reports.vocabulary import ActName, Audience, Publication, Visibility
from lapor.reports.workflow.act import DESK, PARTNER, REPORTER, Act
from lapor.reports.workflow.acting import ActData, Actor
from lapor.reports.workflow.refusals import ActRefused, PersonalDataFound

TITLE_LENGTH = 200
MOST_MERGED = 20  # merged reports whose reporters' names are compared with what an office says
# Acts that put the report's own words before the public; `forward` and `file` only where they say so.
PUBLISHING = frozenset({ActName.FORWARD, ActName.PUBLISH, ActName.MASK, ActName.FILE})
WORDS = ("text", "source", "destination", "partner_name")  # of an act: all of them stand in the public story

Found = tuple[str, Finding]


# --- what strangers may read ------------------------------------------------------------------------------------------


def is_hidden(report: Report) -> bool:
    """Confidential: to the public it does not exist."""
    return report.visibility == Visibility.CONFIDENTIAL


def is_public(report: Report) -> bool:
    """Everybody may read its words, and what the office says of it; nothing is told to others of any other."""
    is_held = report.public_from is not None and report.public_from > clock.now()
    return report.publication == Publication.PUBLISHED and not (report.is_protected or is_hidden(report) or is_held)


def may_be_named(other: Report, report: Report, *, to_officers: bool) -> bool:
    """Whether the story of `report` may give the number of another one.

    Its reporter is a stranger to that one like everybody else."""
    return (
        not other.is_protected or report.is_protected if to_officers else not (is_hidden(other) or other.is_protected)
    )


def is_entry_public(entry: Entry, report: Report) -> bool:
    """Whether its words and files may be read by everybody."""
    return is_public(report) and entry.audience == Audience.PUBLIC and entry.publication == Publication.PUBLISHED


def shown_text(entry: Entry, report: Report) -> str:
    """An entry's words as everybody may read them, "" where nobody may."""
    return (entry.published_text or entry.text) if is_entry_public(entry, report) else ""


def is_file_public(file: Attachment, report: Report) -> bool:
    return is_public(report) and file.publication == Publication.PUBLISHED


# --- what an act publishes --------------------------------------------------------------------------------------------


def is_said_by_reporter(row: Act, actor: Actor) -> bool:
    """Also where a desk writes down what the person in front of it says."""
    return actor.role == REPORTER or (actor.role == DESK and REPORTER in row.actors)


def state_of_words(row: Act, actor: Actor, data: ActData) -> Publication:
    """Of the entry of an act: what a reporter adds waits, what officers say in public was looked at before
    (check_words)."""
    if row.audience != Audience.PUBLIC:
        return Publication.WITHHELD
    is_from_outside = is_said_by_reporter(row, actor) or actor.role == PARTNER
    waits = row.name != ActName.FILE and is_from_outside and bool(data.text or data.photos)
    return Publication.PENDING if waits else Publication.PUBLISHED


def state_of_files(row: Act, report: Report, entry: Entry, data: ActData) -> str:
    """Files of a new report are checked with its words; later ones with those of their entry."""
    if entry.audience != Audience.PUBLIC or data.files_are_internal:
        return Publication.WITHHELD
    return _of_filed(report) if row.name == ActName.FILE else entry.publication


def _of_filed(report: Report) -> str:
    return Publication.PUBLISHED if report.publication == Publication.PUBLISHED else Publication.PENDING


def is_published_by(row: Act, report: Report, data: ActData) -> bool:
    """Whether the report's own words are before the public after this act."""
    if row.name not in PUBLISHING or report.visibility != Visibility.PUBLIC:
        return False
    if row.name in {ActName.PUBLISH, ActName.MASK}:
        return True
    return (
        data.publication or report.publication if row.name == ActName.FILE else data.publication
    ) == Publication.PUBLISHED


def words_after(report: Report, data: ActData) -> tuple[str, str]:
    """Title and text as the act would publish them, or as they are published: ("" = as written)."""
    text = data.published_text or report.published_text
    title = data.published_title or report.published_title
    if text and not data.published_title and (data.published_text or not title):
        title = masked_title(report.title, report.words, text)
    return title, text


def masked_title(title: str, words: str, published: str) -> str:
    """The title without what was taken out of the words: its place is marked, the rest stays; never empty.

    >>> masked_title("Rumah Bu Siti gelap", "Lampu depan rumah Bu Siti mati sejak Senin", "Lampu depan rumah … mati
    sejak Senin")
    'Rumah … gelap'
    """
    if fold(words).startswith(fold(title.rstrip("…"))):  # made of the text's beginning, and so it is again
        return one_line(published, 90)
    taken = set(fold(words).split()) - set(fold(published).split())
    kept: list[str] = []
    for word in title.split():
        if taken.isdisjoint(fold(word).split()):
            kept.append(word)
        elif not kept or kept[-1] != "…":
            kept.append("…")
    line = " ".join(kept)
    line = mask(line, find_personal_data(line))
    return one_line(line, TITLE_LENGTH) if any(c.isalnum() for c in line) else one_line(published, 90)


def words_going_public(row: Act, report: Report, actor: Actor, data: ActData) -> list[tuple[str, str]]:
    """What everybody could read after the act and could not before, by field of the act.

    Nothing of a confidential report."""
    if report.visibility != Visibility.PUBLIC:
        return []
    said: list[tuple[str, str]] = []
    if is_published_by(row, report, data) and (row.name == ActName.FILE or not _stands_already(report, data)):
        title, text = words_after(report, data)
        said += [("published_title", title or report.title), ("published_text", text or report.words)]
    if row.name == ActName.PUBLISH_ENTRY and data.entry is not None:
        said.append(("published_text", data.published_text or data.entry.text))
        said += [(name, str(data.entry.details.get(name, ""))) for name in ("source", "destination")]
    is_officers = actor.officer is not None and not is_said_by_reporter(row, actor)
    if is_officers and row.audience == Audience.PUBLIC and row.name != ActName.FILE:
        said += [(name, getattr(data, name)) for name in WORDS]
    return [(name, words) for name, words in said if words]


def _stands_already(report: Report, data: ActData) -> bool:
    return report.publication == Publication.PUBLISHED and words_after(report, data) == (
        report.published_title,
        report.published_text,
    )


def check_words(row: Act, report: Report, actor: Actor, data: ActData, known: Iterable[str] | None = None) -> None:
    """Raises PersonalDataFound while the act would publish what looks like personal data and nobody ticked it with a
    reason.

    `known`: what the vault knows of the reporter, where the caller has it at hand.
    """
    said = words_going_public(row, report, actor, data)
    if not said:
        return
    names = known_of(report) if known is None else list(known)
    found = [(name, finding) for name, words in said for finding in find_personal_data(words, names)]
    found += [
        (said[0][0], finding)
        for finding in _found_before(row, report, data)
        if any(finding.words in words for _name, words in said)
    ]
    ticked = {as_ticked(words) for words in data.cleared}
    left = [(name, finding) for name, finding in found if as_ticked(finding.words) not in ticked]
    if left:
        raise PersonalDataFound(
            _("This looks like personal data. Mask it, or tick what may be read by everybody and say why."), left
        )
    if found and not is_reason(data.cleared_reason):
        raise PersonalDataFound(_("Say why this may be read by everybody."), found, field="cleared_reason")


def known_of(report: Report) -> list[str]:
    """What the vault knows of all whom the words of this report may name: its reporter, those of the reports merged
    into it (the newest MOST_MERGED), that of the report it was merged into. For comparing only; two queries at most."""
    ids = [report.reporter_id, report.parent.reporter_id if report.parent is not None else None]
    if report.children_count:
        merged = Report.objects.filter(parent=report).exclude(reporter=None).order_by("-filed_at", "-id")
        ids += merged.values_list("reporter_id", flat=True)[:MOST_MERGED]
    return known_words(*ids)


def _found_before(row: Act, report: Report, data: ActData) -> list[Finding]:
    """What was found when the words were written: the vault may have forgotten the person since, their name still
    stands there."""
    if row.name == ActName.PUBLISH_ENTRY and data.entry is not None:
        return [finding for _name, finding in found_in_entry(data.entry)]
    return (
        [finding for _name, finding in found_in_report(report)]
        if row.name in PUBLISHING and row.name != ActName.FILE
        else []
    )


def check_public(words: str, *, field: str) -> None:
    """The same for what is published beside a report and by no act of it. Raises PersonalDataFound."""
    if found := find_personal_data(words):
        raise PersonalDataFound(
            _("This looks like personal data. Leave it out: everybody reads this."), [(field, one) for one in found]
        )


def as_ticked(words: str) -> str:
    """The form in which found and ticked words are compared."""
    return " ".join(words.casefold().split())


# --- findings are looked for once, when words are written -------------------------------------------------------------


def find_in_report(report: Report, known: Iterable[str]) -> list[list[object]]:
    """What Report.findings keeps: of the words as they would be published now."""
    return [
        *_rows("title", report.public_title, known),
        *_rows("text", report.public_text, known),
    ]


def find_in_entry(text: str, known: Iterable[str]) -> list[list[object]]:
    return _rows("text", text, known)


def _rows(field: str, words: str, known: Iterable[str]) -> list[list[object]]:
    """Places only: a second copy of the words would have to be erased too.

    That it is the reporter's is not kept: it would name them."""
    return [[field, _kept_kind(found), found.start, found.end] for found in find_personal_data(words, known)]


def _kept_kind(found: Finding) -> str:
    """What it is, not whose: an address of the reporter is an address."""
    if found.kind != "reporter":
        return found.kind
    return "email" if "@" in found.words else "phone" if any(sign.isdigit() for sign in found.words) else "name"


def found_in_report(report: Report) -> list[Found]:
    """What was found in the words that would be published; looked for now where nobody did when they were written
    (imports)."""
    rows = find_in_report(report, ()) if report.findings is None else report.findings
    return _found(rows, {"title": report.public_title, "text": report.public_text})


def found_in_entry(entry: Entry) -> list[Found]:
    rows = find_in_entry(entry.text, ()) if entry.findings is None else entry.findings
    return _found(rows, {"text": entry.text})


def _found(rows: Sequence[Sequence[object]], words: dict[str, str]) -> list[Found]:
    found = [(str(field), str(kind), int(str(start)), int(str(end))) for field, kind, start, end in rows]
    return [(field, Finding(kind, start, end, words[field][start:end])) for field, kind, start, end in found]


def masked_words(words: str, found: Iterable[Found], field: str = "text") -> str:
    """The words with every finding of that field masked: what a form proposes."""
    return mask(words, [finding for name, finding in found if name == field])


# --- what acts change -------------------------------------------------------------------------------------------------


def publish_words(report: Report, data: ActData) -> None:
    """Set what is published of a report and its files; the report is saved by the act."""
    if data.published_text or data.published_title:
        report.published_title, report.published_text = words_after(report, data)
        report.findings = find_in_report(report, known_of(report))


def publish_filed_files(report: Report, withheld: Sequence[Attachment]) -> None:
    """The files of the report itself go with its words, but for those that stay inside. Raises ActRefused where nobody
    can have looked at one."""
    rows = Attachment.objects.filter(report=report, entry__act=ActName.FILE)
    if withheld:
        report.change_story(rows.filter(pk__in=[file.pk for file in withheld]), publication=Publication.WITHHELD)
    publish_files(report, rows.filter(publication=Publication.PENDING))


def publish_files(report: Report, files: QuerySet[Attachment]) -> None:
    """Files that somebody sent, for everybody. Raises ActRefused where one is still being prepared: what it shows was
    seen by nobody."""
    status = dict(files.values_list("pk", "status"))
    if Attachment.Status.PREPARING in status.values():
        said = _("A file is still being prepared. Look at it in a moment, or leave it inside.")
        raise ActRefused(said, field="withheld_files")
    if status:
        report.change_story(Attachment.objects.filter(pk__in=status), publication=Publication.PUBLISHED)


def has_waiting(report_id: UUID) -> bool:
    return Entry.objects.filter(report=report_id, audience=Audience.PUBLIC, publication=Publication.PENDING).exists()


def check_anew(report: Report) -> bool:
    """All that was said while the report was confidential waits for the check before others read it.

    Gives whether anything does."""
    public = Entry.objects.filter(report=report, audience=Audience.PUBLIC).exclude(act=ActName.FILE)
    said = public.filter(~Q(text="") | Q(attachments__isnull=False)).values("pk")
    report.change_story(
        Attachment.objects.filter(report=report, publication=Publication.PUBLISHED), publication=Publication.PENDING
    )
    return bool(report.change_story(Entry.objects.filter(pk__in=said), publication=Publication.PENDING))


# --- what opens something is stored nowhere ---------------------------------------------------------------------------


def without_codes(data: ActData, report: Report) -> ActData:
    """The act's words without codes that open something: masked before they are stored, whoever wrote them."""
    words = {
        name: getattr(data, name)
        for name in (*WORDS, "published_text", "published_title", "cleared_reason", "photo_reason")
    }
    masked = {name: mask_codes(text, _codes_of(report)) for name, text in words.items() if text}
    changed: dict[str, Any] = {name: text for name, text in masked.items() if text != words[name]}
    return replace(data, **changed) if changed else data


def masked_codes(words: str) -> str:
    """The same for words that wait for an officer and are stored sealed: before they are shown."""
    return mask_codes(words, _codes_of(Report()))


def mask_codes_in(report: Report) -> None:
    """The same for the words of a report that is about to be filed."""
    codes = _codes_of(report)
    for name in Report.SAID:
        setattr(report, name, mask_codes(getattr(report, name), codes))
    report.answers = [{**said, "answer": mask_codes(said["answer"], codes)} for said in report.answers]


def _codes_of(report: Report) -> Callable[[set[str]], set[str]]:
    """Which of some sixteen digits are the receipt code of this report or of any other: one query, where there are such
    digits."""

    def codes_among(digits: set[str]) -> set[str]:
        by_hash = {receipt_hash(code): code for code in digits}
        known = {
            bytes(found)
            for found in Report.objects.filter(receipt_hash__in=by_hash).values_list("receipt_hash", flat=True)
            if found
        }
        own = {bytes(report.receipt_hash)} if report.receipt_hash else set()
        return {by_hash[found] for found in (known | own) & by_hash.keys()}

    return codes_among
