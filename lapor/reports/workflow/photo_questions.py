"""What is asked about photos of a result before they go out: checks that ask and never accuse.

The officer sees the question and sends them all the same with a reason, or sends others; the head who approves sees
both; the public sees neither. Called by `perform_action`, whichever way the act came."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Func, IntegerField, Q, TextChoices, Value
from django.utils.translation import gettext_lazy as _

from lapor.core.cleaning.limits import FINGERPRINT_BITS, PhotoFacts
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
MOST_FOUND = 50
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
    """Two queries, along the index of the agency's of the last two years."""
    photos = [(number, file, file.facts) for number, file in enumerate(files, 1) if file.facts is not None]
    own = list(PhotoFingerprint.objects.filter(report=report).values_list("bits", flat=True)) if photos else []
    is_own = {
        number: file.sameness >= SAME_PICTURE or bool(_nearest(facts.bits, own)) for number, file, facts in photos
    }
    others = _of_the_agency(report, [facts.bits for number, _file, facts in photos if not is_own[number]], at)
    found = []
    for number, file, facts in photos:
        if is_own[number]:
            found.append(PhotoQuestion(number, PhotoQuestionKind.OWN))
        elif bits := _nearest(facts.bits, others):
            found.append(PhotoQuestion(number, PhotoQuestionKind.OTHER, others[bits]))
        found += [PhotoQuestion(number, kind, detail) for kind, detail in _told_by(report, file, facts, zone)]
    return found


def _of_the_agency(report: Report, wanted: Sequence[str], at: datetime) -> dict[str, str]:
    """Fingerprints near one of these, of other reports of the agency that their readers may know of: whose each is."""
    looked_for = [bits for bits in wanted if not _is_plain(bits)]
    if report.agency_id is None or not looked_for:
        return {}
    rows = PhotoFingerprint.objects.filter(agency=report.agency_id, at__gt=at - LOOK_BACK).exclude(report=report)
    rows = rows.filter(report__is_protected=False, report__visibility=Visibility.PUBLIC)
    near = {f"apart_{place}": _apart(bits) for place, bits in enumerate(looked_for)}
    is_near = reduce(or_, (Q(**{f"{name}__lte": ALIKE_BITS}) for name in near))
    found = rows.alias(**near).filter(is_near).order_by("-at").values_list("bits", "report__tracking_id")
    return dict(found[:MOST_FOUND])


def _apart(bits: str) -> Func:
    """Of how many bits a row differs."""
    given = Value(bits, output_field=BitField())
    return Func(F("bits"), given, template="bit_count(%(expressions)s)", arg_joiner=" # ", output_field=IntegerField())


def _nearest(bits: str, others: Iterable[str]) -> str:
    """The one of these that is the same picture, "" for none; a plain picture is like no other."""
    apart = {other: sum(one != two for one, two in zip(bits, other, strict=True)) for other in others}
    if _is_plain(bits) or not apart:
        return ""
    nearest = min(apart, key=lambda other: apart[other])
    return nearest if apart[nearest] <= ALIKE_BITS else ""


def _is_plain(bits: str) -> bool:
    return not PLAIN_BITS <= bits.count("1") <= FINGERPRINT_BITS - PLAIN_BITS


def _told_by(report: Report, file: StoredFile, facts: PhotoFacts, zone: tzinfo) -> list[tuple[str, str]]:
    """What the photo says of itself."""
    found: list[tuple[str, str]] = []
    if facts.taken_at:
        taken = datetime.fromisoformat(facts.taken_at).replace(tzinfo=zone)
        if taken < report.filed_at - CLOCK_WRONG:
            found.append((PhotoQuestionKind.OLDER, taken.date().isoformat()))
    here = true_point(report.latitude, report.longitude)
    metres = metres_between(here, file.place) if here and file.place else 0
    if metres > FAR_METRES:
        found.append((PhotoQuestionKind.FAR, str(round(metres, -2 if metres >= 1000 else -1)).removesuffix(".0")))  # noqa: PLR2004
    if facts.is_generated:
        found.append((PhotoQuestionKind.GENERATED, ""))
    return found
