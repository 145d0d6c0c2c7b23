/** Fills the sentences of the large print with what was typed, and reads them aloud where the browser can. */
export function readBack(form, dialog) {
  const opener = form.querySelector("[data-read-back-button]");
  const speak = dialog.querySelector("[data-speak]");

  const words = new Map();
  dialog.querySelectorAll("[data-say]").forEach((line) => {
    words.set(line, document.createElement("b"));
    line.append(" ", words.get(line));
  });

  function shownIn(name) {
    const field = form.elements[name];
    if (!field) return "";
    if (field.tagName === "SELECT") return field.value ? field.selectedOptions[0].textContent.trim() : "";
    return field.value.trim();
  }

  function fill() {
    dialog.querySelectorAll("[data-say]").forEach((line) => {
      const value = shownIn(line.dataset.say);
      line.hidden = !value;
      words.get(line).textContent = value;
    });
    dialog.querySelectorAll("[data-say-when]").forEach((line) => {
      const [name, value] = line.dataset.sayWhen.split("=");
      line.hidden = shownIn(name) !== value;
    });
    dialog.querySelectorAll("[data-say-without]").forEach((line) => {
      line.hidden = line.dataset.sayWithout.split(" ").some(shownIn);
    });
  }

  function open() {
    fill();
    dialog.showModal();
  }

  function aloud() {
    speechSynthesis.cancel();
    const lines = [...dialog.querySelectorAll("[data-sentences] > p")].filter((line) => !line.hidden);
    const words = new SpeechSynthesisUtterance(lines.map((line) => line.textContent.trim()).join(". "));
    words.lang = document.documentElement.lang === "id" ? "id-ID" : "en-US";
    words.rate = 0.9; // a little slower than usual
    speechSynthesis.speak(words);
  }

  opener.hidden = false;
  opener.querySelector("button").addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F2" || dialog.open) return;
    event.preventDefault();
    open();
  });
  dialog.querySelector("[data-close-read-back]").addEventListener("click", () => dialog.close());
  if ("speechSynthesis" in window) {
    speak.hidden = false;
    speak.addEventListener("click", aloud);
    dialog.addEventListener("close", () => speechSynthesis.cancel());
  }
}
