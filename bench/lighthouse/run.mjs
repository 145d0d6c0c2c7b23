// Measures the public pages of a running installation as Lighthouse sees a phone, with the system's Chromium; one address apart from the pages' own
// may be given. Called by `make lighthouse`; prints a table and writes ../results/lighthouse-<date>.json. Ends with 1 where a figure is below 95.
import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { execFileSync } from "node:child_process";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const base = process.argv[2] ?? "http://127.0.0.1:8000";
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const ENOUGH = 95;
const ROUNDS = Number(process.env.LIGHTHOUSE_ROUNDS ?? 3);

function chromium() {
  return execFileSync("sh", ["-c", "command -v chromium || command -v google-chrome"], { encoding: "utf8" }).trim();
}

async function aReport() {
  const { items } = await (await fetch(`${base}/laporan/laporan.json?state=resolved`)).json();
  return new URL(items.find((one) => one.publication === "published").url).pathname;
}

function middle(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

const chrome = await chromeLauncher.launch({ chromePath: chromium(), chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
const wanted = process.argv[3]?.split(",");
const all = { form: "/lapor", report: await aReport(), map: "/peta/", statistics: "/statistik/" };
const pages = wanted ? Object.fromEntries(wanted.map((name) => [name, all[name]])) : all;
const found = {};
let isEnough = true;
try {
  for (const [name, path] of Object.entries(pages)) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { lhr } = await lighthouse(base + path, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" }); // mobile is its default
      rounds.push(lhr);
    }
    const scores = Object.fromEntries(CATEGORIES.map((one) => [one, middle(rounds.map(({ categories }) => Math.round(100 * categories[one].score)))]));
    const faults = Object.values(rounds[0].audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== "informative");
    found[name] = { path, ...scores, load: Number(loadavg()[0].toFixed(1)) };
    console.log(name.padEnd(12), CATEGORIES.map((one) => `${one} ${scores[one]}`).join("  "));
    for (const { id, title, displayValue } of faults) console.log(`             ${id}: ${title} ${displayValue ?? ""}`);
    isEnough &&= CATEGORIES.every((one) => scores[one] >= ENOUGH);
  }
} finally {
  chrome.kill();
}
const day = new Date().toISOString().slice(0, 10);
const { version } = JSON.parse(execFileSync("cat", [new URL("node_modules/lighthouse/package.json", import.meta.url).pathname], { encoding: "utf8" }));
const machine = { cores: availableParallelism(), node: process.version, lighthouse: version };
writeFileSync(new URL(`../results/lighthouse-${day}.json`, import.meta.url), `${JSON.stringify({ pages: found, rounds: ROUNDS, machine }, null, 1)}\n`);
process.exit(isEnough ? 0 : 1);
