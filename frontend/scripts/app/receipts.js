// Receipts on this phone: number, code, the person's own words, and for whom it was filed. Never of a protected report.
import { all, get, put, remove, seal, unseal } from "./store.js";

const WORDS = 80; // letters by which somebody knows their report again

export async function keepReceipt({ number, code, words, at, person }) {
  const before = await get("receipts", number);
  const known = before ? await unseal(before.sealed) : {};
  const kept = {
    number,
    code: code || known.code || "",
    words: (words || known.words || "").slice(0, WORDS),
    person: person ?? known.person ?? "",
  };
  await put("receipts", { id: number, at: before?.at || at || Date.now(), sealed: await seal(kept) });
}

/** All of them, newest first: { at, number, code, words, person }. */
export async function receipts() {
  const rows = await all("receipts");
  const opened = await Promise.all(rows.map(async (row) => ({ at: row.at, ...(await unseal(row.sealed)) })));
  return opened.sort((a, b) => b.at - a.at);
}

const FORMAT = "lapor-receipts-1";
const MOST = 1000; // receipts of one file
const fits = (text, form) => typeof text === "string" && form.test(text);
const isReceipt = ({ number, code }) => fits(number, /^\d{10}$/) && fits(code, /^(\d{16})?$/);
const isMoment = (at) => typeof at === "number" && at > 0 && !Number.isNaN(new Date(at).getTime());
const short = (text) => String(text ?? "").slice(0, WORDS);

/** All of them as the text of a file, codes and all. */
export async function asFile() {
  return JSON.stringify({ format: FORMAT, site: location.origin, receipts: await receipts() }, null, 1);
}

/** Keep those of a file that asFile() made for this site; gives how many. Throws where it is none. */
export async function keepFromFile(text) {
  const { format, site, receipts: found } = JSON.parse(text);
  if (format !== FORMAT || site !== location.origin || !Array.isArray(found))
    throw new Error("no receipts of this site");
  const taken = found.slice(0, MOST).filter((one) => one && isReceipt(one));
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

export const dropReceipt = (number) => remove("receipts", number);
