/** Makes a form send once: the button says so and takes no second press; coming back to the page frees it again. */
export function sendOnce(form) {
  const button = form.querySelector("[data-sending]");
  const label = button.innerHTML;
  let sending = false;
  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.sending;
  });
  window.addEventListener("pageshow", () => {
    sending = false;
    button.removeAttribute("aria-busy");
    button.innerHTML = label;
  });
}
