// What is typed about a report lives through a reload, in this tab only, until it was taken. Not at the counter, where
// the next person stands already, and never where secrets are typed.
const SENT = "typed:sent";
const PAGES = /^\/(?:konsol\/(?:laporan|kejadian|kandidat|pindah)|loket\/laporan|laporan)\//;

function nameOf(field) {
  const given = ["act", "id", "entry"].map((name) => field.form.querySelector(`[name=${name}]`)?.value ?? "");
  return `typed:${location.pathname}:${given.join(":")}:${field.name}`;
}

/** What was sent before this page was shown, and taken, as it says, is kept no longer. */
export function settleTyped() {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  if (document.querySelector(".messages .tone-good")) for (const name of sent) sessionStorage.removeItem(name);
  sessionStorage.removeItem(SENT);
}

export function keepTyped(field) {
  if (!PAGES.test(location.pathname) || field.readOnly) return;
  const name = nameOf(field);
  const kept = sessionStorage.getItem(name);
  if (kept && field.value === field.defaultValue) {
    field.value = kept;
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }
  field.addEventListener("input", () =>
    field.value ? sessionStorage.setItem(name, field.value) : sessionStorage.removeItem(name),
  );
  field.form.addEventListener("submit", () => {
    const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
    sessionStorage.setItem(SENT, JSON.stringify([...sent, name]));
  });
}
