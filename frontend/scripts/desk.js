// The counter desk, beside public.js: look-ups by first letters, Ctrl+Enter files, the receipt is printed at once.
import { questions } from "./questions.js";

/** A text field above a long select: typing keeps only the choices in which every typed word begins a word. */
function lookUp(select) {
  const options = [...select.options].map((option) => ({ option, words: option.textContent.toLowerCase().split(/[^\p{L}\p{N}]+/u) }));
  const input = document.createElement("input");
  input.type = "search";
  input.className = "form-control";
  input.autocomplete = "off";
  input.setAttribute("aria-label", select.dataset.lookUp);
  input.placeholder = select.dataset.lookUp;
  input.addEventListener("input", () => {
    const typed = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let first = null;
    for (const { option, words } of options) {
      const fits = typed.every((start) => words.some((word) => word.startsWith(start)));
      option.hidden = !fits;
      option.disabled = !fits;
      if (fits && option.value && !first) first = option;
    }
    if (typed.length && first) select.value = first.value;
    else if (!typed.length) select.value = "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  select.before(input);
}

document.querySelectorAll("select[data-look-up]").forEach(lookUp);
document.querySelectorAll("form[data-desk]").forEach((form) => {
  if (form.elements.category) questions(form);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
});
if (document.querySelector("[data-print-now]")) window.print();
