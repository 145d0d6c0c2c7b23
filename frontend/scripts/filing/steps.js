// One section at a time, with a progress line; the browser's Back goes a step back and loses nothing.

/**
 * `onShow[id]` is called when the section with this id appears. `hasPhotos()` says whether the first step may be
 * left with "Continue" or only with "Continue without a photo".
 */
export function steps(form, { onShow, hasPhotos }) {
  const sections = [...form.querySelectorAll("[data-step]")];
  const links = [...form.querySelectorAll("[data-steps] a")];
  const bar = form.querySelector("[data-step-bar]");
  const back = bar.querySelector("[data-back]");
  const next = bar.querySelector("[data-next]");
  const danger = document.querySelector("[data-danger]");
  const continueLabel = next.textContent;
  const send = form.querySelector("[data-send]");
  let current = 0;

  function label() {
    next.textContent = current === 0 && !hasPhotos() ? next.dataset.skipLabel : continueLabel;
  }

  function show(index, { focus = true } = {}) {
    current = index;
    sections.forEach((section, i) => {
      section.hidden = i !== index;
    });
    links.forEach((link, i) => {
      link.parentElement.classList.toggle("is-done", i < index);
      link.toggleAttribute("aria-current", false);
      if (i === index) link.setAttribute("aria-current", "step");
    });
    if (danger) danger.hidden = index > 1; // said at the start and beside the words; later it only pushes the page down
    const last = index === sections.length - 1;
    back.hidden = index === 0;
    next.hidden = last;
    send.hidden = !last;
    label();
    onShow[sections[index].id]?.();
    if (focus) {
      sections[index].querySelector("h2").focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }

  const indexOf = (id) =>
    sections.findIndex((section) => section.id === id || section.contains(document.getElementById(id)));
  function go(index) {
    history.pushState(null, "", `#${sections[index].id}`);
    show(index);
  }

  back.addEventListener("click", () => go(current - 1));
  next.addEventListener("click", () => go(current + 1));
  for (const [index, link] of links.entries()) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go(index);
    });
  }
  form.addEventListener("change", label);
  // Enter in a one-line field goes on; only the last step sends.
  form.addEventListener("keydown", (event) => {
    if (
      event.key === "Enter" &&
      event.target.matches("input:not([type=checkbox]):not([type=radio]):not([type=file])") &&
      current < sections.length - 1
    ) {
      event.preventDefault();
      go(current + 1);
    }
  });
  window.addEventListener("popstate", () => show(Math.max(0, indexOf(location.hash.slice(1)))));

  // A link of the error summary leads into the step that holds its field.
  const summary = document.querySelector("[data-error-summary]");
  summary?.addEventListener("click", (event) => {
    const id = event.target.getAttribute?.("href")?.slice(1);
    if (!id) return;
    event.preventDefault();
    show(Math.max(0, indexOf(id)), { focus: false });
    const field = document.getElementById(id);
    (field.matches("fieldset") ? field.querySelector("input") : field).focus();
  });

  form.classList.add("is-stepped");
  bar.hidden = false;
  bar.append(send); // the sending button takes the place of "Continue", at the thumb
  send.classList.remove("btn-big", "btn-wide");
  const wrong = sections.findIndex((section) => section.querySelector(".error:not([hidden])"));
  const asked = indexOf(location.hash.slice(1));
  show(wrong >= 0 ? wrong : Math.max(0, asked), { focus: false });
  // After the browser has gone to the address's fragment, which would take the focus along.
  if (summary) window.addEventListener("load", () => summary.focus());
}
