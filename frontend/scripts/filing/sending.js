// Sending: first kept on this phone, then the files in parts, then the form itself. Whatever breaks on the way, the
// report waits and goes later.

import { askForSync, forget, keep, sendAll, sendFiles, setState, waiting } from "../app/outbox.js";
import { canKeep } from "../app/store.js";
import { pulse } from "../offline/network.js";

const PATIENCE = 15 * 1000; // milliseconds: after that a network that hangs is as good as gone
const AGAIN = 10; // seconds between two tries of a page that must not keep anything

/** 0: it would be taken now; seconds: come again; null: there is no network. */
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

/** `draft`: what words() returned. */
export function sending(form, draft) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const input = form.querySelector("input[type=file]");
  const progress = part("progress");

  function showProgress(row) {
    const [sent, all] = row.files.reduce(([some, whole], file) => [some + file.sent, whole + file.size], [0, 0]);
    progress.textContent = progress.dataset.words.replace("{part}", `${Math.floor((100 * sent) / Math.max(1, all))} %`);
  }

  async function keepHere(row) {
    await setState(row || (await keep(form, "kept")), "kept");
    await draft.forget();
    askForSync();
    form.hidden = true;
    const told = document.querySelector("[data-kept-here]");
    told.hidden = false;
    told.focus();
    scrollTo(0, 0);
  }

  function waitHere() {
    part("wait-here").hidden = false;
    setTimeout(send, AGAIN * 1000);
  }

  function giveBack(field) {
    window.dispatchEvent(new Event("pageshow")); // the button is free again
    part("no-words").hidden = false;
    location.hash = "#step-what";
    field.focus();
  }

  async function send() {
    const seconds = await secondsToWait(form.action);
    part("busy").hidden = !seconds;
    part("wait-here").hidden = true;
    if (seconds) {
      setTimeout(send, seconds * 1000);
      return;
    }
    const may = draft.mayKeep() && (await canKeep());
    const { text, draft_id: key, csrfmiddlewaretoken: field } = form.elements;
    const { token } = seconds === null ? {} : await pulse("/lapor/denyut", PATIENCE);
    if (token) field.value = token;
    if (!token && !text.value.trim()) giveBack(text);
    else if (!token) await (may ? keepHere() : waitHere());
    else if (may && text.value.trim()) await sendKept(token, key.value);
    else form.submit();
  }

  async function sendKept(token, key) {
    const row = await keep(form, "sending");
    const trouble = await sendFiles(row, token, showProgress);
    if (trouble === "later") {
      await keepHere(row);
      return;
    }
    if (trouble)
      await forget(key); // the page of the server says what is wrong with the file
    else input.value = ""; // they are there already
    await draft.forget();
    form.submit(); // the page of the receipt forgets what was kept
  }

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.submitter?.matches("[data-send]")) return;
    event.preventDefault();
    send();
  });
}

/** What waits from earlier goes now; the page says that something does. */
export async function sendEarlier(form) {
  if (!(await canKeep())) return;
  if (document.querySelector("[data-error-summary]")) await forget(form.elements.draft_id.value);
  const told = document.querySelector("[data-waiting]");
  const show = async () => {
    const left = (await waiting()).filter((row) => row.state !== "received").length;
    told.hidden = !left;
    told.querySelector("[data-count]").textContent = left;
  };
  await show();
  await sendAll(() => {});
  await show();
  window.addEventListener("online", () => sendAll(() => {}).then(show));
}
