"""What acts around partners of an office change. Called by `perform_action` only (workflow.effects)."""

from datetime import timedelta

from lapor.reports.models import PartnerLink
from lapor.reports.workflow.effect_context import EffectContext

DAYS, MOST_DAYS = 14, 90  # a link is good for


def invite(act: EffectContext) -> None:
    officer, agency = act.actor.officer, act.report.agency
    assert officer is not None and agency is not None  # noqa: S101 - the row's actors and states
    act.report.has_partners = True
    days = min(act.data.partner_days or DAYS, MOST_DAYS)
    PartnerLink.objects.create(
        report=act.report,
        agency=agency,
        name=act.data.partner_name,
        officer=officer,
        made_at=act.at,
        valid_until=act.at + timedelta(days=days),
    )


def end(act: EffectContext) -> None:
    assert act.data.partner_link is not None  # noqa: S101 - the row needs it
    PartnerLink.objects.filter(pk=act.data.partner_link.pk).update(ended_at=act.at)
