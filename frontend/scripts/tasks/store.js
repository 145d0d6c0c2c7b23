// What a phone keeps of an officer's tasks, sealed: the pages of the day, with their pictures, and acts that were typed
// and not sent. The pages go with the sign-out, at the end of a day, and when somebody else signs in; the acts stay
// until they were sent or thrown away. The service worker uses it too.
import { openStore } from "../offline/store.js";

/** @typedef {{ pages: TaskPageRow, acts: TaskActRow }} Rows */

const keyed = { keyPath: "id" };
const open = /** @type {typeof openStore<Rows>} */ (openStore);
const store = open("lapor-tasks", { pages: keyed, acts: keyed });
export const { canKeep, deleteAll } = store;

const DAY = 20 * 3600 * 1000; // milliseconds
const OFFICER = /data-tasks-waiting[^>]*?data-officer="([^"]+)"/;
const HEAD = ["content-type", "content-security-policy", "permissions-policy", "referrer-policy"];

// --- pages

/**
 * Keeps a page or a picture. Of a page that is nobody's, such as one to sign in, nothing is kept; pages of another
 * officer go.
 * @param {string} id its path
 * @param {Response} response
 */
export async function keepPage(id, response) {
  const content = await response.arrayBuffer();
  const isPage = (response.headers.get("content-type") ?? "").startsWith("text/html");
  const officer = isPage ? OFFICER.exec(new TextDecoder().decode(content))?.[1] : "";
  if (officer === undefined) return;
  const rows = await store.all("pages");
  const isGone = (/** @type {TaskPageRow} */ row) => row.at < Date.now() - DAY || (isPage && row.officer !== officer);
  if (isPage && rows.some((row) => row.officer && row.officer !== officer)) await dropPages();
  else for (const row of rows) if (row.officer && isGone(row)) await store.remove("pages", row.id);
  const head = HEAD.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)]] : []));
  const sealed = { head: await store.seal(head), body: await store.sealBytes(content) };
  await store.put("pages", { id, officer, at: Date.now(), ...sealed });
}

/** @param {string} id @returns {Promise<Response | null>} */
export async function keptPage(id) {
  const row = await store.get("pages", id);
  if (!row || row.at < Date.now() - DAY) return null;
  const headers = /** @type {[string, string][]} */ (await store.unseal(row.head));
  return new Response(await store.openBytes(row.body), { headers });
}

/** All of them. */
export async function dropPages() {
  for (const row of await store.all("pages")) await store.remove("pages", row.id);
}

// --- acts

/**
 * @param {{ officer: string, report: string }} place
 * @param {TaskActContent} content
 * @param {File[]} files
 * @returns {Promise<TaskActRow>}
 */
export async function keepAct(place, content, files) {
  /** @type {SealedFile[]} */
  const sealedFiles = [];
  for (const file of files) {
    const { name, type, size } = file;
    sealedFiles.push({ name, type, size, ...(await store.sealBytes(await file.arrayBuffer())) });
  }
  const id = `${place.officer}:${place.report}:${Date.now()}:${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  /** @type {TaskActRow} */
  const row = {
    id,
    ...place,
    at: Date.now(),
    state: "waits",
    sealed: await store.seal(content),
    files: sealedFiles,
  };
  await store.put("acts", row);
  return row;
}

/**
 * Those of this officer, oldest first.
 * @param {string} officer
 */
export async function actsOf(officer) {
  const rows = (await store.all("acts")).filter((row) => row.officer === officer);
  return rows.sort((one, other) => one.at - other.at);
}

/** @param {TaskActRow} row */
export const contentOf = async (row) => /** @type {TaskActContent} */ (await store.unseal(row.sealed));

/** @param {TaskActRow} row @returns {Promise<File[]>} */
export const filesOf = (row) =>
  Promise.all(row.files.map(async (file) => new File([await store.openBytes(file)], file.name, { type: file.type })));

/**
 * What the server said instead of taking it; the words stay.
 * @param {TaskActRow} row
 * @param {TaskActState} state
 * @param {Partial<TaskActContent>} said
 */
export async function markAct(row, state, said) {
  await store.put("acts", { ...row, state, sealed: await store.seal({ ...(await contentOf(row)), ...said }) });
}

/** @param {TaskActRow} row */
export const dropAct = (row) => store.remove("acts", row.id);
