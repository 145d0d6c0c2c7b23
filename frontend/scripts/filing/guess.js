// The category, guessed from the words: taken over where they are clear, else a few to choose from. What the person
// chose stays.
import { ask } from "../ask.js";

const PAUSE = 900; // milliseconds without a key
const LEAST = 12; // letters that say something

export function guess(form) {
  const { text, category } = form.elements;
  const box = form.querySelector("[data-guess]");
  const said = box.querySelector("[data-guess-said]");
  const offers = box.querySelector("[data-guess-offers]");
  let isChosen = Boolean(category.value); // by the person, or by a draft
  let timer;
  let asked = "";

  let isOurs = false;
  function choose(code) {
    category.value = code;
    isOurs = true;
    category.dispatchEvent(new Event("change", { bubbles: true }));
    isOurs = false;
  }

  function show({ sure, offered }) {
    if (isChosen || (form.contains(document.activeElement) && document.activeElement === category)) return;
    if (sure) choose(sure);
    else if (category.value) choose("");
    said.textContent = sure
      ? said.dataset.sure.replace("{category}", category.selectedOptions[0].textContent.trim())
      : said.dataset.which;
    offers.replaceChildren(
      ...offered.map(({ code, label }) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-quiet";
        button.textContent = label;
        button.addEventListener("click", () => {
          isChosen = true;
          box.hidden = true;
          choose(code);
          category.focus();
        });
        return button;
      }),
    );
    box.hidden = !sure && !offered.length;
  }

  async function look() {
    const words = text.value.trim();
    const place = form.elements.address?.value.trim() ?? "";
    if (words.length < LEAST || `${words}\n${place}` === asked) return;
    asked = `${words}\n${place}`;
    const answer = await ask(form, "/lapor/saran", { text: words, address: place });
    if (!answer) return;
    const found = await answer.json();
    form.dispatchEvent(new CustomEvent("heard", { detail: found.heard })); // words of danger: filing/words.js
    if (!isChosen) show(found);
  }

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  text.addEventListener("change", () => {
    clearTimeout(timer);
    look();
  });
  form.elements.address?.addEventListener("change", look);
  category.addEventListener("change", () => {
    if (isOurs) return;
    isChosen = true;
    box.hidden = true;
  });
  form.addEventListener("change", () => {
    if (!isOurs && category.value && box.hidden) isChosen = true; // a draft came back
  });
}
