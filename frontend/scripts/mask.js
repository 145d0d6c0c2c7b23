// The grid over a photo: boxes that work by themselves; here several are ticked by drawing over them, and arrows move
// between them.
import { every, maybe } from "./dom.js";

/** @param {HTMLElement} grid */
function draw(grid) {
  const boxes = every(grid, "input", HTMLInputElement);
  const side = Math.sqrt(boxes.length);
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -side, ArrowDown: side };
  /** @type {boolean | null} */
  let drawing = null; // what the stroke does: tick or clear

  /** @param {PointerEvent} event */
  function boxAt({ clientX, clientY }) {
    const cell = document.elementFromPoint(clientX, clientY)?.closest(".mask-cell");
    return cell ? maybe(cell, "input", HTMLInputElement) : null;
  }

  grid.addEventListener("pointerdown", (event) => {
    const box = boxAt(event);
    if (!box || event.button) return;
    drawing = !box.checked;
    box.checked = drawing;
    box.focus();
    event.preventDefault();
  });
  grid.addEventListener("pointermove", (event) => {
    const box = drawing === null ? null : boxAt(event);
    if (box && drawing !== null) box.checked = drawing;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      drawing = null;
    });
  }
  grid.addEventListener("click", (event) => {
    if (event.detail) event.preventDefault(); // the pointer has ticked it already; a click by keyboard has no detail
  });
  grid.addEventListener("keydown", (event) => {
    const now = boxes.indexOf(/** @type {HTMLInputElement} */ (event.target));
    const next = boxes[now + (steps[event.key] ?? 0)];
    if (!steps[event.key] || !next) return;
    event.preventDefault();
    next.focus();
  });
}

const grid = maybe(document, "[data-mask] .mask-grid", HTMLElement);
if (grid) draw(grid);
