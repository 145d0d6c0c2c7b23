// Reports that this machine keeps: kept → sending → sent, or refused (something is missing), or renumbered (the printed
// number was not valid).
import { post, pulse } from "../../offline/network.js";
import { all, get, nameOf, openBytes, put, remove, seal, sealBytes, unseal } from "./store.js";

const FORGET_SENT = 12 * 3600 * 1000; // milliseconds that a sent one stays in the list, by number only
const STALE = 60 * 1000; // milliseconds after which a form that was on its way is taken for lost and sent again

/**
 * Seals what stands in the form.
 * @param {DeskForm} form
 * @param {ReadyNumber | null} ready the number that is printed, null where none was left
 * @param {EntryState} state
 */
export async function keep(form, ready, state) {
  const key = form.elements.draft_id.value;
  /** @type {FormFields} */
  const fields = [];
  /** @type {Entry["files"]} */
  const files = [];
  for (const [name, value] of new FormData(form).entries()) {
    if (name === "csrfmiddlewaretoken") continue;
    if (typeof value === "string") fields.push([name, value]);
    else if (value.size) {
      const sealed = await sealBytes(await value.arrayBuffer());
      files.push({ field: name, name: value.name, type: value.type, size: value.size, ...sealed });
    }
  }
  const id = await nameOf(key);
  const before = await get("entries", id);
  const at = before ? before.at : Date.now();
  /** @type {EntryContent} */
  const content = { fields, ready, key, taken: new Date(at).toISOString(), officer: form.dataset.officer ?? "" };
  const number = ready ? ready.number : "";
  await put("entries", { id, at, touched: Date.now(), state, number, sealed: await seal(content), files });
  return content;
}

/** @param {string} id */
export async function contentOf(id) {
  const entry = await get("entries", id);
  return entry?.sealed ? /** @type {EntryContent} */ (await unseal(entry.sealed)) : null;
}

/**
 * What the paper says of one whose number was not valid, and the code of the number that it got instead.
 * @param {Entry} row
 */
export async function renumberingOf(row) {
  return row.sealed ? /** @type {Renumbered} */ (await unseal(row.sealed)) : null;
}

/**
 * The ready number of a form that was tried before and came back with a fault.
 * @param {string} key
 */
export async function readyOf(key) {
  return (await contentOf(await nameOf(key)))?.ready ?? null;
}

/**
 * The server has shown the form again with its faults: it is sent by hand, not by itself.
 * @param {string} key
 */
export async function markRefused(key) {
  const row = await get("entries", await nameOf(key));
  if (row) await put("entries", { ...row, state: "refused" });
}

/** @param {string} key */
export async function isKept(key) {
  return Boolean(await get("entries", await nameOf(key)));
}

/** @param {string} key */
export const forget = async (key) => remove("entries", await nameOf(key));

/** @param {string} id */
export const dismiss = (id) => remove("entries", id);

/** All that is to be shown, oldest first; what was sent long ago goes. */
export async function entries() {
  const rows = await all("entries");
  const old = rows.filter((row) => row.state === "sent" && row.touched < Date.now() - FORGET_SENT);
  await Promise.all(old.map((row) => remove("entries", row.id)));
  return rows.filter((row) => !old.includes(row)).sort((a, b) => a.at - b.at);
}

/** @param {Entry} row */
const waits = (row) => row.state === "kept" || (row.state === "sending" && row.touched < Date.now() - STALE);

/**
 * @param {Entry} row
 * @param {EntryContent} content
 * @param {string} token
 */
async function dataOf(row, content, token) {
  const data = new FormData();
  for (const [name, value] of content.fields) data.append(name, value);
  for (const file of row.files) {
    data.append(file.field, new File([await openBytes(file)], file.name, { type: file.type }));
  }
  data.set("draft_id", content.key);
  data.set("taken_at", content.taken);
  data.set("taken_by", content.officer);
  data.set("printed_number", content.ready ? content.ready.number : "");
  data.set("csrfmiddlewaretoken", token);
  return data;
}

/**
 * @param {Entry} row
 * @param {string} url
 * @param {string} token
 */
async function send(row, url, token) {
  if (!row.sealed) return;
  const content = /** @type {EntryContent} */ (await unseal(row.sealed));
  const answer = await post(url, await dataOf(row, content, token));
  const touched = Date.now();
  if (answer && (answer.status === 200 || answer.status === 201) && answer.said.number) {
    await taken(row, content, answer.said);
  } else if (answer && answer.status === 422) {
    await put("entries", { ...row, touched, state: "refused", errors: answer.said.errors || [] });
  }
}

/**
 * The words are with the office now: of a sent one only the number stays here.
 * @param {Entry} row
 * @param {EntryContent} content
 * @param {Said} said
 */
async function taken({ id, at }, content, { number = "", code, is_as_printed: isAsPrinted }) {
  const touched = Date.now();
  if (isAsPrinted) {
    await put("entries", { id, at, touched, state: "sent", number, files: [] });
    return;
  }
  const sealed = await seal({ printed: content.ready ? content.ready.number : "", code });
  await put("entries", { id, at, touched, state: "renumbered", number, sealed, files: [] });
}

/**
 * @typedef {{ pulseUrl: string, keptUrl: string }} Urls
 * @typedef {"" | "gone" | "signed-out"} Trouble
 * @param {Urls} urls
 * @returns {Promise<Trouble>}
 */
async function sendWaiting({ pulseUrl, keptUrl }) {
  if (!(await entries()).some(waits)) return "";
  const { token, gone, signedOut } = await pulse(pulseUrl);
  if (!token) return signedOut ? "signed-out" : gone ? "gone" : "";
  for (const row of (await entries()).filter(waits)) await send(row, keptUrl, token);
  return "";
}

/**
 * Sends what waits. One window at a time where the browser can say so; sent twice it is one report all the same.
 * @param {Urls} urls
 * @returns {Promise<Trouble>}
 */
export async function sendAll(urls) {
  if (!navigator.locks) return sendWaiting(urls);
  return navigator.locks.request("lapor-desk-send", { ifAvailable: true }, (lock) => (lock ? sendWaiting(urls) : ""));
}
