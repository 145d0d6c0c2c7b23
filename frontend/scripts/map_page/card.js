// The report that was pressed on the map, as a card at its lower edge. It belongs to the page, not to the map: moving,
// zooming and drawing anew leave it as it is, until it is closed or another report is pressed.
import { part, the } from "../dom.js";

/** @typedef {import("./signs.js").OneReport} OneReport */

/**
 * @param {HTMLElement} card
 * @param {HTMLElement} map which the focus goes back to
 * @param {(url: string) => void} changed called with the address of the report that is shown, "" when it is closed
 */
export function reportCard(card, map, changed) {
  const link = the(card, "a", HTMLAnchorElement);
  let shown = "";

  function close() {
    card.hidden = true;
    shown = "";
    changed("");
    map.focus();
  }

  part(card, "[data-close]").addEventListener("click", close);
  for (const where of [card, map]) {
    where.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !card.hidden) close();
    });
  }

  return {
    /** @param {OneReport} one */
    isOpen: (one) => one.url === shown,
    /** @param {OneReport} one */
    open(one) {
      part(card, "[data-state]").textContent = one.state;
      part(card, "[data-about]").textContent = `${one.about} · ${one.filed}`;
      link.textContent = one.title || one.state;
      link.lang = one.title ? one.language : "";
      link.href = one.url;
      card.hidden = false;
      shown = one.url;
      changed(shown);
      link.focus({ preventScroll: true });
    },
  };
}
