// The receipt that a counter prints without a network.
import { every, part, the } from "../../dom.js";
import { inFours } from "../../number.js";
import { paper } from "../paper.js";

/** @param {EntryContent} content */
export function printReceipt({ ready, taken }) {
  const place = part(document, "[data-offline-place]");
  place.replaceChildren(the(document, "[data-offline-receipt]", HTMLTemplateElement).content.cloneNode(true));
  const slip = part(place, "[data-slip]");
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" });
  /** @type {(name: string) => HTMLElement} */
  const slot = (name) => part(slip, `[data-slot=${name}]`);
  slot("number").textContent = ready ? inFours(ready.number) : (place.dataset.noNumber ?? "");
  slot("code").textContent = ready ? inFours(ready.code) : "–";
  slot("url").textContent = ready ? ready.url : "";
  slot("taken").textContent = day.format(new Date(taken));
  if (ready) slot("qr").innerHTML = ready.qr; // made by our own server
  part(document, "[data-counter]").hidden = true;
  document.body.classList.add("prints-slip");
  paper(part(place, "[data-paper]"), slip);
  for (const button of every(place, "[data-print]", HTMLElement)) {
    button.addEventListener("click", () => window.print());
  }
  scrollTo(0, 0);
  window.print();
  part(place, "[data-next-person]").focus();
}
