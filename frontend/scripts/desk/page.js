// A scanned page: a rectangle is drawn with mouse or finger and stands in the four fields, which work by themselves
// too.

const LEAST = 1; // hundredths of a side

export function page(form) {
  const scan = form.querySelector("[data-scan]");
  const box = form.querySelector("[data-box]");
  if (!scan || !box) return;
  const names = ["left", "top", "width", "height"];
  const fields = names.map((name) => form.elements[name]);
  const hint = form.querySelector("[data-page-hint]");
  if (hint) hint.hidden = false;
  let from = null;

  function show() {
    const values = fields.map((field) => Number(field.value));
    box.hidden = values.some((value) => Number.isNaN(value));
    for (const [place, name] of names.entries()) box.style.setProperty(name, `${values[place]}%`);
  }

  function at(event) {
    const area = scan.getBoundingClientRect();
    const part = (value, start, size) => Math.min(100, Math.max(0, ((value - start) / size) * 100));
    return [part(event.clientX, area.left, area.width), part(event.clientY, area.top, area.height)];
  }

  function draw(event) {
    if (!from) return;
    const to = at(event);
    const start = [0, 1].map((axis) => Math.min(from[axis], to[axis]));
    const size = [0, 1].map((axis) => Math.abs(from[axis] - to[axis]));
    if (size[0] < LEAST || size[1] < LEAST) return;
    [...start, ...size].forEach((value, place) => {
      fields[place].value = value.toFixed(1);
    });
    show();
  }

  scan.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    from = at(event);
    scan.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  scan.addEventListener("pointermove", draw);
  for (const end of ["pointerup", "pointercancel"]) {
    scan.addEventListener(end, () => {
      from = null;
    });
  }
  for (const field of fields) field.addEventListener("input", show);
  show();
}

/** What the machine reads comes while the officer looks: into the empty field, else beside it. */
export function printed(place) {
  if (!("reading" in place.dataset)) return;
  const text = document.querySelector("textarea[name=text]");
  const began = text.value;

  async function look() {
    let answer;
    try {
      answer = await fetch(place.dataset.printed);
    } catch {
      setTimeout(look, 5000);
      return;
    }
    if (answer.redirected || !answer.ok) return;
    if (answer.status === 202) {
      setTimeout(look, 1500);
      return;
    }
    place.innerHTML = await answer.text(); // a fragment of our own server
    const words = place.querySelector("[data-words]")?.textContent;
    if (words && text.value === began) text.value = words;
  }
  setTimeout(look, 1500);
}
