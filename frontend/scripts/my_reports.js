// My reports: what waits on this phone and how far it is, the receipts kept here, saving them, removing everything.
import { askForSync, contentOf, drop, sendAll, setState, waiting } from "./app/outbox.js";
import { asFile, dropReceipt, keepFromFile, keepReceipt, receipts } from "./app/receipts.js";
import { canKeep, forgetAll, openFile } from "./app/store.js";
import { dropDraft, keepPhotos, keepWords } from "./draft.js";

const TONES = { kept: "tone-waiting", sending: "tone-info", received: "tone-good", refused: "tone-bad" };
const AGAIN = 30 * 1000; // milliseconds between two tries while the page is open
const outbox = document.querySelector("[data-outbox]");
const kept = document.querySelector("[data-receipts]");
const filter = kept.querySelector("select");
const readIn = document.querySelector("[data-read-in]");
const opened = document.querySelector("[data-opened]");
const receiptRows = new Map(); // as they stand in the page, by number, code and words
const inFours = (digits) => digits.replace(/(.{4})(?=.)/g, "$1\u00a0");
const copyOf = (template) => template.content.firstElementChild.cloneNode(true);

async function correct(row) {
  const { key, fields } = await contentOf(row);
  await keepWords({ ...Object.fromEntries(fields), draft_id: key });
  await keepPhotos(await Promise.all(row.files.map(openFile)));
  await drop(row.id);
  location.assign("/lapor");
}

async function act(what, row) {
  if (what === "open") await correct(row);
  else if (what === "seen" || window.confirm(outbox.dataset.askRemove)) await drop(row.id);
  await showOutbox();
}

async function outboxRow(row) {
  const item = copyOf(outbox.querySelector("[data-outbox-row]"));
  const content = await contentOf(row);
  const part = (name) => item.querySelector(`[data-${name}]`);
  item.dataset.state = row.state;
  const said = content.fields ? Object.fromEntries(content.fields).text : "";
  part("words").textContent = (said || inFours(row.number || "")).slice(0, 80);
  part("state-words").textContent = outbox.dataset[`say${row.state[0].toUpperCase()}${row.state.slice(1)}`];
  part("state-words").classList.add(TONES[row.state]);
  if (row.state === "received") {
    part("number-line").hidden = false;
    part("number").textContent = inFours(row.number);
    part("code").textContent = inFours(content.code || "");
  }
  const [sent, whole] = row.files.reduce(([some, all], file) => [some + file.sent, all + file.size], [0, 0]);
  const isOnTheWay = whole && ["kept", "sending"].includes(row.state);
  part("more").textContent =
    (row.errors || []).join(" ") ||
    (isOnTheWay ? outbox.dataset.sayFiles.replace("{part}", `${Math.floor((100 * sent) / whole)} %`) : "");
  for (const button of item.querySelectorAll("button")) {
    button.hidden = !button.dataset.when.split(" ").includes(row.state);
    button.addEventListener("click", () => act(button.dataset.do, row));
  }
  return item;
}

async function showOutbox() {
  const rows = await waiting();
  outbox.querySelector("[data-outbox-list]").replaceChildren(...(await Promise.all(rows.map(outboxRow))));
  outbox.hidden = !rows.length;
  outbox.querySelector("[data-send-now]").parentElement.hidden = !rows.some(
    (row) => row.state === "kept" || row.state === "sending",
  );
}

/** What the server showed of a report that was opened here: its card. */
function cardOf(number) {
  return opened?.querySelector(`a[href$="/${number}"]`)?.closest(".report-card");
}

/** A report whose receipt is kept here stands in one list only: with its receipt. */
function showOpened(all) {
  if (!opened) return;
  const shown = new Set(all.map(({ number }) => cardOf(number)));
  const cards = [...opened.querySelectorAll(".report-card")];
  for (const card of cards) card.hidden = shown.has(card);
  opened.hidden = cards.every((card) => card.hidden);
}

