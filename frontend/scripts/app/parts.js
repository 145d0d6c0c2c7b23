// A file goes to the server in small parts: what was there before a break is not sent again.
import { post } from "../offline/network.js";
import { FILE_PART } from "../server_facts.js";

const PART = 64 * 1024; // bytes: a second or two on a slow network
const MOST = 256 * 1024;
const PATIENCE = 60 * 1000;

/**
 * Sends `blob`; null where the network broke off. Parts grow while the network is quick.
 * @param {Blob} blob
 * @param {{ name: string, fileId: string, draftId: string, token: string }} about
 * @param {(offset: number) => Promise<void>} moved called after each part
 * @returns {Promise<{ isDone: true } | { errors: string[] } | null>}
 */
export async function sendParts(blob, { name, fileId, draftId, token }, moved) {
  let offset = 0;
  let size = PART;
  while (offset < blob.size) {
    const data = new FormData();
    const fields = { draft_id: draftId, file_id: fileId, offset, total: blob.size, name, csrfmiddlewaretoken: token };
    for (const [field, value] of Object.entries(fields)) data.set(field, String(value));
    data.set("part", blob.slice(offset, offset + size), "part");
    const started = Date.now();
    const answer = await post(FILE_PART, data, PATIENCE);
    if (!answer) return null;
    if (answer.status === 422) return { errors: answer.said.errors || [] };
    if (answer.status !== 200) return null; // too many, full, or being repaired: later
    if (answer.said.is_done) return { isDone: true };
    if (answer.said.offset === undefined) return null;
    offset = answer.said.offset;
    size = Date.now() - started < 1000 ? Math.min(MOST, size * 2) : PART;
    await moved(offset);
  }
  return null;
}
