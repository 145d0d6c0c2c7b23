// Signs of danger, read and matched as lapor/core/danger.py does; what the signs are comes from the server.
import { READING } from "../server_facts.js";

/**
 * @typedef {{ words: Set<string>, isNext: boolean }} Part
 * @typedef {{ label: string, groups: Part[][], absent: Part[] }} Sign
 * @typedef {import("./lexicon.js").Places} Places
 */

const { gap, near } = READING;

/**
 * @param {string} label
 * @param {string} text
 * @param {Record<string, string[]>} vocabulary
 * @returns {Sign}
 */
export function signOf(label, text, vocabulary) {
  const absent = /** @type {Part[]} */ ([]);
  const groups = text.split("&").map((group) => {
    const parts = group.trim().split(/\s+/);
    return parts.flatMap((one) => {
      const part = { words: wordsOf(one, vocabulary), isNext: one.startsWith("+") };
      if (!one.startsWith("!")) return [part];
      absent.push(part);
      return [];
    });
  });
  return { label, groups: groups.filter((group) => group.length), absent };
}

/**
 * @param {string} part
 * @param {Record<string, string[]>} vocabulary
 */
function wordsOf(part, vocabulary) {
  const choices = part.replace(/^[!+]+/, "").split("|");
  return new Set(choices.flatMap((one) => (one.startsWith("@") ? vocabulary[one.slice(1)] : [one])));
}

/** @param {Sign} sign */
export const partsOf = ({ groups, absent }) => [...groups.flat(), ...absent];

/**
 * Returns the function that gives the signs that may be met: none is looked at of which no word was said.
 * @param {Sign[]} signs
 */
export function byRarest(signs) {
  /** @type {Map<string, number[]>} */
  const found = new Map();
  for (const [number, { groups }] of signs.entries()) {
    const rarest = groups.flat().reduce((best, part) => (part.words.size < best.words.size ? part : best));
    for (const key of rarest.words) found.set(key, [...(found.get(key) ?? []), number]);
  }
  /** @param {Places} places */
  return (places) => {
    const numbers = new Set([...places.keys()].flatMap((key) => found.get(key) ?? []));
    return [...numbers].sort((a, b) => a - b).map((number) => signs[number]);
  };
}

/**
 * @param {Part} part
 * @param {Places} places
 */
function at(part, places) {
  const found = new Set([...part.words].flatMap((key) => places.get(key) ?? []));
  return [...found].sort((a, b) => a - b);
}

/** @param {Part} part */
const gapBefore = (part) => (part.isNext ? 1 : gap + 1);

/**
 * For each part the places where it ends a row of all parts before it; empty lists where there is none.
 * @param {Part[]} group
 * @param {Places} places
 */
function chain(group, places) {
  const rows = [at(group[0], places)];
  for (const part of group.slice(1)) rows.push(behind(rows[rows.length - 1], at(part, places), gapBefore(part)));
  return rows;
}

/**
 * Those of `here` that stand at most so far behind one of `before`.
 * @param {number[]} before
 * @param {number[]} here
 * @param {number} far
 */
function behind(before, here, far) {
  let first = 0;
  return here.filter((place) => {
    while (before[first] < place - far) first += 1;
    return before[first] < place;
  });
}

/**
 * Those of `here` that stand at most so far before one of `after`.
 * @param {number[]} here
 * @param {number[]} after
 * @param {number} far
 */
function before(here, after, far) {
  let first = 0;
  return here.filter((place) => {
    while (after[first] <= place) first += 1;
    return after[first] <= place + far;
  });
}

/**
 * Those of `right` that have another one of `left` near.
 * @param {number[]} left
 * @param {number[]} right
 */
function nearTo(left, right) {
  let first = 0;
  return right.filter((place) => {
    while (left[first] < place - near) first += 1;
    return Math.abs(left[first] - place) <= near && (left[first] !== place || left.length > first + 1);
  });
}

/**
 * @param {Sign} sign
 * @param {Places} places
 */
export function isMet({ groups, absent }, places) {
  /** @type {number[]} */
  let ends = [];
  for (const [number, group] of groups.entries()) {
    const rows = chain(group, places);
    const last = rows[rows.length - 1];
    ends = number ? nearTo(ends, last) : last;
    if (!ends.length) return false;
  }
  return !absent.some((part) => nearTo(at(part, places), ends).length);
}

/**
 * Where each word of a harmless sign that is met stands: it counts for nothing else.
 * @param {Sign} sign
 * @param {Places} places
 */
export function matched(sign, places) {
  /** @type {Set<number>} */
  const found = new Set();
  if (!isMet(sign, places)) return found;
  for (const group of sign.groups) {
    const rows = chain(group, places);
    if (!rows[rows.length - 1].length) continue;
    for (let number = rows.length - 2; number >= 0; number -= 1) {
      // Back from the end: only what leads there.
      rows[number] = before(rows[number], rows[number + 1], gapBefore(group[number + 1]));
    }
    for (const place of rows.flat()) found.add(place);
  }
  return found;
}
