"""What stands of each chosen report on the page before an act on many is confirmed."""

from collections.abc import Collection, Sequence
from typing import Any

from lapor.casework.bulk import Effect
from lapor.casework.shown_files import can_be_seen, waiting_files
from lapor.presentation.story import file_views, list_title
from lapor.reports.models import Attachment
from lapor.reports.vocabulary import Publication
from lapor.triage.queries import privacy_findings


def effect_views(
    effects: Sequence[Effect], *, is_published: bool, may_keep: bool = False, kept: Collection[str] = ()
) -> list[dict[str, Any]]:
    """`is_published`: words and files may go out with the act, so all of them are shown; `may_keep`: a file can be kept
    inside, as those of `kept` (ids) were when the form was at fault. One query, where something is published."""
    files = waiting_files([effect.report for effect in effects]) if is_published else {}
    return [_view(effect, files.get(effect.report.pk, []), is_published, may_keep, kept) for effect in effects]


def _view(
    effect: Effect, files: list[Attachment], is_published: bool, may_keep: bool, kept: Collection[str]
) -> dict[str, Any]:
    report = effect.report
    has_findings = is_published and not report.is_protected and report.publication != Publication.PUBLISHED
    title = list_title(report.title, report.text, is_protected=report.is_protected)
    return {
        "report": report,
        "title": title,
        "words": "" if report.is_protected or report.words == title else report.words,
        "is_whole": is_published,
        "to_label": effect.to_state.label if effect.to_state and effect.to_state != report.state else "",
        "findings": privacy_findings(report) if has_findings else [],
        "photos": file_views(files),
        "files": [
            (file.pk, number, str(file.pk) in kept) for number, file in enumerate(files, start=1) if can_be_seen(file)
        ],
        "may_keep": may_keep,
    }