function receiptRow(one) {
  const item = copyOf(kept.querySelector("[data-receipt-row]"));
  const part = (name) => item.querySelector(`[data-${name}]`);
  part("words").textContent = one.words || inFours(one.number);
  part("number").textContent = inFours(one.number);
  part("at").textContent = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" }).format(
    one.at,
  );
  const state = cardOf(one.number)?.querySelector(".row-wrap");
  if (state) part("known").append(state.cloneNode(true));
  part("known").hidden = !state;
  item.querySelector("[name=number]").value = one.number;
  item.querySelector("[name=receipt_code]").value = one.code;
  part("person").addEventListener("change", async ({ target }) => {
    await keepReceipt({ ...one, person: target.value.trim() });
    showPeople(await receipts());
  });
  part("remove").addEventListener("click", async () => {
    await dropReceipt(one.number);
    await showReceipts();
  });
  return item;
}

function showPeople(all) {
  const people = [...new Set(all.map((one) => one.person).filter(Boolean))].sort();
  const chosen = filter.value;
  while (filter.options.length > 1) filter.remove(1);
  for (const person of people) filter.add(new Option(person, person));
  filter.value = people.includes(chosen) ? chosen : "";
  filter.closest("[data-person-filter]").hidden = people.length < 1;
}

/**
 * A row that stands stays the same one while its receipt does: what somebody types into it just now is not lost when a
 * report was sent meanwhile.
 */
async function showReceipts() {
  const all = await receipts();
  showPeople(all);
  showOpened(all);
  const list = kept.querySelector("[data-receipts-list]");
  const shown = all.filter((one) => !filter.value || one.person === filter.value);
  const items = shown.map((one) => {
    const name = [one.number, one.code, one.words].join();
    if (!receiptRows.has(name)) receiptRows.set(name, receiptRow(one));
    const item = receiptRows.get(name);
    const person = item.querySelector("[data-person]");
    if (person !== document.activeElement) person.value = one.person;
    return item;
  });
  for (const item of [...list.children]) if (!items.includes(item)) item.remove();
  for (const [place, item] of items.entries()) {
    if (item !== list.children[place]) list.insertBefore(item, list.children[place] || null);
  }
  kept.hidden = !all.length;
}

async function saveAsFile({ target }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([await asFile()], { type: "application/json" }));
  link.download = `${target.dataset.fileName}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60 * 1000);
}

async function readFile({ target }) {
  const said = readIn.querySelector("[data-read-said]");
  try {
    said.textContent = readIn.dataset.sayRead.replace("{count}", await keepFromFile(await target.files[0].text()));
  } catch {
    said.textContent = readIn.dataset.sayWrong;
  }
  target.value = ""; // the same file may be chosen again
  await showReceipts();
}

async function sendNow(isAsked) {
  if (isAsked) for (const row of await waiting()) if (row.state === "sending") await setState(row, "kept");
  await sendAll(showOutbox, isAsked);
  await showOutbox();
  await showReceipts();
  if ((await waiting()).some((row) => row.state === "kept")) askForSync();
}

document.querySelector("[data-forget]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (!window.confirm(form.dataset.sure)) return;
  await dropDraft();
  await forgetAll();
  form.submit(); // the server takes its cookies back
});

async function start() {
  if (!(await canKeep())) return;
  kept.querySelector("[data-export]").addEventListener("click", saveAsFile);
  filter.addEventListener("change", showReceipts);
  readIn.hidden = false;
  readIn.querySelector("input").addEventListener("change", readFile);
  outbox.querySelector("[data-send-now]").addEventListener("click", () => sendNow(true));
  await showOutbox();
  await showReceipts();
  await sendNow(false);
  window.addEventListener("online", () => sendNow(false));
  setInterval(() => !outbox.hidden && sendNow(false), AGAIN);
  navigator.serviceWorker?.addEventListener(
    "message",
    ({ data }) => data === "outbox" && Promise.all([showOutbox(), showReceipts()]),
  );
  document.body.dataset.ready = "";
}

start();
