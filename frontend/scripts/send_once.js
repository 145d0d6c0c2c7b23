/**
 * Makes a form send once: its button with data-sending, where it has one, says so; a second press does nothing; coming
 * back frees it again.
 * @param {HTMLFormElement} form
 */
export function sendOnce(form) {
  const button = form.querySelector("[data-sending]");
  const label = button?.innerHTML ?? "";
  let sending = false;
  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    if (!(button instanceof HTMLElement)) return;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.sending ?? "";
  });
  window.addEventListener("pageshow", () => {
    sending = false;
    if (!button) return;
    button.removeAttribute("aria-busy");
    button.innerHTML = label;
  });
}
