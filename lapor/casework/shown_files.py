"""Files that an act on many reports would publish: only a look at them publishes, so those that nobody was shown make
the act refuse that report. Called by casework.bulk and whoever shows what it would do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lapor.reports.models import Attachment, Report
from lapor.reports.vocabulary import ActName, Publication, Visibility
from lapor.reports.workflow.act import Act

NOT_SHOWN = _("It has photos or files that you have not seen. Open this report on its own.")


def can_be_seen(file: Attachment) -> bool:
    return file.status != Attachment.Status.PREPARING


@dataclass(frozen=True)
class FilesLookedAt:
    """Ids of files: `shown` before the act was confirmed, `kept` of them inside."""

    shown: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def has_seen(self, files: Sequence[Attachment]) -> bool:
        """Nobody has seen one that is still being prepared, whatever was sent."""
        return all(can_be_seen(file) and str(file.pk) in self.shown for file in files)

    def kept_of(self, files: Sequence[Attachment]) -> list[str]:
        return [str(file.pk) for file in files if str(file.pk) in self.kept]


NO_FILES = FilesLookedAt()


def publishes(name: str, data: Mapping[str, Any]) -> bool:
    """Whether this act, with what its form holds, puts words and files before the public."""
    return name == ActName.PUBLISH or (name == ActName.FORWARD and data.get("publication") == Publication.PUBLISHED)


def may_publish(act: Act) -> bool:
    """Whether its form decides about it: to forward to a unit does not."""
    return act.name == ActName.PUBLISH or "publication" in act.needs


def waiting_files(reports: Sequence[Report]) -> dict[UUID, list[Attachment]]:
    """By report: what came with it, waits for the check and goes with its words. One query."""
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    rows = Attachment.objects.filter(
        report__in=[report.pk for report in reports if report.visibility == Visibility.PUBLIC],
        entry__act=ActName.FILE,
        publication=Publication.PENDING,
    )
    for file in rows.select_related("capture__challenge").order_by("created_at", "id"):
        found[file.report_id].append(file)
    return found
