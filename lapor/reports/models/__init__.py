"""The heart's rows. Only actions of this package write them; `perform_action` is the only writer of state."""

from lapor.reports.models.evidence import Capture, Challenge
from lapor.reports.models.fingerprint import PhotoFingerprint
from lapor.reports.models.handling import Assignment, Clock, Exclusion, Proposal, SupportingAgency
from lapor.reports.models.partner import PartnerLink
from lapor.reports.models.report import Feedback, ReadyNumber, Report, Support, new_salt
from lapor.reports.models.story import Attachment, Entry

__all__ = [
    "Assignment",
    "Attachment",
    "Capture",
    "Challenge",
    "Clock",
    "Entry",
    "Exclusion",
    "Feedback",
    "PartnerLink",
    "PhotoFingerprint",
    "Proposal",
    "ReadyNumber",
    "Report",
    "Support",
    "SupportingAgency",
    "new_salt",
]
