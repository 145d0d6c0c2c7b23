// The questions of the chosen category, asked for when it is chosen. Without this a button of the form shows them.
import { maybe, part } from "./dom.js";

/** @param {FormWithCategory} form */
export function questions(form) {
  const ask = maybe(form, "[data-ask]", HTMLElement);
  const { category } = form.elements;
  if (!ask) return;
  const place = part(form, "[data-questions]");
  ask.hidden = true;
  let shown = category.value; // the server has shown those of the category it knew

  async function show() {
    const wanted = category.value;
    if (wanted === shown) return;
    shown = wanted;
    place.replaceChildren();
    if (!wanted) return;
    const url = new URL(window.location.pathname, window.location.href);
    url.search = String(new URLSearchParams({ part: "questions", category: wanted }));
    try {
      const answer = await fetch(url);
      if (answer.ok && category.value === wanted) place.innerHTML = await answer.text(); // a fragment of our own server
    } catch {
      if (category.value === wanted) shown = ""; // asked again at the next change; none is needed to file
    }
  }

  form.addEventListener("change", show);
  if (shown && !place.querySelector("[name]")) {
    shown = ""; // a draft or the browser itself has chosen the category again
    show();
  }
}
