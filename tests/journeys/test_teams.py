"""A report is dragged to a team; one of it takes it on a phone, and another who looked just then is told so."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK
from tests.journeys.chats import until
from tests.journeys.test_main_journey import verify_and_forward

pytestmark = [pytest.mark.journey, pytest.mark.deep]
SHARING = "/konsol/tugas/pembagian"
PHONE = {"width": 360, "height": 740}


def make_team(page: Page) -> None:
    page.goto("/konsol/regu/baru")
    page.fill("#id_name", "Regu Lampu")
    for member in page.get_by_role("group", name="Petugas").get_by_role("checkbox").all():
        member.check()
    page.get_by_role("checkbox", name="Senin").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".error-summary")).to_contain_text("Dari")  # a day, and no hours
    expect(page.locator("#id_name")).to_have_value("Regu Lampu")
    page.get_by_role("checkbox", name="Senin").uncheck()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("link", name="Regu Lampu")).to_be_visible()


def test_dragged_to_a_team_and_taken_by_one(visitor, street_photo):
    number = steps.file_report(visitor().page, street_photo, text=steps.TEXT).number
    verify_and_forward(steps.sign_in(visitor(viewport=DESK), "verifikator"), number)
    liaison = steps.sign_in(visitor(viewport=DESK), "penghubung")
    make_team(liaison)
    look_at(liaison)
    liaison.goto(SHARING)
    row = liaison.locator("[data-row]", has=liaison.locator(f"input[value='{number}']"))
    team = liaison.locator("[data-whose='Regu Lampu']")
    row.drag_to(team)
    expect(team.locator(f"input[value='{number}']")).to_be_visible()
    look_at(liaison)

    phone = steps.sign_in(visitor(viewport=PHONE), "lapangan")
    task = f"/konsol/tugas/{number}"
    for page in (liaison, phone):
        until(
            lambda page=page: page.goto(task) and page.locator("[data-act=take]").count(), what_for="the team is known"
        )
    steps.open_act(phone, "take")
    steps.do_act(phone, "take")
    phone.goto(task)
    expect(phone.locator("[data-act=hand_back]")).to_be_visible()
    expect(phone.locator("[data-act=take]")).to_have_count(0)
    steps.open_act(liaison, "take")
    liaison.click("[data-act=take] button[type=submit]")
    expect(liaison.locator("main")).to_contain_text("berubah")  # somebody was quicker; nothing of it was done
    look_at(phone)
