"""What a page asks once more before an act goes out: the same words that the office sent on other reports before,
what of the category's checklist was not ticked.

A hint with a tick, never a refusal. A macro on one report asks on the page before it; REST and what is done to many
reports at once are not asked. Called by casework.performing."""

from django import forms
from django.utils.translation import gettext as _

from lapor.casework.forms import ActForm
from lapor.casework.response_templates import templates_for
from lapor.core.text import fold
from lapor.measure.sent_words import OTHERS, SENDING, WITHIN, is_repeated
from lapor.reports.workflow.acting import Actor

SEND_REPEATED, SEND_UNTICKED = "send_repeated", "send_unticked"
ALL_THE_SAME = (SEND_UNTICKED, SEND_REPEATED)
ANSWERS = ("checklist", *ALL_THE_SAME)  # the fields of a form that answer the questions


def is_question(form: ActForm) -> bool:
    """Whether the form was refused for a tick alone."""
    return any(name in form.fields for name in ALL_THE_SAME)


def is_asked_again(form: ActForm, actor: Actor) -> bool:
    """Whether something of the bound form wants a tick that is not there: the form then shows it. At most four
    queries, none for acts that say nothing to everybody."""
    if form.act.name not in SENDING or actor.officer is None or not form.is_valid():
        return False
    asked: list[tuple[str, str]] = []
    if unticked := _unticked(form):
        asked.append((SEND_UNTICKED, _("Not ticked: %(items)s") % {"items": "; ".join(unticked)}))
    if _is_copied(form, actor):
        said = _("Your office sent these words on at least %(others)s other reports in the last %(days)s days.")
        asked.append((SEND_REPEATED, said % {"others": OTHERS, "days": WITHIN.days}))
    missing = [(name, words) for name, words in asked if not form.data.get(name)]
    for name, _words in asked if missing else ():
        form.fields[name] = forms.BooleanField(label=_("Send it all the same"), required=False, help_text=_hint(name))
    for name, words in missing:
        form.add_error(name, words)
    return bool(missing)


def _hint(name: str) -> str:
    if name == SEND_REPEATED:
        return _("Better: say what was done about this report. Copied answers are counted in the statistics.")
    return _("Tick above what was done; what was not stays unticked in the history.")


def _unticked(form: ActForm) -> list[str]:
    """What of the category's list was not ticked, in words."""
    ticked = form.cleaned_data.get("checklist")
    if ticked is None or form.report.category is None:
        return []
    return [one.label for one in form.report.category.own_checklist() if one.code not in ticked]


def _is_copied(form: ActForm, actor: Actor) -> bool:
    """Not the words of a template whose fields were filled in: those are of this report."""
    officer, text = actor.officer, str(form.cleaned_data.get("text") or "")
    if officer is None or not fold(text):
        return False
    if not is_repeated(text, report_id=form.report.pk, agency_id=officer.agency_id):
        return False
    templates = templates_for(form.report, officer, form.act.name)
    return not any(one.has_fields and fold(one.text) == fold(text) for one in templates)
