// What is typed into an act's form lives through a reload, in this tab only, until it was taken.
const place = (field) => `typed:${location.pathname}:${field.form.querySelector("[name=act]")?.value ?? ""}:${field.name}`;

export function keepTyped(field) {
  const name = place(field);
  const kept = sessionStorage.getItem(name);
  const isTaken = document.querySelector(".messages .tone-good");
  if (kept && isTaken) sessionStorage.removeItem(name);
  else if (kept && field.value === field.defaultValue) {
    field.value = kept;
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }
  field.addEventListener("input", () => (field.value ? sessionStorage.setItem(name, field.value) : sessionStorage.removeItem(name)));
}
