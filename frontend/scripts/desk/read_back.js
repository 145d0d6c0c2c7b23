import { every, part, the } from "../dom.js";

/**
 * Fills the sentences of the large print with what was typed, and reads them aloud where the browser can.
 * @param {HTMLFormElement} form
 * @param {HTMLDialogElement} dialog
 */
export function readBack(form, dialog) {
  const opener = part(form, "[data-read-back-button]");
  const lines = every(dialog, "[data-say]", HTMLElement).map((line) => {
    const words = document.createElement("b");
    line.append(" ", words);
    return { line, words };
  });

  /** @param {string | undefined} name */
  function shownIn(name = "") {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLSelectElement) return field.value ? field.selectedOptions[0].textContent.trim() : "";
    return field && "value" in field ? String(field.value).trim() : "";
  }

  function fill() {
    for (const { line, words } of lines) {
      words.textContent = shownIn(line.dataset.say);
      line.hidden = !words.textContent;
    }
    for (const line of every(dialog, "[data-say-when]", HTMLElement)) {
      const [name, value] = (line.dataset.sayWhen ?? "").split("=");
      line.hidden = shownIn(name) !== value;
    }
    for (const line of every(dialog, "[data-say-without]", HTMLElement)) {
      line.hidden = (line.dataset.sayWithout ?? "").split(" ").some((name) => shownIn(name));
    }
  }

  function open() {
    fill();
    dialog.showModal();
  }

  opener.hidden = false;
  the(opener, "button", HTMLButtonElement).addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F2" || dialog.open) return;
    event.preventDefault();
    open();
  });
  part(dialog, "[data-close-read-back]").addEventListener("click", () => dialog.close());
  if (!("speechSynthesis" in window)) return;
  const speak = part(dialog, "[data-speak]");
  speak.hidden = false;
  speak.addEventListener("click", () => aloud(dialog));
  dialog.addEventListener("close", () => speechSynthesis.cancel());
}

/** @param {HTMLDialogElement} dialog */
function aloud(dialog) {
  speechSynthesis.cancel();
  const lines = every(dialog, "[data-sentences] > p", HTMLElement).filter((line) => !line.hidden);
  const words = new SpeechSynthesisUtterance(lines.map((line) => line.textContent.trim()).join(". "));
  words.lang = document.documentElement.lang === "id" ? "id-ID" : "en-US";
  words.rate = 0.9; // a little slower than usual
  speechSynthesis.speak(words);
}
