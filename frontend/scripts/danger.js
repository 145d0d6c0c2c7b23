// Words of danger, heard in the browser by the server's own rules, with or without a network. Loaded by the filing form
// beside the page (filing/words.js): nothing of what is found here may stay on a phone.
import { lexicon } from "./danger/lexicon.js";
import { byRarest, isMet, matched, partsOf, signOf } from "./danger/signs.js";

/**
 * What lapor/web/views/pages.py serves: signs by what they mean (a protected category, or "urgent"), the lists that signs
 * name, and signs whose words count for nothing. `labels`: which were met.
 * @typedef {{
 *   signs: Record<string, string[]>, vocabulary: Record<string, string[]>, harmless: string[],
 * }} Rules
 * @typedef {{ protected: boolean, urgent: boolean, labels: string[] }} Heard
 */

/**
 * Returns the function that listens.
 * @param {Rules} rules
 */
export function hearing({ signs, vocabulary, harmless }) {
  const nothing = harmless.map((text) => signOf("", text, vocabulary));
  const danger = Object.entries(signs).flatMap(([label, texts]) =>
    texts.map((text) => signOf(label, text, vocabulary)),
  );
  const words = [...nothing, ...danger].flatMap(partsOf).flatMap((part) => [...part.words]);
  const placesIn = lexicon(new Set(words.filter((word) => word !== "#")));
  const harmlessIn = byRarest(nothing);
  const dangerIn = byRarest(danger);

  /**
   * @param {string[]} said
   * @returns {Heard}
   */
  return function hear(said) {
    let places = placesIn(said.filter(Boolean).join("\n.\n"));
    for (const sign of harmlessIn(places)) {
      const taken = matched(sign, places);
      if (taken.size) places = without(places, taken);
    }
    const met = new Set(
      dangerIn(places)
        .filter((sign) => isMet(sign, places))
        .map(({ label }) => label),
    );
    const labels = [...met].sort();
    return { protected: labels.some((label) => label !== "urgent"), urgent: labels.length > 0, labels };
  };
}

/**
 * @param {import("./danger/lexicon.js").Places} places
 * @param {Set<number>} taken
 */
function without(places, taken) {
  const left = [...places].map(([key, found]) => /** @type {const} */ ([key, found.filter((at) => !taken.has(at))]));
  return new Map(left.filter(([, found]) => found.length));
}
