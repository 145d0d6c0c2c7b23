// Checks that every pair of colours which meet on a page keeps its contrast, in both themes and for all brand hues.
// Run by build.mjs (a failing pair stops the build) and alone: node contrast.mjs
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const TEXT = 4.5; // WCAG 2.2, 1.4.3
const EDGE = 3; // WCAG 2.2, 1.4.11: borders of fields, icons, bars
const GROUNDS = ["paper", "surface", "sunken"];
const TONES = ["neutral", "info", "waiting", "planned", "reply", "good", "bad"];
/** @type {[ink: string, ground: string, least: number][]} */
const PAIRS = [
  ...["ink", "muted", "link", "brand", "good", "bad"].flatMap((ink) => GROUNDS.map((ground) => pair(ink, ground))),
  ...[...TONES, "brand"].map((tone) => pair(`on-${tone}-soft`, `${tone}-soft`)),
  ["on-brand", "brand", TEXT],
  ["on-brand", "brand-strong", TEXT],
  ["on-strong", "good", TEXT],
  ["on-strong", "bad", TEXT],
  ["on-band", "band", TEXT],
  ["on-band", "band-soft", TEXT],
  ["on-accent", "accent", TEXT],
  ["on-accent", "accent-strong", TEXT],
  ["accent", "band", EDGE],
  ["link", "brand-soft", TEXT],
  ["ink", "brand-soft", TEXT],
  ["muted", "brand-soft", TEXT],
  ["line-strong", "surface", EDGE],
  ["line-strong", "paper", EDGE],
];

/**
 * @param {string} ink
 * @param {string} ground
 * @returns {[string, string, number]}
 */
function pair(ink, ground) {
  return [ink, ground, TEXT];
}

/** @param {string} block */
function tokensOf(block) {
  /** @type {Record<string, string>} */
  const tokens = {};
  for (const [, name, value] of block.matchAll(/--([\w-]+):\s*([^;]+);/g)) tokens[name] = value;
  return tokens;
}

/**
 * @param {string} value
 * @param {number} hue
 */
function luminance(value, hue) {
  const found = value.replace(/var\(--(brand|accent)-hue\)/, String(hue)).match(/hsl\((\d+) ([\d.]+)% ([\d.]+)%\)/);
  if (!found) throw new Error(`no colour: ${value}`);
  const [h, s, l] = found.slice(1).map(Number);
  const chroma = (s / 100) * Math.min(l / 100, 1 - l / 100);
  /** @param {number} n */
  const channel = (n) => {
    const k = (n + h / 30) % 12;
    const c = l / 100 - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(0) + 0.7152 * channel(8) + 0.0722 * channel(4);
}

/**
 * Lines describing the pairs that are too faint; empty when all is well.
 * @param {string} css
 */
export function faintPairs(css) {
  const [light, dark] = css.split('[data-theme="dark"]').map(tokensOf);
  const themes = { light, dark: { ...light, ...dark } };
  const faint = [];
  for (const [theme, tokens] of Object.entries(themes)) {
    for (const [ink, ground, least] of PAIRS) {
      let worst = [Number.POSITIVE_INFINITY, 0];
      for (let hue = 0; hue < 360; hue += 1) {
        const [a, b] = [luminance(tokens[ink], hue), luminance(tokens[ground], hue)];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < worst[0]) worst = [ratio, hue];
      }
      if (worst[0] < least)
        faint.push(`${theme}: ${ink} on ${ground} is ${worst[0].toFixed(2)} at hue ${worst[1]}, needs ${least}`);
    }
  }
  return faint;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faint = faintPairs(readFileSync(new URL("tokens.css", import.meta.url), "utf8"));
  console.log(faint.join("\n") || "All pairs are legible.");
  process.exit(faint.length ? 1 : 0);
}
