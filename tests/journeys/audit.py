"""Looks at a page as a demanding user would: axe, targets of a thumb's size, no scrolling sideways (with large letters
too); light and dark."""

from typing import Literal

from playwright.sync_api import Page, ViewportSize

from lapor.core.environment import PROJECT_DIR
from tests.journeys.browser import DESK, PHONE

AXE = PROJECT_DIR / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Each size and each scheme once, with all rules: which colours are used depends on no size.
LOOKS: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...] = ((PHONE, "light"), (DESK, "dark"))
RUN_AXE = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.map(one =>
    `${one.id}: ${one.nodes.map(node => `${node.target} ${node.failureSummary}`).join(" | ")}`);
}"""
# What is pressed with a thumb: 44 px (DESIGN.md). Links inside sentences are not; a box is pressed by its label.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, .btn, .chip, summary, select, nav a, label.choice, .steps a, .site-footer a, "
    + "input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=range])"
  )].filter(node => node.checkVisibility() && !node.closest(".trap, .visually-hidden"))
    .map(node => [node.outerHTML.slice(0, 90), node.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
    .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
SIDEWAYS = """() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll("body *")]
      .filter(node => node.getBoundingClientRect().right > innerWidth + 1).map(node => node.className) : []"""
WIDE: ViewportSize = {"width": 1920, "height": 1080}
LETTERS = "size => { document.documentElement.style.fontSize = size; }"


def look_at(page: Page) -> None:
    """The page as it stands, on the phone in light and on the desk in dark colours, on a wide screen, and on the
    phone as somebody who sees badly has it set."""
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = []
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [f"{size['width']} {scheme} {one}" for one in page.evaluate(RUN_AXE, RULES)]
        if size == PHONE:
            found += [f"too small: {one}" for one in page.evaluate(SMALL_TARGETS)]
            page.evaluate(LETTERS, "200%")
            found += [f"with letters of 200 % runs out at the side: {one}" for one in page.evaluate(SIDEWAYS)]
            page.evaluate(LETTERS, "")
        found += [f"{size['width']} runs out at the side: {one}" for one in page.evaluate(SIDEWAYS)]
    page.set_viewport_size(WIDE)
    found += [f"1920 runs out at the side: {one}" for one in page.evaluate(SIDEWAYS)]
    assert found == [], "\n".join([page.url, *found])
