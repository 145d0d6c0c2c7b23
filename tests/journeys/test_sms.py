"""A person with an old phone: a report from the first SMS to the confirmation by SMS, through a real message centre."""

import pytest

from lapor.simulators.sms import SmsSimulator
from tests.journeys import chats

pytestmark = [pytest.mark.journey, pytest.mark.deep]
PERSON = "+628112345678"


def test_report_lives_its_whole_life_by_sms(installation):
    with chats.connected(installation, "sms", SmsSimulator()) as phones:
        chats.whole_life(phones, PERSON, chats.Officers(installation))
        told = [one for one in phones.heard() if one.to == PERSON]
        assert all("http" not in one.text for one in told)
        assert max(one.extra["pieces"] for one in told) <= 4
        assert {one.extra["coding"] for one in told} == {0}
