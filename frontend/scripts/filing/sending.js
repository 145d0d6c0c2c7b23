// Sending: first kept on this phone, then the files in parts, then the form itself. Whatever breaks on the way, the
// report waits and goes later.
import { askForSync, forget, keep, sendAll, sendFiles, setState, waiting } from "../app/outbox.js";
import { canKeep } from "../app/store.js";
import { part, the } from "../dom.js";
import { pulse } from "../offline/network.js";
import { PULSE } from "../server_facts.js";
import { hasWords } from "./words.js";

const PATIENCE = 15 * 1000; // milliseconds: after that a network that hangs is as good as gone
const AGAIN = 10; // seconds between two tries of a page that must not keep anything

/**
 * 0: it would be taken now; seconds: come again; null: there is no network.
 * @param {string} address
 */
async function secondsToWait(address) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(`${address}?probe`, { method: "HEAD", signal: stop.signal });
    return answer.status === 503 ? Number(answer.headers.get("Retry-After")) || 10 : 0;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** @typedef {ReturnType<typeof import("./words.js").words>} Draft */

/**
 * @param {FilingForm} form
 * @param {Draft} draft
 */
export function sending(form, draft) {
  const { text, csrfmiddlewaretoken: field } = form.elements;

  function waitHere() {
    part(form, "[data-wait-here]").hidden = false;
    setTimeout(send, AGAIN * 1000);
  }

  async function send() {
    const seconds = await secondsToWait(form.action);
    part(form, "[data-busy]").hidden = !seconds;
    part(form, "[data-wait-here]").hidden = true;
    if (seconds) {
      setTimeout(send, seconds * 1000);
      return;
    }
    const may = (await draft.mayKeep()) && (await canKeep());
    const { token } = seconds === null ? { token: "" } : await pulse(PULSE, PATIENCE);
    if (token) field.value = token;
    if (!token && !text.value.trim()) giveBack(form);
    else if (!token) await (may ? keepHere(form, draft) : waitHere());
    else if (may && text.value.trim()) await sendKept(form, draft, token);
    else form.submit();
  }

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.submitter?.matches("[data-send]")) return;
    event.preventDefault();
    send();
  });
}

/**
 * Without words nothing can be kept: the form says so.
 * @param {FilingForm} form
 */
function giveBack(form) {
  window.dispatchEvent(new Event("pageshow")); // the button is free again
  location.hash = "#step-what";
  hasWords(form);
}

/**
 * @param {FilingForm} form
 * @param {OutboxState} state
 */
const keepForm = (form, state) => keep(form.elements.draft_id.value, new FormData(form), state);

/**
 * It waits on this phone; the page says so.
 * @param {FilingForm} form
 * @param {Draft} draft
 * @param {OutboxRow} [row]
 */
async function keepHere(form, draft, row) {
  await setState(row || (await keepForm(form, "kept")), "kept");
  await draft.forget();
  askForSync();
  form.hidden = true;
  const told = part(document, "[data-kept-here]");
  told.hidden = false;
  told.focus();
  scrollTo(0, 0);
}

/**
 * Kept, then the files in parts, then the form.
 * @param {FilingForm} form
 * @param {Draft} draft
 * @param {string} token
 */
async function sendKept(form, draft, token) {
  const row = await keepForm(form, "sending");
  const trouble = await sendFiles(row, token, () => showProgress(part(form, "[data-progress]"), row));
  if (trouble === "later") {
    await keepHere(form, draft, row);
    return;
  }
  if (trouble)
    await forget(form.elements.draft_id.value); // the page of the server says what is wrong with the file
  else the(form, "#id_photos", HTMLInputElement).value = ""; // they are there already
  await draft.forget();
  form.submit(); // the page of the receipt forgets what was kept
}

/**
 * @param {HTMLElement} progress
 * @param {OutboxRow} row
 */
function showProgress(progress, row) {
  const sent = row.files.reduce((sum, file) => sum + file.sent, 0);
  const all = row.files.reduce((sum, file) => sum + file.size, 0);
  const share = `${Math.floor((100 * sent) / Math.max(1, all))}%`;
  progress.textContent = (progress.dataset.words ?? "").replace("{part}", share);
}

/**
 * What waits from earlier goes now; the page says that something does.
 * @param {FilingForm} form
 */
export async function sendEarlier(form) {
  if (!(await canKeep())) return;
  if (document.querySelector("[data-error-summary]")) await forget(form.elements.draft_id.value);
  const told = part(document, "[data-waiting]");
  const show = async () => {
    const left = (await waiting()).filter((row) => row.state !== "received").length;
    told.hidden = !left;
    part(told, "[data-count]").textContent = String(left);
  };
  await show();
  await sendAll(() => {});
  await show();
  window.addEventListener("online", () => sendAll(() => {}).then(show));
}
