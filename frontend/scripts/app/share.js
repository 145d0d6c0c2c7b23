// A photo or words shared from another app: the service worker keeps them, the form takes them up.
import { FORM } from "../server_facts.js";
import { all, canKeep, newKey, openFile, put, remove, seal, sealFile, unseal } from "./store.js";

/**
 * Gives where to go on: the form. What this browser cannot keep is sent on to the server, which shows the form with it.
 * @param {Request} request
 */
export async function takeShared(request) {
  const copy = request.clone();
  if (!(await canKeep())) return fetch(copy);
  const data = await request.formData();
  const said = shortened(["title", "text", "url"].map((name) => String(data.get(name) || "").trim()));
  const sent = data.getAll("photos").filter((file) => typeof file !== "string");
  const files = await Promise.all(sent.filter((file) => file.size).map(sealFile));
  await put("shared", { id: newKey(), at: Date.now(), sealed: await seal({ text: said.join("\n") }), files });
  return Response.redirect(`${FORM}?dari=bagikan`, 303);
}

/**
 * Without those that another one holds: apps say the same in title and text.
 * @param {string[]} words
 */
function shortened(words) {
  /** @type {(one: string, at: number) => boolean} */
  const isRepeated = (one, at) =>
    words.some((other, where) => where !== at && other.includes(one) && (other !== one || where < at));
  return words.filter((one, at) => one && !isRepeated(one, at));
}

/** { text, files } of what was shared last, once; null where nothing was. */
export async function readShared() {
  const rows = (await all("shared")).sort((a, b) => b.at - a.at);
  await Promise.all(rows.map((row) => remove("shared", row.id)));
  if (!rows.length) return null;
  const { text } = /** @type {{ text: string }} */ (await unseal(rows[0].sealed));
  return { text, files: await Promise.all(rows[0].files.map(openFile)) };
}
