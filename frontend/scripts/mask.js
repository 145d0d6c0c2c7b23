// The grid over a photo: boxes that work by themselves; here several are ticked by drawing over them, and arrows move
// between them.

const grid = document.querySelector("[data-mask] .mask-grid");
const boxes = grid ? [...grid.querySelectorAll("input")] : [];
const side = Math.sqrt(boxes.length);
let drawing = null; // what the stroke does: tick or clear

const boxAt = (event) =>
  document.elementFromPoint(event.clientX, event.clientY)?.closest(".mask-cell")?.querySelector("input");

grid?.addEventListener("pointerdown", (event) => {
  const box = boxAt(event);
  if (!box || event.button) return;
  drawing = !box.checked;
  box.checked = drawing;
  box.focus();
  event.preventDefault();
});
grid?.addEventListener("pointermove", (event) => {
  const box = drawing === null ? null : boxAt(event);
  if (box) box.checked = drawing;
});
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    drawing = null;
  });
}
grid?.addEventListener("click", (event) => {
  if (event.detail) event.preventDefault(); // the pointer has ticked it already; a click by keyboard has no detail
});

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -side, ArrowDown: side };
grid?.addEventListener("keydown", (event) => {
  const next = boxes[boxes.indexOf(event.target) + (STEPS[event.key] ?? 0)];
  if (!STEPS[event.key] || !next) return;
  event.preventDefault();
  next.focus();
});
