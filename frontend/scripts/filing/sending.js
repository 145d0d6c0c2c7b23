// Sending: first kept on this phone, then the files in parts, then the form itself. Whatever breaks on the way, the
// report waits and goes later.
import { askForSync, forget, keep, sendAll, sendFiles, setState, waiting } from "../app/outbox.js";
import { canKeep } from "../app/store.js";
import { part, the } from "../dom.js";
import { pulse } from "../offline/network.js";
import { PULSE } from "../server_facts.js";

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
    const answer = await fetch(`${address}?knock`, { method: "HEAD", signal: stop.signal });
    return answer.status === 503 ? Number(answer.headers.get("Retry-After")) || 10 : 0;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {FilingForm} form
 * @param {ReturnType<typeof import("./words.js").words>} draft
 */
export function sending(form, draft) {
  /** @type {(name: string) => HTMLElement} */
  const piece = (name) => part(form, `[data-${name}]`);
  const progress = piece("progress");
  const { text, draft_id: key, csrfmiddlewaretoken: field } = form.elements;

  /** @param {OutboxRow} row */
  function showProgress(row) {
    const sent = row.files.reduce((sum, file) => sum + file.sent, 0);
    const all = row.files.reduce((sum, file) => sum + file.size, 0);
    const share = `${Math.floor((100 * sent) / Math.max(1, all))} %`;
    progress.textContent = (progress.dataset.words ?? "").replace("{part}", share);
  }

  /** @param {OutboxState} state */
  const keepForm = (state) => keep(key.value, new FormData(form), state);

  /** @param {OutboxRow} [row] */
  async function keepHere(row) {
    await setState(row || (await keepForm("kept")), "kept");
    await draft.forget();
    askForSync();
    form.hidden = true;
    const told = part(document, "[data-kept-here]");
    told.hidden = false;
    told.focus();
    scrollTo(0, 0);
  }

  function waitHere() {
    piece("wait-here").hidden = false;
    setTimeout(send, AGAIN * 1000);
  }

  function giveBack() {
    window.dispatchEvent(new Event("pageshow")); // the button is free again
    piece("no-words").hidden = false;
    location.hash = "#step-what";
    text.focus();
  }

  async function send() {
    const seconds = await secondsToWait(form.action);
    piece("busy").hidden = !seconds;
    piece("wait-here").hidden = true;
    if (seconds) {
      setTimeout(send, seconds * 1000);
      return;
    }
    const may = (await draft.mayKeep()) && (await canKeep());
    const { token } = seconds === null ? { token: "" } : await pulse(PULSE, PATIENCE);
    if (token) field.value = token;
    if (!token && !text.value.trim()) giveBack();
    else if (!token) await (may ? keepHere() : waitHere());
    else if (may && text.value.trim()) await sendKept(token);
    else form.submit();
  }

  /** @param {string} token */
  async function sendKept(token) {
    const row = await keepForm("sending");
    const trouble = await sendFiles(row, token, showProgress);
    if (trouble === "later") {
      await keepHere(row);
      return;
    }
    if (trouble)
      await forget(key.value); // the page of the server says what is wrong with the file
    else the(form, "input[type=file]", HTMLInputElement).value = ""; // they are there already
    await draft.forget();
    form.submit(); // the page of the receipt forgets what was kept
  }

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.submitter?.matches("[data-send]")) return;
    event.preventDefault();
    send();
  });
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
