// Like reports of the place, before another one is sent: "I experience this too" needs one tap and no form.
import { ask } from "../ask.js";
import { part, targetOf } from "../dom.js";
import { SIMILAR } from "../server_facts.js";
import { isSecret } from "./secret.js";

/**
 * Returns the function that looks anew.
 * @param {FilingForm} form
 * @param {{ forget: () => Promise<void> }} draft what words() returned
 */
export function similar(form, draft) {
  const box = part(form, "[data-similar-list]");
  let asked = "";

  box.addEventListener("click", async (event) => {
    const button = targetOf(event).closest("[data-support]");
    if (!(button instanceof HTMLElement)) return;
    await draft.forget(); // nothing is filed: the other report goes on
    const post = document.createElement("form");
    post.method = "post";
    post.action = button.dataset.support ?? "";
    post.append(form.elements.csrfmiddlewaretoken.cloneNode());
    document.body.append(post);
    post.submit();
  });

  return async function look() {
    if (isSecret(form)) {
      box.replaceChildren(); // it goes to its handlers, whoever else has said the like
      asked = "";
      return;
    }
    const { text, category, area } = form.elements;
    const wanted = { text: text.value, category: category.value, area: area.value };
    const key = JSON.stringify(wanted);
    if (key === asked || !text.value.trim() || !(category.value || area.value)) return;
    asked = key;
    const answer = await ask(form, SIMILAR, wanted);
    if (answer) box.innerHTML = await answer.text(); // a fragment of our own server
  };
}
