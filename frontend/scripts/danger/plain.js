// Text in the one form in which words are looked for, as lapor/core/personal_data/plain.py makes it.

/** @type {[RegExp, string][]} */
const ALIKE = [
  [/[\p{Cf}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]/gu, ""],
  [/[\p{Pd}\u2212\u2043]/gu, "-"],
  [/[\u2044\u2215]/g, "/"],
  [/[\u2018\u2019]/g, "'"],
  [/[\u00b7\u2022\u2027\u2219\u30fb]/g, "."],
  [/[\u2028\u2029]/g, "\n"],
  [/[\p{Zs}\p{So}]|(?!\n)\p{Cc}/gu, " "],
];
const ASCII = /^[\n -~]*$/; // most of what is written here

/**
 * A line end, then the text without accents and invisible signs, in small letters.
 * @param {string} text
 */
export function plain(text) {
  let found = text;
  if (!ASCII.test(text)) {
    found = text.normalize("NFKD");
    for (const [signs, sign] of ALIKE) found = found.replace(signs, sign);
  }
  return `\n${found.replace(/[\t\r]/g, " ").toLowerCase()}`;
}
