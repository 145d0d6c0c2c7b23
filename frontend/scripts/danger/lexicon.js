// Which words of the signs a written word is a form of, however it is disguised: lapor/core/danger.py in the browser.
// All tables and patterns are the server's (server_facts.js).
import { READING } from "../server_facts.js";
import { plain } from "./plain.js";

const { first, second, last, clitics, thousands, longest, mostLetters, short, sentence } = READING;
const PREFIXES = new Set(["", ...first, ...first.flatMap((one) => second.map((other) => one + other))]);
const SUFFIXES = new Set(["", ...last, ...last.flatMap((one) => last.map((other) => one + other))]);
const CLITICS = new Set(clitics);
const NASAL = /** @type {Record<string, string>} */ (READING.nasal);
const LEET = /** @type {Record<string, string>} */ (READING.leet);
const WORD_OR_END = new RegExp(READING.wordOrEnd, "g");
const APART = new RegExp(READING.apart, "g");
const DRAWN_OUT = new RegExp(READING.drawnOut, "g");
const TWICE = new RegExp(READING.twice, "g");
const LETTER = /\p{L}/u;
const IS_DIGITS = /^[0-9]+$/;
const DIGITS_FIRST = /^[0-9]+/;

/** @typedef {Map<string, number[]>} Places where each word of the signs stands, counted in words */

/**
 * The stem, and as it begins behind a nasal: "pukul", "mukul".
 * @param {string} stem
 */
const coresOf = (stem) => (NASAL[stem[0]] ? [stem, NASAL[stem[0]] + stem.slice(1)] : [stem]);

/**
 * Returns the function that finds the words of the signs in a text.
 * @param {Set<string>} used every word of every sign
 */
export function lexicon(used) {
  const stems = [...used].filter((key) => key[0] !== "=").sort();
  const shorts = stems.filter((key) => key.length <= short);
  const written = [...used].filter((key) => key[0] === "=").map((key) => key.slice(1));
  /** @type {Map<string, string[]>} */
  const exact = new Map(
    [...shorts, ...written].map((word) => [word, [`=${word}`, word].filter((key) => used.has(key))]),
  );
  const long = stems.filter((key) => key.length > short);
  /** @type {Map<string, string>} */
  const cores = new Map(long.flatMap((key) => coresOf(key).map((core) => /** @type {const} */ ([core, key]))));
  /** @type {Map<string, string[]>} */
  const known = new Map();

  /** @param {string} word */
  function keysOf(word) {
    const keys = known.get(word) ?? formsOf(word, (token) => keysIn(token, exact, cores));
    known.set(word, keys);
    return keys;
  }

  /** @param {string} text */
  return function placesIn(text) {
    /** @type {Places} */
    const places = new Map();
    let at = 0;
    const whole = plain(text).replace(APART, (letters) => joined(letters, exact, cores));
    for (const word of whole.match(WORD_OR_END) ?? []) {
      if (!/[a-z0-9]/.test(word[0])) {
        at += sentence;
        continue;
      }
      at += 1;
      for (const key of keysOf(word.slice(0, mostLetters))) {
        const found = places.get(key);
        if (found) found.push(at);
        else places.set(key, [at]);
      }
    }
    return places;
  };
}

/**
 * @param {string} word
 * @param {(token: string) => string[]} keysIn
 */
function formsOf(word, keysIn) {
  if (IS_DIGITS.test(word)) return ["#"];
  if (DIGITS_FIRST.test(word) && thousands.includes(word.replace(DIGITS_FIRST, ""))) return ["#"];
  let token = word.replace(DRAWN_OUT, "$1");
  if (/[0-9]/.test(token)) token = token.replace(/2+$/, "").replace(/[0-9]/g, (digit) => LEET[digit] ?? digit);
  const found = keysIn(token);
  const once = token.replace(TWICE, "$1");
  return found.length || once === token ? found : keysIn(once);
}

/**
 * @param {string} token
 * @param {Map<string, string[]>} exact
 * @param {Map<string, string>} cores
 */
function keysIn(token, exact, cores) {
  /** @type {Set<string>} */
  const found = new Set();
  for (let end = token.length; end > 0; end -= 1) {
    if (!CLITICS.has(token.slice(end))) continue;
    for (const key of exact.get(token.slice(0, end)) ?? []) found.add(key);
  }
  for (let start = 0; start < Math.min(token.length, longest); start += 1) {
    if (!PREFIXES.has(token.slice(0, start))) continue;
    for (let end = token.length; end > Math.max(0, token.length - longest); end -= 1) {
      const key = SUFFIXES.has(token.slice(end)) ? cores.get(token.slice(start, end)) : undefined;
      if (key) found.add(key);
    }
  }
  return [...found];
}

/**
 * Letters that stand apart, as the words of the lexicon that they make; as they stand where they make none.
 * @param {string} apart
 * @param {Map<string, string[]>} exact
 * @param {Map<string, string>} cores
 */
function joined(apart, exact, cores) {
  const letters = [...apart].filter((sign) => LETTER.test(sign)).join("");
  const words = [];
  let at = 0;
  while (at < letters.length) {
    let end = Math.min(letters.length, at + mostLetters);
    while (end >= at + short && !cores.has(letters.slice(at, end)) && !exact.has(letters.slice(at, end))) end -= 1;
    const isWord = end >= at + short;
    if (isWord) words.push(letters.slice(at, end));
    at = isWord ? end : at + 1;
  }
  return words.length ? `${apart[0]}${words.join(" ")}` : apart;
}
