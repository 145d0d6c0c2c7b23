// <section data-poll="address">: its content is asked for again while the page is seen, two seconds after the last
// answer (data-poll-seconds: so many). One with X-Reload has a next step, on the page.
import { every } from "./dom.js";
import { call } from "./offline/network.js";

/** @param {HTMLElement} box */
const pauseOf = (box) => 1000 * Number(box.dataset.pollSeconds ?? 2);

/** @param {HTMLElement} box */
async function keepFresh(box) {
  const answer = document.hidden ? null : await call(box.dataset.poll ?? "");
  if (answer?.ok && !answer.headers.has("X-Reload")) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    box.replaceChildren(...page.body.childNodes);
  } else if (answer && answer.status < 500) {
    location.reload(); // the next step, or somebody has to sign in
    return;
  }
  setTimeout(keepFresh, pauseOf(box), box);
}

for (const box of every(document, "[data-poll]", HTMLElement)) setTimeout(keepFresh, pauseOf(box), box);
