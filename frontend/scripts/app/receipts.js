// Receipts on this phone: number, code, the person's own words, and for whom it was filed. Never of a protected report.
import { isReceiptCode, isTrackingNumber } from "../number.js";
import { all, get, put, remove, seal, unseal } from "./store.js";

const WORDS = 80; // letters by which somebody knows their report again

/**
 * @typedef {{ number: string, code?: string, words?: string, at?: number, person?: string }} NewReceipt
 * @param {NewReceipt} receipt
 */
export async function keepReceipt({ number, code, words, at, person }) {
  const before = await get("receipts", number);
  const known = before ? await opened(before) : null;
  const kept = {
    number,
    code: code || known?.code || "",
    words: (words || known?.words || "").slice(0, WORDS),
    person: person ?? known?.person ?? "",
  };
  await put("receipts", { id: number, at: before?.at || at || Date.now(), sealed: await seal(kept) });
}

/**
 * @param {{ at: number, sealed: Sealed }} row
 * @returns {Promise<Receipt>}
 */
const opened = async (row) => ({ at: row.at, .../** @type {Omit<Receipt, "at">} */ (await unseal(row.sealed)) });

/** All of them, newest first. */
export async function receipts() {
  const rows = await Promise.all((await all("receipts")).map(opened));
  return rows.sort((a, b) => b.at - a.at);
}

const FORMAT = "lapor-receipts-1";
const MOST = 1000; // receipts of one file

/**
 * @param {Record<string, unknown> | null} one
 * @returns {one is Record<string, unknown> & { number: string, code: string }}
 */
const isReceipt = (one) => isTrackingNumber(one?.number) && (one?.code === "" || isReceiptCode(one?.code));

/**
 * @param {unknown} at
 * @returns {at is number}
 */
const isMoment = (at) => typeof at === "number" && at > 0 && !Number.isNaN(new Date(at).getTime());

/** @param {unknown} text */
const short = (text) => String(text ?? "").slice(0, WORDS);

/** All of them as the text of a file, codes and all. */
export async function asFile() {
  return JSON.stringify({ format: FORMAT, site: location.origin, receipts: await receipts() }, null, 1);
}

/**
 * Keep those of a file that asFile() made for this site; gives how many. Throws where it is none.
 * @param {string} text
 */
export async function keepFromFile(text) {
  const { format, site, receipts: found } = JSON.parse(text);
  if (format !== FORMAT || site !== location.origin || !Array.isArray(found)) {
    throw new Error("no receipts of this site");
  }
  const taken = found.slice(0, MOST).filter(isReceipt);
  for (const { number, code, words, at, person } of taken) {
    await keepReceipt({
      number,
      code,
      words: short(words),
      at: isMoment(at) ? at : undefined,
      ...(person ? { person: short(person) } : {}),
    });
  }
  return taken.length;
}

/** @param {string} number */
export const dropReceipt = (number) => remove("receipts", number);
