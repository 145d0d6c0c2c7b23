"""The operations of what officers have beside the acts. All of them ask for an officer's token; what the officer may
not see answers like a number that does not exist."""

from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from ninja import Router, Status

from lapor.api.v1 import worktable_many, worktable_own, worktable_reports
from lapor.api.v1 import worktable_schemas as shapes
from lapor.api.v1.bodies import JsonOrParts
from lapor.api.v1.openapi import operation

router = Router()
_ON_REPORT = (401, 403, 404, 422)
_SENT = (400, 401, 403, 404, 413, 415, 422)
_ABOUT = {
    "getSnooze": "Everybody's own. 404 where this officer has not put it off, or something has happened since.",
    "putSnooze": "Until the morning of a day within 180 days, or until something happens to it.",
    "deleteSnooze": "It waits for this officer again.",
    "putPresence": "To be sent again every 15 seconds; kept for 40. Colleagues are named as on the page.",
    "listDrafts": "The same that the pages show, on every device; sent words are no draft any more.",
    "putDraft": "By the name of the act; empty words end it. Nobody else reads it.",
    "deleteDraft": "Also where there is none.",
    "listSuggestions": "What the form of `forward` is filled in with. Empty for a protected report.",
    "listSimilar": "For who may merge. At most five, the most alike first, each with what speaks for it.",
    "listChecklist": "Of the report's category. What is not ticked is asked by pages only.",
    "listOfferedTemplates": "Of the officer's office and those above it, for this act and the report's category.",
    "listFittingMacros": "By category, state and first act; the officer's own first.",
    "runMacro": "A preview unless `preview` is false. The first act refused ends it; what was done before stands.",
    "bulkAct": "A preview unless `preview` is false. Each report gets an act of its own; what is refused says why.",
    "listSavedViews": "The officer's own, and those that somebody shares with the office.",
    "saveView": "`filters` are those of `GET inbox`. 409: twenty are the most.",
    "deleteSavedView": "Only by who made it.",
    "listTemplates": "Of the officer's office, and the city's for who writes these.",
    "writeTemplate": "With fields in braces from a closed list. Leaves an event.",
    "changeTemplate": "All its values anew. Leaves an event.",
    "deleteTemplate": "Leaves an event.",
    "listMacros": "The officer's own, those of the office and of the offices above it.",
    "writeMacro": "Up to four acts. What is left open is as the form of the act has it filled in when it runs.",
    "changeMacro": "All its values anew; of one's own, or of an office that one may write for.",
    "deleteMacro": "One's own, or of an office that one may write for.",
}


def _of(name: str, tag: str, summary: str, problems: tuple[int, ...] = (401, 403, 422)) -> Any:
    return operation(name, tag, summary, _ABOUT[name], problems)


NOTHING = {204: None}
DONE: Status[None] = Status(204, None)


