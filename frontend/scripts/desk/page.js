// A scanned page: a rectangle is drawn with mouse or finger and stands in the four fields, which work by themselves
// too.
import { maybe, the } from "../dom.js";

const LEAST = 1; // hundredths of a side
const SIDES = ["left", "top", "width", "height"];

/** @typedef {[number, number]} Point in hundredths of the page, from the left and from above */

/** @param {HTMLElement} form */
export function page(form) {
  const scan = maybe(form, "[data-scan]", HTMLElement);
  const box = maybe(form, "[data-box]", HTMLElement);
  if (scan && box)
    draw(
      scan,
      box,
      SIDES.map((name) => the(form, `[name=${name}]`, HTMLInputElement)),
    );
  const hint = maybe(form, "[data-page-hint]", HTMLElement);
  if (scan && box && hint) hint.hidden = false;
}

/**
 * @param {HTMLElement} scan
 * @param {HTMLElement} box
 * @param {HTMLInputElement[]} fields
 */
function draw(scan, box, fields) {
  /** @type {Point | null} */
  let from = null;

  function show() {
    const values = fields.map((field) => Number(field.value));
    box.hidden = values.some((value) => Number.isNaN(value));
    for (const [place, name] of SIDES.entries()) box.style.setProperty(name, `${values[place]}%`);
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  function at(event) {
    const area = scan.getBoundingClientRect();
    /** @type {(value: number, start: number, size: number) => number} */
    const share = (value, start, size) => Math.min(100, Math.max(0, ((value - start) / size) * 100));
    return [share(event.clientX, area.left, area.width), share(event.clientY, area.top, area.height)];
  }

  scan.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    from = at(event);
    scan.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  scan.addEventListener("pointermove", (event) => {
    const drawn = from && rectangle(from, at(event));
    if (!drawn) return;
    for (const [place, value] of drawn.entries()) fields[place].value = value.toFixed(1);
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    scan.addEventListener(end, () => {
      from = null;
    });
  }
  for (const field of fields) field.addEventListener("input", show);
  show();
}

/**
 * Left, top, width and height between two corners; null where it is too small to be meant.
 * @param {Point} from
 * @param {Point} to
 */
function rectangle(from, to) {
  const start = [0, 1].map((axis) => Math.min(from[axis], to[axis]));
  const size = [0, 1].map((axis) => Math.abs(from[axis] - to[axis]));
  return size[0] < LEAST || size[1] < LEAST ? null : [...start, ...size];
}

/**
 * What the machine reads comes while the officer looks: into the empty field, else beside it.
 * @param {HTMLElement} place
 */
export function printed(place) {
  if (!("reading" in place.dataset)) return;
  const text = the(document, "textarea[name=text]", HTMLTextAreaElement);
  const began = text.value;

  async function look() {
    let answer;
    try {
      answer = await fetch(place.dataset.printed ?? "");
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
