// Sends the acts that wait on the phone, each once, oldest first. What the server does not take stays with its words.
import { photosOf, remove as removeEvidence } from "../evidence/store.js";
import { tell } from "../evidence/telling.js";
import { call, pulse, sentBy } from "../offline/network.js";
import { actsOf, contentOf, dropAct, filesOf, markAct } from "./store.js";

const PATIENCE = 60000; // milliseconds: photos over a thin network

/** @typedef {"sent" | "changed" | "refused" | "gone" | "signedOut"} Sent */

/**
 * Tells of the photos that the camera took for it, before their files come. False without a network.
 * @param {TaskActRow} row
 * @param {TaskActContent} content
 */
async function tellPhotos(row, content) {
  for (const photo of await photosOf(row.officer)) {
    if (photo.report !== row.report || photo.act !== content.kind) continue;
    if (!(await tell(content.captureUrl, photo))) return false;
  }
  return true;
}

/**
 * @param {TaskActRow} row
 * @param {TaskActContent} content
 * @param {string} token
 */
async function dataOf(row, content, token) {
  const data = new FormData();
  for (const [name, value] of content.fields) data.append(name, value);
  for (const file of await filesOf(row)) data.append("photos", file, file.name);
  data.set("csrfmiddlewaretoken", token);
  return data;
}

/**
 * @param {TaskActRow} row
 * @param {string} token
 * @returns {Promise<Sent>}
 */
async function sendAct(row, token) {
  const content = await contentOf(row);
  if (!(await tellPhotos(row, content))) return "gone";
  const headers = { Accept: "application/json", ...sentBy(row.officer) };
  const body = await dataOf(row, content, token);
  const answer = await call(content.url, { method: "POST", headers, body }, PATIENCE);
  if (!answer || answer.status >= 500) return "gone";
  if (answer.type === "opaqueredirect" || answer.status === 403) return "signedOut";
  if (answer.ok) {
    for (const photo of await photosOf(row.officer)) {
      if (photo.report === row.report && photo.act === content.kind) await removeEvidence("photos", photo.id);
    }
    await dropAct(row);
    return "sent";
  }
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  const said = isJson ? await answer.json() : {};
  const state = answer.status === 409 ? "changed" : "refused";
  await markAct(row, state, { now: said.now, errors: said.errors ?? [String(answer.status)] });
  return state;
}

/** @type {Promise<Map<string, Sent>> | null} */
let running = null;

/**
 * What became of each that waited, by its id; a second call meanwhile waits for the first. `report`: only that one's.
 * @param {string} pulseUrl
 * @param {string} officer
 * @returns {Promise<Map<string, Sent>>}
 */
export async function sendAll(pulseUrl, officer) {
  if (running) await running;
  running = inTurn(() => send(pulseUrl, officer));
  try {
    return await running;
  } finally {
    running = null;
  }
}

/**
 * One window of this browser at a time.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
const inTurn = (work) =>
  navigator.locks ? /** @type {Promise<T>} */ (navigator.locks.request("lapor-tasks", work)) : work();

/** @param {string} pulseUrl @param {string} officer */
async function send(pulseUrl, officer) {
  /** @type {Map<string, Sent>} */
  const found = new Map();
  const rows = (await actsOf(officer)).filter((row) => row.state === "waits");
  if (!rows.length) return found;
  const now = await pulse(pulseUrl);
  const signedOut = now.signedOut || (now.token && now.officer !== officer); // another is signed in: not in their name
  const token = signedOut ? "" : now.token;
  for (const row of rows) {
    const before = [...found.values()];
    const isOver = !token || before.includes("gone") || before.includes("signedOut");
    if (isOver) found.set(row.id, signedOut || before.includes("signedOut") ? "signedOut" : "gone");
    else found.set(row.id, await sendAct(row, token));
  }
  return found;
}