@router.get(
    "/reports/{tracking_id}/snooze",
    response=shapes.SnoozeOut,
    **_of("getSnooze", "Officers: one report", "Until when this officer put it off", _ON_REPORT),
)
def get_snooze(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return worktable_reports.get_snooze(request, tracking_id)


@router.put(
    "/reports/{tracking_id}/snooze",
    response=shapes.SnoozeOut,
    **_of("putSnooze", "Officers: one report", "Put it off; no deadline stops", _SENT),
)
def put_snooze(
    request: HttpRequest, tracking_id: str, sent: Annotated[shapes.SentSnooze, JsonOrParts(...)]
) -> JsonResponse:
    return worktable_reports.put_snooze(request, tracking_id, sent)


@router.delete(
    "/reports/{tracking_id}/snooze",
    response=NOTHING,
    **_of("deleteSnooze", "Officers: one report", "Put it off no longer", _ON_REPORT),
)
def delete_snooze(request: HttpRequest, tracking_id: str) -> Status[None]:
    worktable_reports.delete_snooze(request, tracking_id)
    return DONE


@router.put(
    "/reports/{tracking_id}/presence",
    response=list[shapes.PresenceOut],
    **_of("putPresence", "Officers: one report", "This officer has it open; who else has", _SENT),
)
def put_presence(
    request: HttpRequest, tracking_id: str, sent: Annotated[shapes.SentPresence, JsonOrParts(...)]
) -> JsonResponse:
    return worktable_reports.put_presence(request, tracking_id, sent)


@router.get(
    "/reports/{tracking_id}/drafts",
    response=list[shapes.DraftOut],
    **_of("listDrafts", "Officers: one report", "What this officer typed and has not sent, by act", _ON_REPORT),
)
def list_drafts(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return worktable_reports.list_drafts(request, tracking_id)


@router.put(
    "/reports/{tracking_id}/drafts/{act}",
    response=NOTHING,
    **_of("putDraft", "Officers: one report", "Keep what was typed", _SENT),
)
def put_draft(
    request: HttpRequest, tracking_id: str, act: str, sent: Annotated[shapes.SentDraft, JsonOrParts(...)]
) -> Status[None]:
    worktable_reports.put_draft(request, tracking_id, act, sent)
    return DONE


@router.delete(
    "/reports/{tracking_id}/drafts/{act}",
    response=NOTHING,
    **_of("deleteDraft", "Officers: one report", "Forget what was typed", _ON_REPORT),
)
def delete_draft(request: HttpRequest, tracking_id: str, act: str) -> Status[None]:
    worktable_reports.delete_draft(request, tracking_id, act)
    return DONE


@router.get(
    "/reports/{tracking_id}/suggestions",
    response=list[shapes.SuggestionOut],
    **_of("listSuggestions", "Officers: one report", "Category and agency that are suggested", _ON_REPORT),
)
def list_suggestions(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return worktable_reports.list_suggestions(request, tracking_id)


@router.get(
    "/reports/{tracking_id}/similar",
    response=list[shapes.SimilarOut],
    **_of("listSimilar", "Officers: one report", "Open reports that may be of the same matter", _ON_REPORT),
)
def list_similar(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return worktable_reports.list_similar(request, tracking_id)


@router.get(
    "/reports/{tracking_id}/checklist",
    response=list[shapes.ChecklistItemOut],
    **_of("listChecklist", "Officers: one report", "What to tick before an answer", _ON_REPORT),
)
def list_checklist(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return worktable_reports.list_checklist(request, tracking_id)


@router.get(
    "/reports/{tracking_id}/templates/{act}",
    response=list[shapes.FilledTemplateOut],
    **_of("listOfferedTemplates", "Officers: one report", "Response templates for an act, filled in", _ON_REPORT),
)
def list_offered_templates(request: HttpRequest, tracking_id: str, act: str) -> JsonResponse:
    return worktable_reports.list_offered_templates(request, tracking_id, act)


@router.get(
    "/reports/{tracking_id}/macros",
    response=list[shapes.MacroOut],
    **_of("listFittingMacros", "Officers: one report", "The macros that fit it", _ON_REPORT),
)
def list_fitting_macros(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return worktable_reports.list_fitting_macros(request, tracking_id)


@router.post(
    "/reports/{tracking_id}/macros/{macro_id}",
    response=shapes.MacroRunOut,
    **_of(
        "runMacro",
        "Officers: one report",
        "Run a macro, or say what it would do",
        _SENT,
    ),
)
def run_macro(
    request: HttpRequest, tracking_id: str, macro_id: str, sent: Annotated[shapes.SentMacroRun, JsonOrParts(...)]
) -> JsonResponse:
    return worktable_reports.run_macro_on_report(request, tracking_id, macro_id, sent)


@router.post(
    "/bulk-acts",
    response=shapes.BulkOut,
    **_of(
        "bulkAct",
        "Officers: many reports",
        "One act on up to a hundred reports",
        (400, 401, 403, 413, 415, 422),
    ),
)
def bulk_act(request: HttpRequest, sent: Annotated[shapes.SentBulk, JsonOrParts(...)]) -> JsonResponse:
    return worktable_many.bulk_act(request, sent)


@router.get(
    "/saved-views",
    response=list[shapes.SavedViewOut],
    **_of("listSavedViews", "Officers: own and office", "Lists under a name"),
)
def list_saved_views(request: HttpRequest) -> JsonResponse:
    return worktable_own.list_saved_views(request)


@router.post(
    "/saved-views",
    response={201: shapes.SavedViewOut},
    **_of("saveView", "Officers: own and office", "Save a list", (*_SENT, 409)),
)
def post_saved_view(request: HttpRequest, sent: Annotated[shapes.SentSavedView, JsonOrParts(...)]) -> JsonResponse:
    return worktable_own.post_saved_view(request, sent)


@router.delete(
    "/saved-views/{view_id}",
    response=NOTHING,
    **_of("deleteSavedView", "Officers: own and office", "Forget a list", _ON_REPORT),
)
def delete_saved_view(request: HttpRequest, view_id: str) -> Status[None]:
    worktable_own.delete_saved_view(request, view_id)
    return DONE


@router.get(
    "/templates",
    response=list[shapes.TemplateOut],
    **_of("listTemplates", "Officers: own and office", "The response templates that this officer may write"),
)
def list_templates(request: HttpRequest) -> JsonResponse:
    return worktable_own.list_templates(request)


@router.post(
    "/templates",
    response={201: shapes.TemplateOut},
    **_of("writeTemplate", "Officers: own and office", "Write a response template", _SENT),
)
def post_template(request: HttpRequest, sent: Annotated[shapes.SentTemplate, JsonOrParts(...)]) -> JsonResponse:
    return worktable_own.post_template(request, sent)


@router.put(
    "/templates/{template_id}",
    response=shapes.TemplateOut,
    **_of("changeTemplate", "Officers: own and office", "Change a response template", _SENT),
)
def put_template(
    request: HttpRequest, template_id: str, sent: Annotated[shapes.SentTemplate, JsonOrParts(...)]
) -> JsonResponse:
    return worktable_own.put_template(request, template_id, sent)


@router.delete(
    "/templates/{template_id}",
    response=NOTHING,
    **_of("deleteTemplate", "Officers: own and office", "Remove a response template", _ON_REPORT),
)
def delete_template(request: HttpRequest, template_id: str) -> Status[None]:
    worktable_own.delete_template(request, template_id)
    return DONE


@router.get(
    "/macros",
    response=list[shapes.MacroOut],
    **_of("listMacros", "Officers: own and office", "The macros that this officer may use"),
)
def list_macros(request: HttpRequest) -> JsonResponse:
    return worktable_own.list_macros(request)


@router.post(
    "/macros",
    response={201: shapes.MacroOut},
    **_of("writeMacro", "Officers: own and office", "Write a macro", _SENT),
)
def post_macro(request: HttpRequest, sent: Annotated[shapes.SentMacro, JsonOrParts(...)]) -> JsonResponse:
    return worktable_own.post_macro(request, sent)


@router.put(
    "/macros/{macro_id}",
    response=shapes.MacroOut,
    **_of("changeMacro", "Officers: own and office", "Change a macro", _SENT),
)
def put_macro(request: HttpRequest, macro_id: str, sent: Annotated[shapes.SentMacro, JsonOrParts(...)]) -> JsonResponse:
    return worktable_own.put_macro(request, macro_id, sent)


@router.delete(
    "/macros/{macro_id}",
    response=NOTHING,
    **_of("deleteMacro", "Officers: own and office", "Remove a macro", _ON_REPORT),
)
def delete_macro(request: HttpRequest, macro_id: str) -> Status[None]:
    worktable_own.delete_macro(request, macro_id)
    return DONE
