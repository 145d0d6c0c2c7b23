// What is asked of the server about evidence: a word, words for the day, that a photo was taken, which files have come.
import { maybe } from "../dom.js";
import { call, post, sentBy } from "../offline/network.js";
import { noteOf, put } from "./store.js";

const PATIENCE = 8000;

/** @param {Record<string, string>} values */
function dataWith(values) {
  const data = new FormData();
  const token = maybe(document, "[name=csrfmiddlewaretoken]", HTMLInputElement)?.value ?? "";
  for (const [name, value] of Object.entries({ ...values, csrfmiddlewaretoken: token })) data.set(name, value);
  return data;
}

/**
 * A word for now; null without a network. `refused`: the report has moved on.
 * @param {string} url
 * @returns {Promise<Challenge | "refused" | null>}
 */
export async function askWord(url) {
  const answer = await post(url, dataWith({}), PATIENCE);
  if (!answer || answer.status >= 500) return null;
  return answer.status === 200 ? /** @type {Challenge} */ (/** @type {unknown} */ (answer.said)) : "refused";
}

/** @param {string} url @returns {Promise<Challenge[] | null>} */
export async function askWordsAhead(url) {
  const answer = await post(url, dataWith({ ahead: "1" }), PATIENCE);
  if (answer?.status !== 200) return null;
  return /** @type {{ challenges: Challenge[] }} */ (/** @type {unknown} */ (answer.said)).challenges;
}

/**
 * Tells of a photo, once; gives the row with what was said of it, null without a network.
 * @param {string} url
 * @param {PhotoRow} row
 */
export async function tell(url, row) {
  if (row.noted) return row;
  const answer = await post(url, dataWith(await noteOf(row)), PATIENCE, sentBy(row.officer));
  if (answer?.status !== 200) return null;
  const noted = {
    ...row,
    noted: String(/** @type {{ words: string }} */ (/** @type {unknown} */ (answer.said)).words),
  };
  await put("photos", noted);
  return noted;
}

/**
 * Of these photos, those whose file the server has; null without a network.
 * @param {string} url
 * @param {PhotoRow[]} rows
 * @returns {Promise<Set<string> | null>}
 */
export async function arrived(url, rows) {
  const answer = await call(`${url}?sha256=${rows.map((row) => row.id).join(",")}`, {}, PATIENCE);
  if (!answer?.ok) return null;
  return new Set(/** @type {{ arrived: string[] }} */ (await answer.json()).arrived);
}
