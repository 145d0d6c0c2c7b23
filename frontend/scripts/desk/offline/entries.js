// Reports that this machine keeps: kept → sending → sent, or refused (something is missing), or renumbered (the printed
// number was not valid).
import { post, pulse } from "../../offline/network.js";
import { all, get, nameOf, openBytes, put, remove, seal, sealBytes, unseal } from "./store.js";

const FORGET_SENT = 12 * 3600 * 1000; // milliseconds that a sent one stays in the list, by number only
const STALE = 60 * 1000; // milliseconds after which a form that was on its way is taken for lost and sent again

/** Seals what stands in the form. `ready`: the number that is printed, null where none was left. */
export async function keep(form, ready, state) {
  const data = new FormData(form);
  const key = form.elements.draft_id.value;
  const fields = [];
  const files = [];
  for (const [name, value] of data.entries()) {
    if (name === "csrfmiddlewaretoken") continue;
    if (typeof value === "string") fields.push([name, value]);
    else if (value.size)
      files.push({ field: name, name: value.name, type: value.type, ...(await sealBytes(await value.arrayBuffer())) });
  }
  const id = await nameOf(key);
  const before = await get("entries", id);
  const taken = before ? before.at : Date.now();
  const content = { fields, ready, key, taken: new Date(taken).toISOString(), officer: form.dataset.officer };
  await put("entries", {
    id,
    at: taken,
    touched: Date.now(),
    state,
    number: ready ? ready.number : "",
    sealed: await seal(content),
    files,
  });
  return content;
}

export async function contentOf(id) {
  const entry = await get("entries", id);
  return entry?.sealed ? unseal(entry.sealed) : null;
}

/** The ready number of a form that was tried before and came back with a fault. */
export async function readyOf(key) {
  const content = await contentOf(await nameOf(key));
  return content?.ready;
}

/** The server has shown the form again with its faults: it is sent by hand, not by itself. */
export async function markRefused(key) {
  const row = await get("entries", await nameOf(key));
  if (row) await put("entries", { ...row, state: "refused" });
}

export async function isKept(key) {
  return Boolean(await get("entries", await nameOf(key)));
}

export const forget = async (key) => remove("entries", await nameOf(key));
export const dismiss = (id) => remove("entries", id);

/** All that is to be shown, oldest first; what was sent long ago goes. */
export async function entries() {
  const rows = await all("entries");
  const old = rows.filter((row) => row.state === "sent" && row.touched < Date.now() - FORGET_SENT);
  await Promise.all(old.map((row) => remove("entries", row.id)));
  return rows.filter((row) => !old.includes(row)).sort((a, b) => a.at - b.at);
}

const waits = (row) => row.state === "kept" || (row.state === "sending" && row.touched < Date.now() - STALE);

async function dataOf(row, content, token) {
  const data = new FormData();
  for (const [name, value] of content.fields) data.append(name, value);
  for (const file of row.files)
    data.append(file.field, new File([await openBytes(file)], file.name, { type: file.type }));
  data.set("draft_id", content.key);
  data.set("taken_at", content.taken);
  data.set("taken_by", content.officer);
  data.set("printed_number", content.ready ? content.ready.number : "");
  data.set("csrfmiddlewaretoken", token);
  return data;
}

async function send(row, url, token) {
  const content = await unseal(row.sealed);
  const answer = await post(url, await dataOf(row, content, token));
  const said = answer ? answer.said : {};
  const touched = Date.now();
  if (answer && (answer.status === 200 || answer.status === 201) && said.number) {
    // The words are with the office now: of a sent one only the number stays here.
    if (said.is_as_printed)
      await put("entries", { id: row.id, at: row.at, touched, state: "sent", number: said.number, files: [] });
    else {
      const sealed = await seal({ printed: content.ready ? content.ready.number : "", code: said.code });
      await put("entries", {
        id: row.id,
        at: row.at,
        touched,
        state: "renumbered",
        number: said.number,
        sealed,
        files: [],
      });
    }
  } else if (answer && answer.status === 422) {
    await put("entries", { ...row, touched, state: "refused", errors: said.errors || [] });
  }
}

async function sendWaiting({ pulseUrl, keptUrl }) {
  if (!(await entries()).some(waits)) return "";
  const { token, gone, signedOut } = await pulse(pulseUrl);
  if (!token) return signedOut ? "signed-out" : gone ? "gone" : "";
  for (const row of (await entries()).filter(waits)) await send(row, keptUrl, token);
  return "";
}

/**
 * Sends what waits; "" | "gone" | "signed-out". One window at a time where the browser can say so; sent twice it is one
 * report all the same.
 */
export async function sendAll(urls) {
  if (!navigator.locks) return sendWaiting(urls);
  return navigator.locks.request("lapor-desk-send", { ifAvailable: true }, (lock) => (lock ? sendWaiting(urls) : ""));
}
