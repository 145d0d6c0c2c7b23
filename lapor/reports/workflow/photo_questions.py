"""What is asked about photos of a result before they go out: checks that ask and never accuse.

The officer sees the question and sends them all the same with a reason, or sends others; the head who approves sees
both; the public sees neither. Called by `perform_action`, whichever way the act came."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, TextChoices, Value
from django.utils.translation import gettext_lazy as _

from lapor.core.cleaning.limits import FINGERPRINT_BITS
from lapor.core.geometry import metres_between, true_point
from lapor.core.text import is_reason
from lapor.reports.models import PhotoFingerprint, Report
from lapor.reports.models.fingerprint import BitField
from lapor.reports.vocabulary import Visibility
from lapor.reports.workflow.act import EVIDENCE_ACTS, Act
from lapor.reports.workflow.acting import ActData, StoredFile
from lapor.reports.workflow.refusals import ActRefused

ALIKE_BITS = 28  # of 256: so many differ at most between a picture and the same one made smaller or retouched
PLAIN_BITS = 40  # a picture of which fewer say anything is like every other plain one
SAME_PICTURE = 0.8  # of the closer look (core.cleaning.likeness)
LOOK_BACK = timedelta(days=730)
FAR_METRES = 500  # phones are wrong by some tens, a street is long
CLOCK_WRONG = timedelta(hours=1)  # by how much a camera's clock may be


class PhotoQuestionKind(TextChoices):
    OWN = "own", _("It looks like a photo that this report has already.")
    OTHER = "other", _("It looks like a photo of report %(detail)s.")
    OLDER = "older", _("Its camera says that it was taken on %(detail)s, before the report.")
    FAR = "far", _("It says that it was taken %(detail)s m from the report's place.")
    GENERATED = "generated", _("It says of itself that a machine made it or a part of it.")


@dataclass(frozen=True)
class PhotoQuestion:
    """`photo`: which of the act's files, from 1. `detail`: a report's number, a date (ISO), metres, or ""."""

    photo: int
    kind: str
    detail: str = ""


class PhotosQuestioned(ActRefused):
    """There is something to ask about the photos, and nothing was said yet."""

    def __init__(self, reason: Any, questions: Sequence[PhotoQuestion]) -> None:
        super().__init__(reason, "photo_reason")
        self.questions = list(questions)


def ask_about_photos(row: Act, report: Report, data: ActData, at: datetime, zone: tzinfo) -> ActData:
    """The act with what was asked. Raises PhotosQuestioned where there is something to ask and no reason was given.

    `zone`: the city's, in which cameras tell the time."""
    if row.name not in EVIDENCE_ACTS or not data.photos:
        return data
    questions = questions_about(report, data.photos, at, zone)
    if questions and not is_reason(data.photo_reason):
        reason = _("There is a question about the photos. Choose others, or say why they are right.")
        raise PhotosQuestioned(reason, questions)
    return replace(data, photo_questions=tuple(asdict(question) for question in questions))


def questions_about(report: Report, files: Sequence[StoredFile], at: datetime, zone: tzinfo) -> list[PhotoQuestion]:
    """Two queries a photo, along the index of the agency's of the last two years."""
    found = []
    for number, file in enumerate(files, 1):
        kinds: list[tuple[str, str]] = []
        if file.facts is not None:
            kinds = [*_seen_before(report, file, at), *_told_by(report, file, zone)]
        found += [PhotoQuestion(number, kind, detail) for kind, detail in kinds]
    return found


def _seen_before(report: Report, file: StoredFile, at: datetime) -> list[tuple[str, str]]:
    assert file.facts is not None  # noqa: S101 - asked by the caller
    is_plain = not PLAIN_BITS <= file.facts.bits.count("1") <= FINGERPRINT_BITS - PLAIN_BITS
    own = PhotoFingerprint.objects.filter(report=report)
    if file.sameness >= SAME_PICTURE or (not is_plain and _alike(own, file.facts.bits).exists()):
        return [(PhotoQuestionKind.OWN, "")]
    if report.agency_id is None or is_plain:
        return []
    others = PhotoFingerprint.objects.filter(agency=report.agency_id, at__gt=at - LOOK_BACK).exclude(report=report)
    open_ones = others.filter(report__is_protected=False, report__visibility=Visibility.PUBLIC)
    number = _alike(open_ones, file.facts.bits).values_list("report__tracking_id", flat=True).first()
    return [(PhotoQuestionKind.OTHER, number)] if number else []


def _alike(rows: QuerySet[PhotoFingerprint], bits: str) -> QuerySet[PhotoFingerprint]:
    """The nearest first."""
    given = Value(bits, output_field=BitField())
    apart = Func(F("bits"), given, template="bit_count(%(expressions)s)", arg_joiner=" # ", output_field=IntegerField())
    return rows.annotate(apart=apart).filter(apart__lte=ALIKE_BITS).order_by("apart")


def _told_by(report: Report, file: StoredFile, zone: tzinfo) -> list[tuple[str, str]]:
    """What the photo says of itself."""
    assert file.facts is not None  # noqa: S101 - asked by the caller
    found: list[tuple[str, str]] = []
    if file.facts.taken_at:
        taken = datetime.fromisoformat(file.facts.taken_at).replace(tzinfo=zone)
        if taken < report.filed_at - CLOCK_WRONG:
            found.append((PhotoQuestionKind.OLDER, taken.date().isoformat()))
    here = true_point(report.latitude, report.longitude)
    metres = metres_between(here, file.place) if here and file.place else 0
    if metres > FAR_METRES:
        found.append((PhotoQuestionKind.FAR, str(round(metres, -2 if metres >= 1000 else -1)).removesuffix(".0")))  # noqa: PLR2004
    if file.facts.is_generated:
        found.append((PhotoQuestionKind.GENERATED, ""))
    return found
