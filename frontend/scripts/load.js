// <section data-load="address">: what takes longer than the page is asked for once the page is shown; an empty answer
// takes the section away. Without an answer the link in it leads to the same.
import { every } from "./dom.js";
import { call } from "./offline/network.js";
import { sendOnce } from "./send_once.js";

const PATIENCE = 10000;

/** @param {HTMLElement} box */
async function load(box) {
  const answer = await call(box.dataset.load ?? "", {}, PATIENCE);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.body.children.length) box.remove();
  box.replaceChildren(...page.body.childNodes);
  for (const form of every(box, "form[data-once]", HTMLFormElement)) sendOnce(form);
}

every(document, "[data-load]", HTMLElement).forEach(load);
