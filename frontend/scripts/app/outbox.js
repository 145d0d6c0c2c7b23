// Reports that wait on this phone: kept → sending → received (with number), or refused (something is missing). Page and
// service worker send them.
import { post, pulse } from "../offline/network.js";
import { nameOf } from "../offline/store.js";
import { PULSE, SEND_KEPT } from "../server_facts.js";
import { sendParts } from "./parts.js";
import { keepReceipt } from "./receipts.js";
import { all, get, newKey, openFile, put, remove, seal, sealFile, unseal } from "./store.js";

export const SYNC = "lapor-send";
const STALE = 90 * 1000; // milliseconds after which one that was on its way is taken for lost and sent again
const PATIENCE = 20 * 1000;

/** @typedef {(row: OutboxRow) => unknown} Tell called when something has changed */

/**
 * Seals what stands in the form; gives the row. Kept again under the same key it is the same report, and what was sent
 * of its files stays sent.
 * @param {string} key
 * @param {FormData} data
 * @param {OutboxState} state
 */
export async function keep(key, data, state) {
  const id = await nameOf(key);
  const before = await get("outbox", id);
  /** @type {FormFields} */
  const fields = [];
  /** @type {OutboxFile[]} */
  const files = [];
  for (const [name, value] of data.entries()) {
    if (name === "csrfmiddlewaretoken") continue;
    if (typeof value === "string") fields.push([name, value]);
    else if (value.size) {
      const same = before?.files.find((file) => file.name === value.name && file.size === value.size);
      files.push(same || { id: newKey(), sent: 0, ...(await sealFile(value)) });
    }
  }
  const sealed = await seal({ key, fields });
  const row = { id, at: before ? before.at : Date.now(), touched: Date.now(), state, files, sealed };
  await put("outbox", row);
  return row;
}

/** @param {OutboxRow} row */
export const contentOf = async (row) => /** @type {OutboxContent} */ (await unseal(row.sealed));

/** @param {string} id */
export const drop = (id) => remove("outbox", id);

/** @param {string} key */
export const forget = async (key) => remove("outbox", await nameOf(key));

/**
 * @param {OutboxRow} row
 * @param {OutboxState} state
 * @param {Partial<OutboxRow>} more
 */
export async function setState(row, state, more = {}) {
  Object.assign(row, more, { state, touched: Date.now() });
  await put("outbox", row);
}

/** Oldest first. */
export const waiting = async () => (await all("outbox")).sort((a, b) => a.at - b.at);

/** @param {OutboxRow} row */
const isDue = (row) => row.state === "kept" || (row.state === "sending" && row.touched < Date.now() - STALE);

/**
 * Sends the files of a row in parts; "" when all are there.
 * @param {OutboxRow} row
 * @param {string} token
 * @param {Tell} tell
 * @returns {Promise<"" | "later" | "refused">}
 */
export async function sendFiles(row, token, tell = () => {}) {
  const { key } = await contentOf(row);
  for (const file of row.files) {
    if (file.isDone) continue;
    const about = { name: file.name, fileId: file.id, draftId: key, token };
    const result = await sendParts(await openFile(file), about, async (offset) => {
      file.sent = offset;
      await setState(row, "sending");
      tell(row);
    });
    if (!result) return "later";
    if ("errors" in result) {
      await setState(row, "refused", { errors: result.errors });
      return "refused";
    }
    file.isDone = true;
    file.sent = file.size;
    await setState(row, "sending");
    tell(row);
  }
  return "";
}

/**
 * @param {OutboxRow} row
 * @param {string} token
 * @param {Tell} tell
 */
async function send(row, token, tell) {
  await setState(row, "sending");
  tell(row);
  const trouble = await sendFiles(row, token, tell);
  if (trouble) {
    if (trouble === "later") await setState(row, "kept");
    return;
  }
  const { key, fields } = await contentOf(row);
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  data.set("draft_id", key);
  data.set("csrfmiddlewaretoken", token);
  const answer = await post(SEND_KEPT, data, PATIENCE);
  const said = answer ? answer.said : {};
  if (answer && (answer.status === 200 || answer.status === 201) && said.number) await received(row, fields, said);
  else if (answer && (answer.status === 422 || answer.status === 409)) {
    await setState(row, "refused", { errors: said.errors || [] });
  } else await setState(row, "kept");
}

/**
 * The words are with the office now: number and code stay in the list until the person has seen them, the receipt
 * beside.
 * @param {OutboxRow} row
 * @param {FormFields} fields
 * @param {Said} said
 */
async function received(row, fields, { number = "", code = "", is_protected: isProtected }) {
  const said = Object.fromEntries(fields);
  const words = said.visibility === "confidential" ? "" : said.text;
  if (!isProtected) await keepReceipt({ number, code, words, at: row.at });
  const { id, at } = row;
  const sealed = await seal({ code });
  await put("outbox", { id, at, touched: Date.now(), state: "received", number, sealed, files: [] });
}

/** @param {Tell} tell */
async function sendDue(tell) {
  const due = (await waiting()).filter(isDue);
  if (!due.length) return true;
  const { token } = await pulse(PULSE, PATIENCE);
  if (!token) return false;
  for (const row of due) {
    await send(row, token, tell);
    tell(row);
  }
  return !(await waiting()).some((row) => row.state === "kept");
}

/**
 * Sends what waits; false where something still does. One window or worker at a time where the browser can say so; sent
 * twice it is one report. Asked for by a person it waits for the one that sends now, and tries again what that left.
 * @param {Tell} tell
 */
export async function sendAll(tell = () => {}, isAsked = false) {
  if (!navigator.locks) return sendDue(tell);
  return navigator.locks.request("lapor-send", { ifAvailable: !isAsked }, (lock) => (lock ? sendDue(tell) : true));
}

/**
 * Lets the browser send when the network is back, also after the page is closed; where it cannot, the next opening
 * does.
 */
export async function askForSync() {
  try {
    const registration = await navigator.serviceWorker.ready;
    await registration.sync.register(SYNC);
  } catch {
    // No background sync here.
  }
}
