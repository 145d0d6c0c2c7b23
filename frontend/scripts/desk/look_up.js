/**
 * A text field above a long select: typing keeps only the choices in which every typed word begins a word; arrows go
 * through them.
 * @param {HTMLSelectElement} select
 */
export function lookUp(select) {
  const options = [...select.options].map((option) => ({ option, words: wordsOf(option) }));
  const input = searchField(select);
  const chosen = document.createElement("output");
  chosen.className = "visually-hidden";

  /** @param {HTMLOptionElement | null} option */
  function choose(option) {
    select.value = option ? option.value : "";
    chosen.textContent = option ? option.textContent : "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  input.addEventListener("input", () => {
    const typed = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    /** @type {HTMLOptionElement | null} */
    let first = null;
    for (const { option, words } of options) {
      const fits = typed.every((start) => words.some((word) => word.startsWith(start)));
      option.hidden = !fits;
      option.disabled = !fits;
      if (fits && option.value && !first) first = option;
    }
    if (!typed.length || first) choose(typed.length ? first : null);
  });
  input.addEventListener("keydown", (event) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    const fitting = options.map(({ option }) => option).filter((option) => option.value && !option.disabled);
    const now = fitting.findIndex((option) => option.value === select.value);
    const next = fitting[Math.min(fitting.length - 1, Math.max(0, now + by))];
    if (next) choose(next);
  });
  select.tabIndex = -1; // the field chooses; the list shows what, and a mouse may still open it
  select.before(input, chosen);
}

/** @param {HTMLOptionElement} option */
const wordsOf = (option) => option.textContent.toLowerCase().split(/[^\p{L}\p{N}]+/u);

/** @param {HTMLSelectElement} select */
function searchField(select) {
  const { lookUp: label = "" } = select.dataset;
  const input = document.createElement("input");
  input.type = "search";
  input.className = "form-control";
  input.autocomplete = "off";
  input.dataset.lookUpOf = select.name;
  input.setAttribute("aria-label", label);
  input.placeholder = label;
  return input;
}
