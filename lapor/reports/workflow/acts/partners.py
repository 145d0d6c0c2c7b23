"""Partners of an office without an account: given a link for one report, heard, and the link taken back."""

from django.utils.translation import gettext_lazy as _

from lapor.reports.vocabulary import ActName, Audience
from lapor.reports.workflow import rules
from lapor.reports.workflow.act import ALL_STATES, HEAD, LIAISON, PARTNER, SAME, WORKED_ON, Act, by

ROWS: tuple[Act, ...] = (
    Act(
        ActName.INVITE_PARTNER,
        WORKED_ON,
        SAME,
        by(LIAISON, HEAD),
        ("partner_name", "text"),
        ("partner_days",),
        rule=rules.may_go_to_partners,
        label=_("Give a link to a partner"),
        is_quiet=True,
        consequence=_(
            "Somebody without an account (a firm, PLN, an RT) sees what the public sees of this report and says how far"
            " the work is. Name and words are public."
        ),
    ),
    Act(
        ActName.END_PARTNER,
        ALL_STATES,
        SAME,
        by(LIAISON, HEAD),
        ("partner_link",),
        rule=rules.has_partners,
        audience=Audience.INTERNAL,
        label=_("Take a partner's link back"),
        is_quiet=True,
        consequence=_("Nobody can use it any more. What was said by it stays."),
    ),
    Act(
        ActName.PARTNER_NEWS,
        WORKED_ON,
        SAME,
        by(PARTNER),
        ("partner_step",),
        ("text", "promised_on", "photos"),
        rule=rules.may_go_to_partners,
        label=_("Send"),
        is_quiet=True,
        is_main=True,
    ),
)
