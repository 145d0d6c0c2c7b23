// The form of an act that is folded is asked for when the fold is opened: <div data-form="address">.
import { every, maybe } from "./dom.js";
import { prepareEvidence } from "./evidence.js";
import { formCame, formLost } from "./key_slips.js";
import { focusFirst } from "./keys.js";
import { call } from "./offline/network.js";
import { fillDrafts } from "./presence.js";
import { sendOnce } from "./send_once.js";
import { hasTyped, keepTyped } from "./typed.js";
import { wire } from "./wire.js";

/** @param {HTMLDetailsElement} fold */
async function fill(fold) {
  const box = maybe(fold, "[data-form]", HTMLElement);
  if (!fold.open || !box || box.ariaBusy === "true") return;
  box.ariaBusy = "true";
  const answer = await call(box.dataset.form ?? "");
  const text = answer?.ok ? await answer.text().catch(() => "") : "";
  if (!text) {
    box.ariaBusy = "false";
    formLost(fold);
    return maybe(box, "a", HTMLElement)?.focus(); // it leads to the same form
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  box.replaceWith(...page.body.childNodes);
  for (const field of every(fold, "textarea", HTMLTextAreaElement)) keepTyped(field);
  for (const form of every(fold, "form[data-once]", HTMLFormElement)) sendOnce(form);
  wire(fold);
  fillDrafts(fold);
  prepareEvidence(fold);
  focusFirst(fold);
  formCame(fold);
}

for (const fold of every(document, "details[data-act]", HTMLDetailsElement)) {
  fold.addEventListener("toggle", () => fill(fold));
  if (hasTyped(fold.dataset.act ?? "")) fold.open = true;
}
