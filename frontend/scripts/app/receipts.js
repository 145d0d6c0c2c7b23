// Receipts on this phone: number, code, the person's own words, and for whom it was filed. Never of a protected report.
import { all, get, put, remove, seal, unseal } from "./store.js";

const WORDS = 80; // letters by which somebody knows their report again

export async function keepReceipt({ number, code, words, at, person }) {
  const before = await get("receipts", number);
  const known = before ? await unseal(before.sealed) : {};
  const kept = { number, code: code || known.code || "", words: (words || known.words || "").slice(0, WORDS), person: person ?? known.person ?? "" };
  await put("receipts", { id: number, at: (before && before.at) || at || Date.now(), sealed: await seal(kept) });
}

/** All of them, newest first: { at, number, code, words, person }. */
export async function receipts() {
  const rows = await all("receipts");
  const opened = await Promise.all(rows.map(async (row) => ({ at: row.at, ...(await unseal(row.sealed)) })));
  return opened.sort((a, b) => b.at - a.at);
}

export const dropReceipt = (number) => remove("receipts", number);
