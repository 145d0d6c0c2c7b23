// My reports: what waits on this phone and how far it is, the receipts kept here, saving them, removing everything.
import { askForSync, sendAll, setState, waiting } from "./app/outbox.js";
import { asFile, keepFromFile } from "./app/receipts.js";
import { canKeep, forgetAll } from "./app/store.js";
import { part, the } from "./dom.js";
import { dropAllDrafts } from "./draft.js";
import { outboxList } from "./my_reports/outbox_list.js";
import { receiptList } from "./my_reports/receipt_list.js";

const AGAIN = 30 * 1000; // milliseconds between two tries while the page is open
const outbox = part(document, "[data-outbox]");
const kept = part(document, "[data-receipts]");
const readIn = part(document, "[data-read-in]");
const showOutbox = outboxList(outbox);
const showReceipts = receiptList(kept);

/** @param {Event} event */
async function saveAsFile(event) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([await asFile()], { type: "application/json" }));
  link.download = `${/** @type {HTMLElement} */ (event.target).dataset.fileName}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60 * 1000);
}

/** @param {HTMLInputElement} input */
async function readFile(input) {
  const said = part(readIn, "[data-read-said]");
  const { sayRead = "", sayWrong = "" } = readIn.dataset;
  try {
    const text = (await input.files?.[0]?.text()) ?? "";
    said.textContent = sayRead.replace("{count}", String(await keepFromFile(text)));
  } catch {
    said.textContent = sayWrong;
  }
  input.value = ""; // the same file may be chosen again
  await showReceipts();
}

/** @param {boolean} isAsked */
async function sendNow(isAsked) {
  if (isAsked) for (const row of await waiting()) if (row.state === "sending") await setState(row, "kept");
  await sendAll(showOutbox, isAsked);
  await showOutbox();
  await showReceipts();
  if ((await waiting()).some((row) => row.state === "kept")) askForSync();
}

const forget = the(document, "[data-forget]", HTMLFormElement);
forget.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!window.confirm(forget.dataset.sure)) return;
  await dropAllDrafts();
  await forgetAll();
  forget.submit(); // the server takes its cookies back
});

async function start() {
  if (!(await canKeep())) return;
  part(kept, "[data-export]").addEventListener("click", saveAsFile);
  readIn.hidden = false;
  const file = the(readIn, "input", HTMLInputElement);
  file.addEventListener("change", () => readFile(file));
  part(outbox, "[data-send-now]").addEventListener("click", () => sendNow(true));
  await showOutbox();
  await showReceipts();
  await sendNow(false);
  window.addEventListener("online", () => sendNow(false));
  setInterval(() => !outbox.hidden && sendNow(false), AGAIN);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data === "outbox") Promise.all([showOutbox(), showReceipts()]);
  });
  document.body.dataset.ready = "";
}

start();
