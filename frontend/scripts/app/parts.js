// A file goes to the server in small parts: what was there before a break is not sent again.
import { post } from "../offline/network.js";

const PART = 64 * 1024; // bytes: a second or two on a slow network
const MOST = 256 * 1024;
const PATIENCE = 60 * 1000;

/**
 * Sends `blob`. Returns { isDone } or { errors } where the server refuses it, null where the network broke off.
 * `moved(offset)` is called after each part. Parts grow while the network is quick.
 */
export async function sendParts(blob, { name, fileId, draftId, token }, moved) {
  let offset = 0;
  let size = PART;
  while (offset < blob.size) {
    const data = new FormData();
    const fields = { draft_id: draftId, file_id: fileId, offset, total: blob.size, name, csrfmiddlewaretoken: token };
    for (const [field, value] of Object.entries(fields)) data.set(field, value);
    data.set("part", blob.slice(offset, offset + size), "part");
    const started = Date.now();
    const answer = await post("/lapor/bagian", data, PATIENCE);
    if (!answer) return null;
    if (answer.status === 422) return { errors: answer.said.errors || [] };
    if (answer.status !== 200) return null; // too many, full, or being repaired: later
    if (answer.said.is_done) return { isDone: true };
    offset = answer.said.offset;
    size = Date.now() - started < 1000 ? Math.min(MOST, size * 2) : PART;
    await moved(offset);
  }
  return null;
}
