"""What a page asks once more before an act goes out: the same words that the office sent on other reports before.

A hint with a tick, never a refusal; REST and acts on many reports at once are not asked. Called by
casework.performing."""

from django import forms
from django.utils.translation import gettext as _

from lapor.casework.forms import ActForm
from lapor.casework.response_templates import templates_for
from lapor.core.text import fold
from lapor.measure.sent_words import OTHERS, SENDING, WITHIN, is_repeated
from lapor.reports.workflow.acting import Actor

SEND_REPEATED = "send_repeated"


def is_asked_again(form: ActForm, actor: Actor) -> bool:
    """Whether something of the bound form wants a tick that is not there: the form then shows it. At most four
    queries, none for acts that say nothing to everybody."""
    if form.act.name not in SENDING or actor.officer is None or not form.is_valid():
        return False
    if form.data.get(SEND_REPEATED) or not _is_copied(form, actor):
        return False
    said = _("Your office sent these words on at least %(others)s other reports in the last %(days)s days.")
    form.fields[SEND_REPEATED] = forms.BooleanField(
        label=_("Send it all the same"),
        required=False,
        help_text=_("Better: say what was done about this report. Copied answers are counted in the statistics."),
    )
    form.add_error(SEND_REPEATED, said % {"others": OTHERS, "days": WITHIN.days})
    return True


def _is_copied(form: ActForm, actor: Actor) -> bool:
    """Not the words of a template whose fields were filled in: those are of this report."""
    officer, text = actor.officer, str(form.cleaned_data.get("text") or "")
    if officer is None or not fold(text):
        return False
    if not is_repeated(text, report_id=form.report.pk, agency_id=officer.agency_id):
        return False
    templates = templates_for(form.report, officer, form.act.name)
    return not any(one.has_fields and fold(one.text) == fold(text) for one in templates)
