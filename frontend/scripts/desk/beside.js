// What stands beside the words: similar open reports while they are typed, and whether the person is known. Both are
// asked by POST.

const PAUSE = 450; // milliseconds without a key before we ask

async function ask(url, data, place) {
  try {
    const answer = await fetch(url, { method: "POST", body: data });
    const isOurs = !answer.redirected && (answer.ok || answer.status === 429);
    if (isOurs) place.innerHTML = await answer.text(); // a fragment of our own server
  } catch {
    // The network is gone: the report can be filed without.
  }
}

export function similar(form) {
  const place = form.querySelector("[data-similar]");
  if (!place) return;
  let timer = 0;
  let shown = "";

  function look() {
    const { text, category, area } = form.elements;
    const asked = [text.value.trim(), category.value, area.value].join("\n");
    if (asked === shown || text.value.trim().length < 8 || !(category.value || area.value)) return;
    if (place.querySelector("input:checked")) return; // the officer has chosen one: it stays
    shown = asked;
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "text", "category", "area"]) data.set(name, form.elements[name].value);
    ask(place.dataset.similar, data, place);
  }

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, (event) => {
      if (!["text", "category", "area"].includes(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    });
  }
}

export function known(form) {
  const place = form.querySelector("[data-known]");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-look]");
    if (!button) return;
    event.preventDefault();
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "phone", "email"]) data.set(name, form.elements[name].value);
    data.set("part", "known");
    if (button.name) data.set(button.name, button.value);
    ask(button.formAction, data, place);
  });
}
